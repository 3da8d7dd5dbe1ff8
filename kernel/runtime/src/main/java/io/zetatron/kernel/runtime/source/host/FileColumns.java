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
package io.zetatron.kernel.runtime.source.host;

import io.zetatron.kernel.runtime.source.SampleRow;
import io.zetatron.nativeaccess.PseudoFile;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The columns that come from one pseudo file, which is kept open and read once for each row. Not thread-safe.
 */
final class FileColumns implements AutoCloseable
{
    private final PseudoFile file;
    private final TextFormat format;
    private final NanoClock clock;
    private final Counters counters;
    private final ByteScanner scanner = new ByteScanner();
    private Column[] columns = new Column[0];
    private long unreadable;
    private long incomplete;
    private long backwards;

    private FileColumns(final PseudoFile file, final TextFormat format, final NanoClock clock)
    {
        this.file = file;
        this.format = format;
        this.clock = clock;
        counters = new Counters(format.slots());
    }

    /**
     * Open a file and find out by a trial reading which of its columns this host has.
     *
     * @param remarks that a line is added to for what the host does not have.
     * @return null if it has none.
     */
    static FileColumns open(
        final Path path, final TextFormat format, final NanoClock clock, final List<String> remarks)
    {
        FileColumns opened = null;
        try
        {
            format.require();
            opened = new FileColumns(PseudoFile.open(path), format, clock);
            opened.choose(remarks);
            if (opened.count() > 0)
            {
                return opened;
            }
        }
        catch (final IOException ex)
        {
            remarks.add(reason(path, ex) + "; left out: " + names(format, (column) -> true));
        }
        CloseHelper.quietClose(opened);
        return null;
    }

    int count()
    {
        return columns.length;
    }

    String name(final int column)
    {
        return columns[column].name();
    }

    /**
     * Read the file and set its columns.
     *
     * @param row   to fill.
     * @param first of its columns that is this file's.
     */
    void sample(final SampleRow row, final int first)
    {
        try
        {
            read();
        }
        catch (final IOException ex)
        {
            unreadable++;
            return;
        }
        // Not one time for the whole row: a thread that loses its core between two files would distort the rates.
        counters.commit(clock.nanoTime());
        boolean anyAbsent = false;
        boolean anyBackwards = false;
        for (int i = 0; i < columns.length; i++)
        {
            anyAbsent |= !columns[i].isPresent(counters);
            anyBackwards |= columns[i].ranBackwards(counters);
            row.value(first + i, columns[i].value(counters));
        }
        incomplete += anyAbsent ? 1 : 0;
        backwards += anyBackwards ? 1 : 0;
    }

    /**
     * Say what went wrong since the beginning.
     */
    void remarks(final List<String> remarks)
    {
        remark(remarks, backwards, "with a counter that ran backwards");
        remark(remarks, incomplete, "without a number that was there at first");
        remark(remarks, unreadable, "failed");
        if (!format.remark().isEmpty())
        {
            remarks.add(file + ": " + format.remark());
        }
    }

    @Override
    public void close() throws IOException
    {
        file.close();
    }

    private void read() throws IOException
    {
        scanner.wrap(file.read());
        counters.begin();
        format.read(scanner, counters);
    }

    private void choose(final List<String> remarks) throws IOException
    {
        read();
        columns = format.columns().stream()
            .filter((column) -> column.isPresent(counters))
            .toArray(Column[]::new);
        if (columns.length < format.columns().size())
        {
            remarks.add(file + " lacks the numbers for some columns; left out: " +
                names(format, (column) -> !column.isPresent(counters)));
        }
    }

    private void remark(final List<String> remarks, final long count, final String what)
    {
        if (count > 0)
        {
            remarks.add(
                file + ": " + count + (count == 1 ? " reading " : " readings ") + what + "; values are missing there");
        }
    }

    private static String names(final TextFormat format, final Predicate<Column> which)
    {
        return format.columns().stream().filter(which).map(Column::name).collect(Collectors.joining(", "));
    }

    private static String reason(final Path path, final IOException problem)
    {
        if (problem instanceof final NoSuchFileException missing)
        {
            return missing.getReason() == null ?
                path + " is not there" :
                path + " is of no use without " + missing.getFile() + ", " + missing.getReason();
        }
        return problem instanceof AccessDeniedException ?
            path + " may not be read by this user" :
            path + " cannot be read (" + problem.getMessage() + ")";
    }
}
