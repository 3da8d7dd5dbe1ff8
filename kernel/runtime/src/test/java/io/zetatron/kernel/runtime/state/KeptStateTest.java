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

import com.sun.management.ThreadMXBean;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.Notes;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.state.PrunePolicy;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class KeptStateTest
{
    private static final StateSchema SCHEMA = new StateSchema("weights", 1, 1);
    private static final int LENGTH = 1 << 16;
    private static final int CYCLES_PER_ROUND = 100_000;
    private static final int MOST_ROUNDS = 200;
    private static final int ROUNDS_WITHOUT = 3;

    @TempDir
    Path folder;

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryDomain memory = MemoryDomain.create("engine", 1 << 20, accounts);
    private final Notes notes = new Notes();
    private StateKeeper keeper;

    private KeptState open(final long intervalMs)
    {
        keeper = StateKeeper.open(
            new StateSettings(folder.resolve("state"), TimeUnit.MILLISECONDS.toNanos(intervalMs),
                PrunePolicy.keepLast(2), TimeUnit.SECONDS.toNanos(30)),
            List.of(memory), accounts, notes, SystemNanoClock.INSTANCE);
        return keeper.state("engine.block", memory);
    }

    @AfterEach
    void after()
    {
        if (keeper != null)
        {
            keeper.close();
        }
        memory.close();
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldGoOnWhereTheRunBeforeHasEnded()
    {
        final KeptState state = open(3_600_000);
        final StateRegion region = state.region(SCHEMA, LENGTH);
        assertEquals(OptionalLong.empty(), state.restore());
        region.putLong(64, 7);
        state.handled(42);
        keeper.finish();
        assertEquals(1, keeper.report().blocks().getFirst().checkpoints());
        keeper.close();

        final KeptState next = open(3_600_000);
        final StateRegion restored = next.region(SCHEMA, LENGTH);

        assertEquals(OptionalLong.of(42), next.restore());
        assertEquals(7, restored.getLong(64));
        keeper.finish();
        assertEquals(0, keeper.report().blocks().getFirst().checkpoints(), "nothing was handled since");
        assertEquals(List.of("restore engine.block"), keeper.steps().stream().map((step) -> step.name()).toList());
        assertEquals(List.of(), notes.since(0));
    }

    @Test
    void shouldAllocateNothingWhileItWritesAndBeginsCheckpoints()
    {
        final KeptState state = open(10);
        final StateRegion region = state.region(SCHEMA, LENGTH);
        state.restore();
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        int roundsWithout = 0;
        long position = 0;
        for (int round = 0; round < MOST_ROUNDS && roundsWithout < ROUNDS_WITHOUT; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CYCLES_PER_ROUND; i++)
            {
                position++;
                region.putLong(position * 8 % LENGTH, position);
                state.handled(position);
                state.onSafePoint(System.nanoTime());
            }
            roundsWithout = threads.getCurrentThreadAllocatedBytes() == before ? roundsWithout + 1 : 0;
        }

        assertEquals(ROUNDS_WITHOUT, roundsWithout, "rounds without an allocation, one after the other");
        keeper.finish();
        final StateReport.Block report = keeper.report().blocks().getFirst();
        assertTrue(report.checkpoints() > 1 && report.longestHoldNs() > 0, report.toString());
        assertEquals(position, report.position());
    }

    @Test
    void shouldGoOnWhenTheDiskFailsAndSayWhenItWorksAgain() throws Exception
    {
        final KeptState state = open(10);
        state.region(SCHEMA, LENGTH);
        state.restore();
        awaitCheckpoint(state);
        final Path blockFolder = keeper.settings().folder().resolve("engine.block");

        IoUtil.delete(blockFolder.toFile(), false);
        awaitNote(state, "could not be written into");
        Files.createDirectory(blockFolder);
        awaitNote(state, "checkpoints are written again");

        assertEquals(1, notes.since(0).stream().filter((note) -> note.contains("could not be written")).count());
        assertTrue(keeper.report().blocks().getFirst().failures() > 0);
    }

    private void awaitCheckpoint(final KeptState state) throws InterruptedException
    {
        long position = 0;
        while (keeper.report().blocks().getFirst().checkpoints() == 0)
        {
            work(state, ++position);
        }
    }

    private void awaitNote(final KeptState state, final String text) throws InterruptedException
    {
        long position = 0;
        while (notes.since(0).stream().noneMatch((note) -> note.contains(text)))
        {
            work(state, ++position);
        }
    }

    private static void work(final KeptState state, final long position) throws InterruptedException
    {
        state.handled(position);
        state.onSafePoint(System.nanoTime());
        Thread.sleep(1);
    }

    @Test
    void shouldRefuseAFolderThatAnotherKernelHas()
    {
        open(10);
        final StateSettings settings = keeper.settings();

        final KernelException failure = assertThrows(KernelException.class,
            () -> StateKeeper.open(settings, List.of(), accounts, notes, SystemNanoClock.INSTANCE));

        assertTrue(failure.getMessage().contains("by process " + ProcessHandle.current().pid()) &&
            failure.getMessage().contains("choose another folder"), failure.getMessage());
    }

    @Test
    void shouldRefuseABlockWhoseNameIsNoFileName()
    {
        open(10);

        assertThrows(KernelException.class, () -> keeper.state("../engine.block", memory));
    }

    @Test
    void shouldHoldABlockToTheRulesWhereNothingIsKept()
    {
        final DeclaredState state = new DeclaredState("engine.block", memory);
        assertThrows(IllegalStateException.class, state::restore);
        assertThrows(IllegalStateException.class, () -> state.handled(1));
        final StateRegion region = state.region(SCHEMA, LENGTH);
        assertEquals(OptionalLong.empty(), state.restore());
        assertThrows(IllegalStateException.class, state::restore);
        assertThrows(IllegalStateException.class, () -> state.region(SCHEMA, LENGTH));
        state.handled(1);
        region.putLong(0, 1);

        assertEquals(LENGTH, memory.usedBytes(), "no shadow where nothing is kept");
    }
}
