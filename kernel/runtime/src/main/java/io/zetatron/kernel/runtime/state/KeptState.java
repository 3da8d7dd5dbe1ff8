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

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.Notes;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.state.CheckpointException;
import io.zetatron.memory.state.CheckpointerContext;
import io.zetatron.memory.state.ReservedShadow;
import io.zetatron.memory.state.RestoredCheckpoint;
import io.zetatron.memory.state.StateCheckpointer;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The state of one block, kept in a folder. Three threads meet here: the block's (or whoever has stopped it), which
 * declares, restores and begins checkpoints; the keeper's writer, which restores for it and writes them; and the
 * keeper's records thread, which prunes.
 */
public final class KeptState extends DeclaredState
{
    private final StateKeeper keeper;
    private final Path folder;
    private final NanoClock clock;
    private final Notes notes;
    private final long intervalNs;
    private final List<StateRegion> regions = new ArrayList<>();
    private final List<ReservedShadow> shadows = new ArrayList<>();

    private volatile StateCheckpointer checkpointer;
    private Optional<RestoredCheckpoint> restored = Optional.empty();
    private long restoreNs;
    private long position;
    private boolean isAhead;
    private long lastBegun;
    private long lastBegunNs;
    private long longestHoldNs;
    // The writer's own.
    private boolean isFailing;

    KeptState(final String block, final MemoryDomain memory, final StateKeeper keeper, final Path folder)
    {
        super(block, memory);
        this.keeper = keeper;
        this.folder = folder;
        clock = keeper.clock();
        notes = keeper.notes();
        intervalNs = keeper.settings().intervalNs();
    }

    @Override
    StateRegion declare(final StateSchema schema, final long lengthBytes)
    {
        final MemorySegment bytes = memory().allocate(lengthBytes);
        final ReservedShadow shadow = ReservedShadow.create(memory().owner(), lengthBytes, keeper.accounts());
        shadows.add(shadow);
        final StateRegion region = StateRegion.over(schema, bytes, shadow);
        regions.add(region);
        return region;
    }

    @Override
    OptionalLong fill()
    {
        final long startNs = clock.nanoTime();
        try
        {
            // By the writer, because threads that it starts are bound to no core.
            keeper.onWriter(this::launch);
        }
        catch (final CheckpointException ex)
        {
            throw new KernelException("state of " + block() + ": " + ex.getMessage(), ex);
        }
        lastBegunNs = clock.nanoTime();
        restoreNs = lastBegunNs - startNs;
        restored.filter((from) -> !from.passedOver().isEmpty())
            .ifPresent((from) -> notes.add(block() + ": " + from));
        keeper.onRestored(this);
        if (restored.isEmpty())
        {
            return OptionalLong.empty();
        }
        position = restored.get().position();
        return OptionalLong.of(position);
    }

    private void launch()
    {
        final CheckpointerContext context = new CheckpointerContext()
            .folder(folder).block(block()).invoked(true).errorHandler(this::onFailure);
        regions.forEach(context::region);
        final StateCheckpointer launched = StateCheckpointer.launch(context);
        try
        {
            restored = launched.restore();
        }
        catch (final RuntimeException ex)
        {
            launched.close();
            throw ex;
        }
        checkpointer = launched;
    }

    @Override
    public void handled(final long reached)
    {
        super.handled(reached);
        position = reached;
        isAhead = true;
    }

    /**
     * Begin a checkpoint if one is due. To be called between two duty cycles, by the engine's thread.
     *
     * @param nowNs the time of the duty cycle.
     */
    public void onSafePoint(final long nowNs)
    {
        if (isAhead && nowNs - lastBegunNs >= intervalNs)
        {
            begin();
        }
    }

    private void begin()
    {
        final long startNs = clock.nanoTime();
        final long begun = checkpointer.beginCheckpoint(position);
        // If the one before is still being written: at a later safe point.
        if (begun > 0)
        {
            lastBegun = begun;
            lastBegunNs = startNs;
            isAhead = false;
            longestHoldNs = Math.max(longestHoldNs, clock.nanoTime() - startNs);
        }
    }

    /**
     * Take the last checkpoint, once the engine's thread has ended.
     */
    void finish(final long deadlineNs)
    {
        if (checkpointer == null)
        {
            return;
        }
        boolean isWritten = await(deadlineNs);
        if (isWritten && (isAhead || checkpointer.lastSequence() < lastBegun))
        {
            begin();
            isWritten = await(deadlineNs);
        }
        if (!isWritten)
        {
            notes.add("state of " + block() + ": the last checkpoint was not written into " + folder +
                " in time; what was written before it is as it was; see whether the disk is slow, or raise " +
                "shutdown.timeout.s");
        }
    }

    private boolean await(final long deadlineNs)
    {
        return checkpointer.awaitWritten(
            Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime())));
    }

    /**
     * Write the checkpoint that has begun, if one has. By the writer.
     */
    void write()
    {
        final StateCheckpointer launched = checkpointer;
        final long written = launched == null ? 0 : launched.checkpoints();
        if (launched != null && launched.doWork() > 0 && launched.checkpoints() > written)
        {
            if (isFailing)
            {
                isFailing = false;
                notes.add("state of " + block() + ": checkpoints are written again");
            }
            keeper.onSaved(this, launched.checkpoints());
        }
    }

    private void onFailure(final Throwable failure)
    {
        // One note for a row of failures, not one for each: the report counts them.
        if (!isFailing)
        {
            isFailing = true;
            notes.add("state of " + block() + ": " + failure.getMessage());
        }
    }

    /**
     * Delete the checkpoints that need not be kept. By the records thread.
     */
    void prune()
    {
        checkpointer.prune(keeper.settings().policy());
    }

    Path folder()
    {
        return folder;
    }

    /**
     * The version of the block, as far as its state tells.
     */
    int version()
    {
        return regions.stream().mapToInt((region) -> region.schema().version()).max().orElse(0);
    }

    long lengthBytes()
    {
        return regions.stream().mapToLong(StateRegion::lengthBytes).sum();
    }

    /**
     * What writes the checkpoints. Any thread may ask.
     *
     * @return null until the block has restored.
     */
    public StateCheckpointer checkpointer()
    {
        return checkpointer;
    }

    Optional<RestoredCheckpoint> restored()
    {
        return restored;
    }

    long restoreNs()
    {
        return restoreNs;
    }

    StateReport.Block report()
    {
        final StateCheckpointer launched = checkpointer;
        if (launched == null)
        {
            return new StateReport.Block(block(), "", 0, 0, 0, 0, 0, 0);
        }
        final boolean hasWritten = launched.checkpoints() > 0;
        return new StateReport.Block(
            block(),
            restored.map(RestoredCheckpoint::toString).orElse(""),
            restoreNs,
            hasWritten ? launched.lastPosition() : restored.map(RestoredCheckpoint::position).orElse(0L),
            launched.checkpoints(),
            launched.failures(),
            launched.writtenBytes(),
            longestHoldNs);
    }

    void close()
    {
        final List<AutoCloseable> resources = new ArrayList<>(shadows);
        if (checkpointer != null)
        {
            resources.addFirst(checkpointer);
        }
        CloseHelper.closeAll(resources);
    }
}
