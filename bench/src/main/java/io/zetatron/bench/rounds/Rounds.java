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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Measures in rounds: each runs every probe once, in a new order. Peers that are compared thus meet the same slow and
 * fast spells of the machine, which one probe after the other would not.
 *
 * @param count of the rounds.
 * @param seed  of the orders.
 */
public record Rounds(int count, long seed)
{
    /**
     * What the rounds gave.
     *
     * @param figures by name.
     * @param noise   of each round.
     */
    public record Result(Map<String, Figures> figures, List<Noise> noise)
    {
    }

    /**
     * Measure everything.
     *
     * @param probes      to run.
     * @param beforeRound gets the number of each round, from 1, before it begins.
     * @return the figures.
     * @throws Exception if a probe fails; nothing of the rest is measured then.
     */
    public Result run(final List<? extends Probe> probes, final IntConsumer beforeRound) throws Exception
    {
        final Random random = new Random(seed);
        final Map<String, List<Double>> figures = new LinkedHashMap<>();
        final List<Noise> noise = new ArrayList<>();
        for (int round = 1; round <= count; round++)
        {
            beforeRound.accept(round);
            final Noise.Start start = Noise.Start.now();
            final List<Probe> order = new ArrayList<>(probes);
            Collections.shuffle(order, random);
            for (final Probe probe : order)
            {
                probe.measure().forEach((name, figure) ->
                    figures.computeIfAbsent(name, (key) -> new ArrayList<>()).add(figure));
            }
            noise.add(start.end());
        }
        final Map<String, Figures> all = new LinkedHashMap<>();
        figures.forEach((name, rounds) -> all.put(name, new Figures(List.copyOf(rounds))));
        return new Result(all, List.copyOf(noise));
    }
}
