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

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The opened bytes of an input.
 *
 * @param stream     which the owner of this closes.
 * @param totalBytes of a regular file when it was opened; -1 of anything else.
 */
record CsvInput(InputStream stream, long totalBytes)
{
    /**
     * Stands for a length that nobody knows beforehand.
     */
    static final long UNKNOWN_LENGTH = -1;

    private static final int PORTIONS = 256;
    private static final int LEAST_PORTION_BYTES = 512;
    private static final int MOST_PORTION_BYTES = 64 * 1024;

    /**
     * Gives little at a time, so that what was read of a small file tells how far its rows have come.
     */
    private static final class Portions extends FilterInputStream
    {
        private final int portionBytes;

        Portions(final InputStream stream, final int portionBytes)
        {
            super(stream);
            this.portionBytes = portionBytes;
        }

        @Override
        public int read(final byte[] target, final int offset, final int length) throws IOException
        {
            return super.read(target, offset, Math.min(length, portionBytes));
        }
    }

    /**
     * Open what the settings name.
     *
     * @param settings concluded.
     * @param failure  makes the errors.
     * @return the opened input.
     * @throws io.zetatron.kernel.runtime.KernelException if there is no such file or it cannot be read.
     */
    static CsvInput open(final CsvSettings settings, final Failure failure)
    {
        if (settings.stream() != null)
        {
            return new CsvInput(settings.stream(), UNKNOWN_LENGTH);
        }
        final Path file = settings.file();
        if (Files.isDirectory(file))
        {
            throw failure.of("is a directory: give the path of a CSV file in it");
        }
        try
        {
            final long totalBytes = Files.isRegularFile(file) ? Files.size(file) : UNKNOWN_LENGTH;
            final InputStream stream = stream(FileChannel.open(file, StandardOpenOption.READ));
            return new CsvInput(
                totalBytes == UNKNOWN_LENGTH ? stream : new Portions(stream, portionBytes(totalBytes)), totalBytes);
        }
        catch (final NoSuchFileException ex)
        {
            throw failure.of("does not exist: check the path", ex);
        }
        catch (final AccessDeniedException ex)
        {
            throw failure.of("may not be read by this user: check its permissions, e.g. ls -l " + settings.title(), ex);
        }
        catch (final IOException ex)
        {
            throw failure.of("cannot be opened (" + reason(ex) + "): check the path and its device", ex);
        }
    }

    /**
     * Standard input, unbuffered, such that closing it wakes a thread that waits in it.
     *
     * @return the stream.
     */
    static InputStream standardInput()
    {
        return stream(new FileInputStream(FileDescriptor.in).getChannel());
    }

    /**
     * What an exception of reading says, on one line.
     *
     * @param ex the exception.
     * @return its message, or its name if it has none.
     */
    static String reason(final IOException ex)
    {
        return Excerpt.plain(ex.getMessage() == null ? ex.getClass().getSimpleName() : ex.getMessage());
    }

    private static int portionBytes(final long totalBytes)
    {
        return Math.clamp(totalBytes / PORTIONS, LEAST_PORTION_BYTES, MOST_PORTION_BYTES);
    }

    // A stream on a channel returns what one read gives, and a channel can be closed while another thread reads it.
    private static InputStream stream(final FileChannel channel)
    {
        return Channels.newInputStream(channel);
    }
}
