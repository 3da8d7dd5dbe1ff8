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

/**
 * What a tensor is made of. The ids are part of the layout of {@link TensorRef} and never change.
 */
public enum ElementType
{
    /**
     * IEEE 754 binary64.
     */
    F64(1, 8),
    /**
     * IEEE 754 binary32.
     */
    F32(2, 4),
    /**
     * IEEE 754 binary16; see {@link Float#float16ToFloat}.
     */
    F16(3, 2),
    /**
     * The upper half of a binary32: 8 bits of exponent, 7 of mantissa.
     */
    BF16(4, 2),
    /**
     * Signed, 64 bits.
     */
    I64(5, 8),
    /**
     * Signed, 32 bits.
     */
    I32(6, 4),
    /**
     * Signed, 16 bits.
     */
    I16(7, 2),
    /**
     * Signed, 8 bits.
     */
    I8(8, 1),
    /**
     * Unsigned, 8 bits.
     */
    U8(9, 1);

    private static final ElementType[] BY_ID = new ElementType[U8.id + 1];

    static
    {
        for (final ElementType type : values())
        {
            BY_ID[type.id] = type;
        }
    }

    private final int id;
    private final int bytes;

    ElementType(final int id, final int bytes)
    {
        this.id = id;
        this.bytes = bytes;
    }

    /**
     * The number that stands for the type in a reference.
     *
     * @return from 1.
     */
    public int id()
    {
        return id;
    }

    /**
     * How large one element is.
     *
     * @return bytes.
     */
    public int bytes()
    {
        return bytes;
    }

    /**
     * The type that a number stands for.
     *
     * @param id as in a reference.
     * @return the type.
     * @throws IllegalArgumentException if none has this number.
     */
    public static ElementType of(final int id)
    {
        final ElementType type = find(id);
        if (type == null)
        {
            throw new IllegalArgumentException("element type " + id + ": there are 1 to " + (BY_ID.length - 1));
        }
        return type;
    }

    static ElementType find(final int id)
    {
        return id <= 0 || id >= BY_ID.length ? null : BY_ID[id];
    }

    /**
     * Round a number to the nearest that a BF16 can hold, ties to even.
     *
     * @param value to round.
     * @return the BF16's bits.
     */
    public static short floatToBfloat16(final float value)
    {
        final int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value))
        {
            // Rounding could carry a NaN's mantissa into the exponent and make it infinite.
            return (short)(bits >>> 16 | 0x40);
        }
        return (short)(bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    /**
     * The number that a BF16 holds.
     *
     * @param bits of the BF16.
     * @return the same number.
     */
    public static float bfloat16ToFloat(final short bits)
    {
        return Float.intBitsToFloat(bits << 16);
    }
}
