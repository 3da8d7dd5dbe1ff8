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

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where a tensor lies and what it is, in {@value #LENGTH_BYTES} bytes of fixed layout that travel inside a frame, or
 * between processes, in place of the tensor. A flyweight: it is wrapped around bytes and holds nothing itself. Not
 * thread-safe.
 * <p>
 * Who gets the reference gets the hold on the slot that it names; see {@link io.zetatron.memory.pool.SlabPool}.
 */
public final class TensorRef
{
    /**
     * The length of a reference.
     */
    public static final int LENGTH_BYTES = 160;

    /**
     * The most dimensions.
     */
    public static final int MAX_RANK = 8;

    private static final int DOMAIN_OFFSET = 0;
    private static final int ELEMENT_TYPE_OFFSET = 4;
    private static final int RANK_OFFSET = 5;
    private static final int HANDLE_OFFSET = 8;
    private static final int OFFSET_OFFSET = 16;
    private static final int LENGTH_OFFSET = 24;
    private static final int SHAPE_OFFSET = 32;
    private static final int STRIDES_OFFSET = SHAPE_OFFSET + MAX_RANK * Long.BYTES;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    /**
     * Read or write the reference that lies in a buffer.
     *
     * @param source of the bytes.
     * @param offset in it.
     * @return this.
     */
    public TensorRef wrap(final DirectBuffer source, final int offset)
    {
        buffer.wrap(source, offset, LENGTH_BYTES);
        return this;
    }

    /**
     * Write a whole reference to a dense tensor, the last dimension running fastest.
     *
     * @param domain      number of the memory domain.
     * @param handle      of the slot that it lies in, or 0 if it lies in a region that is never released.
     * @param offsetBytes of its first element from the beginning of the domain, a multiple of the element's size.
     * @param type        of its elements.
     * @param shape       the size of each dimension, at most {@link #MAX_RANK} of them; none for a scalar.
     * @return this.
     * @throws IllegalArgumentException if a size is negative, or if their product does not fit into a long.
     */
    public TensorRef dense(final int domain, final long handle, final long offsetBytes, final ElementType type,
        final long... shape)
    {
        checkRank(shape.length);
        buffer.setMemory(0, LENGTH_BYTES, (byte)0);
        long elements = 1;
        for (int i = shape.length - 1; i >= 0; i--)
        {
            buffer.putLong(SHAPE_OFFSET + i * Long.BYTES, shape[i], ORDER);
            buffer.putLong(STRIDES_OFFSET + i * Long.BYTES, elements, ORDER);
            elements = times(elements, shape[i], shape);
        }
        return header(domain, handle, offsetBytes, type, shape.length, times(elements, type.bytes(), shape));
    }

    /**
     * Write a whole reference to a tensor whose elements lie apart.
     *
     * @param domain      number of the memory domain.
     * @param handle      of the slot that it lies in, or 0.
     * @param offsetBytes of its first element from the beginning of the domain.
     * @param lengthBytes of the memory that its elements lie in, from the first on.
     * @param type        of its elements.
     * @param shape       the size of each dimension.
     * @param strides     how many elements apart neighbours in each dimension are; from 0, which repeats them.
     * @return this.
     * @throws IllegalArgumentException if an element would lie outside the memory.
     */
    public TensorRef strided(final int domain, final long handle, final long offsetBytes, final long lengthBytes,
        final ElementType type, final long[] shape, final long[] strides)
    {
        checkRank(shape.length);
        if (strides.length != shape.length)
        {
            throw new IllegalArgumentException(shape.length + " dimensions, but " + strides.length + " strides");
        }
        buffer.setMemory(0, LENGTH_BYTES, (byte)0);
        for (int i = 0; i < shape.length; i++)
        {
            buffer.putLong(SHAPE_OFFSET + i * Long.BYTES, shape[i], ORDER);
            buffer.putLong(STRIDES_OFFSET + i * Long.BYTES, strides[i], ORDER);
        }
        header(domain, handle, offsetBytes, type, shape.length, lengthBytes);
        checkWhole();
        return this;
    }

    private TensorRef header(final int domain, final long handle, final long offsetBytes, final ElementType type,
        final int rank, final long lengthBytes)
    {
        buffer.putInt(DOMAIN_OFFSET, domain, ORDER);
        buffer.putByte(ELEMENT_TYPE_OFFSET, (byte)type.id());
        buffer.putByte(RANK_OFFSET, (byte)rank);
        buffer.putLong(HANDLE_OFFSET, handle, ORDER);
        buffer.putLong(OFFSET_OFFSET, offsetBytes, ORDER);
        buffer.putLong(LENGTH_OFFSET, lengthBytes, ORDER);
        return this;
    }

    private static void checkRank(final int rank)
    {
        if (rank < 0 || rank > MAX_RANK)
        {
            throw new IllegalArgumentException("a tensor of " + rank + " dimensions: at most " + MAX_RANK);
        }
    }

    private static long times(final long product, final long size, final long[] shape)
    {
        if (size < 0)
        {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " has a negative size");
        }
        if (Math.multiplyHigh(product, size) != 0 || product * size < 0)
        {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " overflows 64 bits");
        }
        return product * size;
    }

    /**
     * Check that every element of the shape lies in the memory that the reference names. Who gets a reference from
     * elsewhere does so before it touches that memory.
     *
     * @throws IllegalArgumentException if one does not, or if the reference is none at all.
     */
    public void checkWhole()
    {
        final String fault = fault();
        if (fault != null)
        {
            throw new IllegalArgumentException(this + " of " + lengthBytes() + " bytes: " + fault);
        }
    }

    /**
     * Whether every element of the shape lies in the memory that the reference names: {@link #checkWhole} for those
     * who cannot afford an exception, nor any other object.
     *
     * @return false if one does not, or if the reference is none at all.
     */
    public boolean isWhole()
    {
        return fault() == null;
    }

    private String fault()
    {
        final ElementType type = ElementType.find(buffer.getByte(ELEMENT_TYPE_OFFSET) & 0xFF);
        final int rank = rank();
        if (type == null)
        {
            return "there is no such element type";
        }
        if (rank > MAX_RANK)
        {
            return "it has more than 8 dimensions";
        }
        final long lengthBytes = lengthBytes();
        if (offsetBytes() < 0 || offsetBytes() % type.bytes() != 0 || lengthBytes < 0 ||
            offsetBytes() + lengthBytes < 0)
        {
            return "its offset is no multiple of its elements' size, or its offset or length is negative";
        }

        long last = 0;
        long denseBytes = type.bytes();
        boolean isEmpty = false;
        boolean isTooMany = false;
        for (int i = 0; i < rank; i++)
        {
            final long size = size(i);
            final long stride = stride(i);
            if (size < 0 || stride < 0)
            {
                return "a size or stride is negative";
            }
            isEmpty |= size == 0;
            isTooMany |= Math.multiplyHigh(denseBytes, size) != 0 || denseBytes * size < 0;
            denseBytes *= size;
            final long steps = Math.max(size - 1, 0);
            final long reach = steps * stride;
            if (Math.multiplyHigh(steps, stride) != 0 || reach < 0 || last + reach < 0)
            {
                return "its shape overflows 64 bits";
            }
            last += reach;
        }
        if (isTooMany && !isEmpty)
        {
            return "its shape overflows 64 bits";
        }
        return isEmpty || last < lengthBytes / type.bytes() ? null : "its last element lies outside them";
    }

    /**
     * Make these bytes no reference to anything.
     */
    void clear()
    {
        buffer.setMemory(0, LENGTH_BYTES, (byte)0);
    }

    /**
     * Say where the tensor that is described lies.
     */
    void place(final long handle, final long offsetBytes)
    {
        buffer.putLong(HANDLE_OFFSET, handle, ORDER);
        buffer.putLong(OFFSET_OFFSET, offsetBytes, ORDER);
    }

    /**
     * Write this reference into a frame.
     *
     * @param target of the bytes.
     * @param offset in it.
     */
    public void copyTo(final MutableDirectBuffer target, final int offset)
    {
        target.putBytes(offset, buffer, 0, LENGTH_BYTES);
    }

    /**
     * The memory domain.
     *
     * @return its number.
     */
    public int domain()
    {
        return buffer.getInt(DOMAIN_OFFSET, ORDER);
    }

    /**
     * The slot.
     *
     * @return its handle, or 0 if the tensor lies in a region that is never released.
     */
    public long handle()
    {
        return buffer.getLong(HANDLE_OFFSET, ORDER);
    }

    /**
     * Where the first element lies.
     *
     * @return bytes from the beginning of the domain.
     */
    public long offsetBytes()
    {
        return buffer.getLong(OFFSET_OFFSET, ORDER);
    }

    /**
     * How much memory the elements lie in.
     *
     * @return bytes from the first element on.
     */
    public long lengthBytes()
    {
        return buffer.getLong(LENGTH_OFFSET, ORDER);
    }

    /**
     * What the elements are.
     *
     * @return their type.
     * @throws IllegalArgumentException if there is no such type, because these bytes are no reference.
     */
    public ElementType elementType()
    {
        return ElementType.of(buffer.getByte(ELEMENT_TYPE_OFFSET) & 0xFF);
    }

    /**
     * How many dimensions there are.
     *
     * @return the number; 0 for a scalar.
     */
    public int rank()
    {
        return buffer.getByte(RANK_OFFSET) & 0xFF;
    }

    /**
     * How large a dimension is.
     *
     * @param dimension from 0, below the rank.
     * @return the number of elements along it.
     */
    public long size(final int dimension)
    {
        return buffer.getLong(SHAPE_OFFSET + dimension(dimension) * Long.BYTES, ORDER);
    }

    /**
     * How far apart neighbours in a dimension are.
     *
     * @param dimension from 0, below the rank.
     * @return the number of elements.
     */
    public long stride(final int dimension)
    {
        return buffer.getLong(STRIDES_OFFSET + dimension(dimension) * Long.BYTES, ORDER);
    }

    private int dimension(final int dimension)
    {
        if (dimension < 0 || dimension >= rank())
        {
            throw new IndexOutOfBoundsException("dimension " + dimension + " of " + rank());
        }
        return dimension;
    }

    /**
     * How many elements there are.
     *
     * @return the product of all sizes.
     */
    public long elements()
    {
        long elements = 1;
        for (int i = 0; i < rank(); i++)
        {
            elements *= size(i);
        }
        return elements;
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder("tensor of element type ")
            .append(buffer.getByte(ELEMENT_TYPE_OFFSET) & 0xFF).append(" [");
        for (int i = 0; i < Math.min(rank(), MAX_RANK); i++)
        {
            text.append(i == 0 ? "" : " x ").append(size(i));
        }
        return text.append("] in domain ").append(domain()).append(" at ").append(offsetBytes()).toString();
    }
}
