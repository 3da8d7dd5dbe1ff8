/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RowClockTest
{
    @Test
    void shouldCountGapsWhenTheIntervalIsKnown()
    {
        final RowClock clock = new RowClock();
        for (int i = 0; i < 20; i++)
        {
            assertEquals(1, clock.advance(1000L * i));
        }
        assertEquals(1000, clock.intervalNs());
        assertEquals(5, clock.advance(19_000 + 5000));
        assertEquals(24, clock.row());
    }

    @Test
    void shouldMoveOneRowWhenTimeRunsBackOrIsAbsent()
    {
        final RowClock clock = new RowClock();
        for (int i = 0; i < 20; i++)
        {
            clock.advance(1000L * i);
        }
        assertEquals(1, clock.advance(5));
        assertEquals(1, clock.advance(RowClock.NO_TIME));
        assertEquals(1, clock.advance(1_000_000));
    }
}
