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
package io.zetatron.kernel.engines.spector;

import io.zetatron.kernel.api.BlockState;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;
import org.agrona.BitUtil;

import java.util.List;

/**
 * The values of all columns in the last rows, with the rows' times, off the heap and kept for the next run where the
 * user keeps state. Rows of this run count from 1; the last one of those before it is row 0. Not thread-safe.
 */
final class ValueHistory
{
    private static final int VERSION = 1;

    private BlockState state;
    private StateRegion region;
    private int rows;
    private int stride;
    private long rowsBefore;
    private long lastRow;

    /**
     * Get the memory, and what earlier runs have left in it.
     *
     * @param blockState  that keeps it.
     * @param rowCount    how many rows to keep.
     * @param columnNames of the stream: rows of other columns are none of its past.
     */
    void open(final BlockState blockState, final int rowCount, final List<String> columnNames)
    {
        state = blockState;
        rows = rowCount;
        stride = (1 + columnNames.size()) * BitUtil.SIZE_OF_DOUBLE;
        region = state.region(StateSchema.describedBy(
            rows + " rows of the columns " + String.join(", ", columnNames), VERSION), (long)rows * stride);
        rowsBefore = state.restore().orElse(0);
    }

    void setTime(final long row, final long timestampNs)
    {
        region.putLong(offset(row), timestampNs);
    }

    void set(final long row, final int column, final double value)
    {
        lastRow = row;
        region.putDouble(offset(row, column), value);
    }

    /**
     * Say that a row is whole.
     */
    void handled(final long row)
    {
        state.handled(rowsBefore + row);
    }

    /**
     * A row's time.
     *
     * @param row that is kept.
     * @return as it was set.
     */
    long time(final long row)
    {
        return region.getLong(offset(row));
    }

    /**
     * A value.
     *
     * @param row    number.
     * @param column index.
     * @return the value; NaN if it was missing or is no longer kept.
     */
    double get(final long row, final int column)
    {
        return row < firstRow() || row > lastRow ? Double.NaN : region.getDouble(offset(row, column));
    }

    /**
     * The first row that is still kept.
     *
     * @return its number, 0 or less if it is of an earlier run; more than the last row's if there is none.
     */
    long firstRow()
    {
        return Math.max(1 - rowsBefore, lastRow - rows + 1);
    }

    private long offset(final long row)
    {
        return (rowsBefore + row) % rows * stride;
    }

    private long offset(final long row, final int column)
    {
        return offset(row) + (1L + column) * BitUtil.SIZE_OF_DOUBLE;
    }
}
