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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.KernelStatus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The last minute of a run, from the statuses that were seen: what changes a second, and how long hops took. Not
 * thread-safe.
 */
final class RunHistory
{
    /**
     * How far back it goes, in seconds.
     */
    static final int SECONDS = 60;

    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long RATE_WINDOW_NS = TimeUnit.SECONDS.toNanos(1);

    private final Deque<KernelStatus> recent = new ArrayDeque<>();
    private final long[] p99Ns = new long[SECONDS];
    private final long[] maxNs = new long[SECONDS];
    private final RemainingTime remaining = new RemainingTime();
    private long second = -1;
    private double hopsPerSecond;

    /**
     * See a status.
     *
     * @param status   later than those before.
     * @param progress of a run that has an end, 0..1; negative if it is not known.
     */
    void add(final KernelStatus status, final double progress)
    {
        remaining.add(progress, status.elapsedNs());
        final long sinceNs = recent.isEmpty() ? 0 : recent.getLast().elapsedNs();
        hopsPerSecond = perSecond(status.hops().count(), status.elapsedNs() - sinceNs);
        recent.addLast(status);
        while (recent.size() > 2 && status.elapsedNs() - second(recent).elapsedNs() >= RATE_WINDOW_NS)
        {
            recent.removeFirst();
        }

        advance(TimeUnit.NANOSECONDS.toSeconds(status.elapsedNs()));
        final int cell = (int)(second % SECONDS);
        p99Ns[cell] = Math.max(p99Ns[cell], status.hops().p99Ns());
        maxNs[cell] = Math.max(maxNs[cell], status.hops().maxNs());
    }

    RemainingTime remaining()
    {
        return remaining;
    }

    double rowsPerSecond()
    {
        return perSecond(newest().rowsOut() - (isFirst() ? 0 : oldest().rowsOut()), spanNs());
    }

    double hopsPerSecond()
    {
        return hopsPerSecond;
    }

    double framesInPerSecond(final int engine)
    {
        return perSecond(newest().engines().get(engine).framesIn() -
            (isFirst() ? 0 : oldest().engines().get(engine).framesIn()), spanNs());
    }

    double framesOutPerSecond(final int engine)
    {
        return perSecond(newest().engines().get(engine).framesOut() -
            (isFirst() ? 0 : oldest().engines().get(engine).framesOut()), spanNs());
    }

    double busyShare(final int engine)
    {
        final long busyNs = newest().engines().get(engine).busyNs() -
            (isFirst() ? 0 : oldest().engines().get(engine).busyNs());
        return Math.clamp(busyNs / (double)Math.max(1, spanNs()), 0, 1);
    }

    /**
     * The 99th percentiles of hops, each the worst of some seconds.
     *
     * @param cells           how many.
     * @param secondsPerCell  that each stands for.
     * @return nanoseconds, oldest first, the last one still growing; 0 where there were no hops.
     */
    long[] p99Ns(final int cells, final int secondsPerCell)
    {
        return cells(p99Ns, cells, secondsPerCell);
    }

    /**
     * The longest hops, each of some seconds.
     *
     * @param cells           how many.
     * @param secondsPerCell  that each stands for.
     * @return as {@link #p99Ns(int, int)}.
     */
    long[] maxNs(final int cells, final int secondsPerCell)
    {
        return cells(maxNs, cells, secondsPerCell);
    }

    private long[] cells(final long[] values, final int cells, final int secondsPerCell)
    {
        final long[] worst = new long[cells];
        // Cells begin at multiples of their length, so that a value stays in its cell while time goes on.
        final long lastCell = second / secondsPerCell;
        for (long at = Math.max(0, second - SECONDS + 1); at <= second; at++)
        {
            final long cell = cells - 1 - (lastCell - at / secondsPerCell);
            if (cell >= 0)
            {
                worst[(int)cell] = Math.max(worst[(int)cell], values[(int)(at % SECONDS)]);
            }
        }
        return worst;
    }

    private void advance(final long now)
    {
        final long from = Math.max(second + 1, now - SECONDS + 1);
        for (long at = from; at <= now; at++)
        {
            p99Ns[(int)(at % SECONDS)] = 0;
            maxNs[(int)(at % SECONDS)] = 0;
        }
        second = Math.max(second, now);
    }

    private KernelStatus newest()
    {
        return recent.getLast();
    }

    private KernelStatus oldest()
    {
        return recent.getFirst();
    }

    private boolean isFirst()
    {
        return recent.size() == 1;
    }

    private long spanNs()
    {
        return isFirst() ? newest().elapsedNs() : newest().elapsedNs() - oldest().elapsedNs();
    }

    private static KernelStatus second(final Deque<KernelStatus> statuses)
    {
        return statuses.stream().skip(1).findFirst().orElseThrow();
    }

    private static double perSecond(final long count, final long spanNs)
    {
        return spanNs <= 0 ? 0 : count * NS_PER_SECOND / spanNs;
    }
}
