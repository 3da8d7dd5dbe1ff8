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
package io.zetatron.bench.calls;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What one way of making a call cost.
 *
 * @param callCase that was measured.
 * @param forksNs  one figure for each fork, in the order of the rounds.
 */
record CallCost(CallCase callCase, List<Double> forksNs)
{
    double medianNs()
    {
        return median(forksNs);
    }

    double lowestNs()
    {
        return forksNs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double highestNs()
    {
        return forksNs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /**
     * How many times as much as a peer. Only figures of the same round are compared, because the machine's speed
     * changes from round to round.
     *
     * @param peer that was measured in the same rounds.
     * @return the median over the rounds.
     */
    double timesAsMuchAs(final CallCost peer)
    {
        return median(IntStream.range(0, forksNs.size())
            .mapToObj((round) -> forksNs.get(round) / peer.forksNs.get(round))
            .toList());
    }

    /**
     * The middle of some figures.
     *
     * @param figures of which there is at least one.
     * @return the median.
     */
    static double median(final List<Double> figures)
    {
        final double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
