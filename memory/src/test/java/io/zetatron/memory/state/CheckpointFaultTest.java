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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static io.zetatron.memory.state.StateBlock.save;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The disk fails, or the process ends, at every single step of a checkpoint and of pruning.
 */
@Timeout(300)
class CheckpointFaultTest
{
    private static final int PAGE_BYTES = 4096;
    private static final int LENGTH_BYTES = 2_300_000;

    @TempDir
    Path folder;

    private final Set<String> struck = new HashSet<>();

    @ParameterizedTest
    @EnumSource(FaultyDisk.Fault.class)
    void shouldLoseNothingAtAnyStepOfACheckpoint(final FaultyDisk.Fault fault) throws IOException
    {
        for (int step = 1; strikeCheckpoint(fault, step); step++)
        {
            assertTrue(step < 1_000);
        }
        assertEquals(Set.of("create", "write", "force", "close", "rename", "forceFolder"), struck);
    }

    private boolean strikeCheckpoint(final FaultyDisk.Fault fault, final int step) throws IOException
    {
        final Path place = Files.createDirectory(folder.resolve("step" + step));
        final FaultyDisk disk = new FaultyDisk();
        try (StateBlock block = StateBlock.of(place, PAGE_BYTES, LENGTH_BYTES, 100))
        {
            final byte[][] before;
            final byte[][] after;
            try (StateCheckpointer checkpointer = block.launch(disk))
            {
                block.region(0).setMemory(0, LENGTH_BYTES, (byte)1);
                save(checkpointer, 1);
                block.region(0).putLong(0, 2);
                save(checkpointer, 2);
                before = block.contents();
                block.region(0).setMemory(5_000, LENGTH_BYTES - 5_000, (byte)3);
                after = block.contents();
                disk.arm(fault, step);
                checkpointer.beginCheckpoint(3);
                block.region(0).putLong(8_192, 4);
                block.region(1).putLong(0, 4);
                checkpointer.doWork();
                if (!disk.hasStruck())
                {
                    return false;
                }
                struck.add(disk.steps.get(step - 1));
                checkFailure(checkpointer, block);
                disk.disarm();
                if (fault != FaultyDisk.Fault.END)
                {
                    checkFolder(place, fault == FaultyDisk.Fault.FAILURE);
                    save(checkpointer, 4);
                    assertEquals(4, checkpointer.lastPosition(), () -> block.errors.toString());
                    checkAllGood(checkpointer);
                }
            }
            if (fault != FaultyDisk.Fault.END)
            {
                assertArrayEquals(block.contents(), block.restored());
                return true;
            }
            final StateBlock.Restored restored = block.restoredBy();
            checkFolder(place, true);
            assertArrayEquals(restored.from().position() == 3 ? after : before, restored.contents());
            goOn(block);
            return true;
        }
    }

    private static void checkFailure(final StateCheckpointer checkpointer, final StateBlock block)
    {
        assertEquals(1, checkpointer.failures());
        assertEquals(1, block.errors.size());
        final String message = checkpointer.lastFailure().orElseThrow().getMessage();
        assertTrue(message.startsWith("checkpoint 3 of block b could not be written into " + checkpointer.folder()) &&
            message.contains("the ones before it are as they were, and its 561 pages will be in the next one"),
            message);
        assertEquals(2, checkpointer.lastSequence());
    }

    private static void checkFolder(final Path place, final boolean isSwept) throws IOException
    {
        if (isSwept)
        {
            assertEquals(List.of(), CheckpointNames.temporaries(place));
        }
        for (final CheckpointInfo info : CheckpointFolder.at(place).verify())
        {
            assertEquals(CheckpointInfo.State.GOOD, info.state(), info::toString);
        }
    }

    private static void checkAllGood(final StateCheckpointer checkpointer)
    {
        for (final CheckpointInfo info : checkpointer.verify())
        {
            assertEquals(CheckpointInfo.State.GOOD, info.state(), info::toString);
        }
    }

