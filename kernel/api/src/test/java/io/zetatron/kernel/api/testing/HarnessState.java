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
package io.zetatron.kernel.api.testing;

import io.zetatron.kernel.api.BlockState;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.state.CheckpointerContext;
import io.zetatron.memory.state.ShadowMemory;
import io.zetatron.memory.state.StateCheckpointer;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A block's state in the harness: kept in a folder if the test gave one.
 */
final class HarnessState implements BlockState, AutoCloseable
{
    private static final long BEFORE_RESTORE = -1;

    private final String block;
    private final MemoryDomain memory;
    private final Path folder;
    private final List<StateRegion> regions = new ArrayList<>();
    private StateCheckpointer checkpointer;
    private long position = BEFORE_RESTORE;

    /**
     * @param folder of the block's checkpoints, or null to keep nothing.
     */
    HarnessState(final String block, final MemoryDomain memory, final Path folder)
    {
        this.block = block;
        this.memory = memory;
        this.folder = folder;
    }

    @Override
    public StateRegion region(final StateSchema schema, final long lengthBytes)
    {
        expect(position == BEFORE_RESTORE, "declares the state region " + schema + " after restoring");
        final StateRegion region = folder == null ? StateRegion.unsaved(schema, memory.allocate(lengthBytes)) :
            StateRegion.over(
                schema, memory.allocate(lengthBytes), ShadowMemory.resident(memory.allocate(lengthBytes)));
        regions.add(region);
        return region;
    }

    @Override
    public OptionalLong restore()
    {
        expect(!regions.isEmpty(), "restores without a state region");
        expect(position == BEFORE_RESTORE, "restores twice");
        position = 0;
        if (folder == null)
        {
            return OptionalLong.empty();
        }
        final CheckpointerContext context = new CheckpointerContext().folder(folder).block(block).invoked(true);
        regions.forEach(context::region);
        checkpointer = StateCheckpointer.launch(context);
        return checkpointer.restore().map((from) -> OptionalLong.of(from.position())).orElseGet(OptionalLong::empty);
    }

    @Override
    public void handled(final long reached)
    {
        expect(position != BEFORE_RESTORE, "says how far it has come before it has restored");
        position = reached;
    }

    void checkpoint()
    {
        if (checkpointer != null)
        {
            checkpointer.beginCheckpoint(position);
            checkpointer.doWork();
            expect(checkpointer.failures() == 0, "cannot be checkpointed: " + checkpointer.lastFailure());
        }
    }

    @Override
    public void close()
    {
        if (checkpointer != null)
        {
            checkpointer.close();
        }
    }

    private void expect(final boolean isSo, final String what)
    {
        if (!isSo)
        {
            throw new AssertionError("block " + block + " " + what);
        }
    }
}
