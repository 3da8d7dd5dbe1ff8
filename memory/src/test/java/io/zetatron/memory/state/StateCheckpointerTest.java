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

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static io.zetatron.memory.state.StateBlock.PAGE_BYTES;
import static io.zetatron.memory.state.StateBlock.save;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class StateCheckpointerTest
{
    @TempDir
    Path folder;

    private StateBlock block;

    @BeforeEach
    void before()
    {
        block = StateBlock.of(folder, PAGE_BYTES, 1000, 64);
    }

    @AfterEach
    void after()
    {
        block.close();
    }

    @Test
    void shouldRestoreTheStateOfTheLastSafePoint()
    {
        final byte[][] atSafePoint;
        final StateCheckpointer checkpointer = block.launch();
        try (checkpointer)
        {
            assertEquals(Optional.empty(), checkpointer.restore());
            block.region(0).putLong(0, 1);
            block.region(1).putLong(0, 2);
            assertEquals(1, save(checkpointer, 100));
            block.region(0).putLong(512, 3);
            block.region(0).putByte(999, (byte)4);
            assertEquals(2, checkpointer.beginCheckpoint(200));
            atSafePoint = block.contents();
            block.region(0).putLong(512, 5);
            block.region(1).putLong(0, 6);
            assertTrue(checkpointer.isWriting());
            assertEquals(StateCheckpointer.BUSY, checkpointer.beginCheckpoint(300));
            assertEquals(1, checkpointer.doWork());
            assertEquals(0, checkpointer.doWork());
            assertFalse(checkpointer.isWriting());
            assertEquals(2, checkpointer.lastSequence());
            assertEquals(200, checkpointer.lastPosition());
            assertEquals(2, checkpointer.checkpoints());
        }
        assertEquals(StateCheckpointer.CLOSED, checkpointer.beginCheckpoint(300));
        final StateBlock.Restored restored = block.restoredBy();
        assertArrayEquals(atSafePoint, restored.contents());
        assertEquals(2, restored.from().sequence());
        assertEquals(200, restored.from().position());
        assertEquals(2, restored.from().checkpoints());
        assertEquals(17, restored.from().pagesRead(), "each page once");
        assertTrue(restored.from().passedOver().isEmpty());
        assertEquals(List.of(), block.errors);
    }

    @Test
    void shouldSaveDirtyPagesOnlyAndAllOfThemEverySoOften()
    {
        try (StateCheckpointer checkpointer = StateCheckpointer.launch(block.context().fullEvery(2)))
        {
            for (int i = 0; i < 7; i++)
            {
                block.region(0).putLong(i * 64L, i);
                save(checkpointer, i);
            }
            final List<CheckpointInfo> history = checkpointer.history();
            assertEquals("FULL INCREMENTAL INCREMENTAL FULL INCREMENTAL INCREMENTAL FULL",
                String.join(" ", history.stream().map((info) -> info.kind().name()).toList()));
            assertEquals(List.of(17, 1, 1, 17, 1, 1, 17), history.stream().map(CheckpointInfo::pages).toList());
            for (int i = 0; i < 7; i++)
            {
                final CheckpointInfo info = history.get(i);
                assertEquals(i + 1, info.sequence());
                assertEquals(i, info.previousSequence());
                assertEquals(i, info.position());
                assertEquals("b", info.block());
                assertEquals(info.file().toFile().length(), info.bytes());
                assertTrue(Math.abs(info.wallClockMs() - System.currentTimeMillis()) < 120_000);
                assertEquals(CheckpointInfo.State.UNREAD, info.state());
            }
            assertTrue(checkpointer.verify().stream().allMatch((info) -> info.state() == CheckpointInfo.State.GOOD));
            assertEquals(3 * 17 + 4, checkpointer.writtenPages());
            assertEquals(history.stream().mapToLong(CheckpointInfo::bytes).sum(), checkpointer.writtenBytes());
        }
        assertArrayEquals(block.contents(), block.restored());
    }

    @Test
    void shouldBuildOnWhatWasRestoredAndStartWithAllOtherwise()
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            block.region(0).putLong(0, 1);
            save(checkpointer, 1);
        }
        block.region(0).putLong(0, 2);
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 2);
            block.region(0).putLong(64, 3);
            save(checkpointer, 3);
        }
        block.region(0).putLong(0, 99);
        try (StateCheckpointer checkpointer = block.launch())
        {
            assertEquals(3, checkpointer.restore().orElseThrow().position());
            assertEquals(2, block.region(0).getLong(0));
            assertEquals(0, block.region(0).dirtyPages());
            block.region(0).putLong(128, 4);
            save(checkpointer, 4);
            assertEquals(List.of(CheckpointKind.FULL, CheckpointKind.FULL, CheckpointKind.INCREMENTAL,
                CheckpointKind.INCREMENTAL), checkpointer.history().stream().map(CheckpointInfo::kind).toList());
            assertTrue(checkpointer.verify().stream().allMatch((info) -> info.state() == CheckpointInfo.State.GOOD));
        }
        assertArrayEquals(block.contents(), block.restored());
    }

    @Test
    void shouldWriteInTheBackgroundWhenAsked()
    {
        try (StateCheckpointer checkpointer = StateCheckpointer.launch(block.context().invoked(false)))
        {
            assertFalse(checkpointer.isCheckpointRequested());
            checkpointer.requestCheckpoint();
            assertTrue(checkpointer.isCheckpointRequested());
            block.region(0).putLong(0, 7);
            assertEquals(1, checkpointer.beginCheckpoint(42));
            assertFalse(checkpointer.isCheckpointRequested());
            assertTrue(checkpointer.awaitWritten(60_000));
            assertEquals(1, checkpointer.lastSequence());
            block.region(0).putLong(0, 8);
            assertEquals(2, checkpointer.beginCheckpoint(43));
        }
        assertEquals(43, block.restoredBy().from().position(), "closing finishes what has begun");
        assertArrayEquals(block.contents(), block.restored());
    }

    @Test
    void shouldGoOnWhenTheThreadInTheBackgroundIsInterrupted()
    {
        final List<Thread> threads = new ArrayList<>();
        try (StateCheckpointer checkpointer =
            StateCheckpointer.launch(block.context().invoked(false).threadFactory((work) ->
            {
                threads.add(new Thread(work));
                return threads.get(0);
            })))
        {
            for (int i = 0; i < 20; i++)
            {
                threads.get(0).interrupt();
                checkpointer.beginCheckpoint(i);
                assertTrue(checkpointer.awaitWritten(60_000));
            }
            assertTrue(threads.get(0).isAlive());
            checkpointer.beginCheckpoint(21);
            assertTrue(checkpointer.awaitWritten(60_000));
            assertEquals(21, checkpointer.lastPosition(), () -> block.errors.toString());
        }
        assertEquals(21, block.restoredBy().from().position());
    }

    @Test
    void shouldTakeAFullCheckpointAfterARestoreThatFailed() throws IOException
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            block.region(0).putLong(0, 1);
            save(checkpointer, 1);
            final Path file = checkpointer.history().get(0).file();
            final byte[] bytes = Files.readAllBytes(file);
            // In the second region's page, when the first region's have been restored.
            bytes[bytes.length - 17 * CheckpointHeader.ENTRY_BYTES - Sha256.LENGTH_BYTES - 1] ^= 1;
            Files.write(file, bytes);
            assertThrows(CheckpointException.class, checkpointer::restore);
            assertEquals(0, block.region(0).getLong(0), "nothing of a state that is not whole");
            save(checkpointer, 2);
            assertEquals(CheckpointKind.FULL, checkpointer.history().get(1).kind());
        }
        assertArrayEquals(block.contents(), block.restored());
    }

    @Test
    void shouldAllocateNothingInTheBlocksThread()
    {
        final StateRegion region = block.region(0);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final byte[] bytes = new byte[100];
        long allocated = 0;
        try (StateCheckpointer checkpointer = block.launch())
        {
            for (int round = 0; round < 20; round++)
            {
                allocated = 0;
                for (int i = 0; i < 200; i++)
                {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    region.putLong(i % 15 * 64L, i);
                    region.putInt(i % 15 * 64L + 8, i);
                    region.putDouble(i % 15 * 64L + 16, i);
                    region.putBytes(i % 100, bytes, 0, 100);
                    checkpointer.beginCheckpoint(i);
                    region.putLong(i % 15 * 64L, i + 1);
                    region.setMemory(500, 100, (byte)i);
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                    checkpointer.doWork();
                    before = threads.getCurrentThreadAllocatedBytes();
                    region.putByte(i, (byte)i);
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                }
                checkpointer.prune(PrunePolicy.keepLast(1));
            }
        }
        assertTrue(region.shadowedPages() > 0);
        assertEquals(0, allocated);
    }

    @Test
    void shouldRefuseTheWrongRegions()
    {
        refused("overlap", (context) ->
        {
            final ShadowMemory shadow = ShadowMemory.resident(block.memory(256));
            final MemorySegment memory = block.memory(256);
            context.region(StateRegion.over(new StateSchema("x", 1, 1), memory, shadow, PAGE_BYTES));
            context.region(StateRegion.over(new StateSchema("y", 1, 1), memory.asSlice(64, 64), shadow, PAGE_BYTES));
        });
        refused("two state regions named r0", (context) -> context.region(block.region(0)));
        refused("choose one page size", (context) -> context.region(StateRegion.over(new StateSchema("x", 1, 1),
            block.memory(256), ShadowMemory.resident(block.memory(256)), 128)));
        refused("a block's id is ''", (context) -> context.block(""));
        refused("memory.checkpoint.full.every is -1: choose 0 to 1024", (context) -> context.fullEvery(-1));
        refused("memory.checkpoint.full.every is 1025", (context) -> context.fullEvery(1025));
        refused("memory.checkpoint.poll.interval is 999 ns", (context) -> context.pollIntervalNs(999));
        refused("memory.checkpoint.close.timeout is 0 ns", (context) -> context.closeTimeoutNs(0));
        refused("memory.checkpoint.restore.threads is 0", (context) -> context.restoreThreads(0));
        assertThrows(IllegalArgumentException.class,
            () -> StateCheckpointer.launch(new CheckpointerContext().folder(folder).block("b")));
    }

    private void refused(final String text, final Consumer<CheckpointerContext> change)
    {
        final CheckpointerContext context = block.context();
        change.accept(context);
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> StateCheckpointer.launch(context));
        assertTrue(refused.getMessage().contains(text), refused.getMessage());
    }

    @Test
    void shouldLetOneCheckpointerHaveAFolderAndARegion()
    {
        try (StateBlock other = StateBlock.of(folder, PAGE_BYTES, 64);
            StateCheckpointer checkpointer = block.launch())
        {
            for (int i = 0; i < 2; i++)
            {
                final CheckpointException refused = assertThrows(CheckpointException.class, other::launch);
                assertEquals("checkpoints are written into " + folder + " by process " + ProcessHandle.current().pid() +
                    " for block b already: stop that one, or choose another folder", refused.getMessage());
            }
            final IllegalStateException attached = assertThrows(IllegalStateException.class,
                () -> StateCheckpointer.launch(block.context().folder(folder.resolve("other"))));
            assertTrue(attached.getMessage().contains("is checkpointed already, into " + folder),
                attached.getMessage());
            save(checkpointer, 1);
            assertEquals(0, checkpointer.failures());
        }
        block.launch().close();
    }

    @Test
    void shouldMakeTheFolderAndRefuseWhatIsNone() throws IOException
    {
        final Path deep = folder.resolve("a").resolve("b");
        StateCheckpointer.launch(block.context().folder(deep)).close();
        assertTrue(Files.isDirectory(deep));
        final Path file = Files.createFile(folder.resolve("file"));
        final CheckpointException refused = assertThrows(CheckpointException.class,
            () -> StateCheckpointer.launch(block.context().folder(file)));
        assertTrue(refused.getMessage().contains(file.toString()) &&
            refused.getMessage().contains("make it a folder that this user may write to"), refused.getMessage());
    }

    @Test
    void shouldRefuseAnotherBlocksCheckpoints()
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
        }
        final CheckpointException refused = assertThrows(CheckpointException.class,
            () -> StateCheckpointer.launch(block.context().block("c")));
        assertTrue(refused.getMessage().contains("is a checkpoint of block b, not of c"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"r0,8,1,1000", "r0,7,2,1000", "x,7,1,1000", "r0,7,1,999"})
    void shouldRefuseAnotherSchema(final String name, final int id, final int version, final long length)
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
        }
        try (StateBlock other = StateBlock.of(folder, PAGE_BYTES)
            .add(new StateSchema(name, id, version), PAGE_BYTES, length)
            .add(new StateSchema("r1", 7, 1), PAGE_BYTES, 64);
            StateCheckpointer checkpointer = other.launch())
        {
            other.region(0).putByte(5, (byte)5);
            final CheckpointException refused = assertThrows(CheckpointException.class, checkpointer::restore);
            assertTrue(refused.getMessage().contains("r0 (schema 7 version 1) of 1000 bytes") &&
                refused.getMessage().contains(name + " (schema " + id + " version " + version + ") of " + length),
                refused.getMessage());
            assertEquals(5, other.region(0).getByte(5), "the state is as it was");
        }
    }

    @Test
    void shouldRefuseAnotherPageSize()
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
        }
        try (StateBlock other = StateBlock.of(folder, 128, 1000, 64); StateCheckpointer checkpointer = other.launch())
        {
            final CheckpointException refused = assertThrows(CheckpointException.class, checkpointer::restore);
            assertTrue(refused.getMessage().contains("has pages of 64 bytes, block b of 128"), refused.getMessage());
        }
    }

    @Test
    void shouldRefuseAnotherFormatVersionAndNotFallBackBehindIt() throws IOException
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
            save(checkpointer, 2);
            final Path newest = checkpointer.history().get(1).file();
            final byte[] bytes = Files.readAllBytes(newest);
            final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 2);
            final int hashed = buffer.getInt(12) - Sha256.LENGTH_BYTES;
            Sha256.of(bytes, 0, hashed).write(bytes, hashed);
            Files.write(newest, bytes);
            final String text = newest + " has format version 2, and this program reads version 1";
            assertTrue(assertThrows(CheckpointException.class, checkpointer::restore).getMessage().contains(text));
            assertEquals(CheckpointInfo.State.FOREIGN, checkpointer.verify().get(1).state());
            assertTrue(checkpointer.verify().get(1).reason().contains(text));
        }
        assertThrows(CheckpointException.class, block::launch);
    }

    @Test
    void shouldTakeAFullCheckpointWhenTheOneToBuildOnIsFoundBroken() throws IOException
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
            final Path file = checkpointer.history().get(0).file();
            final byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            assertEquals(CheckpointInfo.State.BROKEN, checkpointer.verify().get(0).state());
            save(checkpointer, 2);
            assertEquals(CheckpointKind.FULL, checkpointer.history().get(1).kind());
            assertEquals(CheckpointInfo.State.GOOD, checkpointer.verify().get(1).state());
        }
        assertEquals(2, block.restoredBy().from().position());
    }

    @Test
    void shouldNoticeACheckpointThatWasReplacedByAnotherGoodOne() throws IOException
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
            block.region(0).putLong(0, 1);
            save(checkpointer, 2);
        }
        final Path first = CheckpointFolder.at(folder).history().get(0).file();
        final Path elsewhere = folder.resolve("elsewhere");
        block.region(0).putLong(64, 1);
        try (StateCheckpointer checkpointer = StateCheckpointer.launch(block.context().folder(elsewhere)))
        {
            save(checkpointer, 1);
        }
        Files.copy(elsewhere.resolve(first.getFileName()), first, StandardCopyOption.REPLACE_EXISTING);
        final List<CheckpointInfo> verified = CheckpointFolder.at(folder).verify();
        assertEquals(CheckpointInfo.State.GOOD, verified.get(0).state());
        assertEquals(CheckpointInfo.State.BROKEN, verified.get(1).state());
        assertTrue(verified.get(1).reason().startsWith("it follows checkpoint 1 with the hash "), verified.toString());
        assertEquals(1, block.restoredBy().from().sequence());
        assertEquals(2, block.restoredBy().from().passedOver().get(0).sequence());
    }

    @Test
    void shouldRefuseToRestoreASealedRegionOrInTheMiddleOfACheckpoint()
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            checkpointer.beginCheckpoint(1);
            assertThrows(IllegalStateException.class, checkpointer::restore);
            checkpointer.doWork();
            block.region(0).seal();
            assertThrows(IllegalStateException.class, checkpointer::restore);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void shouldRestoreWithSeveralThreads(final int threads)
    {
        try (StateBlock large = StateBlock.of(folder, PAGE_BYTES, 1_000_003, 500_000))
        {
            final byte[][] contents;
            try (StateCheckpointer checkpointer = large.launch())
            {
                for (int i = 0; i < 1_000_000; i += 8)
                {
                    large.region(0).putLong(i, i * 31L);
                }
                save(checkpointer, 1);
                large.region(0).setMemory(300_000, 500_000, (byte)3);
                large.region(1).setMemory(0, 500_000, (byte)4);
                save(checkpointer, 2);
                contents = large.contents();
            }
            large.regions.forEach((region) -> region.setMemory(0, region.lengthBytes(), (byte)0x5A));
            try (StateCheckpointer checkpointer =
                StateCheckpointer.launch(large.context().restoreThreads(threads)))
            {
                assertEquals(2, checkpointer.restore().orElseThrow().sequence());
                assertArrayEquals(contents, large.contents());
            }
        }
    }

    @Test
    void shouldSayWhenAllCheckpointsAreBroken() throws IOException
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            save(checkpointer, 1);
            save(checkpointer, 2);
            for (final CheckpointInfo info : checkpointer.history())
            {
                Files.write(info.file(), new byte[3]);
            }
            block.region(0).putByte(0, (byte)9);
            final CheckpointException failed = assertThrows(CheckpointException.class, checkpointer::restore);
            for (final CheckpointInfo info : checkpointer.history())
            {
                assertTrue(failed.getMessage().contains(info.file() +
                    " is broken: it ends after 3 bytes, within its header"),
                    failed.getMessage());
                assertEquals(CheckpointInfo.State.BROKEN, info.state());
            }
            assertEquals(9, block.region(0).view().get(ValueLayout.JAVA_BYTE, 0));
            assertThrows(CheckpointException.class, () -> checkpointer.prune(PrunePolicy.keepLast(1)));
            assertEquals(2, checkpointer.history().size());
        }
    }

    @Test
    void shouldLeaveOtherFilesAlone() throws IOException
    {
        final List<String> others = List.of("notes.txt", "checkpoint-1.state",
            "checkpoint-0000000000000000001.state.bak",
            "checkpoint-9999999999999999999.state", "checkpoint-0000000000000000000.state", "x.tmp");
        for (final String other : others)
        {
            Files.createFile(folder.resolve(other));
        }
        Files.createFile(folder.resolve(CheckpointNames.temporary(7)));
        try (StateCheckpointer checkpointer = block.launch())
        {
            assertEquals(1, save(checkpointer, 1));
            save(checkpointer, 2);
            checkpointer.prune(PrunePolicy.keepLast(1));
            assertEquals(1, checkpointer.history().size());
        }
        try (Stream<Path> files = Files.list(folder))
        {
            assertEquals(others.size() + 2, files.count());
        }
    }
}
