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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalPredictorTest
{
    private static final int SEASON_ROWS = 50;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldExpectTheShapeWhenItHasSeenASeason(final boolean smooth)
    {
        final SeasonalPredictor predictor = SeasonalPredictor.ofRows(SEASON_ROWS, smooth);
        predictor.expect(0, RowClock.NO_TIME);
        assertFalse(predictor.ready());
        feed(predictor, 0, 10 * SEASON_ROWS, 3);
        predictor.expect(10 * SEASON_ROWS + 12, RowClock.NO_TIME);
        assertTrue(predictor.ready());
        assertEquals(shape(12), predictor.expected(), 3);
    }

    @Test
    void shouldWidenTheSigmaWhenAPhaseIsNoisier()
    {
        final SeasonalPredictor predictor = SeasonalPredictor.ofRows(SEASON_ROWS, false);
        feed(predictor, 0, 20 * SEASON_ROWS, 60);
        predictor.expect(20 * SEASON_ROWS + 2, RowClock.NO_TIME);
        final double noisy = predictor.sigma();
        predictor.expect(20 * SEASON_ROWS + 30, RowClock.NO_TIME);
        assertTrue(noisy > 3 * predictor.sigma());
    }

    @Test
    void shouldTakeThePhaseFromTheClockWhenThereIsOne()
    {
        final SeasonalPredictor predictor = SeasonalPredictor.ofTime(100, 10, false);
        for (int i = 0; i < 200; i++)
        {
            predictor.expect(i, i * 10L + i % 3 - 1);
            predictor.learn(i % 10);
        }
        predictor.expect(7777, 10_031);
        assertEquals(3, predictor.expected(), 0.2);
    }

    private static double shape(final long row)
    {
        return 20 * Math.sin(2 * Math.PI * row / SEASON_ROWS);
    }

    private static void feed(final SeasonalPredictor predictor, final int from, final int to, final double factor)
    {
        final Random random = new Random(5);
        for (int i = from; i < to; i++)
        {
            predictor.expect(i, RowClock.NO_TIME);
            predictor.learn(shape(i) + random.nextGaussian() * (i % SEASON_ROWS < 5 ? factor / 3 : 1));
        }
    }
}
