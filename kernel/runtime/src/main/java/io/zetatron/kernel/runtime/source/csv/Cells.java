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

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.RecordType;

import java.util.Arrays;

/**
 * The cells of one record, unquoted, in one array that is filled anew for each record. Not thread-safe.
 */
final class Cells extends CsvCallbackHandler<Cells>
{
    /**
     * The most columns that an input may have.
     */
    static final int MAX_COLUMNS = 4096;

    /**
     * The longest cell, in characters.
     */
    static final int MAX_CELL_CHARS = 1 << 20;

    /**
     * The longest record, in characters, each cell counting one more than it has.
     */
    static final int MAX_RECORD_CHARS = 1 << 22;

    private static final char NO_BREAK_SPACE = '\u00a0';

    private char[] chars = new char[4096];
    private int[] ends = new int[64];
    private int length;
    private int count;
    private long line;
    private boolean quoted;
    private RecordType type = RecordType.DATA;
    private String excess;

    /**
     * How many cells the record has.
     *
     * @return the count.
     */
    int count()
    {
        return count;
    }

    /**
     * The line on which the record starts.
     *
     * @return from 1.
     */
    long line()
    {
        return line;
    }

    /**
     * The characters of all cells.
     *
     * @return this object's own array, which is good until the next record.
     */
    char[] chars()
    {
        return chars;
    }

    /**
     * Where a cell starts, white space left out.
     *
     * @param cell index from 0.
     * @return index into {@link #chars}; {@link #to} if the cell is blank.
     */
    int from(final int cell)
    {
        int from = cell == 0 ? 0 : ends[cell - 1];
        final int to = ends[cell];
        while (from < to && isBlank(chars[from]))
        {
            from++;
        }
        return from;
    }

    /**
     * Where a cell ends, white space left out.
     *
     * @param cell index from 0.
     * @return index into {@link #chars}, after the last character.
     */
    int to(final int cell)
    {
        final int from = from(cell);
        int to = ends[cell];
        while (to > from && isBlank(chars[to - 1]))
        {
            to--;
        }
        return to;
    }

    /**
     * A cell as text, white space left out. It allocates, and is for headers and messages.
     *
     * @param cell index from 0.
     * @return the text.
     */
    String text(final int cell)
    {
        final int from = from(cell);
        return new String(chars, from, to(cell) - from);
    }

    /**
     * Whether the record is a line of nothing but white space.
     *
     * @return true if it is.
     */
    boolean isBlank()
    {
        return count == 1 && !quoted && from(0) == ends[0];
    }

    /**
     * Whether the record is the mark after the end of the text.
     *
     * @return true if it is.
     */
    boolean isEndMark()
    {
        return count == 1 && !quoted && length == 1 && chars[0] == Utf8Reader.END_MARK;
    }

    /**
     * Whether the text ended within quotes.
     *
     * @return true if the last cell holds the mark after the end.
     */
    boolean isUnclosed()
    {
        return quoted && length > 0 && chars[length - 1] == Utf8Reader.END_MARK;
    }

    /**
     * Which bound the record broke.
     *
     * @return in words, to be read on after the place; null if none.
     */
    String excess()
    {
        return excess;
    }

    @Override
    protected RecordType getRecordType()
    {
        return type;
    }

    @Override
    protected int getFieldCount()
    {
        return count;
    }

    @Override
    protected void beginRecord(final long startingLineNumber)
    {
        line = startingLineNumber;
        length = 0;
        count = 0;
        quoted = false;
        type = RecordType.DATA;
    }

    @Override
    protected void addField(final char[] buffer, final int offset, final int cellLength, final boolean isQuoted)
    {
        if (count == MAX_COLUMNS)
        {
            throw excess("more than " + MAX_COLUMNS +
                " cells in a row: is the delimiter right, and are the lines ended?");
        }
        if (cellLength > MAX_CELL_CHARS)
        {
            throw excess(tooLong());
        }
        if (length + count + cellLength > MAX_RECORD_CHARS)
        {
            throw excess("more than " + MAX_RECORD_CHARS + " characters in a row: are the lines ended?");
        }
        reserve(cellLength);
        System.arraycopy(buffer, offset, chars, length, cellLength);
        length += cellLength;
        ends[count++] = length;
        quoted |= isQuoted;
    }

    @Override
    protected void setComment(final char[] buffer, final int offset, final int commentLength)
    {
        throw new IllegalStateException("comments are not enabled");
    }

    @Override
    protected void setEmpty()
    {
        type = RecordType.EMPTY;
    }

    @Override
    protected Cells buildRecord()
    {
        return this;
    }

    /**
     * Say that a cell is too long.
     *
     * @return in words, to be read on after the place.
     */
    static String tooLong()
    {
        return "a cell of more than " + MAX_CELL_CHARS + " characters: is a quote left open there?";
    }

    private CsvParseException excess(final String words)
    {
        excess = words;
        return new CsvParseException(words);
    }

    private void reserve(final int cellLength)
    {
        if (length + cellLength > chars.length)
        {
            chars = Arrays.copyOf(chars, Math.max(length + cellLength, 2 * chars.length));
        }
        if (count == ends.length)
        {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
    }

    private static boolean isBlank(final char c)
    {
        return c <= ' ' && c != Utf8Reader.END_MARK || c == NO_BREAK_SPACE;
    }
}
