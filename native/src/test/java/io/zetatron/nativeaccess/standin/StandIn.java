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

import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * A stand-in for a library of a device, built from {@code native/standin}, and its control API (see {@code control.h}
 * there). Not thread-safe where it says so: {@link #lastFailure()} is of the calling thread.
 */
final class StandIn
{
    static final Path FOLDER = Path.of("target", "standin").toAbsolutePath();

    private final SymbolLookup symbols;
    private final String prefix;

    private StandIn(final SymbolLookup symbols, final String prefix)
    {
        this.symbols = symbols;
        this.prefix = prefix;
    }

    /**
     * The stand-in of the CUDA driver, loaded for the generated bindings.
     *
     * @return the stand-in.
     */
    static StandIn loadCuda()
    {
        return load("libcuda.so.1", "standin_cuda_");
    }

    /**
     * The stand-in of the management library, loaded for the generated bindings.
     *
     * @return the stand-in.
     */
    static StandIn loadNvml()
    {
        return load("libnvidia-ml.so.1", "standin_nvml_");
    }

    /**
     * A file that {@code native/standin/build} makes. Skips the calling test where there is no C compiler.
     *
     * @param name the file's name.
     * @return the file.
     */
    static Path file(final String name)
    {
        final Path file = FOLDER.resolve(name);
        if (!Files.exists(file))
        {
            Assumptions.assumeTrue(hasCompiler(), file + " is not built: there is no C compiler (cc) on the PATH");
            throw new IllegalStateException(file + " is not built: run native/standin/build");
        }
        return file;
    }

    @SuppressWarnings("restricted")
    private static StandIn load(final String name, final String prefix)
    {
        final Path file = file(name);
        System.load(file.toString());
        return new StandIn(SymbolLookup.libraryLookup(file, Arena.global()), prefix);
    }

    private static boolean hasCompiler()
    {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, "cc")));
    }

    /**
     * Lets calls fail.
     *
     * @param failures for example {@code cuMemAlloc_v2=2@3,cuInit=100}.
     */
    void fail(final String failures)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final int result = (int)call("fail", JAVA_INT, arena.allocateFrom(failures));
            if (result != 0)
            {
                throw new IllegalArgumentException("malformed, or of a function that there is not: " + failures);
            }
        }
    }

    /**
     * Sets a setting.
     *
     * @param name  of the setting.
     * @param value of the setting.
     */
    void set(final String name, final long value)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final int result = (int)call("set", JAVA_INT, arena.allocateFrom(name), value);
            if (result != 0)
            {
                throw new IllegalArgumentException(name + "=" + value + " is no setting");
            }
        }
    }

    /**
     * The names of all functions that the library exports.
     *
     * @return the names.
     */
    List<String> functions()
    {
        final List<String> names = new ArrayList<>();
        final int count = (int)call("functions", JAVA_INT);
        for (int i = 0; i < count; i++)
        {
            names.add(text((MemorySegment)call("function", ADDRESS, i)));
        }
        return names;
    }

    long calls(final String function)
    {
        return number("calls", function);
    }

    long successes(final String function)
    {
        return number("successes", function);
    }

    long live(final String kind)
    {
        return number("live", kind);
    }

    long leaked(final String kind)
    {
        return number("leaked", kind);
    }

    String lastFailure()
    {
        return text((MemorySegment)call("last_failure", ADDRESS));
    }

    void reset()
    {
        call("reset", null);
    }

    private long number(final String function, final String argument)
    {
        try (Arena arena = Arena.ofConfined())
        {
            return (long)call(function, JAVA_LONG, arena.allocateFrom(argument));
        }
    }

    @SuppressWarnings("restricted")
    private static String text(final MemorySegment address)
    {
        return address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    @SuppressWarnings("restricted")
    private Object call(final String name, final MemoryLayout result, final Object... arguments)
    {
        final MemoryLayout[] layouts = Stream.of(arguments)
            .map((argument) -> argument instanceof Long ? JAVA_LONG : argument instanceof Integer ? JAVA_INT : ADDRESS)
            .toArray(MemoryLayout[]::new);
        final FunctionDescriptor descriptor =
            result == null ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(result, layouts);
        final MethodHandle handle =
            Linker.nativeLinker().downcallHandle(symbols.findOrThrow(prefix + name), descriptor);
        try
        {
            return handle.invokeWithArguments(arguments);
        }
        catch (final Throwable ex)
        {
            throw new IllegalStateException(prefix + name + " failed", ex);
        }
    }
}
