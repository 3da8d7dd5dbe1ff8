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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TailCalibratorTest
{
    @Test
    void shouldStaySilentWhenThePastIsShort()
    {
        final TailCalibrator calibrator = new TailCalibrator(0.4);
        for (int i = 0; i < 20; i++)
        {
            calibrator.add(1);
        }
        assertEquals(0, calibrator.surprise(1000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldBeSurprisedByEightSigmasWhenThePastIsNormal(final long seed)
    {
        final TailCalibrator calibrator = fed(seed, random -> Math.abs(random.nextGaussian()));
        assertTrue(calibrator.surprise(8) > 5);
        assertTrue(calibrator.surprise(2.5) < 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldRaiseTheBarWhenTheTailIsHeavy(final long seed)
    {
        final TailCalibrator calibrator = fed(seed, random -> Math.exp(1.5 * random.nextGaussian()));
        assertTrue(calibrator.surprise(30) < 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldExceedFourSeldomWhenNothingChanges(final long seed)
    {
        final Random random = new Random(seed);
        final TailCalibrator calibrator = new TailCalibrator(0.4);
        int exceeded = 0;
        for (int i = 0; i < 10_000; i++)
        {
            final double value = Math.abs(SyntheticColumns.Noise.STUDENT_4.draw(random));
            exceeded += calibrator.surprise(value) >= 4 ? 1 : 0;
            calibrator.add(value);
        }
        assertTrue(exceeded < 8, "exceeded=" + exceeded);
    }

    @Test
    void shouldGrowWithTheValueWhenPastIsFixed()
    {
        final TailCalibrator calibrator = fed(9, random -> Math.abs(random.nextGaussian()));
        double last = 0;
        for (double value = 0; value < 12; value += 0.1)
        {
            final double surprise = calibrator.surprise(value);
            assertTrue(surprise >= last - 0.25, "value=" + value);
            last = surprise;
        }
    }

    private static TailCalibrator fed(final long seed, final ToDoubleFunction<Random> draw)
    {
        final Random random = new Random(seed);
        final TailCalibrator calibrator = new TailCalibrator(0.4);
        for (int i = 0; i < 3000; i++)
        {
            calibrator.add(draw.applyAsDouble(random));
        }
        return calibrator;
    }
}
