/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.nativeaccess.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the include lists of {@code bindings} name, and calls of it by name.
 */
final class Bound
{
    private static final Path LIBRARIES = Path.of("..", "bindings", "libraries");

    private Bound()
    {
    }

    static List<String> functions(final String library)
    {
        return names(library, "--include-function ");
    }

    static List<String> constants(final String library)
    {
        return names(library, "--include-constant ");
    }

    private static List<String> names(final String library, final String option)
    {
        try
        {
            final List<String> names = Files.readAllLines(LIBRARIES.resolve(library).resolve("includes.txt")).stream()
                .filter((line) -> line.startsWith(option))
                .map((line) -> line.substring(option.length()).trim())
                .toList();
            if (names.isEmpty())
            {
                throw new IllegalStateException("the include list of " + library + " has no " + option);
            }
            return names;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Calls a bound function, or reads a bound constant, with 0 and NULL for all arguments.
     *
     * @param header the generated class.
     * @param name   of the function.
     * @return what it returned.
     */
    static Object callWithNothing(final Class<?> header, final String name)
    {
        final Method method = Arrays.stream(header.getMethods())
            .filter((candidate) -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(header.getName() + " lacks " + name));
        final Object[] arguments = Arrays.stream(method.getParameterTypes()).map(Bound::nothing).toArray();
        try
        {
            return method.invoke(null, arguments);
        }
        catch (final IllegalAccessException | InvocationTargetException ex)
        {
            throw new IllegalStateException("cannot call " + name, ex);
        }
    }

    private static Object nothing(final Class<?> type)
    {
        if (type == int.class)
        {
            return 0;
        }
        if (type == long.class)
        {
            return 0L;
        }
        if (type == byte.class)
        {
            return (byte)0;
        }
        if (type == MemorySegment.class)
        {
            return MemorySegment.NULL;
        }
        throw new IllegalStateException("no argument of " + type);
    }
}
