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
package io.zetatron.nativeaccess.library;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A function that is bound: its name and its types, known without any class that was generated for it.
 *
 * @param name       as it is bound, with the newest suffix.
 * @param result     its C type, as {@code bindings/generate} writes it, or {@code void}.
 * @param arguments  C types of its fixed arguments.
 * @param isVariadic whether further arguments may follow.
 */
record BoundFunction(String name, String result, List<String> arguments, boolean isVariadic)
{
    private static final String VARIADIC = "...";
    private static final String VOID = "void";
    private static final Map<String, String> C_NAMES = Map.of(
        "C_BOOL", "bool", "C_CHAR", "char", "C_SHORT", "short", "C_INT", "int", "C_LONG", "long",
        "C_LONG_LONG", "long long", "C_FLOAT", "float", "C_DOUBLE", "double", "C_POINTER", "void*");

    /**
     * All functions that are bound of a library, as {@code bindings/generate} listed them.
     */
    static List<BoundFunction> of(final Library library)
    {
        final String resource = "/io/zetatron/bindings/" + library.id() + "/functions.txt";
        try (InputStream in = BoundFunction.class.getResourceAsStream(resource))
        {
            if (in == null)
            {
                throw new IllegalStateException("the class path lacks " + resource + ", which comes with the bindings");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                .lines().map(BoundFunction::parse).toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    static BoundFunction parse(final String line)
    {
        final List<String> words = List.of(line.split(" "));
        final boolean isVariadic = words.getLast().equals(VARIADIC);
        return new BoundFunction(
            words.getFirst(), words.get(1), words.subList(2, words.size() - (isVariadic ? 1 : 0)), isVariadic);
    }

    /**
     * The function's type. The first call in a process starts the linker, which takes some 100 ms.
     */
    FunctionDescriptor descriptor()
    {
        final MemoryLayout[] layouts = arguments.stream().map(BoundFunction::layout).toArray(MemoryLayout[]::new);
        return result.equals(VOID) ? FunctionDescriptor.ofVoid(layouts) :
            FunctionDescriptor.of(layout(result), layouts);
    }

    @SuppressWarnings("restricted")
    private static MemoryLayout layout(final String word)
    {
        final MemoryLayout layout = Linker.nativeLinker().canonicalLayouts().get(C_NAMES.get(word));
        // As jextract has it: what a pointer points to may be read without saying how long it is.
        return layout instanceof final AddressLayout pointer ?
            pointer.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE)) :
            Objects.requireNonNull(layout, () -> "no C type " + word);
    }
}
