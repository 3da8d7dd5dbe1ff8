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
package io.zetatron.kernel.runtime.source.host;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CountersTest
{
    private final Counters counters = new Counters(1);

    @Test
    void shouldHaveNoGrowthAtFirstReading()
    {
        read(0, 100);

        assertEquals(100, counters.level(0));
        assertEquals(Double.NaN, counters.growth(0, Window.EVENTS));
        assertEquals(Double.NaN, counters.elapsedNs(Window.EVENTS));
    }

    @Test
    void shouldSlideEachWindowByItsOwnLength()
    {
        for (int i = 0; i <= 500; i++)
        {
            read(i * 10L, i);
        }

        assertEquals(10, counters.growth(0, Window.EVENTS));
        assertEquals(100e6, counters.elapsedNs(Window.EVENTS));
        assertEquals(100, counters.growth(0, Window.TICKS));
        assertEquals(1e9, counters.elapsedNs(Window.TICKS));
    }

    @Test
    void shouldLookBackToPreviousReadingWhenReadingsAreSlow()
    {
        read(0, 0);
        read(60_000, 5);
        read(120_000, 12);

        assertEquals(7, counters.growth(0, Window.EVENTS));
        assertEquals(60e9, counters.elapsedNs(Window.TICKS));
    }

    @Test
    void shouldSpanWindowWhenReadingsAreFasterThanItHolds()
    {
        for (int i = 0; i <= 20_000; i++)
        {
            read(i, i);
            if (i >= 1000)
            {
                assertEquals(1e9, counters.elapsedNs(Window.TICKS), 9e6);
                assertEquals(counters.elapsedNs(Window.TICKS), counters.growth(0, Window.TICKS) * 1e6);
            }
        }
    }

    @Test
    void shouldSpoilOneReadingOnlyWhenNumberRunsBackwards()
    {
        read(0, 50);
        read(10, 60);
        read(20, 3);

        assertTrue(counters.ranBackwards(0));
        assertEquals(Double.NaN, counters.growth(0, Window.EVENTS));
        read(30, 7);
        assertFalse(counters.ranBackwards(0));
        assertEquals(14, counters.growth(0, Window.EVENTS));
    }

    @Test
    void shouldGoOnWhenNumberComesBack()
    {
        read(0, 50);
        read(10, ByteScanner.NO_NUMBER);

        assertEquals(Double.NaN, counters.growth(0, Window.EVENTS));
        assertEquals(Double.NaN, counters.level(0));
        read(20, 56);
        assertEquals(6, counters.growth(0, Window.EVENTS));
        assertEquals(20e6, counters.elapsedNs(Window.EVENTS));
    }

    private void read(final long timeMs, final long value)
    {
        counters.begin();
        counters.put(0, value);
        counters.commit(TimeUnit.MILLISECONDS.toNanos(timeMs));
    }
}
