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
package io.zetatron.kernel.runtime.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One row of input on its way from a source into the bus. It is filled anew for each row. Not thread-safe.
 */
public final class SampleRow
{
    /**
     * Stands for the time of a row that has none.
     */
    public static final long NO_TIMESTAMP = Long.MIN_VALUE;

    /**
     * The longest text of a timestamp that is kept, in bytes.
     */
    public static final int MAX_TIMESTAMP_LENGTH_BYTES = 64;

    private final double[] values;
    private final byte[] timestampText = new byte[MAX_TIMESTAMP_LENGTH_BYTES];
    private int timestampTextLength;
    private long timestampNs = NO_TIMESTAMP;

    /**
     * A row without values.
     *
     * @param columns how many numeric columns it has.
     */
    public SampleRow(final int columns)
    {
        values = new double[columns];
    }

    /**
     * Make all values missing and forget the time.
     */
    public void clear()
    {
        Arrays.fill(values, Double.NaN);
        timestampNs = NO_TIMESTAMP;
        timestampTextLength = 0;
    }

    /**
     * How many numeric columns the row has.
     *
     * @return the count.
     */
    public int columns()
    {
        return values.length;
    }

    /**
     * The value in a column.
     *
     * @param column index from 0.
     * @return the value; NaN if it is missing.
     */
    public double value(final int column)
    {
        return values[column];
    }

    /**
     * Set the value in a column.
     *
     * @param column index from 0.
     * @param value  a finite number, or NaN if it is missing.
     * @return this row.
     */
    public SampleRow value(final int column, final double value)
    {
        values[column] = value;
        return this;
    }

    /**
     * The row's time.
     *
     * @return nanoseconds since the Unix epoch, or {@link #NO_TIMESTAMP}.
     */
    public long timestampNs()
    {
        return timestampNs;
    }

    /**
     * Set the row's time and the text that stands for it in the output.
     *
     * @param epochNs nanoseconds since the Unix epoch.
     * @param text    as the input has it; bytes beyond {@link #MAX_TIMESTAMP_LENGTH_BYTES} are cut off.
     * @return this row.
     */
    public SampleRow timestamp(final long epochNs, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return timestamp(epochNs, bytes, bytes.length);
    }

    /**
     * Set the row's time and the text that stands for it in the output, without allocating.
     *
     * @param epochNs nanoseconds since the Unix epoch.
     * @param text    UTF-8 bytes, which are copied.
     * @param length  how many of them; beyond {@link #MAX_TIMESTAMP_LENGTH_BYTES} they are cut off.
     * @return this row.
     */
    public SampleRow timestamp(final long epochNs, final byte[] text, final int length)
    {
        timestampNs = epochNs;
        timestampTextLength = Math.min(length, MAX_TIMESTAMP_LENGTH_BYTES);
        System.arraycopy(text, 0, timestampText, 0, timestampTextLength);
        return this;
    }

    /**
     * The bytes of the timestamp's text, of which {@link #timestampTextLength()} count.
     *
     * @return this row's own array, not a copy.
     */
    public byte[] timestampText()
    {
        return timestampText;
    }

    /**
     * How many bytes the timestamp's text has.
     *
     * @return the length in bytes; 0 if there is no time.
     */
    public int timestampTextLength()
    {
        return timestampTextLength;
    }
}
