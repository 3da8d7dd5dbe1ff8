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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeStatisticsTest
{
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldGrowWhenDeviationsLeanToOneSide(final long seed)
    {
        final ChangeStatistics statistics = calm(seed);
        assertTrue(statistics.shift() < 6);
        for (int i = 0; i < 8; i++)
        {
            statistics.add(-3, -3);
        }
        assertTrue(statistics.shift() > 10);
        assertTrue(statistics.drift() > 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldWidenWhenDeviationsAlternate(final long seed)
    {
        final ChangeStatistics statistics = calm(seed);
        assertTrue(statistics.width() < 1.5);
        for (int i = 0; i < 24; i++)
        {
            statistics.add(i % 2 == 0 ? 3 : -3, 0);
        }
        assertTrue(statistics.width() > 2);
        assertTrue(statistics.shift() < 6);
    }

    private static ChangeStatistics calm(final long seed)
    {
        final ChangeStatistics statistics = new ChangeStatistics();
        final Random random = new Random(seed);
        for (int i = 0; i < 500; i++)
        {
            final double deviation = random.nextGaussian();
            statistics.add(deviation, deviation);
        }
        return statistics;
    }
}
