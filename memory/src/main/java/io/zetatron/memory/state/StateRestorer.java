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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;

/**
 * Fills regions from the newest checkpoint that is good. Reads each page once, from the newest file that has it.
 */
final class StateRestorer
{
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MIN_PAGES_PER_THREAD = 1024;

    private final Path folder;
    private final String block;
    private final List<StateRegion> regions;
    private final List<CheckpointHeader.Region> declared;
    private final int pageBytes;
    private final int threads;
    private final ThreadFactory threadFactory;
    private Sha256 hash;
    private boolean isTouched;

    StateRestorer(final Path folder, final String block, final List<StateRegion> regions,
        final List<CheckpointHeader.Region> declared, final int threads, final ThreadFactory threadFactory)
    {
        this.folder = folder;
        this.block = block;
        this.regions = regions;
        this.declared = declared;
        this.pageBytes = regions.get(0).pageBytes();
        this.threads = threads;
        this.threadFactory = threadFactory;
    }

    /**
     * Restore.
     *
     * @return from what, or null if there is no checkpoint.
     * @throws CheckpointException if there are some, but none can be used. The regions are as before, or zeros.
     */
    RestoredCheckpoint restore() throws IOException
    {
        try
        {
            return restoreNewestGood();
        }
        catch (final Throwable ex)
        {
            if (isTouched)
            {
                // Not one page of a state that is not whole.
                regions.forEach((region) -> region.memory().fill((byte)0));
            }
            throw ex;
        }
    }

    private RestoredCheckpoint restoreNewestGood() throws IOException
    {
        final NavigableMap<Long, Path> paths = CheckpointNames.checkpoints(folder);
        final Map<Long, String> broken = new TreeMap<>(Comparator.reverseOrder());
        for (final long sequence : paths.descendingKeySet())
        {
            if (!broken.containsKey(sequence))
            {
                try (CheckpointChain chain = CheckpointChain.open(paths, sequence))
                {
                    return restore(chain, broken(paths, broken));
                }
                catch (final BrokenCheckpointException ex)
                {
                    broken.put(ex.sequence(), ex.getMessage());
                    if (ex.sequence() != sequence)
                    {
                        broken.put(sequence, "it builds on checkpoint " + ex.sequence() + ", which is broken");
                    }
                }
                catch (final CheckpointException ex)
                {
                    throw broken.isEmpty() ? ex :
                        new CheckpointException(ex.getMessage() + "; newer ones: " + broken(paths, broken), ex);
                }
            }
        }
        if (paths.isEmpty())
        {
            return null;
        }
        throw new CheckpointException("no checkpoint in " + folder + " can be restored: " + broken(paths, broken) +
            "; bring a good one back from a copy, or start anew with an empty folder");
    }

    /**
     * The hash of what was restored.
     */
    Sha256 hash()
    {
        return hash;
    }

    private static List<RestoredCheckpoint.Broken> broken(
        final NavigableMap<Long, Path> paths, final Map<Long, String> broken)
    {
        final List<RestoredCheckpoint.Broken> list = new ArrayList<>();
        broken.forEach((sequence, reason) ->
            list.add(new RestoredCheckpoint.Broken(paths.get(sequence), sequence, reason)));
        return List.copyOf(list);
    }

    private RestoredCheckpoint restore(final CheckpointChain chain, final List<RestoredCheckpoint.Broken> passedOver)
        throws IOException, BrokenCheckpointException
    {
        final CheckpointFile newest = chain.newest();
        final CheckpointHeader header = newest.header();
        checkDeclaration(newest.path(), header);
        final long[][] done = new long[regions.size()][];
        for (int i = 0; i < done.length; i++)
        {
            done[i] = PageSets.create(regions.get(i).pages());
        }
        long pagesRead = 0;
        isTouched = true;
        for (final CheckpointFile file : chain.files())
        {
            read(file, done);
            for (int i = 0; i < file.header().pages(); i++)
            {
                if (!PageSets.contains(done[file.region(i)], file.page(i)))
                {
                    PageSets.add(done[file.region(i)], file.page(i));
                    pagesRead++;
                }
            }
        }
        hash = newest.hash();
        return new RestoredCheckpoint(newest.path(), header.sequence(), header.position(), header.wallClockMs(),
            chain.files().size(), pagesRead, passedOver);
    }

    private void checkDeclaration(final Path path, final CheckpointHeader header)
    {
        if (!header.block().equals(block))
        {
            throw new CheckpointException(path + " is a checkpoint of block " + header.block() + ", not of " + block +
                ": give each block a folder of its own");
        }
        if (header.pageBytes() != pageBytes)
        {
            throw new CheckpointException(path + " has pages of " + header.pageBytes() + " bytes, block " + block +
                " of " + pageBytes + ": declare its regions with the former");
        }
        if (!header.regions().equals(declared))
        {
            throw new CheckpointException(path + " holds the regions " + header.regions() + ", and block " + block +
                " declares " + declared +
                ": run what wrote it, with the same input and settings, or start anew with an empty folder");
        }
    }

    private void read(final CheckpointFile file, final long[][] done) throws IOException, BrokenCheckpointException
    {
        final int pages = file.header().pages();
        final int parts = Math.max(1, Math.min(threads, pages / MIN_PAGES_PER_THREAD));
        final Throwable[] failures = new Throwable[parts];
        final List<Thread> running = new ArrayList<>();
        for (int i = 1; i < parts; i++)
        {
            final int part = i;
            final Thread thread = threadFactory.newThread(() -> failures[part] = read(file, done, part, parts));
            thread.start();
            running.add(thread);
        }
        failures[0] = read(file, done, 0, parts);
        join(running);
        for (final Throwable failure : failures)
        {
            switch (failure)
            {
                case null ->
                {
                }
                case final BrokenCheckpointException ex -> throw ex;
                case final IOException ex -> throw ex;
                default -> throw new IllegalStateException(file.path() + " cannot be restored", failure);
            }
        }
    }

    private Throwable read(final CheckpointFile file, final long[][] done, final int part, final int parts)
    {
        final CheckpointFile.Visitor visitor = new CheckpointFile.Visitor()
        {
            @Override
            public boolean wants(final int region, final int page)
            {
                return !PageSets.contains(done[region], page);
            }

            @Override
            public void visit(final int region, final int page, final byte[] data, final int offset, final int length)
            {
                MemorySegment.copy(data, offset, regions.get(region).memory(), ValueLayout.JAVA_BYTE,
                    (long)page * pageBytes, length);
            }
        };
        try
        {
            final long pages = file.header().pages();
            file.read((int)(pages * part / parts), (int)(pages * (part + 1) / parts), visitor,
                new byte[Math.max(CHUNK_BYTES, pageBytes)], Sha256.digest());
            return null;
        }
        catch (final Throwable ex)
        {
            return ex;
        }
    }

    private static void join(final List<Thread> threads)
    {
        // They write into the regions: nobody may go on before they have ended, interrupted or not.
        boolean isInterrupted = false;
        for (final Thread thread : threads)
        {
            while (thread.isAlive())
            {
                try
                {
                    thread.join();
                }
                catch (final InterruptedException ex)
                {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
