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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which cell of a record is the time, and which are values.
 *
 * @param header     with a name for each cell.
 * @param time       index of the time's cell, or {@link TimeColumn#NONE}.
 * @param values     indexes of the values' cells.
 * @param names      of the values.
 * @param rowIndex   whether the first cell is passed over as a row index.
 */
record ColumnLayout(Header header, int time, int[] values, List<String> names, boolean rowIndex)
{
    /**
     * Check the header as far as that goes without a data row.
     *
     * @param settings which may choose columns.
     * @param header   to be checked.
     */
    static void check(final CsvSettings settings, final Header header)
    {
        chosen(settings, header);
        if (settings.columns().isEmpty())
        {
            for (int i = header.name(0).isEmpty() && header.count() > 1 ? 1 : 0; i < header.count(); i++)
            {
                header.check(i);
            }
        }
    }

    /**
     * Lay out the columns.
     *
     * @param settings which may choose columns.
     * @param header   that was checked.
     * @param records  at the first data row.
     * @param failure  makes the errors.
     * @return the layout.
     * @throws io.zetatron.kernel.runtime.KernelException if there is no numeric column, or one that is text.
     */
    static ColumnLayout of(
        final CsvSettings settings, final Header header, final RecordReader records, final Failure failure)
    {
        final Set<Integer> values = chosen(settings, header);
        final int time = TimeColumn.find(settings, header, records.cells(), values);
        final boolean all = values.isEmpty();
        final boolean rowIndex = all && time != 0 && header.name(0).isEmpty();
        for (int i = rowIndex ? 1 : 0; all && i < header.count(); i++)
        {
            if (i != time)
            {
                values.add(i);
            }
        }
        if (values.isEmpty())
        {
            throw failure.of("has no column but the time, " + header.label(time) +
                ": it needs a numeric one, or choose the column with --columns");
        }
        if (all)
        {
            rejectText(header, values, records, failure);
        }
        return new ColumnLayout(header, time, values.stream().mapToInt(Integer::intValue).toArray(),
            values.stream().map(header::name).toList(), rowIndex);
    }

    private static Set<Integer> chosen(final CsvSettings settings, final Header header)
    {
        final Set<Integer> chosen = new LinkedHashSet<>();
        settings.columns().forEach((name) -> chosen.add(header.find(name)));
        return chosen;
    }

    private static void rejectText(
        final Header header, final Set<Integer> values, final RecordReader records, final Failure failure)
    {
        final Cells cells = records.cells();
        final List<Integer> numeric = new ArrayList<>(values);
        numeric.removeIf((column) -> isText(cells, column));
        for (final int column : values)
        {
            if (isText(cells, column))
            {
                throw failure.at(records.place(), ", " + header.label(column) + ": " +
                    Excerpt.of(cells.text(column)) + " is no number, so the column seems to hold text: " + (
                    numeric.isEmpty() ? "there is no numeric column, is the delimiter right?" :
                    "choose the numeric columns with --columns " + header.list(numeric)));
            }
        }
    }

    private static boolean isText(final Cells cells, final int column)
    {
        return new NumberCell().read(cells.chars(), cells.from(column), cells.to(column)) == NumberCell.Kind.TEXT;
    }
}
