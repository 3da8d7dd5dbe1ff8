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
package io.zetatron.kernel.runtime.source.csv;

import io.zetatron.kernel.runtime.source.SampleRow;

/**
 * Reads a number as a time since the Unix epoch. Its unit follows from the magnitude of the first one and then stays:
 * below 1e11 seconds (until the year 5138), below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds.
 * A fraction is kept to a billionth of the unit. Not thread-safe.
 */
final class EpochNumber
{
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long BILLION = 1_000_000_000L;
    private static final int FRACTION_DIGITS = 9;
    private static final int MAX_WHOLE_DIGITS = 18;
    private static final double MAX_WHOLE = 9e18;

    private final NumberCell number = new NumberCell();
    private long unitNs;
    private int at;

    /**
     * Read a text without white space around it.
     *
     * @param chars which hold the text.
     * @param from  index of its first character.
     * @param to    index after its last character.
     * @return nanoseconds since the Unix epoch; {@link SampleRow#NO_TIMESTAMP} if it is no number or out of range.
     */
    long parse(final char[] chars, final int from, final int to)
    {
        final boolean negative = from < to && chars[from] == '-';
        at = negative || from < to && chars[from] == '+' ? from + 1 : from;
        final int start = at;
        final long whole = digits(chars, to, Integer.MAX_VALUE);
        final int wholeDigits = at - start;
        if (wholeDigits == 0 || wholeDigits > MAX_WHOLE_DIGITS + 1 || whole < 0)
        {
            return SampleRow.NO_TIMESTAMP;
        }
        long billionths = 0;
        if (at < to && chars[at] == '.')
        {
            at++;
            billionths = billionths(chars, to);
        }
        if (at < to)
        {
            return withExponent(chars, from, to);
        }
        return ns(negative, whole, billionths);
    }

    private long withExponent(final char[] chars, final int from, final int to)
    {
        if (number.read(chars, from, to) != NumberCell.Kind.NUMBER || Math.abs(number.value()) > MAX_WHOLE)
        {
            return SampleRow.NO_TIMESTAMP;
        }
        final double magnitude = Math.abs(number.value());
        final long whole = (long)magnitude;
        return ns(number.value() < 0, whole, (long)((magnitude - whole) * BILLION));
    }

    private long ns(final boolean negative, final long whole, final long billionths)
    {
        final long unit = unitNs == 0 ? unitOf(whole) : unitNs;
        if (whole >= Long.MAX_VALUE / unit)
        {
            return SampleRow.NO_TIMESTAMP;
        }
        unitNs = unit;
        final long magnitudeNs = whole * unit + billionths * unit / BILLION;
        return negative ? -magnitudeNs : magnitudeNs;
    }

    private static long unitOf(final long whole)
    {
        if (whole < 100_000_000_000L)
        {
            return NS_PER_SECOND;
        }
        if (whole < 100_000_000_000_000L)
        {
            return 1_000_000L;
        }
        return whole < 100_000_000_000_000_000L ? 1_000L : 1L;
    }

    private long billionths(final char[] chars, final int to)
    {
        final int start = at;
        long value = digits(chars, to, FRACTION_DIGITS);
        for (int i = at - start; i < FRACTION_DIGITS; i++)
        {
            value *= 10;
        }
        return value;
    }

    private long digits(final char[] chars, final int to, final int significant)
    {
        final int start = at;
        long value = 0;
        while (at < to && chars[at] >= '0' && chars[at] <= '9')
        {
            if (at - start < significant)
            {
                value = value * 10 + (chars[at] - '0');
            }
            at++;
        }
        return value;
    }
}
