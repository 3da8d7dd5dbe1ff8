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

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RoundsTest
{
    private static final int ROUNDS = 20;

    @Test
    void shouldRunEveryProbeOnceARoundInOrdersThatChange() throws Exception
    {
        final List<Integer> ran = new ArrayList<>();
        final List<Integer> begun = new ArrayList<>();
        final List<Probe> probes = IntStream.range(0, 3).<Probe>mapToObj((number) -> () ->
        {
            ran.add(number);
            return Map.of("probe " + number, (double)begun.size());
        }).toList();

        final Rounds.Result result = new Rounds(ROUNDS, 1).run(probes, begun::add);

        assertEquals(IntStream.rangeClosed(1, ROUNDS).boxed().toList(), begun);
        assertEquals(ROUNDS, result.noise().size());
        for (int i = 0; i < 3; i++)
        {
            assertEquals(IntStream.rangeClosed(1, ROUNDS).mapToObj((round) -> (double)round).toList(),
                result.figures().get("probe " + i).rounds());
        }
        final List<List<Integer>> orders = IntStream.range(0, ROUNDS)
            .mapToObj((round) -> ran.subList(round * 3, round * 3 + 3)).toList();
        assertTrue(orders.stream().allMatch((order) -> new HashSet<>(order).size() == 3), orders::toString);
        assertTrue(new HashSet<>(orders).size() > 1, orders::toString);
    }

    @Test
    void shouldEndWhereAProbeFails()
    {
        final Probe broken = () ->
        {
            throw new IllegalStateException("broken");
        };
        assertThrows(IllegalStateException.class, () -> new Rounds(2, 1).run(List.of(broken), (round) -> {}));
    }
}
