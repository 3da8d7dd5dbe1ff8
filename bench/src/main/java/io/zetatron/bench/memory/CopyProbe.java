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
import io.zetatron.bench.rounds.Probe;
import io.zetatron.memory.DomainSettings;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryCopy;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.nativeaccess.Pages;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Copies between two regions of a domain by {@link MemoryCopy}, and in turn with C's memcpy between two parts of memory
 * that C has mapped alike: same pages, same alignment, same distance. Both are mapped anew in each round, because which
 * pages they get is a matter of luck.
 *
 * @param pages      of the memory.
 * @param sizesBytes of a copy, ascending.
 * @param pairs      of bursts for each size.
 */
record CopyProbe(Pages pages, List<Long> sizesBytes, int pairs) implements Probe
{
    private static final long BURST_BYTES = 4 << 20;
    // Time for the compiler, which works beside the loops.
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * The name of a figure, in GB/s.
     *
     * @param pages     of the memory.
     * @param sizeBytes of a copy.
     * @param side      {@code domain} or {@code c}.
     * @return the name.
     */
    static String figure(final Pages pages, final long sizeBytes, final String side)
    {
        return "copy." + pages.name().toLowerCase(Locale.ROOT) + "." + sizeBytes + "." + side;
    }

    /**
     * How much memory it needs on each side.
     *
     * @param sizesBytes of a copy, ascending.
     * @param pages      of the memory.
     * @return bytes.
     */
    static long neededBytes(final List<Long> sizesBytes, final Pages pages)
    {
        return 2 * pages.roundUp(sizesBytes.getLast());
    }

    @Override
    public Map<String, Double> measure()
    {
        final long partBytes = pages.roundUp(sizesBytes.getLast());
        final Map<String, Double> figures = new LinkedHashMap<>();
        final long mapped = MemoryPeers.map(2 * partBytes, pages);
        try (MemoryDomain domain = MemoryDomain.create(DomainSettings.of("bench", 2 * partBytes)
            .pages(List.of(pages)).prefaulted(true), new MemoryAccounts()))
        {
            final MemorySegment from = domain.allocate(partBytes, (int)Pages.BASE.sizeBytes()).fill((byte)1);
            final MemorySegment to = domain.allocate(partBytes, (int)Pages.BASE.sizeBytes());
            final long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < WARM_UP_NS)
            {
                for (final long size : sizesBytes.subList(0, 2))
                {
                    burst(from, to, size);
                    burst(mapped, mapped + partBytes, size);
                }
            }
            for (final long size : sizesBytes)
            {
                measure(from, to, mapped, size, figures);
            }
            if (from.mismatch(to) >= 0)
            {
                throw new IllegalStateException("the copy differs from what was copied");
            }
        }
        finally
        {
            MemoryPeers.unmap(mapped, 2 * partBytes);
        }
        return figures;
    }

    private void measure(final MemorySegment from, final MemorySegment to, final long mapped, final long size,
        final Map<String, Double> figures)
    {
        final List<Double> ours = new ArrayList<>();
        final List<Double> theirs = new ArrayList<>();
        for (int i = 0; i < pairs; i++)
        {
            // A B B A: none of the two is always the one that follows the other.
            if (i % 2 == 0)
            {
                ours.add(burst(from, to, size));
                theirs.add(burst(mapped, mapped + from.byteSize(), size));
            }
            else
            {
                theirs.add(burst(mapped, mapped + from.byteSize(), size));
                ours.add(burst(from, to, size));
            }
        }
        figures.put(figure(pages, size, "domain"), Figures.median(ours));
        figures.put(figure(pages, size, "c"), Figures.median(theirs));
    }

    private static double burst(final MemorySegment from, final MemorySegment to, final long size)
    {
        final int times = times(size);
        final long startNs = System.nanoTime();
        for (int i = 0; i < times; i++)
        {
            MemoryCopy.copy(from, 0, to, 0, size);
        }
        return size * times / (double)(System.nanoTime() - startNs);
    }

    private static double burst(final long from, final long to, final long size)
    {
        final int times = times(size);
        final long startNs = System.nanoTime();
        MemoryPeers.copy(to, from, size, times);
        return size * times / (double)(System.nanoTime() - startNs);
    }

    private static int times(final long size)
    {
        return (int)Math.max(1, BURST_BYTES / size);
    }
}
