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
package io.zetatron.bench.rounds;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One figure for each round.
 *
 * @param rounds in their order; there is at least one.
 */
public record Figures(List<Double> rounds)
{
    /**
     * Figures of some rounds.
     *
     * @param rounds in their order.
     * @return the figures.
     */
    public static Figures of(final Double... rounds)
    {
        return new Figures(List.of(rounds));
    }

    /**
     * The middle one.
     *
     * @return the median.
     */
    public double median()
    {
        return median(rounds);
    }

    /**
     * The lowest.
     *
     * @return the figure.
     */
    public double lowest()
    {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /**
     * The highest.
     *
     * @return the figure.
     */
    public double highest()
    {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /**
     * How many times as much as a peer. Only figures of the same round are compared, because the machine's speed
     * changes from round to round.
     *
     * @param peer that was measured in the same rounds.
     * @return the ratio in each round.
     */
    public Figures over(final Figures peer)
    {
        return new Figures(IntStream.range(0, rounds.size())
            .mapToObj((round) -> rounds.get(round) / peer.rounds.get(round))
            .toList());
    }

    /**
     * The middle of some figures.
     *
     * @param figures of which there is at least one.
     * @return the median.
     */
    public static double median(final List<Double> figures)
    {
        final double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
