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

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The elements of a tensor, where they lie: the same bytes as numbers, as a {@link MemorySegment} and as an Agrona
 * buffer, none of them copied. Made once and wrapped around one tensor after another, which allocates nothing. Each
 * access is checked against the tensor's bounds. Not thread-safe.
 * <p>
 * Numbers are little-endian and read and written by their <b>position</b>: how many elements from the first one they
 * lie. For a dense tensor that is the running index; {@link #at(long)} and its like find the position of coordinates.
 * Each type of element has one pair of methods: {@link #getDouble} F64, {@link #getFloat} F32, F16 and BF16,
 * {@link #getLong} the whole numbers.
 * <p>
 * The view outlives the hold on its slot: who uses it after having released the slot or handed it on sees the next
 * holder's bytes. {@link #unwrap} it then.
 */
public final class Tensor
{
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final UnsafeBuffer refBytes = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
    private final TensorRef ref = new TensorRef().wrap(refBytes, 0);
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final long[] sizes = new long[TensorRef.MAX_RANK];
    private final long[] strides = new long[TensorRef.MAX_RANK];

    private MemorySegment memory = MemorySegment.NULL;
    private ElementType type;
    private int rank;
    private int elementBytes = 1;
    private long offsetBytes;
    private long lengthBytes;
    private long positions;

    /**
     * A view of no tensor yet.
     */
    public Tensor()
    {
    }

    /**
     * View a tensor of whose place the caller is sure. References that come from elsewhere go through
     * {@link TensorSpace#resolve}.
     *
     * @param of     which tensor; read once, and not needed afterwards.
     * @param domain the native memory that the reference counts its offset from, aligned to 8 bytes.
     * @return this.
     * @throws IllegalArgumentException if the reference is not whole, or the memory is not aligned, or on the heap.
     * @throws IndexOutOfBoundsException if the tensor reaches beyond the memory.
     */
    public Tensor wrap(final TensorRef of, final MemorySegment domain)
    {
        load(of);
        try
        {
            ref.checkWhole();
            Objects.checkFromIndexSize(ref.offsetBytes(), ref.lengthBytes(), domain.byteSize());
            if (!domain.isNative() || domain.maxByteAlignment() < Long.BYTES)
            {
                throw new IllegalArgumentException(
                    ref + ": its memory must be native and begin at a multiple of " + Long.BYTES);
            }
        }
        catch (final RuntimeException ex)
        {
            unwrap();
            throw ex;
        }
        bind(domain);
        return this;
    }

    /**
     * View no tensor any more: every access is refused from now on.
     */
    public void unwrap()
    {
        ref.clear();
        unbind();
    }

    private void unbind()
    {
        memory = MemorySegment.NULL;
        type = null;
        rank = 0;
        elementBytes = 1;
        offsetBytes = 0;
        lengthBytes = 0;
        positions = 0;
        buffer.wrap(0, 0);
    }

    /**
     * Take a copy of a reference, so that nobody changes it after it has been checked. Until {@link #bind} there is
     * nothing to see.
     */
    TensorRef load(final TensorRef of)
    {
        unbind();
        of.copyTo(refBytes, 0);
        return ref;
    }

    /**
     * View what the loaded reference describes, which has been checked.
     */
    void bind(final MemorySegment domain)
    {
        memory = domain;
        type = ref.elementType();
        rank = ref.rank();
        elementBytes = type.bytes();
        offsetBytes = ref.offsetBytes();
        lengthBytes = ref.lengthBytes();
        positions = lengthBytes / elementBytes;
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = ref.size(i);
            strides[i] = ref.stride(i);
        }
        buffer.wrap(domain.address() + offsetBytes, (int)Math.min(lengthBytes, Integer.MAX_VALUE));
    }

    /**
     * Which tensor it is.
     *
     * @return a copy of the reference, for reading and to be passed on; it changes with the next wrap.
     */
    public TensorRef ref()
    {
        return ref;
    }

    /**
     * What the elements are.
     *
     * @return their type; null if no tensor is viewed.
     */
    public ElementType elementType()
    {
        return type;
    }

    /**
     * How many dimensions there are.
     *
     * @return the number; 0 for a scalar.
     */
    public int rank()
    {
        return rank;
    }

    /**
     * How large a dimension is.
     *
     * @param dimension from 0, below the rank.
     * @return the number of elements along it.
     */
    public long size(final int dimension)
    {
        return sizes[Objects.checkIndex(dimension, rank)];
    }

    /**
     * How much memory the elements lie in.
     *
     * @return bytes.
     */
    public long lengthBytes()
    {
        return lengthBytes;
    }

    /**
     * The bytes.
     *
     * @return a new slice of the domain's memory, as long as the tensor; an object, so not for every message.
     */
    public MemorySegment segment()
    {
        return memory.asSlice(offsetBytes, lengthBytes);
    }

    /**
     * The bytes as an Agrona buffer.
     *
     * @return always the same buffer, wrapped around the tensor that is viewed now.
     * @throws IllegalStateException if the tensor is longer than a buffer can be.
     */
    public UnsafeBuffer buffer()
    {
        if (lengthBytes > Integer.MAX_VALUE)
        {
            throw new IllegalStateException(ref + " has " + lengthBytes + " bytes, and a buffer at most " +
                Integer.MAX_VALUE + ": use its segment");
        }
        return buffer;
    }

    /**
     * The position of an element of a vector.
     *
     * @param first coordinate.
     * @return its position.
     * @throws IndexOutOfBoundsException if there is no such element.
     */
    public long at(final long first)
    {
        checkRank(1);
        return along(0, first);
    }

    /**
     * The position of an element of a matrix.
     *
     * @param first  coordinate.
     * @param second coordinate.
     * @return its position.
     * @throws IndexOutOfBoundsException if there is no such element.
     */
    public long at(final long first, final long second)
    {
        checkRank(2);
        return along(0, first) + along(1, second);
    }

    /**
     * The position of an element of a tensor of three dimensions.
     *
     * @param first  coordinate.
     * @param second coordinate.
     * @param third  coordinate.
     * @return its position.
     * @throws IndexOutOfBoundsException if there is no such element.
     */
    public long at(final long first, final long second, final long third)
    {
        checkRank(3);
        return along(0, first) + along(1, second) + along(2, third);
    }

    /**
     * The position of an element of a tensor of any rank.
     *
     * @param coordinates one for each dimension.
     * @return its position.
     * @throws IndexOutOfBoundsException if there is no such element.
     */
    public long at(final long[] coordinates)
    {
        checkRank(coordinates.length);
        long position = 0;
        for (int i = 0; i < coordinates.length; i++)
        {
            position += along(i, coordinates[i]);
        }
        return position;
    }

    private long along(final int dimension, final long coordinate)
    {
        return Objects.checkIndex(coordinate, sizes[dimension]) * strides[dimension];
    }

    private void checkRank(final int coordinates)
    {
        if (coordinates != rank || type == null)
        {
            throw new IndexOutOfBoundsException(
                coordinates + " coordinates, but " + (type == null ? "no tensor is viewed" : ref.toString()));
        }
    }

    /**
     * Read an F64.
     *
     * @param position of the element.
     * @return the number.
     */
    public double getDouble(final long position)
    {
        checkIs(ElementType.F64);
        return memory.get(DOUBLE, place(position));
    }

    /**
     * Write an F64.
     *
     * @param position of the element.
     * @param value    of it.
     */
    public void putDouble(final long position, final double value)
    {
        checkIs(ElementType.F64);
        memory.set(DOUBLE, place(position), value);
    }

    /**
     * Read an F32, F16 or BF16.
     *
     * @param position of the element.
     * @return the same number.
     */
    public float getFloat(final long position)
    {
        final long place = place(position);
        return switch (type)
        {
            case F32 -> memory.get(FLOAT, place);
            case F16 -> Float.float16ToFloat(memory.get(SHORT, place));
            case BF16 -> ElementType.bfloat16ToFloat(memory.get(SHORT, place));
            default -> throw otherType("F32, F16 or BF16");
        };
    }

    /**
     * Write an F32, F16 or BF16.
     *
     * @param position of the element.
     * @param value    of it, rounded to the nearest number that the element can hold, ties to even.
     */
    public void putFloat(final long position, final float value)
    {
        final long place = place(position);
        switch (type)
        {
            case F32 -> memory.set(FLOAT, place, value);
            case F16 -> memory.set(SHORT, place, Float.floatToFloat16(value));
            case BF16 -> memory.set(SHORT, place, ElementType.floatToBfloat16(value));
            default -> throw otherType("F32, F16 or BF16");
        }
    }

    /**
     * Read a whole number.
     *
     * @param position of the element.
     * @return the number, from 0 to 255 for a U8.
     */
    public long getLong(final long position)
    {
        final long place = place(position);
        return switch (type)
        {
            case I64 -> memory.get(LONG, place);
            case I32 -> memory.get(INT, place);
            case I16 -> memory.get(SHORT, place);
            case I8 -> memory.get(ValueLayout.JAVA_BYTE, place);
            case U8 -> memory.get(ValueLayout.JAVA_BYTE, place) & 0xFF;
            default -> throw otherType("whole numbers");
        };
    }

    /**
     * Write a whole number.
     *
     * @param position of the element.
     * @param value    of it.
     * @throws IllegalArgumentException if the element cannot hold it; nothing has been written then.
     */
    public void putLong(final long position, final long value)
    {
        final long place = place(position);
        switch (type)
        {
            case I64 -> memory.set(LONG, place, value);
            case I32 -> memory.set(INT, place, (int)fitting(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case I16 -> memory.set(SHORT, place, (short)fitting(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case I8 -> memory.set(ValueLayout.JAVA_BYTE, place, (byte)fitting(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case U8 -> memory.set(ValueLayout.JAVA_BYTE, place, (byte)fitting(value, 0, 0xFF));
            default -> throw otherType("whole numbers");
        }
    }

    private long place(final long position)
    {
        return offsetBytes + Objects.checkIndex(position, positions) * elementBytes;
    }

    private void checkIs(final ElementType wanted)
    {
        if (type != wanted && type != null)
        {
            throw otherType(wanted.name());
        }
    }

    private long fitting(final long value, final long least, final long most)
    {
        if (value < least || value > most)
        {
            throw new IllegalArgumentException(value + " does not fit into an element of type " + type);
        }
        return value;
    }

    private IllegalStateException otherType(final String wanted)
    {
        return new IllegalStateException("the elements are of type " + type + ", not " + wanted);
    }

    @Override
    public String toString()
    {
        return type == null ? "no tensor" :
            type + " " + Arrays.toString(Arrays.copyOf(sizes, rank)) + " in domain " + ref.domain() + " at " +
                offsetBytes;
    }
}
