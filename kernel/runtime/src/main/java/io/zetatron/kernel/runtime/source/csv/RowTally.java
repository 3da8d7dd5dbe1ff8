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

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what was passed over or is unusual, for the remarks at the end. Not thread-safe.
 */
final class RowTally
{
    private static final int MAX_LISTED = 8;

    private final Map<RowFault, Skipped> skipped = new EnumMap<>(RowFault.class);
    private long[] missing = {};
    private long previousNs = SampleRow.NO_TIMESTAMP;
    private long backward;
    private long firstBackwardRow;
    private long repeated;
    private long firstRepeatedRow;

    /**
     * Count a row that is delivered.
     *
     * @param row      the row.
     * @param inputRow its number.
     */
    void accept(final SampleRow row, final long inputRow)
    {
        if (missing.length == 0)
        {
            missing = new long[row.columns()];
        }
        for (int i = 0; i < missing.length; i++)
        {
            if (Double.isNaN(row.value(i)))
            {
                missing[i]++;
            }
        }
        final long ns = row.timestampNs();
        if (ns != SampleRow.NO_TIMESTAMP)
        {
            order(ns, inputRow);
            previousNs = ns;
        }
    }

    /**
     * Whether a fault would be the first of its kind, so that {@link #skip} wants its description.
     *
     * @param fault the fault.
     * @return true if there was none of it.
     */
    boolean isFirst(final RowFault fault)
    {
        return !skipped.containsKey(fault);
    }

    /**
     * Count a row that is left out.
     *
     * @param fault why.
     * @param first where and what it is; null unless it {@link #isFirst}.
     */
    void skip(final RowFault fault, final String first)
    {
        skipped.computeIfAbsent(fault, (key) -> new Skipped(first)).count++;
    }

    /**
     * The remarks so far.
     *
     * @param names of the values' columns.
     * @return a line for each.
     */
    List<String> remarks(final List<String> names)
    {
        final List<String> remarks = new ArrayList<>();
        skipped.forEach((fault, rows) -> remarks.add(count(rows.count, "bad row", "bad rows") + " skipped " +
            fault.words() + ", the first: " + rows.first));
        if (backward > 0)
        {
            remarks.add(count(backward, "row has", "rows have") +
                " a time before that of the row above, the first: row " + firstBackwardRow);
        }
        if (repeated > 0)
        {
            remarks.add(count(repeated, "row repeats", "rows repeat") +
                " the time of the row above, the first: row " + firstRepeatedRow);
        }
        addMissing(remarks, names);
        return List.copyOf(remarks);
    }

    private void order(final long ns, final long inputRow)
    {
        if (ns == previousNs)
        {
            firstRepeatedRow = repeated++ == 0 ? inputRow : firstRepeatedRow;
        }
        else if (ns < previousNs)
        {
            firstBackwardRow = backward++ == 0 ? inputRow : firstBackwardRow;
        }
    }

    private void addMissing(final List<String> remarks, final List<String> names)
    {
        long total = 0;
        int columns = 0;
        final List<String> parts = new ArrayList<>();
        for (int i = 0; i < missing.length; i++)
        {
            total += missing[i];
            if (missing[i] > 0 && ++columns <= MAX_LISTED)
            {
                parts.add(Excerpt.plain(names.get(i)) + " " + missing[i]);
            }
        }
        if (columns > MAX_LISTED)
        {
            parts.add("and " + count(columns - MAX_LISTED, "other column", "other columns"));
        }
        if (total > 0)
        {
            remarks.add(count(total, "missing cell", "missing cells") + ": " + String.join(", ", parts));
        }
    }

    private static String count(final long count, final String one, final String many)
    {
        return count + " " + (count == 1 ? one : many);
    }

    private static final class Skipped
    {
        private final String first;
        private long count;

        private Skipped(final String first)
        {
            this.first = first;
        }
    }
}
