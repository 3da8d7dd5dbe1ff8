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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What {@code native/standin/build} makes: the selftest in C passes, and the builds of other drivers are what they say.
 */
@Timeout(120)
class StandInBuildTest
{
    private static final List<String> RENAMED = List.of(
        "cuDeviceGetUuid", "cuDevicePrimaryCtxRelease", "cuDevicePrimaryCtxReset", "cuDevicePrimaryCtxSetFlags",
        "cuEventElapsedTime", "cuStreamWaitValue32", "cuStreamWaitValue64", "cuStreamWriteValue32",
        "cuStreamWriteValue64");
    private static final List<String> LACKING = List.of("cuMemHostRegister_v2", "cuGraphLaunch");

    @Test
    void shouldPassItsSelftest() throws IOException, InterruptedException
    {
        final Path log = Files.createTempFile("standin-selftest", ".log");
        try
        {
            final Process selftest = new ProcessBuilder(StandIn.file("selftest").toString(), "cuda/kernels.ptx")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
            final boolean ended = selftest.waitFor(60, TimeUnit.SECONDS);
            selftest.destroyForcibly();
            final String output = Files.readString(log);
            assertTrue(ended, "did not end within 60 s: " + output);
            assertEquals(0, selftest.exitValue(), output);
            final int functions = Bound.functions("cuda").size();
            assertTrue(output.startsWith(functions + " functions of CUDA"), output);
            assertTrue(output.endsWith(" 0 failures\n"), output);
        }
        finally
        {
            Files.delete(log);
        }
    }

    @Test
    void shouldHaveTheOlderNamesOnlyInTheOldDriver()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final SymbolLookup old = lookup("libcuda-old.so.1", arena);
            assertEquals(RENAMED, present(old, RENAMED));
            assertEquals(List.of(), present(old, RENAMED.stream().map((name) -> name + "_v2").toList()));
            assertEquals(others(), present(old, others()));
            assertEquals(11_000, driverVersion(old, arena));
        }
    }

    @Test
    void shouldLackTwoFunctionsInTheLackingDriver()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final SymbolLookup lacking = lookup("libcuda-lacking.so.1", arena);
            assertEquals(List.of(), present(lacking, LACKING));
            final List<String> rest = Bound.functions("cuda").stream()
                .filter((name) -> !LACKING.contains(name))
                .toList();
            assertEquals(rest, present(lacking, rest));
        }
    }

    @SuppressWarnings("restricted")
    private static int driverVersion(final SymbolLookup driver, final Arena arena)
    {
        final MethodHandle handle = Linker.nativeLinker().downcallHandle(
            driver.findOrThrow("cuDriverGetVersion"), FunctionDescriptor.of(JAVA_INT, ADDRESS));
        final MemorySegment version = arena.allocate(JAVA_INT);
        assertEquals(0, assertDoesNotThrow(() -> (int)handle.invokeExact(version)));
        return version.get(JAVA_INT, 0);
    }

    private static List<String> others()
    {
        return Bound.functions("cuda").stream()
            .filter((name) -> RENAMED.stream().noneMatch((renamed) -> name.equals(renamed + "_v2")))
            .toList();
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup lookup(final String name, final Arena arena)
    {
        return SymbolLookup.libraryLookup(StandIn.file(name), arena);
    }

    private static List<String> present(final SymbolLookup library, final List<String> names)
    {
        return names.stream().filter((name) -> library.find(name).isPresent()).toList();
    }
}
