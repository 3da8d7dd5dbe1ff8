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
package io.zetatron.bench.memory;

import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.state.CheckpointInfo;
import io.zetatron.memory.state.CheckpointerContext;
import io.zetatron.memory.state.RestoredCheckpoint;
import io.zetatron.memory.state.ShadowMemory;
import io.zetatron.memory.state.StateCheckpointer;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A block with much state, of which it writes a certain number of pages between two checkpoints and goes on while one
 * is written.
 */
final class CheckpointedState implements AutoCloseable
{
    private static final int PAGE_BYTES = StateRegion.PAGE_BYTES_DEFAULT;

    private final MemoryDomain domain;
    private final StateRegion region;
    private final StateCheckpointer checkpointer;
    private final Random random;
    private final int pages;
    // Which pages have been written since the last checkpoint began, in the order of their writing.
    private final int[] written;
    private final boolean[] isWritten;
    private int writtenCount;

    /**
     * @param folder      of the checkpoints.
     * @param lengthBytes of the state, a multiple of a page.
     * @param seed        of its contents and of what is written.
     */
    CheckpointedState(final Path folder, final long lengthBytes, final long seed)
    {
        domain = MemoryDomain.create("bench", 2 * lengthBytes, new MemoryAccounts());
        try
        {
            final MemorySegment memory = domain.allocate(lengthBytes, PAGE_BYTES);
            region = StateRegion.over(new StateSchema("state", 1, 1), memory,
                ShadowMemory.resident(domain.allocate(lengthBytes, PAGE_BYTES)));
            checkpointer = StateCheckpointer.launch(new CheckpointerContext().folder(folder).block("bench")
                .region(region).fullEvery(CheckpointerContext.MAX_FULL_EVERY));
        }
        catch (final RuntimeException ex)
        {
            domain.close();
            throw ex;
        }
        random = new Random(seed);
        pages = region.pages();
        written = new int[pages];
        isWritten = new boolean[pages];
    }

    /**
     * Write to all of it.
     */
    void fill()
    {
        final byte[] page = new byte[PAGE_BYTES];
        random.nextBytes(page);
        for (int i = 0; i < pages; i++)
        {
            region.putBytes((long)i * PAGE_BYTES, page, 0, page.length);
            region.putLong((long)i * PAGE_BYTES, i);
        }
        forgetWritten();
    }

    /**
     * Write to pages that have not been written to since the last checkpoint began, until so many have been.
     *
     * @param count pages.
     */
    void writeUntil(final int count)
    {
        while (writtenCount < count)
        {
            writeAnywhere();
        }
    }

    private void writeAnywhere()
    {
        write(random.nextInt(pages));
    }

    private void write(final int page)
    {
        if (!isWritten[page])
        {
            isWritten[page] = true;
            written[writtenCount++] = page;
        }
        region.putLong((long)page * PAGE_BYTES, writtenCount);
    }

    private void forgetWritten()
    {
        for (int i = 0; i < writtenCount; i++)
        {
            isWritten[written[i]] = false;
        }
        writtenCount = 0;
    }

    /**
     * Take a checkpoint, and wait for it to be on the disk.
     *
     * @return nanoseconds from its beginning.
     */
    long checkpoint()
    {
        final long startNs = System.nanoTime();
        begin();
        while (checkpointer.isWriting())
        {
            Thread.onSpinWait();
        }
        return saved(startNs);
    }

    /**
     * Take a checkpoint and go on writing meanwhile, as fast as can be: to as many pages as were dirty, then to those
     * again.
     *
     * @param isSamePages whether to write to the very pages that are being saved; otherwise to any.
     * @return how long the block was held up, and how long it took.
     */
    Checkpoint checkpointWhileWriting(final boolean isSamePages)
    {
        final int count = writtenCount;
        final long savedBefore = checkpointer.writtenBytes();
        final int[] same = isSamePages ? Arrays.copyOf(written, count) : null;
        final long startNs = System.nanoTime();
        begin();
        long heldUpNs = System.nanoTime() - startNs;
        long shadowed = region.shadowedPages();
        int next = 0;
        while (checkpointer.isWriting())
        {
            final long beforeNs = System.nanoTime();
            if (isSamePages)
            {
                write(same[next]);
                next = next + 1 == count ? 0 : next + 1;
            }
            else if (writtenCount < count)
            {
                writeAnywhere();
            }
            else
            {
                write(written[random.nextInt(count)]);
            }
            final long after = region.shadowedPages();
            if (after != shadowed)
            {
                shadowed = after;
                heldUpNs += System.nanoTime() - beforeNs;
            }
        }
        final long tookNs = saved(startNs);
        return new Checkpoint(heldUpNs, tookNs, checkpointer.writtenBytes() - savedBefore);
    }

    private void begin()
    {
        forgetWritten();
        final long sequence = checkpointer.beginCheckpoint(0);
        if (sequence <= 0)
        {
            throw new IllegalStateException("no checkpoint could be begun: code " + sequence);
        }
    }

    private long saved(final long startNs)
    {
        final long tookNs = System.nanoTime() - startNs;
        checkpointer.lastFailure().ifPresent((failure) ->
        {
            throw failure;
        });
        return tookNs;
    }

    /**
     * What a checkpoint cost.
     *
     * @param heldUpNs   the block: beginning it, and all writes that put a page aside.
     * @param tookNs     until it was on the disk.
     * @param savedBytes length of its file.
     */
    record Checkpoint(long heldUpNs, long tookNs, long savedBytes)
    {
    }

    /**
     * Fill it from its checkpoints.
     *
     * @throws IllegalStateException if it is not all there.
     */
    void restore()
    {
        final RestoredCheckpoint restored = checkpointer.restore().orElseThrow(
            () -> new IllegalStateException("there is no checkpoint in " + checkpointer.folder()));
        if (restored.pagesRead() != pages || region.getLong((pages - 1L) * PAGE_BYTES) != pages - 1)
        {
            throw new IllegalStateException("only " + restored.pagesRead() + " of " + pages + " pages came back");
        }
    }

    /**
     * Delete all checkpoints but the newest, which is not good alone; but nobody restores it.
     */
    void deleteOldCheckpoints() throws IOException
    {
        for (final CheckpointInfo info : checkpointer.history())
        {
            if (info.sequence() != checkpointer.lastSequence())
            {
                Files.delete(info.file());
            }
        }
    }

    Path newestFile()
    {
        return checkpointer.history().getLast().file();
    }

    int pages()
    {
        return pages;
    }

    long savedBytes()
    {
        return checkpointer.writtenBytes();
    }

    @Override
    public void close()
    {
        try
        {
            checkpointer.close();
        }
        finally
        {
            domain.close();
        }
    }
}
