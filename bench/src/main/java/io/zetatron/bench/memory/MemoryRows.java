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

import io.zetatron.bench.report.Row;
import io.zetatron.bench.report.Row.Better;
import io.zetatron.bench.rounds.Figures;
import io.zetatron.nativeaccess.Pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The rows that the figures make, with what has to hold.
 */
final class MemoryRows
{
    private static final String CONFINED = id(SlabBenchmark.class, "confined");
    private static final String ONE = id(SlabBenchmark.class, "one");
    private static final String MANY = id(SlabBenchmark.class, "many");
    private static final String ARENA = id(SlabBenchmark.class, "arena");
    private static final String NETTY = id(SlabBenchmark.class, "netty");
    private static final String MALLOC = id(SlabBenchmark.class, "malloc");
    private static final String STATE = id(StateWriteBenchmark.class, "state");
    private static final String PLAIN = id(StateWriteBenchmark.class, "plain");
    private static final List<String> HANDLES = List.of("offset", "segment", "wrap");
    private static final String UNCHECKED = "Unchecked";

    private static final double SLAB_NS = 20;
    private static final double SLAB_OVER_ARENA = 0.1;
    private static final double COPY_OVER_C = 0.95;
    private static final double PAUSE_US = 1000;
    private static final double OVERHEAD_KIB = 64;
    // A page's hash and number in the table, and the header, come on top of the page itself.
    private static final double BEYOND_DIRTY_PAGES = 1.1;

    /**
     * The operations that JMH measures.
     */
    static final List<String> JMH = jmh();

    private final Map<String, Figures> figures;
    private final List<Row> rows = new ArrayList<>();

    MemoryRows(final Map<String, Figures> figures)
    {
        this.figures = figures;
    }

    private static List<String> jmh()
    {
        final List<String> all = new ArrayList<>(List.of(CONFINED, ONE, MANY, ARENA, NETTY, MALLOC, STATE, PLAIN));
        for (final String way : HANDLES)
        {
            all.add(id(HandleBenchmark.class, way));
            all.add(id(HandleBenchmark.class, way + UNCHECKED));
        }
        return List.copyOf(all);
    }

    private static String id(final Class<?> benchmark, final String method)
    {
        return benchmark.getName() + "." + method;
    }

    List<Row> all(final List<CopyProbe> copies, final CheckpointProbe checkpoint)
    {
        slabs();
        checks();
        copies(copies);
        pauses(checkpoint);
        costs();
        overhead();
        return List.copyOf(rows);
    }

    private void slabs()
    {
        final String what = "acquire and release a slab of 4 KiB, one thread";
        final String key = "memory.slab.acquireRelease";
        rows.add(lower(key, what, "ns", CONFINED).beside("C malloc, free", figures.get(MALLOC)).bounded(SLAB_NS));
        rows.add(lower(key + ".vsArena", what, "ns", CONFINED).beside("confined arena, zeroed", figures.get(ARENA))
            .ratioBounded(SLAB_OVER_ARENA));
        rows.add(lower(key + ".vsNetty", what, "ns", CONFINED).beside("Netty pooled direct", figures.get(NETTY)));
        rows.add(lower(key + ".one", what + ", of a pool that others release to", "ns", ONE)
            .beside("C malloc, free", figures.get(MALLOC)).bounded(SLAB_NS));
        rows.add(lower(key + ".many", what + ", of a pool for many", "ns", MANY)
            .beside("C malloc, free", figures.get(MALLOC)));
    }

    private void checks()
    {
        for (final String way : HANDLES)
        {
            rows.add(lower("memory.slab." + way, "from a handle to its " + way + ", the generation checked", "ns",
                id(HandleBenchmark.class, way))
                .beside("unchecked", figures.get(id(HandleBenchmark.class, way + UNCHECKED))));
        }
        rows.add(lower("memory.state.putDouble", "write a number at a random place of a state of 1 MiB", "ns", STATE)
            .beside("MemorySegment.set", figures.get(PLAIN)));
    }

    private void copies(final List<CopyProbe> copies)
    {
        final Function<String, Figures> mean = (side) -> geometricMean(copies.stream()
            .flatMap((copy) -> copy.sizesBytes().stream()
                .map((size) -> figures.get(CopyProbe.figure(copy.pages(), size, side))))
            .toList());
        rows.add(Row.of("memory.copy", "copy within a domain, geometric mean of the rows below", "GB/s",
            Better.HIGHER, mean.apply("domain")).beside("C memcpy", mean.apply("c")).ratioBounded(COPY_OVER_C));
        for (final CopyProbe copy : copies)
        {
            for (final long size : copy.sizesBytes())
            {
                rows.add(copy(copy.pages(), size));
            }
        }
    }

