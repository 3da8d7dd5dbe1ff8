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
import org.agrona.concurrent.SystemEpochClock;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link StateCheckpointer} is to do and how. Not thread-safe; not to be changed after the launch.
 */
public final class CheckpointerContext
{
    /**
     * After how many incremental checkpoints a full one follows, unless another number is chosen.
     */
    public static final int FULL_EVERY_DEFAULT = 16;

    /**
     * The most incremental checkpoints between two full ones.
     */
    public static final int MAX_FULL_EVERY = 1024;

    /**
     * How often the thread in the background looks for a checkpoint that has begun, unless another interval is chosen.
     */
    public static final long POLL_INTERVAL_NS_DEFAULT = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * How long closing waits for a checkpoint, unless another time is chosen.
     */
    public static final long CLOSE_TIMEOUT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(60);

    /**
     * The most threads that restore.
     */
    public static final int MAX_RESTORE_THREADS = 64;

    private static final int RESTORE_THREADS_DEFAULT = 4;

    private final List<StateRegion> regions = new ArrayList<>();
    private Path folder;
    private String block;
    private int fullEvery = FULL_EVERY_DEFAULT;
    private long pollIntervalNs = POLL_INTERVAL_NS_DEFAULT;
    private long closeTimeoutNs = CLOSE_TIMEOUT_NS_DEFAULT;
    private int restoreThreads = Math.min(RESTORE_THREADS_DEFAULT, Runtime.getRuntime().availableProcessors());
    private boolean isInvoked;
    private EpochClock clock = SystemEpochClock.INSTANCE;
    private ErrorHandler errorHandler = Throwable::printStackTrace;
    private ThreadFactory threadFactory;
    private CheckpointDisk disk = CheckpointDisk.SYSTEM;

    /**
     * Where the checkpoints go: a folder of the block's own, made if it does not exist. Must be set.
     *
     * @param folder of the checkpoints.
     * @return this.
     */
    public CheckpointerContext folder(final Path folder)
    {
        this.folder = folder;
        return this;
    }

    /**
     * Where the checkpoints go.
     *
     * @return the folder.
     */
    public Path folder()
    {
        return folder;
    }

    /**
     * Whose state it is. Must be set.
     *
     * @param block id, at most {@link StateSchema#MAX_NAME_BYTES} bytes of UTF-8.
     * @return this.
     */
    public CheckpointerContext block(final String block)
    {
        this.block = block;
        return this;
    }

    /**
     * Whose state it is.
     *
     * @return the block's id.
     */
    public String block()
    {
        return block;
    }

    /**
     * Add a region. All regions of a block have the same page size; there must be at least one.
     *
     * @param region of the block's state.
     * @return this.
     */
    public CheckpointerContext region(final StateRegion region)
    {
        regions.add(region);
        return this;
    }

    /**
     * The block's regions.
     *
     * @return in the order in which they were added.
     */
    public List<StateRegion> regions()
    {
        return regions;
    }

    /**
     * After how many incremental checkpoints a full one follows: how many files a restore reads at most, less one.
     *
     * @param fullEvery 0 (all are full) to {@link #MAX_FULL_EVERY}.
     * @return this.
     */
    public CheckpointerContext fullEvery(final int fullEvery)
    {
        this.fullEvery = fullEvery;
        return this;
    }

    /**
     * After how many incremental checkpoints a full one follows.
     *
     * @return number of incremental ones.
     */
    public int fullEvery()
    {
        return fullEvery;
    }

    /**
     * How often the thread in the background looks for a checkpoint that has begun.
     *
     * @param pollIntervalNs 1 µs to 1 s.
     * @return this.
     */
    public CheckpointerContext pollIntervalNs(final long pollIntervalNs)
    {
        this.pollIntervalNs = pollIntervalNs;
        return this;
    }

    /**
     * How often the thread in the background looks for a checkpoint that has begun.
     *
     * @return nanoseconds.
     */
    public long pollIntervalNs()
    {
        return pollIntervalNs;
    }

    /**
     * How long closing waits for a checkpoint that has begun.
     *
     * @param closeTimeoutNs 1 ms to 1 h.
     * @return this.
     */
    public CheckpointerContext closeTimeoutNs(final long closeTimeoutNs)
    {
        this.closeTimeoutNs = closeTimeoutNs;
        return this;
    }

    /**
     * How long closing waits for a checkpoint that has begun.
     *
     * @return nanoseconds.
     */
    public long closeTimeoutNs()
    {
        return closeTimeoutNs;
    }

    /**
     * How many threads read and hash when the state is restored.
     *
     * @param restoreThreads 1 to {@link #MAX_RESTORE_THREADS}.
     * @return this.
     */
    public CheckpointerContext restoreThreads(final int restoreThreads)
    {
        this.restoreThreads = restoreThreads;
        return this;
    }

