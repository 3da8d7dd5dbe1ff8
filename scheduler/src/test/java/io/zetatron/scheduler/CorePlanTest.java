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

import io.zetatron.scheduler.CorePlan.Core;
import io.zetatron.scheduler.CorePlan.Demand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CorePlanTest
{
    private static final List<Demand> FIVE = List.of(new Demand("atlas", 15), new Demand("david", 5),
        new Demand("mcgyver", 10), new Demand("mechlar", 5), new Demand("spector", 60));

    static Stream<Arguments> plans()
    {
        return Stream.of(
            Arguments.of(1, "0 [spector, atlas, mcgyver, david, mechlar]"),
            Arguments.of(2, "0 [spector]; 1 [atlas, mcgyver, david, mechlar]"),
            Arguments.of(3, "0 [spector]; 1 [atlas, mechlar]; 2 [mcgyver, david]"),
            Arguments.of(4, "1 [spector]; 2 [atlas, mechlar]; 3 [mcgyver, david]"),
            Arguments.of(5, "1 [spector]; 2 [atlas]; 3 [mcgyver]; 4 [david, mechlar]"),
            Arguments.of(6, "1 [spector]; 2 [atlas]; 3 [mcgyver]; 4 [david]; 5 [mechlar]"),
            Arguments.of(128, "1 [spector]; 2 [atlas]; 3 [mcgyver]; 4 [david]; 5 [mechlar]"));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldShareEnginesOutByLoad(final int cpus, final String expected)
    {
        final String plan = plan(cpus).cores().stream()
            .map((core) -> core.cpu() + " " + core.engines())
            .collect(Collectors.joining("; "));

        assertEquals(expected, plan);
    }

    static Stream<Arguments> notes()
    {
        return Stream.of(
            Arguments.of(1, List.of("one core only: engines, housekeeping, source and sink take turns on it",
                "5 engines share 1 core")),
            Arguments.of(2, List.of("no core to spare: housekeeping, source and sink share the engines' cores",
                "5 engines share 2 cores")),
            Arguments.of(4, List.of("CPU 0 is left to housekeeping, source and sink", "5 engines share 3 cores")),
            Arguments.of(6, List.of("CPU 0 is left to housekeeping, source and sink")),
            Arguments.of(128, List.of("CPU 0 is left to housekeeping, source and sink")));
    }

    @ParameterizedTest
    @MethodSource("notes")
    void shouldNoteWhatThePlanMeansForThePerson(final int cpus, final List<String> expected)
    {
        assertEquals(expected, plan(cpus).notes());
    }

    @Test
    void shouldGiveTheLoadsAsReasonWhenEnginesShareACore()
    {
        assertEquals("shared evenly by load (atlas 15 + mcgyver 10 + david 5 + mechlar 5)",
            plan(2).cores().get(1).reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6})
    void shouldSayThatTheCoreIsItsOwnWhenAnEngineIsAlone(final int cpus)
    {
        assertEquals("a core of its own", plan(cpus).cores().getFirst().reason());
    }

    @Test
    void shouldUseTheBestCpusFirst()
    {
        final CorePlan plan = CorePlan.of(List.of(7, 2, 5, 9), FIVE.subList(0, 2));

        assertEquals(List.of(2, 5), plan.cores().stream().map(Core::cpu).toList());
        assertEquals(List.of("CPU 7 is left to housekeeping, source and sink"), plan.notes());
    }

    @Test
    void shouldRefuseToPlanWhenThereIsNothingToPlan()
    {
        assertThrows(IllegalArgumentException.class, () -> CorePlan.of(List.of(), FIVE));
        assertThrows(IllegalArgumentException.class, () -> CorePlan.of(List.of(0), List.of()));
    }

    @Test
    void shouldRefuseALoadWhenItIsNotAboveZero()
    {
        final IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> new Demand("atlas", 0));

        assertTrue(error.getMessage().contains("engine atlas: load 0"), error.getMessage());
    }

    private static CorePlan plan(final int cpus)
    {
        return CorePlan.of(IntStream.range(0, cpus).boxed().toList(), FIVE);
    }
}
