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
package io.zetatron.kernel.engines.david;

import io.zetatron.figcom.codec.AlarmKind;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WatchTest
{
    private static final long QUIET_NS = 100;

    private final Watch watch = new Watch(AlarmKind.STALL, "loop", QUIET_NS);

    @Test
    void shouldNotBeDueWhenNothingHasGrown()
    {
        assertFalse(watch.hasGrown(0));
        assertFalse(watch.isDue(0));
    }

    @Test
    void shouldBeDueAtOnceWhenTheCountHasGrownForTheFirstTime()
    {
        assertTrue(watch.hasGrown(2));
        assertTrue(watch.isDue(-5));
        assertEquals(2, watch.growth());
    }

    @Test
    void shouldStayDueWhenItHasNotBeenReported()
    {
        watch.hasGrown(2);

        assertFalse(watch.hasGrown(2));
        assertTrue(watch.isDue(1));
    }

    @Test
    void shouldBeQuietWhenItWasReportedJustNow()
    {
        watch.hasGrown(2);
        watch.reported(10);
        watch.hasGrown(5);

        assertFalse(watch.isDue(10 + QUIET_NS - 1));
    }

    @Test
    void shouldSpeakOfTheGrowthSinceTheReportWhenTheQuietTimeHasPassed()
    {
        watch.hasGrown(2);
        watch.reported(10);
        watch.hasGrown(5);
        watch.hasGrown(6);

        assertTrue(watch.isDue(10 + QUIET_NS));
        assertEquals(4, watch.growth());
    }

    @Test
    void shouldNotBeDueWhenNothingHasGrownSinceTheReport()
    {
        watch.hasGrown(2);
        watch.reported(10);

        assertFalse(watch.isDue(10 + 5 * QUIET_NS));
    }
}
