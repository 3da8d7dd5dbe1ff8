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

import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Checkpoints of a block's state regions, written into a folder of its own while the block goes on.
 * <p>
 * The block calls {@link #beginCheckpoint} at a safe point, which costs one pass over the words of the sets of dirty
 * pages and allocates nothing. A thread in the background then writes the pages of all regions, as they were at that
 * point, into a file: all pages (full), or those written since the checkpoint before (incremental). The file appears
 * whole or not at all; if it cannot be written, its pages are in the next one.
 * <p>
 * {@link #beginCheckpoint}, {@link #restore} and {@link #close} belong to the block's thread, or to whoever has stopped
 * it; all else may be called by any thread.
 */
public final class StateCheckpointer implements AutoCloseable
{
    /**
     * The most regions of a block.
     */
    public static final int MAX_REGIONS = 1024;

    /**
     * The most pages of all of a block's regions.
     */
    public static final int MAX_PAGES = StateRegion.MAX_PAGES;

    /**
     * {@link #beginCheckpoint}: the one before is still being written; try again at a later safe point.
     */
    public static final long BUSY = -1;

    /**
     * {@link #beginCheckpoint}: the checkpointer is closed.
     */
    public static final long CLOSED = -2;

    private static final int PHASE_IDLE = 0;
    private static final int PHASE_WRITING = 1;
    private static final int PHASE_CLOSED = 2;

    private final CheckpointerContext context;
    private final Path folder;
    private final String block;
    private final StateRegion[] regions;
    private final PageBarrier[] barriers;
    private final long[][] snapshots;
    private final List<CheckpointHeader.Region> declared = new ArrayList<>();
    private final int pageBytes;
    private final int fullEvery;
    private final EpochClock clock;
    private final ErrorHandler errorHandler;
    private final FolderLock lock;
    private final CheckpointWriter writer;
    private final Thread thread;
    private final Object pruning = new Object();

    // Handed to and fro with the phase: set by the block while idle, by the writing thread while writing.
    private final AtomicInteger phase = new AtomicInteger(PHASE_IDLE);
    private long sequence;
    private long position;
    private long wallClockMs;
    private int pages;
    private boolean isFull;
    private long previousSequence;
    private Sha256 previousHash = Sha256.NONE;
    private boolean hasBase;
    private int increments;

    private final AtomicBoolean isRequested = new AtomicBoolean();
    private volatile boolean isClosing;
    private volatile long baseSequence;
    private volatile long brokenBase;
    private volatile long lastSequence;
    private volatile long lastPosition;
    private final AtomicLong checkpoints = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong writtenPages = new AtomicLong();
    private final AtomicLong writtenBytes = new AtomicLong();
    private volatile CheckpointException lastFailure;

    private StateCheckpointer(final CheckpointerContext context) throws IOException
    {
        this.context = context;
        folder = context.folder();
        block = context.block();
        regions = context.regions().toArray(StateRegion[]::new);
        pageBytes = regions[0].pageBytes();
        fullEvery = context.fullEvery();
        clock = context.clock();
        errorHandler = context.errorHandler();
        barriers = new PageBarrier[regions.length];
        snapshots = new long[regions.length][];
        int maxPages = 0;
        for (int i = 0; i < regions.length; i++)
        {
            barriers[i] = regions[i].barrier();
            snapshots[i] = barriers[i].snapshot();
            declared.add(new CheckpointHeader.Region(regions[i].schema(), regions[i].lengthBytes()));
            maxPages += regions[i].pages();
        }
        writer = new CheckpointWriter(folder, context.disk(), pageBytes, maxPages);
        lock = FolderLock.acquire(folder, "block " + block);
        try
        {
            for (final Path temporary : CheckpointNames.temporaries(folder))
            {
                context.disk().delete(temporary);
            }
            findPrevious();
            for (final StateRegion region : regions)
            {
                region.attach(this);
            }
        }
        catch (final Throwable ex)
        {
            release();
            throw ex;
        }
        thread = context.isInvoked() ? null : context.threadFactory().newThread(this::run);
    }

    /**
     * Take a folder for a block's checkpoints, and start to write those that are begun. Removes what an end in the
     * middle of a checkpoint has left. The thread in the background inherits the CPU affinity of the caller's.
     *
     * @param context what to do and how; concluded here.
     * @return the checkpointer.
     * @throws CheckpointException if the folder cannot be written to, another has it, or it holds checkpoints of
     *                             another block or format version.
     */
    public static StateCheckpointer launch(final CheckpointerContext context)
    {
        context.conclude();
        try
        {
            createFolder(context.folder(), context.disk());
            final StateCheckpointer checkpointer = new StateCheckpointer(context);
            if (checkpointer.thread != null)
            {
                checkpointer.thread.start();
            }
            return checkpointer;
        }
        catch (final IOException ex)
        {
            throw new CheckpointException("checkpoints of block " + context.block() + " cannot be written into " +
                context.folder() + ": " + ex + "; make it a folder that this user may write to, or choose another", ex);
        }
    }

    private static void createFolder(final Path folder, final CheckpointDisk disk) throws IOException
    {
        final Path parent = folder.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder))
        {
            if (parent != null)
            {
                createFolder(parent, disk);
            }
            Files.createDirectories(folder);
            if (parent != null)
            {
                // A checkpoint is no safer than the folder that it lies in.
                disk.forceFolder(parent);
            }
        }
    }

    private void findPrevious() throws IOException
    {
        final NavigableMap<Long, Path> files = CheckpointNames.checkpoints(folder);
        sequence = files.isEmpty() ? 0 : files.lastKey();
        for (final Map.Entry<Long, Path> entry : files.descendingMap().entrySet())
        {
            try (CheckpointFile file = CheckpointFile.open(entry.getValue(), entry.getKey()))
            {
                final String found = file.header().block();
                if (!found.equals(block))
                {
                    throw new CheckpointException(file.path() + " is a checkpoint of block " + found + ", not of " +
                        block + ": give each block a folder of its own");
                }
                previousSequence = entry.getKey();
                previousHash = file.hash();
                return;
            }
            catch (final BrokenCheckpointException ex)
            {
                // Restoring and verifying name it. The next checkpoint follows one that can be followed.
            }
        }
    }

    /**
     * Begin a checkpoint of all regions at a safe point: between two writes of the block, by the block's thread. Slices
     * that {@link StateRegion#write} has given must not be written to after this.
     *
     * @param position of the block's input up to which its state accounts for it; given back by {@link #restore}.
     * @return the checkpoint's sequence number, above 0; it is on the disk when {@link #lastSequence} says so. Or
     *         {@link #BUSY}, or {@link #CLOSED}.
     */
    public long beginCheckpoint(final long position)
    {
        // Pairs with the setRelease of save: what the writing thread left, and that it has read all pages.
        final int current = phase.getAcquire();
        if (current != PHASE_IDLE)
        {
            return current == PHASE_WRITING ? BUSY : CLOSED;
        }
        isFull = !hasBase || increments >= fullEvery || previousSequence == brokenBase;
        int count = 0;
        for (int i = 0; i < barriers.length; i++)
        {
            count += barriers[i].begin(isFull);
        }
        pages = count;
        wallClockMs = clock.time();
        this.position = position;
        sequence++;
        isRequested.setOpaque(false);
        final long begun = sequence;
        // Pairs with the getAcquire of doWork: sets, pages and position as they are now.
        phase.setRelease(PHASE_WRITING);
        return begun;
    }

    /**
     * Ask the block for a checkpoint.
     */
    public void requestCheckpoint()
    {
        isRequested.setOpaque(true);
    }

    /**
     * Whether somebody has asked for a checkpoint since the last one began. Costs a load.
     *
     * @return true if the block should begin one at its next safe point.
     */
    public boolean isCheckpointRequested()
    {
        return isRequested.getOpaque();
    }

    /**
     * Whether a checkpoint is being written.
     *
     * @return true from its beginning until it is on the disk or has failed.
     */
    public boolean isWriting()
    {
        return phase.getAcquire() == PHASE_WRITING;
    }

    /**
     * Wait until no checkpoint is being written.
     *
     * @param timeoutMs the longest wait.
     * @return true if none is.
     */
    public boolean awaitWritten(final long timeoutMs)
    {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (isWriting())
        {
            if (System.nanoTime() - deadlineNs >= 0 || Thread.currentThread().isInterrupted())
            {
                return false;
            }
            LockSupport.parkNanos(context.pollIntervalNs());
        }
        return true;
    }

    /**
     * Write the checkpoint that has begun, if one has. For contexts without a thread in the background, by one thread
     * at a time.
     *
     * @return 1 if there was one, whether it could be written or not; 0 if there was nothing to do.
     */
    public int doWork()
    {
        if (phase.getAcquire() != PHASE_WRITING)
        {
            return 0;
        }
        save();
        return 1;
    }

    private void run()
    {
        while (!isClosing)
        {
            // An interrupt would close the file, and this thread is not to be stopped so.
            Thread.interrupted();
            if (doWork() == 0)
            {
                LockSupport.parkNanos(context.pollIntervalNs());
            }
        }
        doWork();
    }

    private void save()
    {
        CheckpointException failure = null;
        try
        {
            final CheckpointHeader header = header();
            final Sha256 hash = writer.write(header, snapshots, this::copy);
            buildOn(sequence, hash, isFull ? 0 : increments + 1);
            countSaved();
        }
        catch (final Throwable ex)
        {
            failure = new CheckpointException("checkpoint " + sequence + " of block " + block +
                " could not be written into " + folder + ", after " + writer.writtenBytes() + " bytes: " + ex +
                "; the ones before it are as they were, and its " + pages + " pages will be in the next one; " +
                "see to it that the disk has room and works, or prune", ex);
            lastFailure = failure;
            failures.getAndIncrement();
        }
        finish(failure == null);
        // Pairs with the getAcquire of beginCheckpoint.
        phase.setRelease(PHASE_IDLE);
        if (failure != null)
        {
            report(failure);
        }
    }

    private void buildOn(final long base, final Sha256 hash, final int incrementsSinceFull)
    {
        previousSequence = base;
        previousHash = hash;
        increments = incrementsSinceFull;
        hasBase = true;
        baseSequence = base;
    }

    private void copy(final int region, final int page, final byte[] into, final int at)
    {
        barriers[region].copy(page, into, at);
    }

    private CheckpointHeader header()
    {
        long dataBytes = (long)pages * pageBytes;
        for (int i = 0; i < barriers.length; i++)
        {
            final int last = barriers[i].pages() - 1;
            if (PageSets.contains(snapshots[i], last))
            {
                dataBytes -= pageBytes - barriers[i].lengthBytes(last);
            }
        }
        return new CheckpointHeader(isFull ? CheckpointKind.FULL : CheckpointKind.INCREMENTAL, pageBytes, sequence,
            position, wallClockMs, previousSequence, previousHash, Sha256.NONE, pages, dataBytes, block, declared);
    }

    private void countSaved()
    {
        writtenPages.getAndAdd(pages);
        writtenBytes.getAndAdd(writer.writtenBytes());
        checkpoints.getAndIncrement();
        lastPosition = position;
        lastSequence = sequence;
    }

    private void finish(final boolean isSaved)
    {
        for (final PageBarrier barrier : barriers)
        {
            try
            {
                barrier.finish(isSaved);
            }
            catch (final Throwable ex)
            {
                report(ex);
            }
        }
    }

    private void report(final Throwable failure)
    {
        try
        {
            errorHandler.onError(failure);
        }
        catch (final Throwable ex)
        {
            // The handler's own fault: the failure is counted and kept, and checkpoints go on.
            failure.addSuppressed(ex);
        }
    }

    /**
     * Fill the regions from the newest checkpoint that is good, before the block runs. If newer ones are broken, the
     * result names them and why. The next checkpoint builds on the one restored.
     *
     * @return from what; empty if there is no checkpoint, and the regions are as they were.
     * @throws CheckpointException if there are checkpoints and none can be used, or the newest good one is of another
     *                             format version, block or declaration of regions. The regions are as they were, or all
     *                             zeros if reading had begun.
     */
    public Optional<RestoredCheckpoint> restore()
    {
        checkIdle("restored");
        for (final StateRegion region : regions)
        {
            if (region.isSealed())
            {
                throw new IllegalStateException("state region " + region.schema().name() +
                    " is sealed: restore before sealing");
            }
        }
        final StateRestorer restorer = new StateRestorer(
            folder, block, List.of(regions), declared, context.restoreThreads(), context.threadFactory());
        // Until it has gone well: what is then in the regions is in no checkpoint, so that the next one has to be full.
        hasBase = false;
        try
        {
            final RestoredCheckpoint restored = restorer.restore();
            if (restored != null)
            {
                for (final PageBarrier barrier : barriers)
                {
                    barrier.clean();
                }
                buildOn(restored.sequence(), restorer.hash(), restored.checkpoints() - 1);
            }
            return Optional.ofNullable(restored);
        }
        catch (final IOException ex)
        {
            throw new CheckpointException("block " + block + " cannot be restored from " + folder + ": " + ex +
                "; check that this user may read the files there", ex);
        }
    }

    private void checkIdle(final String what)
    {
        final int current = phase.getAcquire();
        if (current != PHASE_IDLE)
        {
            throw new IllegalStateException("block " + block + " cannot be " + what + ": " +
                (current == PHASE_WRITING ? "a checkpoint is being written, wait for it" :
                "its checkpointer is closed"));
        }
    }

    /**
     * What checkpoints there are, as {@link CheckpointFolder#history} says.
     *
     * @return one for each file, oldest first.
     */
    public List<CheckpointInfo> history()
    {
        return CheckpointFolder.at(folder).history();
    }

    /**
     * Read all checkpoints and check them, as {@link CheckpointFolder#verify} says. If the one that the next would
     * build on is broken, the next is full.
     *
     * @return one for each file, oldest first.
     */
    public List<CheckpointInfo> verify()
    {
        final List<CheckpointInfo> infos = CheckpointFolder.at(folder).verify();
        for (final CheckpointInfo info : infos)
        {
            if (info.sequence() == baseSequence && info.state() != CheckpointInfo.State.GOOD)
            {
                brokenBase = info.sequence();
            }
        }
        return infos;
    }

    /**
     * Delete what a policy does not keep, after checking everything and merging what the kept ones need. Broken ones
     * that are newer than the oldest kept stay; files of other blocks and format versions are not touched.
     *
     * @param policy what to keep; only good checkpoints count.
     * @return what was done.
     * @throws CheckpointException if no checkpoint is good, or the disk fails: there is still a good chain then.
     */
    public PrunedCheckpoints prune(final PrunePolicy policy)
    {
        synchronized (pruning)
        {
            try
            {
                return new CheckpointPruning(folder, block, context.disk(), verify()).prune(policy, clock.time());
            }
            catch (final IOException ex)
            {
                throw new CheckpointException("checkpoints of block " + block + " in " + folder +
                    " could not be pruned: " + ex + "; those that can be restored still can; " +
                    "see to it that the disk has room for one full checkpoint and works, and prune again", ex);
            }
        }
    }

    /**
     * Where the checkpoints lie.
     *
     * @return the folder.
     */
    public Path folder()
    {
        return folder;
    }

    /**
     * The newest checkpoint that this checkpointer has written.
     *
     * @return its sequence number; 0 if there is none.
     */
    public long lastSequence()
    {
        return lastSequence;
    }

    /**
     * The position of the newest checkpoint that this checkpointer has written.
     *
     * @return as the block gave it; 0 if there is none.
     */
    public long lastPosition()
    {
        return lastPosition;
    }

    /**
     * How many checkpoints have been written.
     *
     * @return since the launch.
     */
    public long checkpoints()
    {
        return checkpoints.get();
    }

    /**
     * How many checkpoints could not be written.
     *
     * @return since the launch.
     */
    public long failures()
    {
        return failures.get();
    }

    /**
     * Why a checkpoint could not be written.
     *
     * @return the latest failure; empty if there was none.
     */
    public Optional<CheckpointException> lastFailure()
    {
        return Optional.ofNullable(lastFailure);
    }

    /**
     * How many pages the checkpoints written hold.
     *
     * @return since the launch.
     */
    public long writtenPages()
    {
        return writtenPages.get();
    }

    /**
     * How long the checkpoints written are.
     *
     * @return bytes since the launch.
     */
    public long writtenBytes()
    {
        return writtenBytes.get();
    }

    /**
     * Finish the checkpoint that has begun, end the thread in the background and give the folder up. Closing again does
     * nothing.
     *
     * @throws CheckpointException if a checkpoint takes longer than the context's time-out: the folder is still held
     *                             then, and closing may be tried again.
     */
    @Override
    public void close()
    {
        if (phase.getAcquire() == PHASE_CLOSED)
        {
            return;
        }
        isClosing = true;
        if (thread == null)
        {
            doWork();
        }
        else
        {
            join();
        }
        phase.setRelease(PHASE_CLOSED);
        try
        {
            release();
        }
        catch (final IOException ex)
        {
            throw new CheckpointException(folder + " could not be given up: " + ex, ex);
        }
    }

    private void join()
    {
        LockSupport.unpark(thread);
        try
        {
            thread.join(TimeUnit.NANOSECONDS.toMillis(context.closeTimeoutNs()));
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive())
        {
            throw new CheckpointException("checkpoint " + sequence + " of block " + block +
                " is still being written into " + folder + ": close again");
        }
    }

    private void release() throws IOException
    {
        for (final StateRegion region : regions)
        {
            region.detach(this);
        }
        lock.close();
    }
}
