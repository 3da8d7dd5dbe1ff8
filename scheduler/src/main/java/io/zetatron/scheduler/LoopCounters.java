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
package io.zetatron.scheduler;

import org.agrona.concurrent.status.AtomicCounter;

import java.util.List;

/**
 * What a core loop counts, in counters that any thread or process may read. The loop's thread alone changes them,
 * except that a sampler may take the longest gap away.
 *
 * @param cycles           duty cycles.
 * @param maxCycleNs       the longest duty cycle in which some agent had work.
 * @param stalls           such cycles that were longer than the threshold.
 * @param gapNs            the longest time between the starts of two cycles since it was last taken away.
 * @param longestGapNs     the longest of the gaps that were taken away.
 * @param busyNs           for each agent, how long its turns with work took together. The clock is not read after a
 *                         turn without work, so that such turns count towards the next agent with work in the cycle.
 * @param stallThresholdNs the length from which a duty cycle counts as a stall.
 */
public record LoopCounters(
    AtomicCounter cycles,
    AtomicCounter maxCycleNs,
    AtomicCounter stalls,
    AtomicCounter gapNs,
    AtomicCounter longestGapNs,
    List<AtomicCounter> busyNs,
    long stallThresholdNs)
{
    /**
     * Keep the list as it is now.
     */
    public LoopCounters
    {
        busyNs = List.copyOf(busyNs);
    }

    /**
     * Take the longest gap since the last call away. For one sampler.
     *
     * @return nanoseconds.
     */
    public long takeGapNs()
    {
        final long taken = gapNs.getAndSet(0);
        longestGapNs.proposeMaxRelease(taken);
        return taken;
    }

    void onCycleStart(final long sinceLastStartNs)
    {
        cycles.incrementRelease();
        gapNs.proposeMaxRelease(sinceLastStartNs);
    }

    void onAgentWork(final int agent, final long elapsedNs)
    {
        busyNs.get(agent).getAndAddRelease(elapsedNs);
    }

    void onBusyCycle(final long elapsedNs)
    {
        maxCycleNs.proposeMaxRelease(elapsedNs);
        if (elapsedNs > stallThresholdNs)
        {
            stalls.incrementRelease();
        }
    }
}