    /**
     * How many threads read and hash when the state is restored.
     *
     * @return number of threads.
     */
    public int restoreThreads()
    {
        return restoreThreads;
    }

    /**
     * Whether there is no thread in the background, and somebody calls {@link StateCheckpointer#doWork} instead.
     *
     * @param isInvoked true for no thread.
     * @return this.
     */
    public CheckpointerContext invoked(final boolean isInvoked)
    {
        this.isInvoked = isInvoked;
        return this;
    }

    /**
     * Whether there is no thread in the background.
     *
     * @return true for no thread.
     */
    public boolean isInvoked()
    {
        return isInvoked;
    }

    /**
     * What dates checkpoints, and their age when pruning.
     *
     * @param clock in ms since 1970; must not allocate.
     * @return this.
     */
    public CheckpointerContext clock(final EpochClock clock)
    {
        this.clock = clock;
        return this;
    }

    /**
     * What dates checkpoints.
     *
     * @return the clock.
     */
    public EpochClock clock()
    {
        return clock;
    }

    /**
     * Who is told of checkpoints that could not be written. Without one, they are printed to standard error.
     *
     * @param errorHandler called by the thread that writes.
     * @return this.
     */
    public CheckpointerContext errorHandler(final ErrorHandler errorHandler)
    {
        this.errorHandler = errorHandler;
        return this;
    }

    /**
     * Who is told of checkpoints that could not be written.
     *
     * @return the handler.
     */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /**
     * What makes the thread that writes and those that restore. Without one, they are daemons named after the block.
     *
     * @param threadFactory of the threads.
     * @return this.
     */
    public CheckpointerContext threadFactory(final ThreadFactory threadFactory)
    {
        this.threadFactory = threadFactory;
        return this;
    }

    /**
     * What makes the threads.
     *
     * @return the factory; null before the launch if none was set.
     */
    public ThreadFactory threadFactory()
    {
        return threadFactory;
    }

    CheckpointerContext disk(final CheckpointDisk disk)
    {
        this.disk = disk;
        return this;
    }

    CheckpointDisk disk()
    {
        return disk;
    }

    void conclude()
    {
        Objects.requireNonNull(folder, "the folder of the checkpoints is not set");
        Objects.requireNonNull(block, "the id of the block is not set");
        Objects.requireNonNull(clock, "the clock is not set");
        Objects.requireNonNull(errorHandler, "the error handler is not set");
        StateSchema.checkName("a block's id", block);
        checkRange("memory.checkpoint.full.every", fullEvery, 0, MAX_FULL_EVERY, "");
        checkRange("memory.checkpoint.poll.interval", pollIntervalNs, 1_000, TimeUnit.SECONDS.toNanos(1), " ns");
        checkRange("memory.checkpoint.close.timeout", closeTimeoutNs,
            TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.HOURS.toNanos(1), " ns");
        checkRange("memory.checkpoint.restore.threads", restoreThreads, 1, MAX_RESTORE_THREADS, "");
        checkRange("the number of state regions of block " + block, regions.size(), 1,
            StateCheckpointer.MAX_REGIONS, "");
        checkRegions();
        if (threadFactory == null)
        {
            threadFactory = Thread.ofPlatform().daemon().name("checkpoint-" + block + "-", 0).factory();
        }
    }

    private static void checkRange(
        final String name, final long value, final long least, final long most, final String unit)
    {
        if (value < least || value > most)
        {
            throw new IllegalArgumentException(
                name + " is " + value + unit + ": choose " + least + " to " + most + unit);
        }
    }

    private void checkRegions()
    {
        final Set<String> names = new HashSet<>();
        long pages = 0;
        for (final StateRegion region : regions)
        {
            pages += region.pages();
            if (!names.add(region.schema().name()))
            {
                throw new IllegalArgumentException(
                    "block " + block + " has two state regions named " + region.schema().name() +
                    ": name one differently");
            }
            if (region.pageBytes() != regions.get(0).pageBytes())
            {
                throw new IllegalArgumentException("block " + block + " has state regions with pages of " +
                    regions.get(0).pageBytes() + " and of " + region.pageBytes() + " bytes: choose one page size");
            }
            checkOverlap(region);
        }
        if (pages > StateCheckpointer.MAX_PAGES)
        {
            throw new IllegalArgumentException("block " + block + " has " + pages + " pages of state, more than " +
                StateCheckpointer.MAX_PAGES + ": choose larger pages");
        }
    }

    private void checkOverlap(final StateRegion region)
    {
        final MemorySegment memory = region.view();
        for (final StateRegion other : regions)
        {
            if (other != region && memory.asOverlappingSlice(other.view()).isPresent())
            {
                throw new IllegalArgumentException("state regions " + region.schema().name() + " and " +
                    other.schema().name() + " of block " + block + " overlap: each byte belongs to one region");
            }
        }
    }
}
