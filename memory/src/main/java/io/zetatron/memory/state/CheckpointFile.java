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
package io.zetatron.memory.state;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A checkpoint's file open for reading, its header and table read and found whole; the pages' data is checked as it is
 * read. Once open, safe for use by several threads.
 */
final class CheckpointFile implements AutoCloseable
{
    /**
     * Takes pages as they are read.
     */
    interface Visitor
    {
        /**
         * Whether a page is to be read at all.
         */
        boolean wants(int region, int page);

        /**
         * Take a page, which is whole.
         */
        void visit(int region, int page, byte[] data, int offset, int length);
    }

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final long sequence;
    private final FileChannel channel;
    private CheckpointHeader header;
    private int headerBytes;
    private byte[] table;
    private long[] shortfallBefore;
    private Sha256 hash;

    private CheckpointFile(final Path path, final long sequence, final FileChannel channel)
    {
        this.path = path;
        this.sequence = sequence;
        this.channel = channel;
    }

    /**
     * Open a checkpoint.
     *
     * @throws BrokenCheckpointException if its header, length or table is not what was written.
     * @throws CheckpointException       if it is of another format version.
     * @throws IOException               if it cannot be read.
     */
    static CheckpointFile open(final Path path, final long sequence) throws IOException, BrokenCheckpointException
    {
        final CheckpointFile file =
            new CheckpointFile(path, sequence, FileChannel.open(path, StandardOpenOption.READ));
        try
        {
            file.readHeader();
            file.readTable();
            return file;
        }
        catch (final Throwable ex)
        {
            file.close();
            throw ex;
        }
    }

    Path path()
    {
        return path;
    }

    CheckpointHeader header()
    {
        return header;
    }

    /**
     * The checkpoint's hash.
     */
    Sha256 hash()
    {
        return hash;
    }

    long lengthBytes()
    {
        return header.fileBytes(headerBytes);
    }

    int region(final int entry)
    {
        return (int)INT.get(table, entry * CheckpointHeader.ENTRY_BYTES);
    }

    int page(final int entry)
    {
        return (int)INT.get(table, entry * CheckpointHeader.ENTRY_BYTES + Integer.BYTES);
    }

    private Sha256 pageHash(final int entry)
    {
        return Sha256.read(table, entry * CheckpointHeader.ENTRY_BYTES + 2 * Integer.BYTES);
    }

    private int pageLength(final int entry)
    {
        return header.regions().get(region(entry)).lengthBytes(page(entry), header.pageBytes());
    }

    private long dataOffset(final int entry)
    {
        return headerBytes + (long)entry * header.pageBytes() - shortfallBefore[region(entry)];
    }

    private void readHeader() throws IOException, BrokenCheckpointException
    {
        final long length = channel.size();
        if (length < CheckpointHeader.PREFIX_BYTES)
        {
            throw broken("it ends after " + length + " bytes, within its header");
        }
        headerBytes = CheckpointHeader.length(read(0, CheckpointHeader.PREFIX_BYTES), sequence);
        if (length < headerBytes)
        {
            throw broken("it ends after " + length + " bytes, within its header of " + headerBytes);
        }
        header = CheckpointHeader.decode(path.toString(), read(0, headerBytes), sequence);
        if (length != header.fileBytes(headerBytes))
        {
            throw broken("it is " + length + " bytes long instead of " + header.fileBytes(headerBytes));
        }
    }

    private void readTable() throws IOException, BrokenCheckpointException
    {
        if (header.pages() > StateRegion.MAX_PAGES)
        {
            throw broken("it has " + header.pages() + " pages, more than " + StateRegion.MAX_PAGES);
        }
        table = read(headerBytes + header.dataBytes(), header.pages() * CheckpointHeader.ENTRY_BYTES);
        hash = Sha256.read(read(headerBytes + header.dataBytes() + table.length, Sha256.LENGTH_BYTES), 0);
        final MessageDigest digest = Sha256.digest();
        digest.update(read(0, headerBytes));
        digest.update(table);
        final Sha256 found = Sha256.read(digest.digest(), 0);
        if (!found.equals(hash))
        {
            throw broken("its header and table have the hash " + found + " instead of " + hash);
        }
        checkTable();
    }

