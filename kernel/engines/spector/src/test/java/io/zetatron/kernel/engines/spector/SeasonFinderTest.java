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

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonFinderTest
{
    private static final int ROWS = 4096;

    private final SeasonFinder finder = new SeasonFinder(ROWS);

    @ParameterizedTest
    @CsvSource({"48, 200", "96, 500", "288, 900", "1440, 4000", "137, 1200", "12, 256", "60, 4096"})
    void shouldFindTheSeasonWhenACycleIsNoisy(final int season, final int rows)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            final double[] values = new double[ROWS];
            final Random random = new Random(seed);
            for (int i = 0; i < rows; i++)
            {
                values[i] = 1e6 + 4 * Math.sin(2 * Math.PI * i / season) + 0.01 * i + random.nextGaussian();
            }
            assertEquals(season, finder.find(values, 0, rows), Math.max(1, season / 60.0));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldFindNothingWhenThereIsOnlyNoise(final long seed)
    {
        final double[] values = new double[ROWS];
        final Random random = new Random(seed);
        for (int i = 0; i < ROWS; i++)
        {
            values[i] = random.nextGaussian();
        }
        assertEquals(SeasonFinder.NONE, finder.find(values, 0, ROWS));
    }

    @Test
    void shouldFindNothingWhenTheColumnIsConstantOrMissing()
    {
        final double[] values = new double[ROWS];
        Arrays.fill(values, 20.1);
        assertEquals(SeasonFinder.NONE, finder.find(values, 0, ROWS));
        Arrays.fill(values, Double.NaN);
        assertEquals(SeasonFinder.NONE, finder.find(values, 0, ROWS));
    }

    @Test
    void shouldReadTheRingInOrderWhenItHasWrapped()
    {
        final double[] values = new double[ROWS];
        for (int i = 0; i < ROWS; i++)
        {
            values[(i + 1000) % ROWS] = i % 100 == 99 ? Double.NaN : i % 100;
        }
        assertEquals(100, finder.find(values, 1000, ROWS));
    }
}
