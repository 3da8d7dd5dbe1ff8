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

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RemainingTimeTest
{
    private final RemainingTime remaining = new RemainingTime();

    @Test
    void shouldExtrapolateWhatWasDone()
    {
        add(0, 0);
        add(0.25, 10);

        assertEquals(seconds(30), remaining.ns());
        assertEquals("0:30 left", remaining.text());
    }

    @Test
    void shouldNotCountWhatWasReadAheadOfTheStart()
    {
        add(0.5, 0);
        add(0.6, 10);

        assertEquals(40.0, remaining.ns() / 1e9, 1e-3);
    }

    @Test
    void shouldRunDownBetweenSteps()
    {
        add(0, 0);
        add(0.5, 10);
        add(0.5, 13);

        assertEquals(seconds(7), remaining.ns());
    }

    @Test
    void shouldNotGoBelowNothingWhereAStepIsOverdue()
    {
        add(0, 0);
        add(0.5, 10);
        add(0.5, 100);

        assertEquals(0, remaining.ns());
    }

    @Test
    void shouldSayNothingBeforeThereIsSomethingToGoBy()
    {
        assertEquals(RemainingTime.UNKNOWN, remaining.ns());
        add(0.1, 1);
        assertEquals(RemainingTime.UNKNOWN, remaining.ns());
        add(0.2, 1.5);
        assertEquals(RemainingTime.UNKNOWN, remaining.ns());
        add(0.2, 9);
        assertEquals("", remaining.text());
    }

    @Test
    void shouldSayNothingWhereTheEndIsNotKnown()
    {
        add(-1, 1);
        add(-1, 10);

        assertEquals(RemainingTime.UNKNOWN, remaining.ns());
    }

    private void add(final double progress, final double elapsedSeconds)
    {
        remaining.add(progress, seconds(elapsedSeconds));
    }

    private static long seconds(final double seconds)
    {
        return (long)(seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
