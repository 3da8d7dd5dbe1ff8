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

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.zetatron.kernel.runtime.KernelException;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;

/**
 * Reads record after record, blank lines left out, and turns what the parser throws into plain errors. One thread
 * reads; any thread may close, upon which reading ends.
 */
final class RecordReader implements AutoCloseable
{
    private final Utf8Reader text;
    private final Failure failure;
    private final Cells cells = new Cells();
    private final CloseableIterator<Cells> iterator;
    private long row = -1;
    private volatile boolean closed;

    private RecordReader(final Utf8Reader text, final Reader source, final char delimiter, final Failure failure)
    {
        this.text = text;
        this.failure = failure;
        iterator = CsvReader.builder()
            .fieldSeparator(delimiter)
            .maxBufferSize(2 * Cells.MAX_CELL_CHARS)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .build(cells, source)
            .iterator();
    }

    /**
     * Open a text.
     *
     * @param text      to be parsed.
     * @param delimiter as in {@link CsvSettings#delimiter()}.
     * @param failure   makes the errors.
     * @return the reader, before the first record.
     */
    static RecordReader open(final Utf8Reader text, final char delimiter, final Failure failure)
    {
        if (delimiter != CsvSettings.DETECT_DELIMITER)
        {
            return new RecordReader(text, text, delimiter, failure);
        }
        final HeaderPeek peek = new HeaderPeek(text);
        try
        {
            return new RecordReader(text, peek, peek.delimiter(), failure);
        }
        catch (final IOException ex)
        {
            throw unreadable(text, failure, ex);
        }
    }

    /**
     * Go to the next record that is no blank line.
     *
     * @return false at the end, and after {@link #close}.
     */
    boolean next()
    {
        while (!closed && advance())
        {
            if (cells.isUnclosed())
            {
                throw failure.at(nextPlace(), ": a quote is opened and never closed: close it, or double it");
            }
            if (cells.isEndMark())
            {
                return false;
            }
            if (!cells.isBlank())
            {
                row++;
                return true;
            }
        }
        return false;
    }

    /**
     * The record that {@link #next} went to.
     *
     * @return the same object each time.
     */
    Cells cells()
    {
        return cells;
    }

    /**
     * The record's number.
     *
     * @return 0 for the header, then from 1; -1 before the header.
     */
    long row()
    {
        return row;
    }

    /**
     * The record's place for messages.
     *
     * @return as {@link Failure#place}.
     */
    String place()
    {
        return Failure.place(row, cells.line());
    }

    /**
     * Whether this is closed.
     *
     * @return true after {@link #close}. For any thread.
     */
    boolean isClosed()
    {
        return closed;
    }

    @Override
    public void close()
    {
        closed = true;
        try
        {
            text.close();
        }
        catch (final IOException ex)
        {
            throw failure.of("cannot be closed (" + CsvInput.reason(ex) + "): check its device", ex);
        }
    }

    private boolean advance()
    {
        try
        {
            return iterator.hasNext() && iterator.next() == cells;
        }
        catch (final UncheckedIOException ex)
        {
            if (closed)
            {
                return false;
            }
            throw unreadable(text, failure, ex.getCause());
        }
        catch (final CsvParseException ex)
        {
            throw ex.getCause() instanceof KernelException known ? known : malformed(ex);
        }
    }

    private KernelException malformed(final CsvParseException ex)
    {
        if (cells.excess() != null)
        {
            return failure.at(nextPlace(), " has " + cells.excess());
        }
        // The parser has one type for both of its errors, so that only the words tell them apart; a test pins them.
        final String words = String.valueOf(ex.getMessage()) + ex.getCause();
        if (words.contains("maximum buffer size"))
        {
            return failure.at(nextPlace(), " has " + Cells.tooLong());
        }
        return failure.at(nextPlace(),
            ": a cell goes on after its closing quote: double the quotes that belong to the text");
    }

    private String nextPlace()
    {
        return Failure.place(row + 1, cells.line());
    }

    private static KernelException unreadable(final Utf8Reader text, final Failure failure, final IOException ex)
    {
        return failure.of("cannot be read on after byte " + text.bytesRead() + " (" + CsvInput.reason(ex) +
            "): check its device, or what writes it", ex);
    }
}
