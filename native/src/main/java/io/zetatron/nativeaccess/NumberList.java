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

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Sets of numbers in the kernel's list format, {@code 0-3,8}, whatever they number, and as bit masks.
 */
final class NumberList
{
    private final String noun;
    private final int limit;

    /**
     * The rules for one kind of number.
     *
     * @param noun  for errors, for example {@code CPU}.
     * @param limit one more than the largest number.
     */
    NumberList(final String noun, final int limit)
    {
        this.noun = noun;
        this.limit = limit;
    }

    BitSet of(final int... numbers)
    {
        final BitSet bits = new BitSet();
        for (final int number : numbers)
        {
            bits.set(checked(number, Arrays.toString(numbers)));
        }
        return bits;
    }

    BitSet parse(final String text)
    {
        final BitSet bits = new BitSet();
        final String trimmed = text.trim();
        if (trimmed.isEmpty())
        {
            return bits;
        }
        for (final String part : trimmed.split(","))
        {
            final int dash = part.indexOf('-');
            final int first = number(dash < 0 ? part : part.substring(0, dash), text);
            final int last = dash < 0 ? first : number(part.substring(dash + 1), text);
            if (last < first)
            {
                throw new IllegalArgumentException(
                    noun + " list \"" + text + "\": range " + part + " runs backwards");
            }
            bits.set(first, last + 1);
        }
        return bits;
    }

    static String format(final BitSet bits)
    {
        final StringBuilder text = new StringBuilder();
        for (int first = bits.nextSetBit(0); first >= 0; )
        {
            final int last = bits.nextClearBit(first) - 1;
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first)
            {
                text.append('-').append(last);
            }
            first = bits.nextSetBit(last + 1);
        }
        return text.toString();
    }

    /**
     * Write the set as the kernel's bit mask, in words of 64 bits. Allocates nothing.
     *
     * @param bits that are to be written.
     * @param mask to be written whole; a multiple of 8 bytes that has room for every number of this kind.
     */
    static void write(final BitSet bits, final MemorySegment mask)
    {
        mask.fill((byte)0);
        for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1))
        {
            final long offset = offset(bit);
            final long word = mask.get(ValueLayout.JAVA_LONG, offset);
            mask.set(ValueLayout.JAVA_LONG, offset, word | 1L << bit);
        }
    }

    static BitSet read(final MemorySegment mask)
    {
        return BitSet.valueOf(mask.toArray(ValueLayout.JAVA_LONG));
    }

    private static long offset(final int bit)
    {
        return (long)(bit >> 6) * Long.BYTES;
    }

    private int number(final String digits, final String text)
    {
        try
        {
            return checked(Integer.parseInt(digits.trim()), text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(
                noun + " list \"" + text + "\": \"" + digits + "\" is no number", ex);
        }
    }

    private int checked(final int number, final String text)
    {
        if (number < 0 || number >= limit)
        {
            throw new IllegalArgumentException(
                noun + " list \"" + text + "\": " + number + " is not in 0.." + (limit - 1));
        }
        return number;
    }
}
