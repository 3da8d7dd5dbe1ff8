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

import io.zetatron.nativeaccess.GuardedBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TensorTest
{
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(4096, 64);
    private final TensorRef ref = new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0);
    private final Tensor tensor = new Tensor();

    @AfterEach
    void after()
    {
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({
        "F64, -1.5, 4.9e-324, 1.7976931348623157e308",
        "F32, -1.5, 1.4e-45, 3.4028235e38",
        "F16, -1.5, 5.9604645e-8, 65504",
        "BF16, -1.5, 9.1835e-41, 3.3895314e38",
        "I64, -1, -9223372036854775808, 9223372036854775807",
        "I32, -1, -2147483648, 2147483647",
        "I16, -1, -32768, 32767",
        "I8, -1, -128, 127",
        "U8, 1, 0, 255",
    })
    void shouldGiveBackWhatEachTypeHolds(
        final ElementType type, final String first, final String smallest, final String largest)
    {
        tensor.wrap(ref.dense(0, 0, 64, type, 3), memory);
        final String[] values = {first, smallest, largest};
        for (int i = 0; i < values.length; i++)
        {
            put(type, i, values[i]);
        }
        for (int i = 0; i < values.length; i++)
        {
            assertReads(type, i, values[i]);
        }
        assertEquals(0, memory.get(ValueLayout.JAVA_LONG, 56));
        assertEquals(0, memory.get(ValueLayout.JAVA_BYTE, 64 + tensor.lengthBytes()));
    }

    private void put(final ElementType type, final long position, final String value)
    {
        switch (type)
        {
            case F64 -> tensor.putDouble(position, Double.parseDouble(value));
            case F32, F16, BF16 -> tensor.putFloat(position, Float.parseFloat(value));
            default -> tensor.putLong(position, Long.parseLong(value));
        }
    }

    private void assertReads(final ElementType type, final long position, final String value)
    {
        switch (type)
        {
            case F64 -> assertEquals(Double.parseDouble(value), tensor.getDouble(position));
            case F32 -> assertEquals(Float.parseFloat(value), tensor.getFloat(position));
            // What 16 bits hold is as near to the text as they can be, and no nearer.
            case F16, BF16 -> assertEquals(
                Float.parseFloat(value), tensor.getFloat(position), Math.abs(Float.parseFloat(value)) * 0x1p-8f);
            default -> assertEquals(Long.parseLong(value), tensor.getLong(position));
        }
    }

    @Test
    void shouldLayOutNumbersAsTheirFormatsSay()
    {
        tensor.wrap(ref.dense(0, 0, 0, ElementType.F16, 1), memory).putFloat(0, 1.0f);
        assertEquals(0x3C00, memory.get(ValueLayout.JAVA_SHORT, 0));
        tensor.wrap(ref.dense(0, 0, 0, ElementType.BF16, 1), memory).putFloat(0, 1.0f);
        assertEquals(0x3F80, memory.get(ValueLayout.JAVA_SHORT, 0));
        tensor.wrap(ref.dense(0, 0, 0, ElementType.I32, 1), memory).putLong(0, 0x0102_0304);
        assertEquals(4, memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void shouldShowTheSameBytesInEveryView()
    {
        tensor.wrap(ref.dense(3, 7, 128, ElementType.F64, 4, 2), memory);
        final MemorySegment segment = tensor.segment();
        final UnsafeBuffer buffer = tensor.buffer();
        assertEquals(64, segment.byteSize());
        assertEquals(64, buffer.capacity());

        tensor.putDouble(tensor.at(3, 1), 2.5);
        assertEquals(2.5, segment.getAtIndex(ValueLayout.JAVA_DOUBLE, 7));
        assertEquals(2.5, buffer.getDouble(56));
        segment.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, -1.0);
        assertEquals(-1.0, tensor.getDouble(0));
        assertEquals(-1.0, buffer.getDouble(0));
        buffer.putDouble(8, 9.0);
        assertEquals(9.0, tensor.getDouble(tensor.at(0, 1)));
        assertEquals(9.0, memory.get(ValueLayout.JAVA_DOUBLE, 136));

        assertEquals(3, tensor.ref().domain());
        assertEquals(7, tensor.ref().handle());
        assertEquals("F64 [4, 2] in domain 3 at 128", tensor.toString());
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putByte(64, (byte)1));
        assertThrows(IndexOutOfBoundsException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 64));
    }

    @Test
    void shouldFindElementsByTheirCoordinates()
    {
        tensor.wrap(ref.dense(0, 0, 0, ElementType.I32, 2, 3, 4), memory);
        assertEquals(23, tensor.at(1, 2, 3));
        assertEquals(12, tensor.at(new long[] {1, 0, 0}));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(2, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(0, 3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(0, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.size(3));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.getLong(24));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.putLong(-1, 0));

        tensor.wrap(ref.dense(0, 0, 0, ElementType.F64), memory);
        assertEquals(0, tensor.at(new long[0]));
        tensor.putDouble(0, 1.0);
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.putDouble(1, 1.0));
    }

    @Test
    void shouldFindElementsThatLieApart()
    {
        // The second and fourth column of a matrix of three rows and five columns, repeated along a third dimension.
        final int columns = 5;
        for (int i = 0; i < 3 * columns; i++)
        {
            memory.setAtIndex(ValueLayout.JAVA_INT, i, i);
        }
        tensor.wrap(ref.strided(0, 0, 4, 4 * 13, ElementType.I32, new long[] {3, 2, 7}, new long[] {5, 2, 0}), memory);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 2; column++)
            {
                for (int again = 0; again < 7; again++)
                {
                    assertEquals(row * columns + 1 + 2 * column, tensor.getLong(tensor.at(row, column, again)));
                }
            }
        }
        assertEquals(2, tensor.size(1));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(2, 2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.getLong(13));
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void shouldRefuseToTakeOneTypeForAnother(final ElementType type)
    {
        tensor.wrap(ref.dense(0, 0, 0, type, 8), memory);
        final List<Executable> puts = new ArrayList<>(List.of(
            () -> tensor.putDouble(0, 1), () -> tensor.putFloat(0, 1), () -> tensor.putLong(0, 1)));
        final List<Executable> gets = new ArrayList<>(List.of(
            () -> tensor.getDouble(0), () -> tensor.getFloat(0), () -> tensor.getLong(0)));
        final int right = switch (type)
        {
            case F64 -> 0;
            case F32, F16, BF16 -> 1;
            default -> 2;
        };
        puts.remove(right);
        gets.remove(right);
        for (final Executable wrong : Stream.of(puts, gets).flatMap(List::stream).toList())
        {
            final String message = assertThrows(IllegalStateException.class, wrong).getMessage();
            assertTrue(message.startsWith("the elements are of type " + type + ", not "), message);
        }
        assertEquals(0, memory.get(ValueLayout.JAVA_LONG, 0));
        put(type, 0, "1");
        assertTrue(memory.get(ValueLayout.JAVA_LONG, 0) != 0);
    }

    @ParameterizedTest
    @CsvSource({"I32, 2147483648", "I16, -32769", "I8, 128", "I8, -129", "U8, 256", "U8, -1"})
    void shouldRefuseNumbersThatDoNotFit(final ElementType type, final long value)
    {
        tensor.wrap(ref.dense(0, 0, 0, type, 8), memory);
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> tensor.putLong(0, value));
        assertEquals(value + " does not fit into an element of type " + type, refused.getMessage());
        assertEquals(0, memory.get(ValueLayout.JAVA_LONG, 0));
    }

    @Test
    void shouldSeeNothingOnceUnwrappedOrRefused()
    {
        tensor.wrap(ref.dense(0, 0, 0, ElementType.F64, 8), memory);
        final UnsafeBuffer buffer = tensor.buffer();
        tensor.unwrap();
        assertSeesNothing();
        assertEquals(0, buffer.capacity());

        assertThrows(IndexOutOfBoundsException.class,
            () -> tensor.wrap(ref.dense(0, 0, 4096 - 56, ElementType.F64, 8), memory));
        assertSeesNothing();
        ref.dense(0, 0, 0, ElementType.F64, 8);
        assertThrows(IllegalArgumentException.class,
            () -> tensor.wrap(ref, MemorySegment.ofArray(new long[64])));
        assertThrows(IllegalArgumentException.class, () -> tensor.wrap(ref, memory.asSlice(4)));
        ref.clear();
        assertThrows(IllegalArgumentException.class, () -> tensor.wrap(ref, memory));
        assertSeesNothing();
    }

    private void assertSeesNothing()
    {
        assertNull(tensor.elementType());
        assertEquals(0, tensor.lengthBytes());
        assertEquals(0, tensor.segment().byteSize());
        assertEquals(0, tensor.buffer().capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.getDouble(0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.getFloat(0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.putLong(0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(0));
        assertThrows(IndexOutOfBoundsException.class, () -> tensor.at(new long[0]));
        assertEquals("no tensor", tensor.toString());
    }

    @Test
    void shouldStayAsItWasWhenTheFrameChanges()
    {
        tensor.wrap(ref.dense(0, 0, 0, ElementType.I8, 16), memory);
        ref.dense(0, 0, 0, ElementType.I64, 1 << 20);
        assertEquals(16, tensor.lengthBytes());
        assertEquals(ElementType.I8, tensor.ref().elementType());
        assertSame(tensor, tensor.wrap(tensor.ref(), memory));
        assertEquals(16, tensor.lengthBytes());
    }

    @Test
    void shouldRefuseABufferLongerThanThereCanBe()
    {
        // Never touched: it has the length only.
        @SuppressWarnings("restricted")
        final MemorySegment large = MemorySegment.ofAddress(memory.address()).reinterpret(1L << 32);
        tensor.wrap(ref.dense(0, 0, 0, ElementType.I8, 1L << 32), large);
        assertThrows(IllegalStateException.class, tensor::buffer);
        assertEquals(1L << 32, tensor.segment().byteSize());
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void shouldTouchNothingBeyondItsEnds(final ElementType type)
    {
        final int elements = 1001;
        final int lengthBytes = elements * 8 / type.bytes() * type.bytes();
        for (final boolean isEnding : new boolean[] {true, false})
        {
            final GuardedBuffer guarded = isEnding ? GuardedBuffer.endingAtGuard(arena, lengthBytes) :
                GuardedBuffer.beginningAtGuard(arena, lengthBytes);
            final long count = lengthBytes / type.bytes();
            tensor.wrap(ref.dense(0, 0, 0, type, count), guarded.segment());
            for (final long position : new long[] {0, count - 1})
            {
                put(type, position, "1");
                assertReads(type, position, "1");
            }
            assertThrows(IndexOutOfBoundsException.class, () -> put(type, count, "1"));
            assertThrows(IndexOutOfBoundsException.class, () -> put(type, -1, "1"));
            tensor.segment().fill((byte)1);
            tensor.buffer().setMemory(0, lengthBytes, (byte)2);
            assertThrows(IndexOutOfBoundsException.class, () -> tensor.buffer().setMemory(1, lengthBytes, (byte)3));
            assertThrows(IndexOutOfBoundsException.class, () -> tensor.buffer().getByte(-1));
            assertTrue(guarded.isSlackIntact());
        }
    }
}
