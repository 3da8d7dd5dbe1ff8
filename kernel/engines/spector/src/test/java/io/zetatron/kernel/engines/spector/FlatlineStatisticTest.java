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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatlineStatisticTest
{
    @Test
    void shouldBeSurprisedWhenAChangingColumnSticks()
    {
        final FlatlineStatistic statistic = changing();
        for (int i = 0; i < 6; i++)
        {
            statistic.add(0.5);
        }
        assertTrue(statistic.surprise() > 4);
    }

    @Test
    void shouldNotBeSurprisedWhenTheColumnOftenRepeats()
    {
        final FlatlineStatistic statistic = new FlatlineStatistic();
        for (int i = 0; i < 2000; i++)
        {
            statistic.add(Math.floorDiv(i, 7));
            assertTrue(i < 20 || statistic.surprise() < 4);
        }
    }

    @Test
    void shouldEndTheRunWhenAValueIsMissing()
    {
        final FlatlineStatistic statistic = changing();
        for (int i = 0; i < 20; i++)
        {
            statistic.add(i % 2 == 0 ? 0.5 : Double.NaN);
        }
        assertEquals(0, statistic.surprise());
    }

    @Test
    void shouldTellAZeroWhenZerosAreRare()
    {
        final FlatlineStatistic statistic = changing();
        assertFalse(statistic.rareZero());
        statistic.add(0);
        assertTrue(statistic.rareZero());
    }

    private static FlatlineStatistic changing()
    {
        final FlatlineStatistic statistic = new FlatlineStatistic();
        final Random random = new Random(6);
        for (int i = 0; i < 300; i++)
        {
            statistic.add(1 + random.nextDouble());
        }
        return statistic;
    }
}