    private Row copy(final Pages pages, final long sizeBytes)
    {
        final String kind = switch (pages)
        {
            case BASE -> "4KiBPages";
            case TRANSPARENT_HUGE -> "thp";
            case HUGE_2_MIB -> "2MiBPages";
            case HUGE_1_GIB -> "1GiBPages";
        };
        final String size = sizeBytes < 1 << 20 ? (sizeBytes >> 10) + "KiB" : (sizeBytes >> 20) + "MiB";
        return Row.of("memory.copy." + kind + "." + size, "copy " + size + " within a domain of " +
            pages.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " pages", "GB/s", Better.HIGHER,
            figures.get(CopyProbe.figure(pages, sizeBytes, "domain")))
            .beside("C memcpy", figures.get(CopyProbe.figure(pages, sizeBytes, "c"))).ratioBounded(COPY_OVER_C);
    }

    private static Figures geometricMean(final List<Figures> all)
    {
        final int rounds = all.getFirst().rounds().size();
        return new Figures(IntStream.range(0, rounds)
            .mapToObj((round) -> Math.exp(all.stream()
                .mapToDouble((one) -> Math.log(one.rounds().get(round))).average().orElseThrow()))
            .toList());
    }

    private void pauses(final CheckpointProbe checkpoint)
    {
        final String what = "a checkpoint with 1 % dirty pages holds up the block, which goes on writing anywhere";
        CheckpointProbe.PERCENTILES.forEach((percentile, name) ->
        {
            final Row row = pause("memory.checkpoint.pause" + name, what, checkpoint.random(), percentile)
                .beside("fork() in C", figures.get(checkpoint.fork().figure(percentile)));
            rows.add(percentile == 99.0 ? row.bounded(PAUSE_US).recorded(checkpoint.random().all()) : row);
        });
        rows.add(pause("memory.checkpoint.pauseP99.vsCopy", what, checkpoint.random(), 99)
            .beside("C memcpy of the whole", figures.get(CheckpointProbe.COPY_US)));
        rows.add(pause("memory.checkpoint.pauseP99.samePages", what.replace("anywhere", "to just these pages"),
            checkpoint.same(), 99).beside("fork() in C", figures.get(checkpoint.fork().figure(99)))
            .recorded(checkpoint.same().all()));
    }

    private Row pause(
        final String key, final String what, final CheckpointProbe.Pauses pauses, final double percentile)
    {
        return lower(key, what, "µs", pauses.figure(percentile)).together(pauses.us(percentile));
    }

    private void costs()
    {
        CheckpointProbe.SHARES.forEach((share, name) ->
        {
            rows.add(lower("memory.checkpoint.written." + name, "bytes of a checkpoint, dirty pages " + name, "MiB",
                CheckpointProbe.shareMib(share)).beside("full", figures.get(CheckpointProbe.FULL_MIB))
                .ratioBounded(BEYOND_DIRTY_PAGES / share));
            rows.add(lower("memory.checkpoint.time." + name, "until a checkpoint is on the disk, dirty pages " + name,
                "ms", CheckpointProbe.shareMs(share)).beside("full", figures.get(CheckpointProbe.FULL_MS)));
        });
        rows.add(Row.of("memory.checkpoint.restore", "restore the whole state", "MiB/s", Better.HIGHER,
            figures.get(CheckpointProbe.RESTORE))
            .beside("sequential read of the file", figures.get(CheckpointProbe.READ)));
    }

    private void overhead()
    {
        rows.add(lower("memory.blockOverhead", "in memory for a block beyond what it asked for", "KiB",
            OverheadProbe.RESIDENT).bounded(OVERHEAD_KIB));
        rows.add(lower("memory.blockOverhead.mapped", "mapped for a block beyond what it asked for", "KiB",
            OverheadProbe.MAPPED).bounded(OVERHEAD_KIB));
    }

    private Row lower(final String key, final String what, final String unit, final String figure)
    {
        return Row.of(key, what, unit, Better.LOWER, figures.get(figure));
    }
}
