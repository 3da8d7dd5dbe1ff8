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
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint and all that it builds on, open for reading: the newest first, and last a full one.
 */
final class CheckpointChain implements CheckpointWriter.Pages, AutoCloseable
{
    private final List<CheckpointFile> files = new ArrayList<>();
    private final MessageDigest digest = Sha256.digest();
    private int[] cursors = {};

    private CheckpointChain()
    {
    }

    /**
     * Open a chain.
     *
     * @param paths    of all checkpoints by sequence.
     * @param sequence of the newest.
     * @throws BrokenCheckpointException naming the checkpoint that is broken.
     */
    static CheckpointChain open(final Map<Long, Path> paths, final long sequence)
        throws IOException, BrokenCheckpointException
    {
        final CheckpointChain chain = new CheckpointChain();
        try
        {
            CheckpointFile file = CheckpointFile.open(paths.get(sequence), sequence);
            chain.files.add(file);
            while (file.header().kind() == CheckpointKind.INCREMENTAL)
            {
                final CheckpointFile next = openPrevious(paths, file);
                chain.files.add(next);
                checkLink(file, next);
                file = next;
            }
            chain.cursors = new int[chain.files.size()];
            return chain;
        }
        catch (final Throwable ex)
        {
            chain.close();
            throw ex;
        }
    }

    private static CheckpointFile openPrevious(final Map<Long, Path> paths, final CheckpointFile file)
        throws IOException, BrokenCheckpointException
    {
        final long previous = file.header().previousSequence();
        final Path path = paths.get(previous);
        if (path == null)
        {
            throw new BrokenCheckpointException(file.header().sequence(),
                "it builds on checkpoint " + previous + ", which is missing");
        }
        return CheckpointFile.open(path, previous);
    }

    private static void checkLink(final CheckpointFile file, final CheckpointFile previous)
        throws BrokenCheckpointException
    {
        final CheckpointHeader header = file.header();
        final CheckpointHeader base = previous.header();
        if (!header.previousHash().equals(previous.hash()) && !header.previousHash().equals(base.supersededHash()))
        {
            throw new BrokenCheckpointException(header.sequence(),
                CheckpointFolder.wrongLink(base.sequence(), header.previousHash(), previous.hash()));
        }
        if (base.pageBytes() != header.pageBytes() || !base.regions().equals(header.regions()))
        {
            throw new BrokenCheckpointException(header.sequence(),
                "it builds on checkpoint " + base.sequence() + ", which has other regions or pages");
        }
    }

    List<CheckpointFile> files()
    {
        return files;
    }

    CheckpointFile newest()
    {
        return files.get(0);
    }

    /**
     * Read a page from the newest checkpoint that has it. Pages are to be asked for in order.
     */
    @Override
    public void copy(final int region, final int page, final byte[] into, final int at)
        throws IOException, BrokenCheckpointException
    {
        for (int i = 0; i < cursors.length; i++)
        {
            final CheckpointFile file = files.get(i);
            final int entries = file.header().pages();
            while (cursors[i] < entries && isBefore(file, cursors[i], region, page))
            {
                cursors[i]++;
            }
            if (cursors[i] < entries && file.region(cursors[i]) == region && file.page(cursors[i]) == page)
            {
                file.read(cursors[i], into, at, digest);
                return;
            }
        }
        throw new IllegalStateException("no full checkpoint at the end of the chain of " + newest().path());
    }

    private static boolean isBefore(final CheckpointFile file, final int entry, final int region, final int page)
    {
        final int otherRegion = file.region(entry);
        return otherRegion < region || otherRegion == region && file.page(entry) < page;
    }

    @Override
    public void close() throws IOException
    {
        for (final CheckpointFile file : files)
        {
            file.close();
        }
    }
}