    private void checkTable() throws BrokenCheckpointException
    {
        shortfallBefore = new long[header.regions().size()];
        long shortfall = 0;
        int region = -1;
        int page = -1;
        for (int i = 0; i < header.pages(); i++)
        {
            final int nextRegion = region(i);
            final int nextPage = page(i);
            if (nextRegion < region || nextRegion == region && nextPage <= page || nextPage < 0 ||
                nextRegion >= shortfallBefore.length ||
                nextPage >= header.regions().get(nextRegion).pages(header.pageBytes()))
            {
                throw broken("its table names page " + nextPage + " of region " + nextRegion +
                    " out of order or range");
            }
            while (region < nextRegion)
            {
                shortfallBefore[++region] = shortfall;
            }
            page = nextPage;
            shortfall += header.pageBytes() - pageLength(i);
        }
        if ((long)header.pages() * header.pageBytes() - shortfall != header.dataBytes())
        {
            throw broken("its pages do not add up to " + header.dataBytes() + " bytes");
        }
    }

    /**
     * Read those pages of a range of entries that are wanted, in long reads where they lie side by side.
     *
     * @param chunk  to read into, at least one page long.
     * @param digest to check with.
     * @throws BrokenCheckpointException at the first page that is not what was written.
     */
    void read(final int from, final int to, final Visitor visitor, final byte[] chunk, final MessageDigest digest)
        throws IOException, BrokenCheckpointException
    {
        int entry = from;
        while (entry < to)
        {
            final int first = entry;
            int length = 0;
            while (entry < to && length + pageLength(entry) <= chunk.length &&
                visitor.wants(region(entry), page(entry)))
            {
                length += pageLength(entry++);
            }
            if (length == 0)
            {
                entry++;
                continue;
            }
            read(dataOffset(first), ByteBuffer.wrap(chunk, 0, length));
            int offset = 0;
            for (int i = first; i < entry; i++)
            {
                final int pageLength = pageLength(i);
                check(i, chunk, offset, pageLength, digest);
                visitor.visit(region(i), page(i), chunk, offset, pageLength);
                offset += pageLength;
            }
        }
    }

    /**
     * Read one page.
     */
    void read(final int entry, final byte[] into, final int at, final MessageDigest digest)
        throws IOException, BrokenCheckpointException
    {
        final int length = pageLength(entry);
        read(dataOffset(entry), ByteBuffer.wrap(into, at, length));
        check(entry, into, at, length, digest);
    }

    private void check(final int entry, final byte[] data, final int offset, final int length,
        final MessageDigest digest) throws BrokenCheckpointException
    {
        digest.update(data, offset, length);
        final Sha256 found = Sha256.read(digest.digest(), 0);
        final Sha256 expected = pageHash(entry);
        if (!found.equals(expected))
        {
            throw broken("page " + page(entry) + " of region " +
                header.regions().get(region(entry)).schema().name() + " has the hash " + found + " instead of " +
                expected);
        }
    }

    private byte[] read(final long position, final int length) throws IOException, BrokenCheckpointException
    {
        final byte[] bytes = new byte[length];
        read(position, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private void read(final long position, final ByteBuffer into) throws IOException, BrokenCheckpointException
    {
        final int start = into.position();
        while (into.hasRemaining())
        {
            final long at = position + into.position() - start;
            if (readSome(into, at) < 0)
            {
                throw broken("it ends after " + at + " bytes");
            }
        }
    }

    private int readSome(final ByteBuffer into, final long at) throws IOException, BrokenCheckpointException
    {
        try
        {
            return channel.read(into, at);
        }
        catch (final ClosedChannelException ex)
        {
            throw ex;
        }
        catch (final IOException ex)
        {
            throw broken("it cannot be read at " + at + ": " + ex.getMessage());
        }
    }

    private BrokenCheckpointException broken(final String reason)
    {
        return new BrokenCheckpointException(sequence, reason);
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }
}
