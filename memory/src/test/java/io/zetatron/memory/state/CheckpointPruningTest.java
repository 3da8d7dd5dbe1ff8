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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static io.zetatron.memory.state.StateBlock.save;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class CheckpointPruningTest
{
    private static final int CHECKPOINTS = 8;

    @TempDir
    Path folder;

    private final List<byte[][]> contents = new ArrayList<>();
    private long nowMs = 1_000_000;
    private StateBlock block;
    private StateCheckpointer checkpointer;

    /**
     * Checkpoints 1 to 8, a minute apart; 1, 5 are full.
     */
    private void take()
    {
        block = StateBlock.of(folder, 64, 1000, 77);
        checkpointer = StateCheckpointer.launch(block.context().fullEvery(3).clock(() -> nowMs));
        for (int i = 1; i <= CHECKPOINTS; i++)
        {
            block.region(0).putLong(i * 100 / 8 * 8L, i);
            block.region(1).putByte(76, (byte)i);
            contents.add(block.contents());
            save(checkpointer, i);
            nowMs += 60_000;
        }
    }

    @AfterEach
    void after()
    {
        checkpointer.close();
        block.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000})
    void shouldKeepTheLastAndMergeWhatTheyNeed(final int count) throws IOException
    {
        take();
        final PrunedCheckpoints pruned = checkpointer.prune(PrunePolicy.keepLast(count));
        final int kept = Math.min(count, CHECKPOINTS);
        final long oldest = CHECKPOINTS - kept + 1L;
        assertEquals(oldest, pruned.oldestKept());
        assertEquals(CHECKPOINTS - kept, pruned.deleted().size());
        assertEquals(oldest == 1 || oldest == 5 ? List.of() : List.of(oldest), pruned.merged());
        final List<CheckpointInfo> verified = checkpointer.verify();
        assertEquals(kept, verified.size());
        for (final CheckpointInfo info : verified)
        {
            assertEquals(CheckpointInfo.State.GOOD, info.state(), info::toString);
            assertEquals(info.sequence() * 60_000 + 940_000, info.wallClockMs(), "a merged one keeps its date");
        }
        assertEquals(CheckpointKind.FULL, verified.get(0).kind());

        block.region(0).putLong(0, 99);
        save(checkpointer, 99);
        assertTrue(checkpointer.verify().stream().allMatch((info) -> info.state() == CheckpointInfo.State.GOOD));
        checkpointer.close();
        assertArrayEquals(block.contents(), block.restored());
        Files.delete(folder.resolve(CheckpointNames.of(CHECKPOINTS + 1)));
        checkEachKept(oldest);
    }

    private void checkEachKept(final long oldest) throws IOException
    {
        for (int i = CHECKPOINTS; i >= oldest; i--)
        {
            final StateBlock.Restored restored = block.restoredBy();
            assertEquals(i, restored.from().sequence());
            assertArrayEquals(contents.get(i - 1), restored.contents());
            Files.delete(restored.from().file());
        }
        assertEquals(null, block.restoredBy().from());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 61, 119, 121, 480, 481, 100_000})
    void shouldKeepTheYoungOnesAndTheNewestInAnyCase(final int seconds)
    {
        take();
        checkpointer.prune(PrunePolicy.keepYoungerThan(Duration.ofSeconds(seconds)));
        final int young = (int)IntStream.rangeClosed(1, CHECKPOINTS)
            .filter((age) -> age * 60 < seconds).count();
        assertEquals(Math.max(1, young), checkpointer.verify().size());
        assertEquals(CHECKPOINTS, checkpointer.history().get(Math.max(1, young) - 1).sequence());
    }

    @Test
    void shouldPruneAgainAndAgain() throws IOException
    {
        take();
        for (int i = CHECKPOINTS + 1; i < 40; i++)
        {
            block.region(0).putLong(i * 8L, i);
            contents.add(block.contents());
            save(checkpointer, i);
            checkpointer.prune(PrunePolicy.keepLast(2));
            assertEquals(2, checkpointer.verify().stream()
                .filter((info) -> info.state() == CheckpointInfo.State.GOOD).count());
        }
        checkpointer.close();
        assertArrayEquals(contents.get(38), block.restored());
        Files.delete(folder.resolve(CheckpointNames.of(39)));
        assertArrayEquals(contents.get(37), block.restored());
    }

    @Test
    void shouldCountGoodOnesOnlyAndKeepNewerBrokenOnes() throws IOException
    {
        take();
        final Path newest = folder.resolve(CheckpointNames.of(8));
        final byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1] ^= 1;
        Files.write(newest, bytes);
        final PrunedCheckpoints pruned = checkpointer.prune(PrunePolicy.keepLast(1));
        assertEquals(7, pruned.oldestKept());
        assertEquals(List.of(7L), pruned.merged());
        assertEquals(List.of(CheckpointInfo.State.GOOD, CheckpointInfo.State.BROKEN),
            checkpointer.verify().stream().map(CheckpointInfo::state).toList());
        checkpointer.close();
        final StateBlock.Restored restored = block.restoredBy();
        assertArrayEquals(contents.get(6), restored.contents());
        assertEquals(newest, restored.from().passedOver().get(0).file());
    }

    @Test
    void shouldMergeWhatBuildsOnOneThatIsNotKeptAcrossABrokenOne() throws IOException
    {
        take();
        checkpointer.close();
        final Path passedOver = folder.resolve(CheckpointNames.of(8));
        final byte[] whole = Files.readAllBytes(passedOver);
        Files.write(passedOver, new byte[9]);
        try (StateCheckpointer next = StateCheckpointer.launch(block.context().fullEvery(9).clock(() -> nowMs)))
        {
            assertEquals(7, next.restore().orElseThrow().sequence());
            block.region(0).putLong(0, 9);
            assertEquals(9, save(next, 9));
            assertEquals(7, next.history().get(8).previousSequence());
            Files.write(passedOver, whole);
            assertTrue(next.verify().stream().allMatch((info) -> info.state() == CheckpointInfo.State.GOOD));
            final PrunedCheckpoints pruned = next.prune(PrunePolicy.keepLast(2));
            assertEquals(8, pruned.oldestKept());
            assertEquals(List.of(8L, 9L), pruned.merged());
            assertTrue(next.verify().stream().allMatch((info) -> info.state() == CheckpointInfo.State.GOOD));
        }
        assertArrayEquals(block.contents(), block.restored());
        Files.delete(folder.resolve(CheckpointNames.of(9)));
        assertArrayEquals(contents.get(7), block.restored());
    }

    @Test
    void shouldDoNothingWithNothing()
    {
        block = StateBlock.of(folder, 64, 100);
        checkpointer = block.launch();
        assertEquals(new PrunedCheckpoints(0, List.of(), List.of()), checkpointer.prune(PrunePolicy.keepLast(1)));
        assertEquals(List.of(), checkpointer.history());
        assertThrows(IllegalArgumentException.class, () -> PrunePolicy.keepLast(0));
        assertThrows(IllegalArgumentException.class, () -> PrunePolicy.keepYoungerThan(Duration.ofSeconds(-1)));
    }

    @Test
    void shouldPruneAFolderThatNobodyWritesInto()
    {
        take();
        final CheckpointFolder idle = CheckpointFolder.at(folder);
        assertTrue(assertThrows(CheckpointException.class,
            () -> idle.prune("b", PrunePolicy.keepLast(2), () -> nowMs)).getMessage().contains("for block b already"));
        checkpointer.close();

        final PrunedCheckpoints pruned = idle.prune("b", PrunePolicy.keepLast(2), () -> nowMs);

        assertEquals(6, pruned.deleted().size());
        assertEquals(2, idle.size());
        assertArrayEquals(contents.getLast(), block.restored());
    }

    @Test
    void shouldTellHowFarVerifyingHasCome()
    {
        take();
        final List<Long> read = new ArrayList<>();

        final List<CheckpointInfo> infos = CheckpointFolder.at(folder).verify(read::add);

        final long pages = infos.stream().mapToInt(CheckpointInfo::pages).sum();
        assertEquals(pages, read.size());
        assertTrue(read.stream().allMatch((bytes) -> bytes > 0 && bytes <= 64));
    }
}
