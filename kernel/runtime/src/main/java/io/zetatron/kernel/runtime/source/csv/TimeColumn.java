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

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the column which has the rows' time: the one that the settings name; else the first one by {@link #NAMES} whose
 * first value is a time; else the first by name; else the first column if its first value is a time written as text.
 */
final class TimeColumn
{
    /**
     * Stands for rows without a time.
     */
    static final int NONE = -1;

    /**
     * What time columns are called, in small letters, the surest first.
     */
    static final List<String> NAMES = List.of(
        "timestamp", "@timestamp", "datetime", "date_time", "time", "_time", "ts", "date", "epoch",
        "unix_time", "unixtime", "unix_timestamp", "timestamp_utc", "time_utc", "timestamp_s", "timestamp_ms",
        "timestamp_us", "timestamp_ns", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns", "time_s", "time_ms", "time_us",
        "time_ns", "ts_ms");

    private TimeColumn()
    {
    }

    /**
     * Find it.
     *
     * @param settings which may name it.
     * @param header   of the input.
     * @param cells    the first data row.
     * @param chosen   columns that are values because the settings say so.
     * @return index from 0, or {@link #NONE}.
     */
    static int find(final CsvSettings settings, final Header header, final Cells cells, final Set<Integer> chosen)
    {
        final String named = settings.timeColumn();
        if (named != null)
        {
            return CsvSettings.NO_TIME_COLUMN.equals(named) ? NONE : header.find(named);
        }
        int byName = NONE;
        for (final String name : NAMES)
        {
            final int column = indexOf(header, name, chosen);
            if (column != NONE && parser(cells, column) != null)
            {
                return column;
            }
            byName = byName == NONE ? column : byName;
        }
        return byName == NONE ? first(cells, chosen) : byName;
    }

    private static int first(final Cells cells, final Set<Integer> chosen)
    {
        final TimestampParser parser = chosen.contains(0) ? null : parser(cells, 0);
        return parser != null && parser.isText() ? 0 : NONE;
    }

    private static int indexOf(final Header header, final String name, final Set<Integer> chosen)
    {
        for (int i = 0; i < header.count(); i++)
        {
            if (header.name(i).toLowerCase(Locale.ROOT).equals(name) && !chosen.contains(i))
            {
                return i;
            }
        }
        return NONE;
    }

    private static TimestampParser parser(final Cells cells, final int column)
    {
        final TimestampParser parser = new TimestampParser();
        final long ns = parser.parse(cells.chars(), cells.from(column), cells.to(column));
        return ns == SampleRow.NO_TIMESTAMP ? null : parser;
    }
}
