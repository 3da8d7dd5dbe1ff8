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

import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * What a {@link CsvSource} is to read, and how. Set it up, then hand it to {@link CsvSource#open}. Not thread-safe.
 */
public final class CsvSettings
{
    /**
     * The input's name that stands for standard input.
     */
    public static final String STANDARD_INPUT = "-";

    /**
     * As the time column's name: the rows have no time, whatever their columns are called.
     */
    public static final String NO_TIME_COLUMN = "-";

    /**
     * As the delimiter: find it in the header line, among comma, semicolon and tab.
     */
    public static final char DETECT_DELIMITER = '\0';

    private Path file;
    private InputStream stream;
    private String title;
    private BadRows badRows = BadRows.FAIL;
    private String timeColumn;
    private List<String> columns = List.of();
    private char delimiter = DETECT_DELIMITER;

    /**
     * Read what a command line names.
     *
     * @param name a file's path, or {@link #STANDARD_INPUT}.
     * @return this.
     */
    public CsvSettings input(final String name)
    {
        if (STANDARD_INPUT.equals(name))
        {
            return stream(CsvInput.standardInput(), "standard input");
        }
        if (name.isBlank())
        {
            throw new KernelException("the input has no name: give a CSV file's path, or - for standard input");
        }
        try
        {
            return file(Path.of(name));
        }
        catch (final InvalidPathException ex)
        {
            throw new KernelException(Excerpt.of(name) + " is no file name: give the path of a CSV file", ex);
        }
    }

    /**
     * Read a file.
     *
     * @param file its path, which is also the title.
     * @return this.
     */
    public CsvSettings file(final Path file)
    {
        this.file = file;
        stream = null;
        title = Excerpt.plain(file.toString());
        return this;
    }

    /**
     * The file to read.
     *
     * @return its path; null if a stream is read.
     */
    public Path file()
    {
        return file;
    }

    /**
     * Read a stream, which the source then owns and closes.
     *
     * @param stream whose {@code read} returns what there is, and blocks only while there is nothing.
     * @param title  for reports and errors.
     * @return this.
     */
    public CsvSettings stream(final InputStream stream, final String title)
    {
        this.stream = stream;
        file = null;
        this.title = Excerpt.plain(title);
        return this;
    }

    /**
     * The stream to read.
     *
     * @return the stream; null if a file is read.
     */
    public InputStream stream()
    {
        return stream;
    }

    /**
     * What the input is called in reports and errors.
     *
     * @return one line.
     */
    public String title()
    {
        return title;
    }

    /**
     * Set what to do with bad rows.
     *
     * @param badRows {@link BadRows#FAIL} unless set.
     * @return this.
     */
    public CsvSettings badRows(final BadRows badRows)
    {
        this.badRows = badRows;
        return this;
    }

    /**
     * What to do with bad rows.
     *
     * @return the policy.
     */
    public BadRows badRows()
    {
        return badRows;
    }

    /**
     * Name the time column, instead of having it found.
     *
     * @param timeColumn its name in the header, {@link #NO_TIME_COLUMN}, or null to have it found.
     * @return this.
     */
    public CsvSettings timeColumn(final String timeColumn)
    {
        this.timeColumn = timeColumn;
        return this;
    }

    /**
     * The time column's name.
     *
     * @return null if it is to be found.
     */
    public String timeColumn()
    {
        return timeColumn;
    }

    /**
     * Choose the numeric columns; all others but the time column are then not looked at.
     *
     * @param columns names in the header, in the order that rows shall have; empty to use all.
     * @return this.
     */
    public CsvSettings columns(final List<String> columns)
    {
        this.columns = List.copyOf(columns);
        return this;
    }

    /**
     * The chosen columns.
     *
     * @return empty if all are used.
     */
    public List<String> columns()
    {
        return columns;
    }

    /**
     * Set the character between cells.
     *
     * @param delimiter any but a quote and the ends of lines; {@link #DETECT_DELIMITER} to have it found.
     * @return this.
     */
    public CsvSettings delimiter(final char delimiter)
    {
        this.delimiter = delimiter;
        return this;
    }

    /**
     * The character between cells.
     *
     * @return {@link #DETECT_DELIMITER} if it is to be found.
     */
    public char delimiter()
    {
        return delimiter;
    }

    /**
     * Check that the settings make sense together.
     *
     * @throws KernelException if they do not.
     */
    void conclude()
    {
        if (title == null)
        {
            throw new KernelException("no input is set: give a CSV file with --input FILE, or - for standard input");
        }
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r')
        {
            throw new KernelException("a quote or a line end cannot be the delimiter: use a comma, semicolon or tab");
        }
        final HashSet<String> seen = new HashSet<>();
        for (final String column : columns)
        {
            if (!seen.add(column.strip()))
            {
                throw new KernelException(
                    "column " + Excerpt.of(column) + " is chosen twice: name it once in --columns");
            }
            if (timeColumn != null && column.strip().equals(timeColumn.strip()))
            {
                throw new KernelException("column " + Excerpt.of(column) +
                    " is chosen both as a value and as the time: name it in --columns or as the time column");
            }
        }
    }
}
