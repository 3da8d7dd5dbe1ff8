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
 * Reads the cells of a time column, which are either all text or all numbers: the first one that can be read decides.
 * Not thread-safe.
 */
final class TimestampParser
{
    /**
     * What a message says about the times that are understood.
     */
    static final String UNDERSTOOD = "write ISO-8601, yyyy-MM-dd HH:mm:ss, or epoch seconds or milliseconds";

    private final DateTimeText dateTime = new DateTimeText();
    private final EpochNumber epoch = new EpochNumber();
    private boolean text = true;
    private boolean number = true;

    /**
     * Read a cell without white space around it.
     *
     * @param chars which hold the cell.
     * @param from  index of its first character.
     * @param to    index after its last character.
     * @return nanoseconds since the Unix epoch; {@link SampleRow#NO_TIMESTAMP} if it is no time or differs in kind.
     */
    long parse(final char[] chars, final int from, final int to)
    {
        if (from == to || to - from > SampleRow.MAX_TIMESTAMP_LENGTH_BYTES)
        {
            return SampleRow.NO_TIMESTAMP;
        }
        long ns = text ? dateTime.parse(chars, from, to) : SampleRow.NO_TIMESTAMP;
        if (ns != SampleRow.NO_TIMESTAMP)
        {
            number = false;
            return ns;
        }
        ns = number ? epoch.parse(chars, from, to) : SampleRow.NO_TIMESTAMP;
        if (ns != SampleRow.NO_TIMESTAMP)
        {
            text = false;
        }
        return ns;
    }

    /**
     * Whether the times are text rather than numbers.
     *
     * @return false if they are numbers, or none was read yet.
     */
    boolean isText()
    {
        return !number;
    }
}
