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

import java.util.concurrent.TimeUnit;

/**
 * How long a run with an end is still going to take, if it goes on as it did. Progress comes in steps, because input is
 * read in blocks: only the moments of its steps count, so that the time left runs down evenly between them. Not
 * thread-safe.
 */
final class RemainingTime
{
    /**
     * It cannot be said, or not yet.
     */
    static final long UNKNOWN = -1;

    private static final long LEAST_SPAN_NS = TimeUnit.SECONDS.toNanos(1);

    private double firstProgress = UNKNOWN;
    private long firstNs;
    private double lastProgress;
    private long lastNs;
    private long nowNs;

    /**
     * See how far the run is.
     *
     * @param progress  0..1; negative if it is not known.
     * @param elapsedNs since its start.
     */
    void add(final double progress, final long elapsedNs)
    {
        nowNs = elapsedNs;
        if (progress >= 0 && firstProgress < 0)
        {
            firstProgress = progress;
            firstNs = elapsedNs;
            lastProgress = progress;
        }
        if (progress > lastProgress)
        {
            lastProgress = progress;
            lastNs = elapsedNs;
        }
    }

    /**
     * What is left.
     *
     * @return nanoseconds, or {@link #UNKNOWN} until there were steps for a second.
     */
    long ns()
    {
        if (firstProgress < 0 || lastProgress <= firstProgress || lastNs - firstNs < LEAST_SPAN_NS)
        {
            return UNKNOWN;
        }
        final double perNs = (lastProgress - firstProgress) / (lastNs - firstNs);
        return (long)Math.max(0, (1 - lastProgress) / perNs - (nowNs - lastNs));
    }

    /**
     * In words.
     *
     * @return for example {@code 1:05 left}; empty if it cannot be said.
     */
    String text()
    {
        final long ns = ns();
        return ns == UNKNOWN ? "" : Figures.clock(ns + TimeUnit.SECONDS.toNanos(1) - 1) + " left";
    }
}
