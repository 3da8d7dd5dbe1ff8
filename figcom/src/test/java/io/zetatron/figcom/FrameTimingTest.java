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
package io.zetatron.figcom;

import org.agrona.collections.MutableLong;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FrameTimingTest
{
    private final MutableLong nowNs = new MutableLong(1_000_000_000);
    private final FrameTiming timing = new FrameTiming(nowNs::get);

    @Test
    void shouldTimeEachFrameWhenTheyAreFarApart()
    {
        assertEquals(1000, timedOf(1000, FrameTiming.MIN_SPACING_NS));
    }

    @Test
    void shouldTimeOneOfTheLongestIntervalWhenFramesAreFast()
    {
        timedOf(1000, 100);

        assertEquals(100, timedOf(100 * FrameTiming.MAX_INTERVAL, 100));
    }

    @Test
    void shouldTimeEachFrameAgainWhenTheBurstIsOver()
    {
        timedOf(1000, 100);
        timedOf(FrameTiming.MAX_INTERVAL, FrameTiming.MIN_SPACING_NS);

        assertEquals(100, timedOf(100, FrameTiming.MIN_SPACING_NS));
    }

    @Test
    void shouldStampWithTheTimeOfTheCommit()
    {
        assertEquals(nowNs.get(), timing.next());
    }

    private int timedOf(final int frames, final long spacingNs)
    {
        int timed = 0;
        for (int i = 0; i < frames; i++)
        {
            nowNs.addAndGet(spacingNs);
            final long stamp = timing.next();
            if (stamp != FrameTiming.NOT_TIMED)
            {
                assertEquals(nowNs.get(), stamp);
                timed++;
            }
        }
        return timed;
    }
}
