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
package io.zetatron.nativeaccess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class NativeFileTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();

    @TempDir
    Path folder;

    @Test
    void shouldShareAFileInMemoryThroughItsPath() throws IOException
    {
        try (Arena arena = Arena.ofConfined(); NativeFile file = NativeFile.inMemory("zetatron test", Pages.BASE))
        {
            file.preallocate(2 * PAGE);
            assertEquals(2 * PAGE, file.lengthBytes());
            final MemorySegment one = file.map(arena, 0, 2 * PAGE, Protection.READ_WRITE);
            one.set(ValueLayout.JAVA_LONG, PAGE, 42);

            try (NativeFile same = NativeFile.open(file.processPath(), Protection.READ))
            {
                final MemorySegment other = same.map(arena, PAGE, PAGE, Protection.READ);
                assertEquals(42, other.get(ValueLayout.JAVA_LONG, 0));
                assertTrue(other.isReadOnly());
            }
            assertTrue(Files.readSymbolicLink(file.processPath()).toString().startsWith("/memfd:zetatron test"));
        }
    }

    @Test
    void shouldKeepAMappingWhenTheFileIsClosed()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final NativeFile file = NativeFile.inMemory("test", Pages.BASE);
            file.preallocate(PAGE);
            final MemorySegment memory = file.map(arena, 0, PAGE, Protection.READ_WRITE);

            file.close();
            file.close();

            memory.set(ValueLayout.JAVA_BYTE, 0, (byte)1);
            assertEquals(1, memory.get(ValueLayout.JAVA_BYTE, 0));
            assertTrue(assertThrows(IllegalStateException.class, file::lengthBytes).getMessage().endsWith("is closed"));
        }
    }

    @Test
    void shouldMakeAFileInHugePages() throws IOException
    {
        try (HugePagePool pool = HugePagePool.with(1);
            Arena arena = Arena.ofConfined();
            NativeFile file = NativeFile.inMemory("test", Pages.HUGE_2_MIB))
        {
            file.preallocate(pool.pageBytes());
            final MemorySegment memory = file.map(arena, 0, pool.pageBytes(), Protection.READ_WRITE);
            memory.fill((byte)1);

            assertEquals(pool.pageBytes(), PageUsage.of(memory).pageSizeBytes());
            assertEquals(pool.pageBytes(), PageUsage.of(memory).pooledHugeBytes());
        }
    }

    @Test
    void shouldSayThatThePoolHasNoPagesLeft()
    {
        final Pages pages = Pages.HUGE_2_MIB;
        assumeTrue(pages.isOffered(), "this machine has no pages of 2 MiB");
        try (NativeFile file = NativeFile.inMemory("test", pages))
        {
            final NativeCallException refused = assertThrows(NativeCallException.class,
                () -> file.preallocate((pages.total() + 1_000) * pages.sizeBytes()));

            assertTrue(refused.getMessage().startsWith("fallocate(test, "), refused.getMessage());
            assertTrue(refused.advice().contains("the pool has "), refused.advice());
        }
    }

    @Test
    void shouldSealForGood()
    {
        try (NativeFile file = NativeFile.inMemory("test", Pages.BASE))
        {
            file.preallocate(PAGE);
            file.seal(NativeFile.Seal.SHRINK, NativeFile.Seal.GROW);

            assertEquals(Set.of(NativeFile.Seal.SHRINK, NativeFile.Seal.GROW), file.seals());
            assertRefused(Errno.EPERM, () -> file.truncate(0));
            assertRefused(Errno.EPERM, () -> file.preallocate(2 * PAGE));
            file.seal(NativeFile.Seal.SEAL);
            assertRefused(Errno.EPERM, () -> file.seal(NativeFile.Seal.WRITE));
        }
    }

    @Test
    void shouldSayThatAMappedFileCannotBeSealedAgainstWriting()
    {
        try (Arena arena = Arena.ofConfined(); NativeFile file = NativeFile.inMemory("test", Pages.BASE))
        {
            file.preallocate(PAGE);
            file.map(arena, 0, PAGE, Protection.READ_WRITE);

            final NativeCallException refused = assertRefused(Errno.EBUSY, () -> file.seal(NativeFile.Seal.WRITE));
            assertTrue(refused.advice().contains("unmap it before"), refused.advice());
        }
    }

    @Test
    void shouldMakeAndOpenAFileWithAnyName() throws IOException
    {
        final Path path = folder.resolve("a b \u00e4 \u4e2d");
        try (NativeFile made = NativeFile.create(path))
        {
            made.truncate(PAGE);
        }
        try (Arena arena = Arena.ofConfined(); NativeFile file = NativeFile.open(path, Protection.READ_WRITE))
        {
            assertEquals(PAGE, file.lengthBytes());
            file.map(arena, 0, PAGE, Protection.READ_WRITE).set(ValueLayout.JAVA_BYTE, 1, (byte)9);
        }

        assertEquals(9, Files.readAllBytes(path)[1]);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void shouldSayThatAFileIsMissingOrInTheWay() throws IOException
    {
        final Path path = folder.resolve("file");

        assertTrue(assertRefused(Errno.ENOENT, () -> NativeFile.open(path, Protection.READ)).getMessage()
            .startsWith("open(" + path + ") failed: ENOENT (2)"));
        Files.createFile(path);
        assertRefused(Errno.EEXIST, () -> NativeFile.create(path));
        assertThrows(IllegalArgumentException.class, () -> NativeFile.open(path, Protection.NONE));
    }

    @Test
    void shouldRefuseToMapForWritingWhatIsOpenForReading() throws IOException
    {
        final Path path = Files.write(folder.resolve("file"), new byte[(int)PAGE]);
        try (Arena arena = Arena.ofConfined(); NativeFile file = NativeFile.open(path, Protection.READ))
        {
            final NativeCallException refused =
                assertRefused(Errno.EACCES, () -> file.map(arena, 0, PAGE, Protection.READ_WRITE));
            assertTrue(refused.advice().contains("open it READ_WRITE"), refused.advice());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 2", "-1, 1", "3, 1", "9223372036854775807, 1"})
    void shouldRefuseToMapBeyondTheEndWhereAnyAccessWouldEndTheProcess(final long offsetPages, final long pages)
    {
        try (Arena arena = Arena.ofConfined(); NativeFile file = NativeFile.inMemory("test", Pages.BASE))
        {
            file.preallocate(2 * PAGE);
            final long offset = offsetPages == Long.MAX_VALUE ? offsetPages : offsetPages * PAGE;

            final String message = assertThrows(IllegalArgumentException.class,
                () -> file.map(arena, offset, pages * PAGE, Protection.READ)).getMessage();

            assertTrue(message.startsWith("test of " + 2 * PAGE + " bytes has no "), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 4096", "0, -4096", "0, 0"})
    void shouldRefuseAPartThatIsNotMadeOfPages(final long offsetBytes, final long lengthBytes)
    {
        try (Arena arena = Arena.ofConfined(); NativeFile file = NativeFile.inMemory("test", Pages.BASE))
        {
            file.preallocate(16 * PAGE);

            assertThrows(IllegalArgumentException.class,
                () -> file.map(arena, offsetBytes, lengthBytes, Protection.READ));
        }
    }

    @Test
    void shouldRefuseLengthsThatAreNone()
    {
        try (NativeFile file = NativeFile.inMemory("test", Pages.BASE))
        {
            assertThrows(IllegalArgumentException.class, () -> file.truncate(-1));
            assertThrows(IllegalArgumentException.class, () -> file.preallocate(0));
            assertThrows(IllegalArgumentException.class, () -> file.preallocate(-PAGE));
        }
        assertThrows(IllegalArgumentException.class, () -> NativeFile.inMemory("x".repeat(250), Pages.BASE));
        assertThrows(IllegalArgumentException.class, () -> NativeFile.inMemory("test", Pages.TRANSPARENT_HUGE));
    }

    private static NativeCallException assertRefused(final Errno errno, final Runnable call)
    {
        final NativeCallException refused = assertThrows(NativeCallException.class, call::run);
        assertEquals(errno, refused.errno().orElseThrow(), refused.getMessage());
        return refused;
    }
}