    /**
     * A new process restores, goes on, and its checkpoints are good.
     */
    private static void goOn(final StateBlock block)
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            checkpointer.restore();
            block.region(1).putLong(8, 5);
            save(checkpointer, 5);
            checkAllGood(checkpointer);
        }
        assertArrayEquals(block.contents(), block.restored());
    }

    @ParameterizedTest
    @EnumSource(FaultyDisk.Fault.class)
    void shouldHaveAGoodChainAtAnyStepOfPruning(final FaultyDisk.Fault fault) throws IOException
    {
        for (int step = 1; strikePruning(fault, step); step++)
        {
            assertTrue(step < 1_000);
        }
        assertEquals(Set.of("create", "write", "force", "close", "rename", "forceFolder", "delete"), struck);
    }

    private boolean strikePruning(final FaultyDisk.Fault fault, final int step) throws IOException
    {
        final Path place = Files.createDirectory(folder.resolve("step" + step));
        final FaultyDisk disk = new FaultyDisk();
        try (StateBlock block = StateBlock.of(place, PAGE_BYTES, LENGTH_BYTES, 100))
        {
            final boolean hasStruck;
            try (StateCheckpointer checkpointer = StateCheckpointer.launch(block.context().fullEvery(3).disk(disk)))
            {
                for (int i = 1; i <= 7; i++)
                {
                    block.region(0).putLong(i * 8_192L, i);
                    save(checkpointer, i);
                }
                disk.arm(fault, step);
                hasStruck = prune(checkpointer, disk);
                disk.disarm();
                if (!hasStruck)
                {
                    assertEquals(List.of(6L, 7L),
                        checkpointer.history().stream().map(CheckpointInfo::sequence).toList());
                    assertEquals(List.of(CheckpointKind.FULL, CheckpointKind.INCREMENTAL),
                        checkpointer.history().stream().map(CheckpointInfo::kind).toList());
                }
                struck.add(disk.steps.get(Math.min(step, disk.steps.size()) - 1));
            }
            final StateBlock.Restored restored = block.restoredBy();
            assertEquals(7, restored.from().position());
            assertArrayEquals(block.contents(), restored.contents());
            checkFolder(place, true);
            try (StateCheckpointer checkpointer = block.launch())
            {
                checkpointer.prune(PrunePolicy.keepLast(2));
                assertEquals(List.of(6L, 7L), checkpointer.history().stream().map(CheckpointInfo::sequence).toList());
            }
            goOn(block);
            return hasStruck;
        }
    }

    private static boolean prune(final StateCheckpointer checkpointer, final FaultyDisk disk)
    {
        try
        {
            checkpointer.prune(PrunePolicy.keepLast(2));
        }
        catch (final FaultyDisk.EndedException ex)
        {
            assertTrue(disk.hasStruck());
        }
        catch (final CheckpointException ex)
        {
            assertTrue(disk.hasStruck());
            assertTrue(ex.getMessage().contains("those that can be restored still can"), ex.getMessage());
        }
        return disk.hasStruck();
    }

    @Test
    void shouldHashRightAfterAFailureInTheMiddleOfALongTable()
    {
        final FaultyDisk disk = new FaultyDisk();
        try (StateBlock block = StateBlock.of(folder, 64, LENGTH_BYTES);
            StateCheckpointer checkpointer = block.launch(disk))
        {
            for (int step = 2; step < 6; step++)
            {
                disk.arm(FaultyDisk.Fault.FAILURE, step);
                save(checkpointer, step);
                assertEquals("write", disk.steps.get(step - 1));
                disk.disarm();
            }
            assertEquals(4, checkpointer.failures());
            save(checkpointer, 9);
            checkAllGood(checkpointer);
            assertEquals(9, checkpointer.lastPosition());
        }
    }

    @Test
    void shouldRemoveWhatIsLeftWhenTheNextOneOpensTheFolder() throws IOException
    {
        final FaultyDisk disk = new FaultyDisk();
        try (StateBlock block = StateBlock.of(folder, PAGE_BYTES, LENGTH_BYTES, 100))
        {
            try (StateCheckpointer checkpointer = block.launch(disk))
            {
                disk.arm(FaultyDisk.Fault.FAILURE_FOR_GOOD, 3);
                save(checkpointer, 1);
                assertEquals(List.of("create", "write", "write", "close", "delete"), disk.steps);
                assertEquals(1, CheckpointNames.temporaries(folder).size());
                final Throwable cause = checkpointer.lastFailure().orElseThrow().getCause();
                assertEquals(2, cause.getSuppressed().length, () -> Arrays.toString(cause.getSuppressed()));
            }
            block.launch().close();
            assertEquals(List.of(), CheckpointNames.temporaries(folder));
        }
    }

    @Test
    void shouldGoOnWhenTheErrorHandlerFails()
    {
        final FaultyDisk disk = new FaultyDisk();
        try (StateBlock block = StateBlock.of(folder, PAGE_BYTES, LENGTH_BYTES, 100);
            StateCheckpointer checkpointer = StateCheckpointer.launch(block.context().disk(disk).errorHandler((ex) ->
            {
                throw new IllegalStateException("from the handler");
            })))
        {
            disk.arm(FaultyDisk.Fault.FAILURE, 2);
            save(checkpointer, 1);
            assertEquals(1, checkpointer.failures());
            assertEquals(1, checkpointer.lastFailure().orElseThrow().getSuppressed().length);
            assertEquals(2, save(checkpointer, 2));
            assertEquals(2, checkpointer.lastSequence());
        }
    }

    @Test
    void shouldHoldTheFolderUntilTheLastCheckpointIsWritten() throws Exception
    {
        final Object gate = new Object();
        final CheckpointDisk slow = new SlowDisk(gate);
        try (StateBlock block = StateBlock.of(folder, PAGE_BYTES, LENGTH_BYTES, 100))
        {
            final StateCheckpointer checkpointer = StateCheckpointer.launch(
                block.context().invoked(false).disk(slow).closeTimeoutNs(1_000_000));
            synchronized (gate)
            {
                checkpointer.beginCheckpoint(1);
                final CheckpointException refused = assertThrows(CheckpointException.class, checkpointer::close);
                assertTrue(refused.getMessage().contains("still being written"), refused.getMessage());
                assertThrows(CheckpointException.class, block::launch);
            }
            assertTrue(checkpointer.awaitWritten(60_000));
            while (true)
            {
                try
                {
                    checkpointer.close();
                    break;
                }
                catch (final CheckpointException ex)
                {
                    Thread.sleep(1);
                }
            }
            assertEquals(1, checkpointer.lastSequence());
            block.launch().close();
        }
    }

    /**
     * Makes files only while nobody else has the gate.
     */
    private record SlowDisk(Object gate) implements CheckpointDisk
    {
        @Override
        public Output create(final Path file) throws IOException
        {
            synchronized (gate)
            {
                return SYSTEM.create(file);
            }
        }

        @Override
        public void rename(final Path from, final Path to) throws IOException
        {
            SYSTEM.rename(from, to);
        }

        @Override
        public void delete(final Path file) throws IOException
        {
            SYSTEM.delete(file);
        }

        @Override
        public void forceFolder(final Path place) throws IOException
        {
            SYSTEM.forceFolder(place);
        }
    }
}
