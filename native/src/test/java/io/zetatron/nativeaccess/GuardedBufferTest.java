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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class GuardedBufferTest
{
    @TempDir
    Path folder;

    /**
     * Reads a byte at an address that no segment guards, as native code does.
     */
    static final class RawRead
    {
        private RawRead()
        {
        }

        public static void main(final String[] arguments)
        {
            final long lengthBytes = Long.parseLong(arguments[1]);
            final long offset = Long.parseLong(arguments[2]);
            try (Arena arena = Arena.ofConfined())
            {
                final GuardedBuffer buffer = arguments[0].equals("ending") ?
                    GuardedBuffer.endingAtGuard(arena, lengthBytes) :
                    GuardedBuffer.beginningAtGuard(arena, lengthBytes);
                System.out.println("reads " + offset);
                System.out.println("has read " + raw(buffer.segment().address() + offset));
            }
        }

        @SuppressWarnings("restricted")
        private static byte raw(final long address)
        {
            return MemorySegment.ofAddress(address).reinterpret(1).get(ValueLayout.JAVA_BYTE, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"ending, 1, 1", "ending, 4096, 4096", "ending, 5000, 5000", "beginning, 5000, -1", "beginning, 1, -1"})
    void shouldEndTheProcessWhenOneByteTooFarIsRead(final String kind, final long lengthBytes, final long offset)
        throws IOException, InterruptedException
    {
        final ChildJvm child = read(kind, lengthBytes, offset);

        assertNotEquals(0, child.exitCode(), child.output());
        assertTrue(child.output().contains("reads " + offset) && child.output().contains("SIGSEGV"), child.output());
        assertFalse(child.output().contains("has read"), child.output());
    }

    @ParameterizedTest
    @CsvSource({"ending, 5000, 4999", "ending, 5000, 0", "beginning, 5000, 0", "beginning, 5000, 4999"})
    void shouldReadFromTheFirstToTheLastByte(final String kind, final long lengthBytes, final long offset)
        throws IOException, InterruptedException
    {
        final ChildJvm child = read(kind, lengthBytes, offset);

        assertEquals(0, child.exitCode(), child.output());
        assertTrue(child.output().endsWith("has read 0"), child.output());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 4095, 4096, 4097, 100_000})
    void shouldHaveExactlyTheLengthThatWasAskedFor(final long lengthBytes)
    {
        try (Arena arena = Arena.ofConfined())
        {
            final GuardedBuffer ending = GuardedBuffer.endingAtGuard(arena, lengthBytes);
            final GuardedBuffer beginning = GuardedBuffer.beginningAtGuard(arena, lengthBytes);

            for (final GuardedBuffer buffer : List.of(ending, beginning))
            {
                assertEquals(lengthBytes, buffer.segment().byteSize());
                buffer.segment().fill((byte)1);
                assertTrue(buffer.isSlackIntact());
            }
            assertEquals(0, (ending.segment().address() + lengthBytes) % Pages.BASE.sizeBytes());
            assertEquals(0, beginning.segment().address() % Pages.BASE.sizeBytes());
        }
    }

    @Test
    void shouldNoticeAWriteBeyondTheLooseEnd()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final GuardedBuffer buffer = GuardedBuffer.endingAtGuard(arena, 10);

            write(buffer.segment().address() - 1);

            assertFalse(buffer.isSlackIntact());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void shouldRefuseALengthThatIsNone(final long lengthBytes)
    {
        try (Arena arena = Arena.ofConfined())
        {
            assertThrows(IllegalArgumentException.class, () -> GuardedBuffer.endingAtGuard(arena, lengthBytes));
        }
    }

    private ChildJvm read(final String kind, final long lengthBytes, final long offset)
        throws IOException, InterruptedException
    {
        return ChildJvm.run(folder, List.of(), RawRead.class, kind, Long.toString(lengthBytes), Long.toString(offset));
    }

    @SuppressWarnings("restricted")
    private static void write(final long address)
    {
        MemorySegment.ofAddress(address).reinterpret(1).set(ValueLayout.JAVA_BYTE, 0, (byte)1);
    }
}
