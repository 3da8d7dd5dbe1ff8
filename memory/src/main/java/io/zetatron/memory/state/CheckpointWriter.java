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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Writes checkpoint files so that at each moment the folder holds what it held before, or that and the whole new one:
 * under a temporary name, forced to the disk, renamed, and the folder forced. Not thread-safe.
 */
final class CheckpointWriter
{
    /**
     * Where the pages to be written come from.
     */
    @FunctionalInterface
    interface Pages
    {
        /**
         * Copy a page. Called once for each page of each set, by region and page.
         */
        void copy(int region, int page, byte[] into, int at) throws IOException, BrokenCheckpointException;
    }

    // What a block costs beside its state stays small; a larger one makes no difference to the disk.
    private static final int CHUNK_BYTES = 32 << 10;

    private final Path folder;
    private final CheckpointDisk disk;
    private final MessageDigest digest = Sha256.digest();
    private final byte[] chunk;
    private final ByteBuffer table;
    private int chunkUsed;
    private long writtenBytes;

    /**
     * @param folder    to write to.
     * @param disk      to write with.
     * @param pageBytes length of a page.
     * @param maxPages  the most pages of a checkpoint: memory for their hashes is taken here.
     */
    CheckpointWriter(final Path folder, final CheckpointDisk disk, final int pageBytes, final int maxPages)
    {
        this.folder = folder;
        this.disk = disk;
        this.chunk = new byte[Math.max(CHUNK_BYTES, pageBytes)];
        this.table = ByteBuffer.allocate(maxPages * CheckpointHeader.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Write a checkpoint.
     *
     * @param header of it.
     * @param sets   of pages, by region.
     * @param pages  themselves.
     * @return its hash.
     * @throws IOException               if the disk fails: no file has been added then, unless it failed in the last
     *                                   step; a file that has is whole.
     * @throws BrokenCheckpointException if the pages come from a checkpoint that is broken.
     */
    Sha256 write(final CheckpointHeader header, final long[][] sets, final Pages pages)
        throws IOException, BrokenCheckpointException
    {
        final Path temporary = folder.resolve(CheckpointNames.temporary(header.sequence()));
        final Sha256 hash;
        chunkUsed = 0;
        writtenBytes = 0;
        // A write that failed may have left something in it.
        digest.reset();
        try
        {
            try (CheckpointDisk.Output output = disk.create(temporary))
            {
                hash = write(output, header, sets, pages);
                output.force();
            }
            disk.rename(temporary, folder.resolve(CheckpointNames.of(header.sequence())));
        }
        catch (final Throwable ex)
        {
            try
            {
                disk.delete(temporary);
            }
            catch (final Throwable suppressed)
            {
                ex.addSuppressed(suppressed);
            }
            throw ex;
        }
        disk.forceFolder(folder);
        return hash;
    }

    /**
     * How much of the latest file was written.
     */
    long writtenBytes()
    {
        return writtenBytes;
    }

    private Sha256 write(final CheckpointDisk.Output output, final CheckpointHeader header, final long[][] sets,
        final Pages pages) throws IOException, BrokenCheckpointException
    {
        final byte[] encodedHeader = header.encode();
        append(output, encodedHeader, encodedHeader.length);
        table.clear();
        for (int region = 0; region < sets.length; region++)
        {
            for (int word = 0; word < sets[region].length; word++)
            {
                for (long rest = sets[region][word]; rest != 0; rest &= rest - 1)
                {
                    writePage(output, header, region, word * Long.SIZE + Long.numberOfTrailingZeros(rest), pages);
                }
            }
        }
        flush(output);
        digest.update(encodedHeader);
        digest.update(table.array(), 0, table.position());
        append(output, table.array(), table.position());
        finishDigest(chunkUsed);
        final Sha256 hash = Sha256.read(chunk, chunkUsed);
        chunkUsed += Sha256.LENGTH_BYTES;
        flush(output);
        return hash;
    }

    private void writePage(final CheckpointDisk.Output output, final CheckpointHeader header, final int region,
        final int page, final Pages pages) throws IOException, BrokenCheckpointException
    {
        final int length = header.regions().get(region).lengthBytes(page, header.pageBytes());
        if (length > chunk.length - chunkUsed)
        {
            flush(output);
        }
        pages.copy(region, page, chunk, chunkUsed);
        digest.update(chunk, chunkUsed, length);
        chunkUsed += length;
        table.putInt(region).putInt(page);
        try
        {
            digest.digest(table.array(), table.position(), Sha256.LENGTH_BYTES);
        }
        catch (final DigestException ex)
        {
            throw new IllegalStateException(ex);
        }
        table.position(table.position() + Sha256.LENGTH_BYTES);
    }

    private void finishDigest(final int at)
    {
        try
        {
            digest.digest(chunk, at, Sha256.LENGTH_BYTES);
        }
        catch (final DigestException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private void append(final CheckpointDisk.Output output, final byte[] data, final int length) throws IOException
    {
        for (int offset = 0; offset < length; )
        {
            final int part = Math.min(length - offset, chunk.length - Sha256.LENGTH_BYTES - chunkUsed);
            System.arraycopy(data, offset, chunk, chunkUsed, part);
            chunkUsed += part;
            offset += part;
            if (chunkUsed == chunk.length - Sha256.LENGTH_BYTES)
            {
                flush(output);
            }
        }
    }

    private void flush(final CheckpointDisk.Output output) throws IOException
    {
        if (chunkUsed > 0)
        {
            output.write(ByteBuffer.wrap(chunk, 0, chunkUsed));
            writtenBytes += chunkUsed;
            chunkUsed = 0;
        }
    }
}
