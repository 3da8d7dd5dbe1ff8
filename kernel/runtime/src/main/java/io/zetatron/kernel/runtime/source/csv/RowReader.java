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
 * Reads a record's cells into a row, without allocating as long as they are good. Not thread-safe.
 */
final class RowReader
{
    private static final String SKIP_ADVICE = ", or leave such rows out with --bad-rows skip";

    private final ColumnLayout layout;
    private final TimestampParser time = new TimestampParser();
    private final NumberCell number = new NumberCell();
    private final byte[] timeText = new byte[SampleRow.MAX_TIMESTAMP_LENGTH_BYTES];
    private int faultColumn;

    /**
     * Read rows of one layout.
     *
     * @param layout of the columns.
     */
    RowReader(final ColumnLayout layout)
    {
        this.layout = layout;
    }

    /**
     * Compare the count of cells with the header's.
     *
     * @param cells  of a record.
     * @param header of the input.
     * @return a fault of count, or {@link RowFault#NONE}.
     */
    static RowFault countFault(final Cells cells, final Header header)
    {
        if (cells.count() == header.count())
        {
            return RowFault.NONE;
        }
        return cells.count() < header.count() ? RowFault.TOO_FEW_CELLS : RowFault.TOO_MANY_CELLS;
    }

    /**
     * Read a record.
     *
     * @param cells of the record.
     * @param row   to be filled; in no particular state if there is a fault.
     * @return {@link RowFault#NONE}, or the first fault.
     */
    RowFault read(final Cells cells, final SampleRow row)
    {
        final RowFault countFault = countFault(cells, layout.header());
        if (countFault != RowFault.NONE)
        {
            return countFault;
        }
        row.clear();
        if (layout.time() != TimeColumn.NONE && !readTime(cells, row))
        {
            faultColumn = layout.time();
            return RowFault.NO_TIME;
        }
        final int[] values = layout.values();
        for (int i = 0; i < values.length; i++)
        {
            final NumberCell.Kind kind = number.read(cells.chars(), cells.from(values[i]), cells.to(values[i]));
            if (kind != NumberCell.Kind.NUMBER && kind != NumberCell.Kind.MISSING)
            {
                faultColumn = values[i];
                return kind == NumberCell.Kind.INFINITE ? RowFault.INFINITE : RowFault.NO_NUMBER;
            }
            row.value(i, number.value());
        }
        return RowFault.NONE;
    }

    /**
     * Describe the fault that {@link #read} has just returned.
     *
     * @param fault the fault.
     * @param cells of the record.
     * @return column, cell and what to do, to be read on after the place.
     */
    String describe(final RowFault fault, final Cells cells)
    {
        if (fault == RowFault.TOO_FEW_CELLS || fault == RowFault.TOO_MANY_CELLS)
        {
            return describeCount(cells, layout.header());
        }
        final String cell = cells.text(faultColumn);
        final String what = switch (fault)
        {
            case NO_TIME -> cell.isEmpty() ? " is empty, but is the time: fill it in" :
                " is no time that can be read: " + TimestampParser.UNDERSTOOD;
            case INFINITE -> " is infinite: write a finite number, or leave the cell empty";
            default -> cell.indexOf(',') >= 0 ? " is no number: write decimals with a point" :
                " is no number: correct it, or leave the cell empty";
        };
        return ", " + layout.header().label(faultColumn) + ": " + Excerpt.of(cell) + what + SKIP_ADVICE;
    }

    /**
     * Describe a fault of count.
     *
     * @param cells  of the record.
     * @param header of the input.
     * @return the counts and what to do, to be read on after the place.
     */
    static String describeCount(final Cells cells, final Header header)
    {
        return " has " + cells.count() + (cells.count() == 1 ? " cell" : " cells") + ", but the header has " +
            header.count() + ": correct the row" + SKIP_ADVICE;
    }

    private boolean readTime(final Cells cells, final SampleRow row)
    {
        final int from = cells.from(layout.time());
        final int to = cells.to(layout.time());
        final char[] chars = cells.chars();
        final long ns = time.parse(chars, from, to);
        if (ns == SampleRow.NO_TIMESTAMP)
        {
            return false;
        }
        for (int i = from; i < to; i++)
        {
            // Whatever can be read as a time is ASCII.
            timeText[i - from] = (byte)chars[i];
        }
        row.timestamp(ns, timeText, to - from);
        return true;
    }
}
