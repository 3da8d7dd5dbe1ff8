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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The lookup on the stand-ins for NVIDIA's driver: today's, an old one and one that lacks functions.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DriverStandInTest
{
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    @Test
    void shouldFindAllThatIsBoundInTodaysDriver()
    {
        final LibraryProbe cuda = probe(Library.CUDA, "libcuda.so.1");
        final LibraryProbe nvml = probe(Library.NVML, "libnvidia-ml.so.1");

        for (final LibraryProbe probe : List.of(cuda, nvml))
        {
            assertTrue(probe.isUsable(), probe.toString());
            assertEquals(Map.of(), probe.missing());
            assertEquals(Map.of(), probe.older());
        }
        final Map<Library, VendorAnswer> answers = VendorProbe.ask(List.of(cuda, nvml), TIMEOUT_NS);
        assertEquals("", answers.get(Library.CUDA).failure());
        assertEquals("", answers.get(Library.NVML).failure());
        assertTrue(answers.get(Library.CUDA).version().matches("CUDA \\d+\\.\\d+"), answers.toString());
        assertEquals(1, answers.get(Library.CUDA).devices().size());
        assertEquals(1, answers.get(Library.NVML).devices().size());
    }

    @Test
    void shouldCallOldDriverByItsOlderNames() throws Throwable
    {
        final LibraryProbe probe = probe(Library.CUDA, "libcuda-old.so.1");
        assertTrue(probe.isUsable(), probe.toString());
        final LoadedLibrary driver = LoadedLibrary.open(probe);

        assertEquals("cuStreamWriteValue64", driver.nameOf("cuStreamWriteValue64_v2"));
        probe.older().forEach((name, older) ->
        {
            assertEquals(name.substring(0, name.length() - "_v2".length()), older);
            assertEquals(older, driver.nameOf(name));
        });
        assertEquals(9, probe.older().size(), probe.older().toString());
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment device = arena.allocate(ValueLayout.JAVA_INT);
            final MemorySegment uuid = arena.allocate(16);
            assertEquals(0, (int)driver.handle("cuInit").invokeExact(0));
            assertEquals(0, (int)driver.handle("cuDeviceGet").invokeExact(device, 0));
            assertEquals(0, (int)driver.handle("cuDeviceGetUuid_v2").invokeExact(
                uuid, device.get(ValueLayout.JAVA_INT, 0)));
            assertTrue(uuid.mismatch(arena.allocate(16)) >= 0, "the device has no id");
        }
    }

    @Test
    void shouldNameWhatDriverLacks()
    {
        final LibraryProbe probe = probe(Library.CUDA, "libcuda-lacking.so.1");

        assertEquals(LibraryProbe.State.UNUSABLE, probe.state());
        assertTrue(probe.reason().endsWith(" lacks cuGraphLaunch, cuMemHostRegister_v2"), probe.reason());
        final LibraryException ex = assertThrows(LibraryException.class, () -> LoadedLibrary.load(probe));
        assertTrue(ex.getMessage().contains("libcuda-lacking.so.1 lacks cuGraphLaunch"), ex.getMessage());
    }

    private static LibraryProbe probe(final Library library, final String file)
    {
        final Path path = Path.of("target", "standin", file).toAbsolutePath();
        assumeTrue(Files.exists(path), path + " is not there: the build makes it where there is a C compiler");
        return new LibrarySearch(Path.of("/"), "", null).path(library, path).probe(library);
    }
}
