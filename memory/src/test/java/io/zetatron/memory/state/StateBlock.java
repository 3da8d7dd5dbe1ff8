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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A block's regions, and checkpointers over them, for tests. Checkpoints are written by the test's thread.
 */
final class StateBlock implements AutoCloseable
{
    static final int PAGE_BYTES = 64;

    final List<StateRegion> regions = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    private final Path folder;

    private StateBlock(final Path folder)
    {
        this.folder = folder;
    }

    /**
     * A block with one region for each length, named r0, r1, and so on.
     */
    static StateBlock of(final Path folder, final int pageBytes, final long... lengths)
    {
        final StateBlock block = new StateBlock(folder);
        for (int i = 0; i < lengths.length; i++)
        {
            block.add(new StateSchema("r" + i, 7, 1), pageBytes, lengths[i]);
        }
        return block;
    }

    StateBlock add(final StateSchema schema, final int pageBytes, final long length)
    {
        regions.add(StateRegion.over(schema, memory(length), ShadowMemory.resident(memory(length)), pageBytes));
        return this;
    }

    MemorySegment memory(final long length)
    {
        return arena.allocate(length, 64);
    }

    CheckpointerContext context()
    {
        final CheckpointerContext context = new CheckpointerContext()
            .folder(folder).block("b").invoked(true).restoreThreads(1).errorHandler(errors::add);
        regions.forEach(context::region);
        return context;
    }

    StateCheckpointer launch()
    {
        return StateCheckpointer.launch(context());
    }

    StateCheckpointer launch(final CheckpointDisk disk)
    {
        return StateCheckpointer.launch(context().disk(disk));
    }

    StateRegion region(final int index)
    {
        return regions.get(index);
    }

    /**
     * What the regions hold.
     */
    byte[][] contents()
    {
        return regions.stream().map((region) -> region.view().toArray(ValueLayout.JAVA_BYTE)).toArray(byte[][]::new);
    }

    /**
     * What a new block with the same declarations restores.
     */
    byte[][] restored()
    {
        return restoredBy().contents;
    }

    Restored restoredBy()
    {
        try (StateBlock other = new StateBlock(folder))
        {
            regions.forEach((region) -> other.add(region.schema(), region.pageBytes(), region.lengthBytes()));
            other.regions.forEach((region) -> region.setMemory(0, region.lengthBytes(), (byte)0x5A));
            try (StateCheckpointer checkpointer = other.launch())
            {
                final Optional<RestoredCheckpoint> from = checkpointer.restore();
                return new Restored(from.orElse(null), other.contents());
            }
        }
    }

    record Restored(RestoredCheckpoint from, byte[][] contents)
    {
    }

    /**
     * Take a checkpoint of the regions as they are, and write it.
     */
    static long save(final StateCheckpointer checkpointer, final long position)
    {
        final long sequence = checkpointer.beginCheckpoint(position);
        checkpointer.doWork();
        return sequence;
    }

    @Override
    public void close()
    {
        arena.close();
    }
}
