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

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.source.SampleRow;
import io.zetatron.kernel.runtime.source.SampleSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rows from a CSV file or stream in UTF-8: a header row, optionally a time column, and one or more numeric columns.
 * <p>
 * Cells that are empty or say NaN, null, NA, n/a or - are missing; blank lines are no rows; a time without a zone is
 * UTC. A row is delivered as soon as its line has arrived, and {@link #next} blocks until then. Broken quoting, and
 * what exceeds the bounds of {@link Cells}, is an error whatever {@link BadRows} says: nobody could tell where the next
 * row starts. So is a column whose first value is text, unless the settings choose it.
 * <p>
 * One thread, the source's own, calls {@link #next} and {@link #remarks}; the counters may be asked by any thread.
 * {@link #close} may be called from another thread at shutdown: {@link #next} then returns {@link #END} at once where a
 * file, a named pipe or standard input is read; on a stream of the caller's own it does so once that stream's
 * {@code read} returns, so that the source's thread had better be a daemon.
 */
public final class CsvSource implements SampleSource
{
    private final String title;
    private final long totalBytes;
    private final BadRows badRows;
    private final Failure failure;
    private final Utf8Reader text;
    private final RecordReader records;
    private final ColumnLayout layout;
    private final RowReader rows;
    private final RowTally tally = new RowTally();
    private final AtomicLong rowsRead = new AtomicLong();
    private boolean firstPending = true;
    private boolean ended;

    private CsvSource(final CsvSettings settings, final CsvInput input, final Utf8Reader text, final Failure failure)
    {
        this.text = text;
        this.failure = failure;
        title = settings.title();
        totalBytes = input.totalBytes();
        badRows = settings.badRows();
        records = RecordReader.open(text, settings.delimiter(), failure);
        final Header header = readHeader(settings);
        readFirstRow(header);
        layout = ColumnLayout.of(settings, header, records, failure);
        rows = new RowReader(layout);
    }

    /**
     * Open an input, and read its header and first row to know the columns.
     *
     * @param settings what to read; not to be changed afterwards.
     * @return the source, which the caller closes.
     * @throws KernelException if the settings do not fit together, or the input cannot be read or is no such table.
     */
    public static CsvSource open(final CsvSettings settings)
    {
        settings.conclude();
        final Failure failure = new Failure(settings.title());
        final CsvInput input = CsvInput.open(settings, failure);
        final Utf8Reader text = new Utf8Reader(input.stream(), settings.title(), failure);
        try
        {
            return new CsvSource(settings, input, text, failure);
        }
        catch (final RuntimeException ex)
        {
            closeAfter(text, ex);
            throw ex;
        }
    }

    @Override
    public String title()
    {
        return title;
    }

    @Override
    public List<String> columns()
    {
        return layout.names();
    }

    @Override
    public boolean isEndless()
    {
        return false;
    }

    @Override
    public int next(final SampleRow row)
    {
        while (!ended && advance())
        {
            final RowFault fault = rows.read(records.cells(), row);
            if (fault == RowFault.NONE)
            {
                tally.accept(row, records.row());
                rowsRead.setOpaque(rowsRead.getPlain() + 1);
                return ROW;
            }
            reject(fault);
        }
        ended = true;
        return END;
    }

    /**
     * The number in the input of the row that {@link #next} returned last, bad rows counted too.
     *
     * @return from 1, the header and blank lines not counted. For the thread that calls {@link #next}.
     */
    public long inputRow()
    {
        return records.row();
    }

    /**
     * How many rows {@link #next} has delivered.
     *
     * @return the count. For any thread.
     */
    public long rowsRead()
    {
        return rowsRead.getOpaque();
    }

    /**
     * How long the input is.
     *
     * @return the file's size in bytes when it was opened; -1 if nobody knows. For any thread.
     */
    public long totalBytes()
    {
        return totalBytes;
    }

    /**
     * How much of the input was read, what is buffered ahead of the current row included.
     *
     * @return the count in bytes. For any thread.
     */
    public long bytesRead()
    {
        return text.bytesRead();
    }

    @Override
    public List<String> remarks()
    {
        final List<String> remarks = new ArrayList<>(tally.remarks(layout.names()));
        if (layout.rowIndex())
        {
            remarks.add("column 1 has no name and was left out as a row index");
        }
        return List.copyOf(remarks);
    }

    @Override
    public void close()
    {
        records.close();
    }

    private Header readHeader(final CsvSettings settings)
    {
        if (!records.next())
        {
            throw failure.of("is empty: it needs a header row and at least one data row");
        }
        final Header header = Header.of(records.cells(), records.place(), failure);
        ColumnLayout.check(settings, header);
        return header;
    }

    private void readFirstRow(final Header header)
    {
        while (records.next())
        {
            final RowFault fault = RowReader.countFault(records.cells(), header);
            if (fault == RowFault.NONE)
            {
                return;
            }
            reject(fault, RowReader.describeCount(records.cells(), header));
        }
        throw failure.of(records.row() == 0 ? "has a header but no rows: it needs at least one data row" :
            "has no row with as many cells as the header, " + header.count() + ": is the delimiter right?");
    }

    private boolean advance()
    {
        if (firstPending)
        {
            firstPending = false;
            return !records.isClosed();
        }
        ended = true;
        final boolean found = records.next();
        ended = !found;
        return found;
    }

    private void reject(final RowFault fault)
    {
        final boolean described = badRows == BadRows.FAIL || tally.isFirst(fault);
        reject(fault, described ? rows.describe(fault, records.cells()) : null);
    }

    private void reject(final RowFault fault, final String description)
    {
        if (badRows == BadRows.FAIL)
        {
            ended = true;
            throw failure.at(records.place(), description);
        }
        tally.skip(fault, tally.isFirst(fault) ? records.place() + description : null);
    }

    private static void closeAfter(final Utf8Reader text, final RuntimeException cause)
    {
        try
        {
            text.close();
        }
        catch (final IOException ex)
        {
            cause.addSuppressed(ex);
        }
    }
}
