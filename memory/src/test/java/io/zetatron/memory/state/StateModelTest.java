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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Random writes, checkpoints, failures of the disk, restores, damage and pruning, against plain arrays. Set
 * {@code -Dzetatron.test.state.seeds=20000} for a long run, and {@code -Dzetatron.test.state.seed=N} to repeat one.
 */
@Timeout(3_600)
class StateModelTest
{
    private static final int SEEDS = Integer.getInteger("zetatron.test.state.seeds", 60);
    private static final Integer SEED = Integer.getInteger("zetatron.test.state.seed");
    private static final int STEPS = 300;

    @TempDir
    Path folder;

    @Test
    void shouldDoAsPlainArraysDo() throws IOException
    {
        for (int seed = SEED == null ? 0 : SEED; seed < (SEED == null ? SEEDS : SEED + 1); seed++)
        {
            final Path place = Files.createDirectory(folder.resolve("seed" + seed));
            try (Run run = new Run(place, seed))
            {
                for (int step = 0; step < STEPS; step++)
                {
                    run.step();
                }
            }
            catch (final Exception | AssertionError ex)
            {
                throw new AssertionError("seed " + seed, ex);
            }
            try (Stream<Path> files = Files.list(place))
            {
                for (final Path file : files.toList())
                {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * One block, its model, and what the model was at each checkpoint that is on the disk.
     */
    private static final class Run implements AutoCloseable
    {
        private final Path folder;
        private final SplittableRandom random;
        private final FaultyDisk disk = new FaultyDisk();
        private final StateBlock block;
        private final byte[][] model;
        private final TreeMap<Long, byte[][]> saved = new TreeMap<>();
        private final int fullEvery;
        private StateCheckpointer checkpointer;
        private long begun;
        private byte[][] atSafePoint;

        Run(final Path folder, final int seed)
        {
            this.folder = folder;
            random = new SplittableRandom(seed);
            final long[] lengths = new long[random.nextInt(1, 4)];
            Arrays.setAll(lengths, (i) -> random.nextInt(8, 20_000));
            block = StateBlock.of(folder, 64 << random.nextInt(4), lengths);
            model = block.contents();
            fullEvery = random.nextInt(6);
            launch();
        }

        private void launch()
        {
            checkpointer = StateCheckpointer.launch(block.context().fullEvery(fullEvery).disk(disk));
        }

        void step() throws IOException
        {
            switch (random.nextInt(24))
            {
                case 0, 1, 2 -> begin();
                case 3, 4, 5 -> finish();
                case 6 -> fail();
                case 7 -> restore();
                case 8 -> prune();
                case 9 -> damage();
                case 10 -> verify();
                default -> write();
            }
            for (int i = 0; i < model.length; i++)
            {
                assertArrayEquals(model[i], block.region(i).view().toArray(ValueLayout.JAVA_BYTE));
            }
        }

        private void write()
        {
            final int index = random.nextInt(model.length);
            final StateRegion region = block.region(index);
            final ByteBuffer bytes = ByteBuffer.wrap(model[index]).order(ByteOrder.LITTLE_ENDIAN);
            final int length = random.nextInt(Math.min(bytes.capacity(), 1_000));
            final int offset = random.nextInt(bytes.capacity() - length + 1);
            final int aligned = random.nextInt(bytes.capacity() / 8) * 8;
            final byte[] data = new byte[length];
            random.nextBytes(data);
            switch (random.nextInt(9))
            {
                case 0 -> region.putLong(aligned, bytes.putLong(aligned, random.nextLong()).getLong(aligned));
                case 1 -> region.putInt(aligned, bytes.putInt(aligned, random.nextInt()).getInt(aligned));
                case 2 -> region.putDouble(aligned, bytes.putDouble(aligned, random.nextDouble()).getDouble(aligned));
                case 3 -> region.putFloat(aligned, bytes.putFloat(aligned, random.nextInt()).getFloat(aligned));
                case 4 -> region.putByte(aligned, bytes.put(aligned, (byte)random.nextInt()).get(aligned));
                case 5 -> region.putBytes(offset, bytes.put(offset, data).array(), offset, length);
                case 6 -> region.copyFrom(offset,
                    MemorySegment.ofArray(bytes.put(offset, data).array()), offset, length);
                case 7 -> region.write(offset, length).copyFrom(MemorySegment.ofArray(bytes.put(offset, data).array())
                    .asSlice(offset, length));
                default ->
                {
                    Arrays.fill(model[index], offset, offset + length, (byte)offset);
                    region.setMemory(offset, length, (byte)offset);
                }
            }
        }

        private void begin()
        {
            final long sequence = checkpointer.beginCheckpoint(random.nextLong());
            if (begun == 0)
            {
                assertTrue(sequence > (saved.isEmpty() ? 0 : saved.lastKey()));
                begun = sequence;
                atSafePoint = block.contents();
            }
            else
            {
                assertEquals(StateCheckpointer.BUSY, sequence);
            }
        }

        private void finish()
        {
            assertEquals(begun == 0 ? 0 : 1, checkpointer.doWork());
            if (begun != 0)
            {
                assertEquals(begun, checkpointer.lastSequence(), () -> block.errors.toString());
                saved.put(begun, atSafePoint);
                begun = 0;
            }
        }

        private void fail()
        {
            final int step = random.nextInt(1, 7);
            disk.arm(FaultyDisk.Fault.FAILURE, step);
            final long failures = checkpointer.failures();
            checkpointer.doWork();
            disk.disarm();
            if (begun != 0)
            {
                final boolean isThere = Files.exists(folder.resolve(CheckpointNames.of(begun)));
                assertEquals(checkpointer.lastSequence() == begun ? failures : failures + 1, checkpointer.failures());
                if (isThere)
                {
                    saved.put(begun, atSafePoint);
                }
                begun = 0;
            }
        }

        private void restore()
        {
            finish();
            if (random.nextBoolean())
            {
                checkpointer.close();
                launch();
            }
            final RestoredCheckpoint restored = checkpointer.restore().orElse(null);
            if (restored == null)
            {
                assertTrue(saved.isEmpty());
                return;
            }
            assertEquals(saved.lastKey(), restored.sequence());
            final byte[][] expected = saved.lastEntry().getValue();
            for (int i = 0; i < model.length; i++)
            {
                System.arraycopy(expected[i], 0, model[i], 0, model[i].length);
                assertEquals(0, block.region(i).dirtyPages());
            }
        }

        private void prune()
        {
            if (!saved.isEmpty())
            {
                final int count = random.nextInt(1, 6);
                checkpointer.prune(PrunePolicy.keepLast(count));
                while (saved.size() > count)
                {
                    saved.pollFirstEntry();
                }
            }
            verify();
        }

        /**
         * Damage the newest where that is in no one's way, see that it is found, and mend it.
         */
        private void damage() throws IOException
        {
            if (saved.isEmpty())
            {
                return;
            }
            final Path newest = folder.resolve(CheckpointNames.of(saved.lastKey()));
            final byte[] whole = Files.readAllBytes(newest);
            final byte[] damaged = random.nextBoolean() ? whole.clone() :
                Arrays.copyOf(whole, random.nextInt(whole.length));
            if (damaged.length == whole.length)
            {
                damaged[random.nextInt(damaged.length)] ^= (byte)(1 << random.nextInt(8));
            }
            Files.write(newest, damaged);
            for (final CheckpointInfo info : CheckpointFolder.at(folder).verify())
            {
                final boolean isDamaged = info.sequence() == saved.lastKey();
                assertEquals(isDamaged ? CheckpointInfo.State.BROKEN : CheckpointInfo.State.GOOD, info.state(),
                    info::toString);
            }
            Files.write(newest, whole);
        }

        private void verify()
        {
            final TreeMap<Long, CheckpointInfo> infos = new TreeMap<>();
            checkpointer.verify().forEach((info) -> infos.put(info.sequence(), info));
            assertEquals(saved.keySet(), infos.keySet());
            for (final Map.Entry<Long, CheckpointInfo> entry : infos.entrySet())
            {
                assertEquals(CheckpointInfo.State.GOOD, entry.getValue().state(), () -> entry.getValue().toString());
            }
        }

        @Override
        public void close()
        {
            finish();
            checkpointer.close();
            if (!saved.isEmpty())
            {
                assertArrayEquals(saved.lastEntry().getValue(), block.restored());
            }
            block.close();
        }
    }
}
