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
package io.zetatron.bench.memory;

import io.zetatron.bench.rounds.Figures;
import io.zetatron.bench.rounds.NativePeers;
import io.zetatron.bench.rounds.Probe;
import io.zetatron.nativeaccess.Pages;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checkpoints of a block with much state, restoring it, and what others do instead: fork, or copy everything.
 */
final class CheckpointProbe implements Probe
{
    static final String FULL_MS = "checkpoint.full.ms";
    static final String FULL_MIB = "checkpoint.full.mib";
    static final String RESTORE = "checkpoint.restore";
    static final String READ = "checkpoint.read";
    static final String COPY_US = "checkpoint.copy.us";

    /**
     * Of how many pages one is dirty, and the name of that.
     */
    static final Map<Integer, String> SHARES = shares();

    private static final int TESTED_SHARE = 100;
    private static final int OTHERS_PART = 10;
    // More than the compiler waits for before it takes the pass over the dirty pages in hand.
    private static final int WARM_UP_CHECKPOINTS = 40;
    private static final int COPIES = 3;
    private static final int READ_BYTES = 1 << 20;
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final double NS_IN_US = 1e3;
    private static final double NS_IN_MS = 1e6;

    private final Path folder;
    private final long stateBytes;
    private final int checkpoints;
    private final long seed;
    private final Pauses random = new Pauses("random");
    private final Pauses same = new Pauses("same");
    private final Pauses fork = new Pauses("fork");
    private long cachedBytes;

    /**
     * @param folder      for what is written; emptied after each round.
     * @param stateBytes  of the block.
     * @param checkpoints of one page in a hundred, in each round.
     * @param seed        of what is written.
     */
    CheckpointProbe(final Path folder, final long stateBytes, final int checkpoints, final long seed)
    {
        this.folder = folder;
        this.stateBytes = stateBytes;
        this.checkpoints = checkpoints;
        this.seed = seed;
    }

    private static Map<Integer, String> shares()
    {
        final Map<Integer, String> shares = new LinkedHashMap<>();
        shares.put(1000, "1in1000");
        shares.put(TESTED_SHARE, "1in100");
        shares.put(10, "1in10");
        return shares;
    }

    Pauses random()
    {
        return random;
    }

    Pauses same()
    {
        return same;
    }

    Pauses fork()
    {
        return fork;
    }

    /**
     * How much of the file was in memory still when it was read last, though the kernel was asked to forget it.
     */
    long cachedBytes()
    {
        return cachedBytes;
    }

    long stateBytes()
    {
        return stateBytes;
    }

    @Override
    public Map<String, Double> measure() throws Exception
    {
        final Map<String, Double> figures = new LinkedHashMap<>();
        final Path checkpoints = folder.resolve("checkpoints");
        saveAll(checkpoints, figures);
        try (CheckpointedState state = restoreAll(checkpoints, figures))
        {
            saveParts(state, figures);
        }
        Folders.delete(checkpoints);
        forkSnapshots(figures);
        copyAll(figures);
        return figures;
    }

    private void saveAll(final Path checkpoints, final Map<String, Double> figures) throws IOException
    {
        final Path file;
        try (CheckpointedState state = new CheckpointedState(checkpoints, stateBytes, seed))
        {
            state.fill();
            figures.put(FULL_MS, state.checkpoint() / NS_IN_MS);
            figures.put(FULL_MIB, mib(state.savedBytes()));
            file = state.newestFile();
        }
        cachedBytes = MemoryPeers.forget(file);
        figures.put(READ, perSecond(read(file)));
        MemoryPeers.forget(file);
    }

    private CheckpointedState restoreAll(final Path checkpoints, final Map<String, Double> figures)
    {
        final CheckpointedState state = new CheckpointedState(checkpoints, stateBytes, seed);
        try
        {
            final long startNs = System.nanoTime();
            state.restore();
            figures.put(RESTORE, perSecond(System.nanoTime() - startNs));
            return state;
        }
        catch (final RuntimeException ex)
        {
            state.close();
            throw ex;
        }
    }

