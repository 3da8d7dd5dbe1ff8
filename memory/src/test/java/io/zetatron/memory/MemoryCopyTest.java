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
package io.zetatron.memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MemoryCopyTest
{
    private static final int NATIVE = MemoryCopy.NATIVE_BYTES;
    private static final int LENGTH = 4 * NATIVE;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, NATIVE - 1, NATIVE, NATIVE + 1, LENGTH - 20})
    void shouldCopyTheRangeAndNothingBesideIt(final int length)
    {
        final byte[] source = random();
        final byte[] expected = new byte[LENGTH];
        System.arraycopy(source, 3, expected, 10, length);
        try (MemoryDomain domain = MemoryDomain.create("test", 3 * LENGTH, new MemoryAccounts()))
        {
            final MemorySegment from = domain.allocate(LENGTH).copyFrom(MemorySegment.ofArray(source));
            final MemorySegment to = domain.allocate(LENGTH);
            MemoryCopy.copy(from, 3, to, 10, length);
            assertArrayEquals(expected, to.toArray(ValueLayout.JAVA_BYTE));

            final byte[] onHeap = new byte[LENGTH];
            MemoryCopy.copy(from, 3, MemorySegment.ofArray(onHeap), 10, length);
            assertArrayEquals(expected, onHeap);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, -1, 0, 1, 100, NATIVE})
    void shouldCopyRangesThatOverlap(final int distance)
    {
        final byte[] expected = random();
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = arena.allocate(LENGTH).copyFrom(MemorySegment.ofArray(expected));
            System.arraycopy(expected, NATIVE, expected, NATIVE + distance, NATIVE);
            MemoryCopy.copy(memory, NATIVE, memory, NATIVE + distance, NATIVE);
            assertArrayEquals(expected, memory.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, NATIVE})
    void shouldRefuseWhatIsOutOfBoundsReadOnlyOrClosed(final int length)
    {
        final Arena arena = Arena.ofConfined();
        final MemorySegment memory = arena.allocate(LENGTH);
        assertThrows(IndexOutOfBoundsException.class,
            () -> MemoryCopy.copy(memory, LENGTH - length + 1, memory, 0, length));
        assertThrows(IndexOutOfBoundsException.class,
            () -> MemoryCopy.copy(memory, 0, memory, LENGTH - length + 1, length));
        assertThrows(IndexOutOfBoundsException.class, () -> MemoryCopy.copy(memory, 0, memory, 0, -length));
        assertThrows(IllegalArgumentException.class,
            () -> MemoryCopy.copy(memory, 0, memory.asReadOnly(), 0, length));
        arena.close();
        assertThrows(IllegalStateException.class, () -> MemoryCopy.copy(memory, 0, memory, LENGTH - length, length));
    }

    @Test
    void shouldCopyFromWhatIsReadOnly()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment from = arena.allocate(NATIVE).fill((byte)7);
            final MemorySegment to = arena.allocate(NATIVE);
            MemoryCopy.copy(from.asReadOnly(), 0, to, 0, NATIVE);
            assertEquals(-1, from.mismatch(to));
        }
    }

    private static byte[] random()
    {
        final byte[] bytes = new byte[LENGTH];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
