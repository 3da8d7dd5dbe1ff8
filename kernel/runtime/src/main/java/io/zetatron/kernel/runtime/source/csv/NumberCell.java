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

/**
 * Reads the number in a cell: a decimal with an optional exponent, and nothing else that {@link Double#parseDouble}
 * would take ({@code 1d}, {@code 0x1p3}, {@code Infinity}). Numbers of usual length are converted without allocating,
 * and exactly: a double holds digits up to 2^53 and powers of ten up to 10^22, so that one multiplication or division
 * rounds correctly (W. Clinger, How to Read Floating Point Numbers Accurately, 1990). Not thread-safe.
 */
final class NumberCell
{
    /**
     * What a cell holds.
     */
    enum Kind
    {
        /**
         * A finite number.
         */
        NUMBER,

        /**
         * Nothing, or a word for nothing.
         */
        MISSING,

        /**
         * Infinity, by name or by size.
         */
        INFINITE,

        /**
         * Anything else.
         */
        TEXT
    }

    /**
     * The longest text that is taken for a number, in characters.
     */
    static final int MAX_LENGTH_CHARS = 1024;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final long MAX_EXACT = 1L << 53;
    private static final int MAX_FAST_DIGITS = 18;
    private static final int MAX_EXPONENT = 100_000;

    private double value;
    private int at;
    private long mantissa;
    private int digits;

    /**
     * Read a cell without white space around it.
     *
     * @param chars which hold the cell.
     * @param from  index of its first character.
     * @param to    index after its last character.
     * @return what it holds.
     */
    Kind read(final char[] chars, final int from, final int to)
    {
        value = Double.NaN;
        if (from == to)
        {
            return Kind.MISSING;
        }
        if (to - from > MAX_LENGTH_CHARS)
        {
            return Kind.TEXT;
        }
        final char first = chars[from];
        final int start = first == '-' || first == '+' ? from + 1 : from;
        if (start < to && (isDigit(chars[start]) || chars[start] == '.'))
        {
            return number(chars, from, start, to);
        }
        return word(chars, from, start, to);
    }

    /**
     * The number that {@link #read} found.
     *
     * @return NaN if it found none.
     */
    double value()
    {
        return value;
    }

    private Kind number(final char[] chars, final int from, final int start, final int to)
    {
        at = start;
        mantissa = 0;
        digits = 0;
        digits(chars, to);
        int exponent = 0;
        if (at < to && chars[at] == '.')
        {
            at++;
            exponent = -digits(chars, to);
        }
        final int digitsOfMantissa = digits;
        if (digitsOfMantissa > 0 && at < to && (chars[at] | 0x20) == 'e')
        {
            exponent += exponent(chars, to);
        }
        if (at != to || digitsOfMantissa == 0)
        {
            return Kind.TEXT;
        }
        return convert(chars, from, to, digitsOfMantissa, exponent);
    }

    private Kind convert(
        final char[] chars, final int from, final int to, final int digitsOfMantissa, final int exponent)
    {
        double result;
        if (digitsOfMantissa <= MAX_FAST_DIGITS && mantissa <= MAX_EXACT && Math.abs(exponent) < POWERS_OF_TEN.length)
        {
            result = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
            result = chars[from] == '-' ? -result : result;
        }
        else
        {
            result = Double.parseDouble(new String(chars, from, to - from));
        }
        if (Double.isInfinite(result))
        {
            return Kind.INFINITE;
        }
        value = result;
        return Kind.NUMBER;
    }

    private int digits(final char[] chars, final int to)
    {
        final int start = at;
        int i = start;
        long sum = mantissa;
        while (i < to && isDigit(chars[i]))
        {
            sum = sum * 10 + (chars[i] - '0');
            i++;
        }
        at = i;
        mantissa = sum;
        digits += i - start;
        return i - start;
    }

    private int exponent(final char[] chars, final int to)
    {
        final int start = at;
        at++;
        final boolean signed = at < to && (chars[at] == '-' || chars[at] == '+');
        final boolean negative = signed && chars[at] == '-';
        at += signed ? 1 : 0;
        int result = 0;
        final int firstDigit = at;
        while (at < to && isDigit(chars[at]))
        {
            result = Math.min(MAX_EXPONENT, result * 10 + (chars[at] - '0'));
            at++;
        }
        if (at == firstDigit)
        {
            at = start;
        }
        return negative ? -result : result;
    }

    private static Kind word(final char[] chars, final int from, final int start, final int to)
    {
        if (is(chars, start, to, "nan"))
        {
            return Kind.MISSING;
        }
        if (is(chars, start, to, "inf") || is(chars, start, to, "infinity"))
        {
            return Kind.INFINITE;
        }
        final boolean missing = is(chars, from, to, "null") || is(chars, from, to, "na") ||
            is(chars, from, to, "n/a") || is(chars, from, to, "-");
        return missing ? Kind.MISSING : Kind.TEXT;
    }

    private static boolean is(final char[] chars, final int from, final int to, final String lowerCaseWord)
    {
        if (to - from != lowerCaseWord.length())
        {
            return false;
        }
        for (int i = from; i < to; i++)
        {
            final char c = chars[i];
            final char lower = c >= 'A' && c <= 'Z' ? (char)(c + 0x20) : c;
            if (lower != lowerCaseWord.charAt(i - from))
            {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(final char c)
    {
        return c >= '0' && c <= '9';
    }
}
