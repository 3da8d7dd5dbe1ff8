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
package io.zetatron.kernel.runtime.state;

import io.zetatron.kernel.runtime.BootLog;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.Notes;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.registry.Registry;
import io.zetatron.memory.state.CheckpointException;
import io.zetatron.memory.state.CheckpointFolder;
import io.zetatron.memory.state.FolderLock;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the state of a kernel's blocks in one folder: a folder of checkpoints for each block, and the registry of them.
 * Has two threads, neither bound to a core: one restores and writes checkpoints, the other prunes them and keeps the
 * registry, so that the first is never late because of that.
 * <p>
 * {@link #state} may be called by any thread, and by each for its own block; all else is for the thread that boots and
 * ends the kernel.
 */
public final class StateKeeper implements AutoCloseable
{
    private static final long POLL_MS = 5;
    /** After a good end there is nothing left to wait for, and a failed run has to say why before it is given up. */
    private static final long CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    /** Pruning reads all that is there, so it is not worth its while after each checkpoint. */
    private static final int PRUNE_EVERY = 16;

    private final StateSettings settings;
    private final MemoryAccounts accounts;
    private final Notes notes;
    private final NanoClock clock;
    private final FolderLock lock;
    private final StateRecords records;
    private final List<KeptState> states = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("state-writer").factory());
    private ScheduledFuture<?> polling;

    private StateKeeper(
        final StateSettings settings,
        final MemoryAccounts accounts,
        final Notes notes,
        final NanoClock clock,
        final FolderLock lock)
    {
        this.settings = settings;
        this.accounts = accounts;
        this.notes = notes;
        this.clock = clock;
        this.lock = lock;
        records = new StateRecords(settings.folder(), notes);
    }

    /**
     * Take a folder for the state of a kernel's blocks. Its threads inherit the CPU affinity of the caller's.
     *
     * @param settings how state is kept.
     * @param domains  of the kernel, which the registry is to name.
     * @param accounts of the kernel, which get the memory in which pages are put aside.
     * @param notes    that get what a person should know.
     * @param clock    monotonic.
     * @return the keeper.
     * @throws KernelException if the folder cannot be written to, or another kernel has it.
     */
    public static StateKeeper open(
        final StateSettings settings,
        final List<MemoryDomain> domains,
        final MemoryAccounts accounts,
        final Notes notes,
        final NanoClock clock)
    {
        final Path folder = settings.folder();
        try
        {
            if (!Files.isDirectory(folder))
            {
                Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            final boolean isNew = !Files.exists(folder.resolve(Registry.INDEX_FILE)) &&
                StateFolder.blockFolders(folder).isEmpty();
            final StateKeeper keeper =
                new StateKeeper(settings, accounts, notes, clock, FolderLock.acquire(folder, "a kernel"));
            keeper.records.open(domains, isNew);
            keeper.polling =
                keeper.writer.scheduleWithFixedDelay(keeper::write, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
            return keeper;
        }
        catch (final IOException ex)
        {
            throw new KernelException("state cannot be kept in " + folder + " (" +
                KernelProperties.MEMORY_STATE_FOLDER + "): " + ex +
                "; make it a folder that this user may write to, or choose another with --state", ex);
        }
        catch (final CheckpointException ex)
        {
            throw new KernelException(ex.getMessage(), ex);
        }
    }

    /**
     * What is there, for the log of the boot.
     *
     * @return one line.
     */
    public String describe()
    {
        try
        {
            final List<String> blocks = StateFolder.blockFolders(settings.folder()).stream()
                .map((folder) -> folder.getFileName() + " (" + CheckpointFolder.at(folder).size() + ")")
                .toList();
            return settings.folder() + ": " +
                (blocks.isEmpty() ? "nothing kept yet" : "checkpoints of " + String.join(", ", blocks));
        }
        catch (final IOException | CheckpointException ex)
        {
            throw new KernelException("what is kept in " + settings.folder() + " cannot be read: " + ex, ex);
        }
    }

    /**
     * The state of a block.
     *
     * @param block  engine and block, which no other has.
     * @param memory of the engine.
     * @return its state.
     */
    public KeptState state(final String block, final MemoryDomain memory)
    {
        final Path folder = settings.folder().resolve(block).normalize();
        if (!settings.folder().normalize().equals(folder.getParent()))
        {
            throw new KernelException("the state of block " + block +
                " cannot be kept: its name is no file name; name engine and block otherwise");
        }
        final KeptState state = new KeptState(block, memory, this, folder);
        states.add(state);
        return state;
    }

    /**
     * The states that blocks have asked for so far.
     *
     * @return a snapshot.
     */
    public List<KeptState> states()
    {
        return List.copyOf(states);
    }

    /**
     * Take the last checkpoints, and wait until they are written. Only after the engines' threads have ended, and only
     * if they did so in good order.
     */
    public void finish()
    {
        final long deadlineNs = System.nanoTime() + settings.timeoutNs();
        states.forEach((state) -> state.finish(deadlineNs));
        // A checkpoint counts as written before the writer has told the records of it.
        CompletableFuture.runAsync(() -> {}, writer)
            .completeOnTimeout(null, Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS)
            .join();
        records.close(deadlineNs - System.nanoTime());
    }

    /**
     * What became of the state.
     *
     * @return the report.
     */
    public StateReport report()
    {
        return new StateReport(settings.folder(), states.stream().map(KeptState::report).toList());
    }

    /**
     * How long restoring took, as steps of the boot, though it may have been done when the stream opened.
     *
     * @return one for each block that has restored.
     */
    public List<BootLog.Step> steps()
    {
        return states.stream()
            .filter((state) -> state.restored().isPresent())
            .map((state) -> new BootLog.Step(
                "restore " + state.block(), state.restoreNs(), state.restored().get().toString()))
            .toList();
    }

    /**
     * End the threads and give the folder up. Checkpoints that have begun are written. Closing again does nothing.
     *
     * @throws KernelException if the disk does not let it end in time.
     */
    @Override
    public void close()
    {
        if (writer.isShutdown())
        {
            return;
        }
        records.close(CLOSE_TIMEOUT_NS);
        polling.cancel(false);
        writer.shutdown();
        try
        {
            if (!writer.awaitTermination(CLOSE_TIMEOUT_NS, TimeUnit.NANOSECONDS))
            {
                throw new KernelException("a checkpoint is still being written into " + settings.folder() +
                    ", and is given up; those before it are as they were");
            }
            states.forEach(KeptState::close);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        finally
        {
            unlock();
        }
    }

    private void unlock()
    {
        try
        {
            lock.close();
        }
        catch (final IOException ex)
        {
            throw new KernelException(settings.folder() + " could not be given up: " + ex, ex);
        }
    }

    /**
     * Have something done by the writer's thread, and wait for it.
     */
    void onWriter(final Runnable work)
    {
        try
        {
            CompletableFuture.runAsync(work, writer).join();
        }
        catch (final CompletionException ex)
        {
            switch (ex.getCause())
            {
                case final RuntimeException cause -> throw cause;
                case final Error cause -> throw cause;
                default -> throw ex;
            }
        }
    }

    void onRestored(final KeptState state)
    {
        records.enter(state);
    }

    void onSaved(final KeptState state, final long written)
    {
        if (written % PRUNE_EVERY == 1)
        {
            records.prune(state);
        }
        records.enter(state);
    }

    private void write()
    {
        try
        {
            states.forEach(KeptState::write);
        }
        catch (final RuntimeException | Error ex)
        {
            // Thrown on, it ends the polling.
            notes.add("checkpoints in " + settings.folder() + " are not written any more: " + ex +
                "; this is a defect");
            throw ex;
        }
    }

    StateSettings settings()
    {
        return settings;
    }

    MemoryAccounts accounts()
    {
        return accounts;
    }

    Notes notes()
    {
        return notes;
    }

    NanoClock clock()
    {
        return clock;
    }
}