    private static long read(final Path file) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        final long startNs = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            while (channel.read(buffer.clear()) >= 0)
            {
                Thread.onSpinWait();
            }
        }
        return System.nanoTime() - startNs;
    }

    private void saveParts(final CheckpointedState state, final Map<String, Double> figures) throws IOException
    {
        final Pauses warmUp = new Pauses("warm-up");
        final int fewest = pages(state, SHARES.keySet().iterator().next());
        save(state, fewest, WARM_UP_CHECKPOINTS, false, warmUp);
        save(state, fewest, WARM_UP_CHECKPOINTS, true, warmUp);
        for (final int share : SHARES.keySet())
        {
            final boolean isTested = share == TESTED_SHARE;
            final int times = isTested ? checkpoints : Math.max(1, checkpoints / OTHERS_PART);
            final Cost cost = save(state, pages(state, share), times, false, isTested ? random : warmUp);
            figures.put(shareMs(share), cost.ms);
            figures.put(shareMib(share), cost.mib);
        }
        save(state, pages(state, TESTED_SHARE), checkpoints, true, same);
        random.finish(figures);
        same.finish(figures);
    }

    private static int pages(final CheckpointedState state, final int share)
    {
        return Math.max(1, state.pages() / share);
    }

    private record Cost(double ms, double mib)
    {
    }

    private static Cost save(final CheckpointedState state, final int dirtyPages, final int times,
        final boolean isSamePages, final Pauses pauses) throws IOException
    {
        final List<Double> tookMs = new ArrayList<>();
        final List<Double> savedMib = new ArrayList<>();
        for (int i = 0; i < times; i++)
        {
            state.writeUntil(dirtyPages);
            final CheckpointedState.Checkpoint checkpoint = state.checkpointWhileWriting(isSamePages);
            tookMs.add(checkpoint.tookNs() / NS_IN_MS);
            savedMib.add(mib(checkpoint.savedBytes()));
            pauses.record(checkpoint.heldUpNs());
            state.deleteOldCheckpoints();
        }
        // What was written meanwhile belongs to no later measurement.
        state.checkpoint();
        return new Cost(Figures.median(tookMs), Figures.median(savedMib));
    }

    static String shareMs(final int share)
    {
        return "checkpoint." + SHARES.get(share) + ".ms";
    }

    static String shareMib(final int share)
    {
        return "checkpoint." + SHARES.get(share) + ".mib";
    }

    private void forkSnapshots(final Map<String, Double> figures) throws IOException, InterruptedException
    {
        final Process process = new ProcessBuilder(NativePeers.path(MemoryPeers.FORK_NAME).toString(),
            Long.toString(stateBytes), Integer.toString(checkpoints),
            Long.toString(stateBytes / Pages.BASE.sizeBytes() / TESTED_SHARE), Long.toString(seed))
            .redirectErrorStream(true).start();
        try
        {
            final List<String> lines = process.inputReader().lines().toList();
            if (process.waitFor() != 0)
            {
                throw new IOException(MemoryPeers.FORK_NAME + " failed: " + String.join(", ", lines));
            }
            lines.forEach((line) -> fork.record(Long.parseLong(line)));
        }
        finally
        {
            process.destroy();
        }
        fork.finish(figures);
    }

    private void copyAll(final Map<String, Double> figures)
    {
        final long from = MemoryPeers.map(stateBytes, Pages.BASE);
        try
        {
            final long to = MemoryPeers.map(stateBytes, Pages.BASE);
            final List<Double> tookUs = new ArrayList<>();
            for (int i = 0; i < COPIES; i++)
            {
                final long startNs = System.nanoTime();
                MemoryPeers.copy(to, from, stateBytes, 1);
                tookUs.add((System.nanoTime() - startNs) / NS_IN_US);
            }
            MemoryPeers.unmap(to, stateBytes);
            figures.put(COPY_US, Figures.median(tookUs));
        }
        finally
        {
            MemoryPeers.unmap(from, stateBytes);
        }
    }

    private double perSecond(final long tookNs)
    {
        return mib(stateBytes) / (tookNs / 1e9);
    }

    private static double mib(final long bytes)
    {
        return bytes / (double)(1 << 20);
    }

    /**
     * How long something was held up, in each round and in all of them.
     */
    static final class Pauses
    {
        private final String name;
        private final Histogram all = new Histogram(HIGHEST_NS, 3);
        private final Histogram round = new Histogram(HIGHEST_NS, 3);

        Pauses(final String name)
        {
            this.name = name;
        }

        Histogram all()
        {
            return all;
        }

        private void record(final long heldUpNs)
        {
            all.recordValue(heldUpNs);
            round.recordValue(heldUpNs);
        }

        private void finish(final Map<String, Double> figures)
        {
            for (final double percentile : PERCENTILES.keySet())
            {
                figures.put(figure(percentile), us(round, percentile));
            }
            round.reset();
        }

        /**
         * The name of a figure, in µs.
         */
        String figure(final double percentile)
        {
            return "checkpoint." + name + "." + PERCENTILES.get(percentile);
        }

        /**
         * The figure of all rounds together.
         */
        double us(final double percentile)
        {
            return us(all, percentile);
        }

        private static double us(final Histogram histogram, final double percentile)
        {
            return histogram.getValueAtPercentile(percentile) / NS_IN_US;
        }
    }

    /**
     * Which percentiles are reported, and how they are called.
     */
    static final Map<Double, String> PERCENTILES = percentiles();

    private static Map<Double, String> percentiles()
    {
        final Map<Double, String> percentiles = new LinkedHashMap<>();
        percentiles.put(50.0, "P50");
        percentiles.put(99.0, "P99");
        percentiles.put(99.9, "P999");
        percentiles.put(100.0, "Max");
        return percentiles;
    }
}
