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
package io.zetatron.kernel.engines.mcgyver;

import io.zetatron.kernel.api.BlockState;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;
import org.agrona.BitUtil;

import java.util.List;

/**
 * The deviations of all columns in the last rows, off the heap and kept for the next run where the user keeps state.
 * Rows of this run count from 1; the last one of those before it is row 0. Not thread-safe.
 */
final class DeviationHistory
{
    /**
     * How many rows are kept.
     */
    static final int ROWS = 256;

    private static final double LIMIT = 8;
    private static final double ROUNDING = 1e-9;

    private static final int VERSION = 1;

    private BlockState state;
    private StateRegion deviations;
    private int columns;
    private long rowsBefore;
    private long lastRow;

    /**
     * Get the memory, and what earlier runs have left in it.
     *
     * @param blockState  that keeps it.
     * @param columnNames of the stream: rows of other columns are none of its past.
     */
    void open(final BlockState blockState, final List<String> columnNames)
    {
        state = blockState;
        columns = columnNames.size();
        deviations = state.region(StateSchema.describedBy(
            "deviations of the columns " + String.join(", ", columnNames), VERSION),
            (long)ROWS * columns * BitUtil.SIZE_OF_DOUBLE);
        rowsBefore = state.restore().orElse(0);
    }

    /**
     * Say that a row is whole.
     */
    void handled(final long row)
    {
        state.handled(rowsBefore + row);
    }

    int columns()
    {
        return columns;
    }

    long lastRow()
    {
        return lastRow;
    }

    /**
     * The first row that is still kept.
     *
     * @return its number, 0 or less if it is of an earlier run; more than {@link #lastRow()} if there is none.
     */
    long firstRow()
    {
        return Math.max(1 - rowsBefore, lastRow - ROWS + 1);
    }

    void set(final long row, final int column, final double deviation)
    {
        lastRow = row;
        deviations.putDouble(offset(row, column), Double.isNaN(deviation) ? 0 : deviation);
    }

    /**
     * A deviation.
     *
     * @param row    that is still kept.
     * @param column index.
     * @return signed, in robust standard deviations; 0 where the value was missing.
     */
    double get(final long row, final int column)
    {
        return deviations.getDouble(offset(row, column));
    }

    /**
     * Pearson's correlation of two columns' deviations over all rows that are kept. Each deviation is limited first, so
     * that a single outlier does not decide.
     *
     * @param one   column.
     * @param other column.
     * @return -1..1; 0 if one of them did not move.
     */
    double correlation(final int one, final int other)
    {
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumYy = 0;
        double sumXy = 0;
        for (long row = firstRow(); row <= lastRow; row++)
        {
            final double x = limited(get(row, one));
            final double y = limited(get(row, other));
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumYy += y * y;
            sumXy += x * y;
        }
        final double rows = lastRow - firstRow() + 1;
        final double varianceX = sumXx - sumX * sumX / rows;
        final double varianceY = sumYy - sumY * sumY / rows;
        // What is left of a column that did not move is rounding, and correlates with anything.
        return varianceX > ROUNDING * sumXx && varianceY > ROUNDING * sumYy ?
            Math.clamp((sumXy - sumX * sumY / rows) / Math.sqrt(varianceX * varianceY), -1, 1) : 0;
    }

    private static double limited(final double deviation)
    {
        return Math.clamp(deviation, -LIMIT, LIMIT);
    }

    private long offset(final long row, final int column)
    {
        return ((rowsBefore + row & ROWS - 1) * columns + column) * BitUtil.SIZE_OF_DOUBLE;
    }
}
