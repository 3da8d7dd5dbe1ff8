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
package io.zetatron.memory.tensor;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TensorRefTest
{
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES + 16]);
    private final TensorRef ref = new TensorRef().wrap(frame, 8);

    @Test
    void shouldKeepWhatWasWritten()
    {
        ref.dense(7, 42L, 4096, ElementType.BF16, 2, 3, 5);
        final UnsafeBuffer other = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
        ref.copyTo(other, 0);

        final TensorRef read = new TensorRef().wrap(other, 0);
        read.checkWhole();
        assertEquals(7, read.domain());
        assertEquals(42, read.handle());
        assertEquals(4096, read.offsetBytes());
        assertEquals(60, read.lengthBytes());
        assertEquals(ElementType.BF16, read.elementType());
        assertEquals(3, read.rank());
        assertEquals(30, read.elements());
        assertEquals(15, read.stride(0));
        assertEquals(5, read.stride(1));
        assertEquals(1, read.stride(2));
        assertThrows(IndexOutOfBoundsException.class, () -> read.size(3));
        assertEquals(0, frame.getLong(0));
        assertEquals(0, frame.getLong(8 + TensorRef.LENGTH_BYTES));
    }

    @Test
    void shouldKnowScalarsAndEmptyTensors()
    {
        assertEquals(8, ref.dense(0, 0, 0, ElementType.F64).lengthBytes());
        ref.checkWhole();
        assertEquals(1, ref.elements());
        assertEquals(0, ref.dense(0, 0, 0, ElementType.F64, 3, 0, Long.MAX_VALUE).lengthBytes());
        ref.checkWhole();
        assertEquals(0, ref.elements());
    }

    @Test
    void shouldRefuseShapesThatOverflow()
    {
        assertThrows(IllegalArgumentException.class,
            () -> ref.dense(0, 0, 0, ElementType.I8, 1L << 32, 1L << 32));
        assertThrows(IllegalArgumentException.class, () -> ref.dense(0, 0, 0, ElementType.F64, 1L << 61));
        assertThrows(IllegalArgumentException.class, () -> ref.dense(0, 0, 0, ElementType.I8, -1));
        assertThrows(IllegalArgumentException.class, () -> ref.dense(0, 0, 0, ElementType.I8, new long[9]));
        assertThrows(IllegalArgumentException.class, () -> ref.strided(
            0, 0, 0, Long.MAX_VALUE, ElementType.I8, new long[] {1L << 40, 2}, new long[] {1L << 40, 1}));
        assertThrows(IllegalArgumentException.class, () -> ref.strided(
            0, 0, 0, Long.MAX_VALUE, ElementType.I8, new long[] {2, 2}, new long[] {Long.MAX_VALUE, 1}));
    }

    @Test
    void shouldRefuseElementsOutsideTheMemory()
    {
        ref.strided(0, 0, 0, 40, ElementType.F32, new long[] {2, 4}, new long[] {6, 1});
        assertThrows(IllegalArgumentException.class,
            () -> ref.strided(0, 0, 0, 39, ElementType.F32, new long[] {2, 4}, new long[] {6, 1}));
        assertThrows(IllegalArgumentException.class,
            () -> ref.strided(0, 0, 2, 40, ElementType.F32, new long[] {2, 4}, new long[] {6, 1}));
        assertThrows(IllegalArgumentException.class,
            () -> ref.strided(0, 0, 0, 40, ElementType.F32, new long[] {2, 4}, new long[] {1}));
        assertThrows(IllegalArgumentException.class,
            () -> ref.strided(0, 0, 0, 40, ElementType.F32, new long[] {2, 4}, new long[] {-6, 1}));
    }

    @Test
    void shouldRefuseAnyBytesOrDescribeMemoryThatHoldsThem()
    {
        final Random random = new Random(2642);
        final byte[] bytes = new byte[TensorRef.LENGTH_BYTES];
        int accepted = 0;
        for (int i = 0; i < 200_000; i++)
        {
            random.nextBytes(bytes);
            bytes[4] = (byte)random.nextInt(12);
            bytes[5] = (byte)random.nextInt(10);
            for (int word = 8; word < TensorRef.LENGTH_BYTES; word += 8)
            {
                // Small numbers, so that some references hold.
                if (random.nextInt(8) > 0)
                {
                    Arrays.fill(bytes, word + 1, word + 8, (byte)0);
                }
            }
            frame.putBytes(8, bytes);
            try
            {
                ref.checkWhole();
            }
            catch (final IllegalArgumentException ex)
            {
                assertTrue(ex.getMessage().length() > 10);
                continue;
            }
            accepted++;
            long last = 0;
            boolean isEmpty = false;
            for (int d = 0; d < ref.rank(); d++)
            {
                isEmpty |= ref.size(d) == 0;
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, ref.size(d) - 1), ref.stride(d)));
            }
            assertTrue(isEmpty || Math.multiplyExact(last + 1, ref.elementType().bytes()) <= ref.lengthBytes());
        }
        assertTrue(accepted > 100, accepted + " accepted");
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void shouldFindTypesByTheirIds(final ElementType type)
    {
        assertEquals(type, ElementType.of(type.id()));
        assertTrue(type.bytes() > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10, 255})
    void shouldRefuseOtherIds(final int id)
    {
        assertThrows(IllegalArgumentException.class, () -> ElementType.of(id));
    }

    @Test
    void shouldRoundToBfloat16AsToNearestEven()
    {
        for (int bits = 0; bits < 1 << 16; bits++)
        {
            final float value = ElementType.bfloat16ToFloat((short)bits);
            final short back = ElementType.floatToBfloat16(value);
            assertTrue(back == (short)bits || Float.isNaN(value) && Float.isNaN(ElementType.bfloat16ToFloat(back)));
        }
        assertEquals(1.0f, bf16(1.0f + 0x1p-8f));
        assertEquals(1.0f + 0x1p-6f, bf16(1.0f + 0x1p-7f + 0x1p-8f));
        assertEquals(1.0f + 0x1p-7f, bf16(Math.nextUp(1.0f + 0x1p-8f)));
        assertEquals(Float.POSITIVE_INFINITY, bf16(Float.MAX_VALUE));
        assertTrue(Float.isNaN(bf16(Float.intBitsToFloat(0x7F80_0001))));
    }

    private static float bf16(final float value)
    {
        return ElementType.bfloat16ToFloat(ElementType.floatToBfloat16(value));
    }
}
