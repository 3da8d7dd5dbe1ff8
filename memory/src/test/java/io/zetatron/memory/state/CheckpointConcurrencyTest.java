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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The block writes without a pause while checkpoints are written in the background: each is of one point.
 */
@Timeout(300)
class CheckpointConcurrencyTest
{
    private static final int CHECKPOINTS = Integer.getInteger("zetatron.test.state.checkpoints", 60);
    private static final int PAGE_BYTES = 4096;
    private static final int PAGES = 200;

    @TempDir
    Path folder;

    private final Map<Long, Long> hashByPosition = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(42);

    @Test
    void shouldRestoreTheStateOfOnePointWhateverIsWrittenMeanwhile() throws IOException
    {
        final long shadowed;
        try (StateBlock block = StateBlock.of(folder, PAGE_BYTES, PAGES * PAGE_BYTES, PAGES * PAGE_BYTES - 8))
        {
            try (StateCheckpointer checkpointer =
                StateCheckpointer.launch(block.context().invoked(false).pollIntervalNs(10_000).fullEvery(7)))
            {
                hammer(block, checkpointer);
                shadowed = block.region(0).shadowedPages() + block.region(1).shadowedPages();
            }
            assertEquals(List.of(), block.errors);
            assertTrue(shadowed > 0, "the block never came before the checkpoint");
            checkEach(block);
        }
    }

    /**
     * Each cycle stamps its number into all pages of both regions in an order that changes, and writes something else.
     */
    private void hammer(final StateBlock block, final StateCheckpointer checkpointer)
    {
        long cycle = 0;
        while (checkpointer.checkpoints() < CHECKPOINTS)
        {
            cycle++;
            final int step = 10 * random.nextInt(PAGES) + 1;
            final int pagesToStamp = cycle % 3 == 0 ? PAGES : PAGES / 10;
            for (int i = 0; i < pagesToStamp; i++)
            {
                final int page = i * step % PAGES;
                block.region(0).putLong((long)page * PAGE_BYTES, cycle);
                block.region(1).putLong((long)page * PAGE_BYTES + 8, ~cycle);
                block.region(page & 1).putInt((long)page * PAGE_BYTES + 16 + random.nextInt(900) * 4L,
                    random.nextInt());
            }
            block.region(0).putLong(24, cycle);
            block.region(1).putLong(24, cycle);
            if (!checkpointer.isWriting() && random.nextInt(3) == 0)
            {
                final long hash = hash(block);
                assertTrue(checkpointer.beginCheckpoint(cycle) > 0);
                hashByPosition.put(cycle, hash);
            }
        }
    }

    private static long hash(final StateBlock block)
    {
        final CRC32C first = new CRC32C();
        final CRC32C second = new CRC32C();
        first.update(block.region(0).view().asByteBuffer());
        second.update(block.region(1).view().asByteBuffer());
        return first.getValue() << 32 | second.getValue();
    }

    private void checkEach(final StateBlock block) throws IOException
    {
        final List<CheckpointInfo> infos = CheckpointFolder.at(folder).verify();
        assertTrue(infos.size() >= CHECKPOINTS);
        for (int i = infos.size() - 1; i >= 0; i--)
        {
            assertEquals(CheckpointInfo.State.GOOD, infos.get(i).state(), infos.get(i)::toString);
            try (StateCheckpointer checkpointer = block.launch())
            {
                final RestoredCheckpoint restored = checkpointer.restore().orElseThrow();
                assertEquals(infos.get(i).sequence(), restored.sequence());
                assertEquals(restored.position(), block.region(0).getLong(24));
                assertEquals(restored.position(), block.region(1).getLong(24));
                assertEquals(hashByPosition.get(restored.position()), hash(block), infos.get(i)::toString);
                if (restored.position() % 3 == 0)
                {
                    for (int page = 0; page < PAGES; page++)
                    {
                        assertEquals(restored.position(), stamp(block, page));
                    }
                }
                Files.delete(restored.file());
            }
        }
    }

    private static long stamp(final StateBlock block, final int page)
    {
        final long first = block.region(0).getLong((long)page * PAGE_BYTES);
        assertEquals(first, ~block.region(1).getLong((long)page * PAGE_BYTES + 8));
        return first;
    }
}
