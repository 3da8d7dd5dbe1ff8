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

import io.zetatron.kernel.runtime.Notes;
import io.zetatron.memory.MemoryDomain;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What is done about state besides writing it, by a thread of its own: pruning, and the registry, which takes a second
 * or two to load. If the registry cannot be used, a note says so and checkpoints go on.
 */
final class StateRecords
{
    private final Path folder;
    private final Notes notes;
    private final Set<KeptState> toEnter = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("state-records").factory());
    // The thread's own.
    private StateIndex index;
    private boolean hasComplained;
    private boolean hasPruneFailed;

    StateRecords(final Path folder, final Notes notes)
    {
        this.folder = folder;
        this.notes = notes;
    }

    /**
     * Have the registry opened.
     *
     * @param isNew whether nothing was in the folder before.
     */
    void open(final List<MemoryDomain> domains, final boolean isNew)
    {
        final List<StateIndex.Domain> named = domains.stream()
            .map((domain) -> new StateIndex.Domain(domain.owner(), domain.quotaBytes())).toList();
        thread.execute(() -> attempt(() -> index = StateIndex.open(folder, named, isNew, notes)));
    }

    /**
     * Bring the registry up to date about a block. Any thread.
     */
    void enter(final KeptState state)
    {
        // One wait in the queue is enough, however many checkpoints it is for.
        if (toEnter.add(state))
        {
            submit(() ->
            {
                toEnter.remove(state);
                if (index != null)
                {
                    attempt(() -> index.enter(state.block(), state.version(), state.folder(), state.lengthBytes()));
                }
            });
        }
    }

    void prune(final KeptState state)
    {
        submit(() ->
        {
            try
            {
                state.prune();
                hasPruneFailed = false;
            }
            catch (final RuntimeException ex)
            {
                if (!hasPruneFailed)
                {
                    hasPruneFailed = true;
                    notes.add("state of " + state.block() + ": " + ex.getMessage());
                }
            }
        });
    }

    /**
     * Finish what there is to do, and leave the registry. Closing again does nothing.
     */
    void close(final long timeoutNs)
    {
        if (thread.isShutdown())
        {
            return;
        }
        thread.execute(() ->
        {
            if (index != null)
            {
                attempt(index::close);
            }
        });
        thread.shutdown();
        try
        {
            if (!thread.awaitTermination(Math.max(0, timeoutNs), TimeUnit.NANOSECONDS))
            {
                notes.add("the registry in " + folder +
                    " was not brought up to date in time; the next run with this folder does it");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(final Runnable work)
    {
        try
        {
            thread.execute(work);
        }
        catch (final RejectedExecutionException ignore)
        {
            // A checkpoint that was written after the end: the next run with the folder finds it.
        }
    }

    private void attempt(final Runnable work)
    {
        try
        {
            work.run();
        }
        catch (final RuntimeException | LinkageError | InternalError ex)
        {
            if (!hasComplained)
            {
                hasComplained = true;
                notes.add("the registry in " + folder + " is not up to date; checkpoints go on without it: " +
                    (ex.getMessage() == null ? ex : ex.getMessage()));
            }
        }
    }
}
