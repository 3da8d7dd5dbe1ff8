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

import io.zetatron.memory.MemoryDomain;
import org.agrona.BitUtil;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The values of all columns in the last rows, off the heap. Not thread-safe.
 */
final class ValueHistory
{
    private MemorySegment values;
    private int rows;
    private int columns;
    private long lastRow;

    void allocate(final MemoryDomain memory, final int rowCount, final int columnCount)
    {
        rows = rowCount;
        columns = columnCount;
        values = memory.allocate((long)rows * columns * BitUtil.SIZE_OF_DOUBLE);
    }

    void set(final long row, final int column, final double value)
    {
        lastRow = row;
        values.setAtIndex(ValueLayout.JAVA_DOUBLE, index(row, column), value);
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
        return row < firstRow() || row > lastRow ? Double.NaN :
            values.getAtIndex(ValueLayout.JAVA_DOUBLE, index(row, column));
    }

    /**
     * The first row that is still kept.
     *
     * @return its number.
     */
    long firstRow()
    {
        return Math.max(1, lastRow - rows + 1);
    }

    private long index(final long row, final int column)
    {
        return row % rows * columns + column;
    }
}
