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

import io.zetatron.kernel.engines.spector.SyntheticColumns.Noise;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Disturbances in a noisy daily cycle are found, at several rates, scales and kinds of noise.
 */
class DisturbanceTest
{
    private static final int SEEDS = 5;

    @ParameterizedTest
    @CsvSource({
        "48, true, 9, 20, 1", "48, false, 9, 5e6, 1e4", "96, true, 8, 0.002, 1e-5", "96, false, 8, 20, 1",
        "288, true, 8, 5e6, 1e4", "288, false, 8, -3, 0.1"})
    void shouldFindASpikeWhenItIsWithinTheDailyRange(
        final int rowsPerDay, final boolean timed, final double sigmas, final double offset, final double scale)
    {
        assertFound(rowsPerDay, timed, Noise.GAUSSIAN, offset, scale, 1, value -> value - Math.signum(value) * sigmas);
    }

    @ParameterizedTest
    @CsvSource({
        "48, true, GAUSSIAN, 10", "48, false, STUDENT_4, 20", "96, true, STUDENT_3, 25", "96, false, GAUSSIAN, 8",
        "288, true, STUDENT_4, 20", "288, false, STUDENT_3, 25", "288, true, GAUSSIAN, 6"})
    void shouldFindALevelShiftWhenItLasts(
        final int rowsPerDay, final boolean timed, final Noise noise, final double sigmas)
    {
        assertFound(rowsPerDay, timed, noise, 20, 1, 8, value -> value + sigmas);
    }

    @ParameterizedTest
    @CsvSource({
        "48, true, GAUSSIAN", "48, false, STUDENT_4", "96, true, GAUSSIAN", "96, false, STUDENT_3",
        "288, true, STUDENT_3", "288, false, GAUSSIAN"})
    void shouldFindADropoutWhenTheColumnFallsToZero(
        final int rowsPerDay, final boolean timed, final Noise noise)
    {
        assertFound(rowsPerDay, timed, noise, 40, 1, 6, value -> -40);
    }

    @ParameterizedTest
    @CsvSource({"48, true, 5, 5", "96, true, 5, 4", "96, false, 5, 4", "288, true, 5, 4", "288, false, 5, 5"})
    void shouldFindAWiderNoiseWhenItLasts(
        final int rowsPerDay, final boolean timed, final int wanted, final double factor)
    {
        int found = 0;
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final int from = start(rowsPerDay, seed);
            final double[] values = SyntheticColumns.daily(from + 60, rowsPerDay, Noise.GAUSSIAN, seed);
            final double[] others = SyntheticColumns.daily(from + 60, rowsPerDay, Noise.GAUSSIAN, seed + 1000);
            for (int i = from; i < from + 48; i++)
            {
                values[i] += Math.sqrt(factor * factor - 1) * (values[i] - others[i]) / Math.sqrt(2);
            }
            found += Verdicts.of(values, rowsPerDay, timed, from, from + 48).within() > 0 ? 1 : 0;
        }
        assertTrue(found >= wanted - 1, "found " + found);
    }

    @ParameterizedTest
    @CsvSource({"48, true", "96, false", "288, true", "288, false"})
    void shouldAdaptWhenAShiftLastsForEver(final int rowsPerDay, final boolean timed)
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final int from = start(rowsPerDay, seed);
            final double[] values = SyntheticColumns.daily(from + 1500, rowsPerDay, Noise.GAUSSIAN, seed);
            for (int i = from; i < values.length; i++)
            {
                values[i] += 15;
            }
            final Verdicts verdicts = Verdicts.of(values, rowsPerDay, timed, from, from + 24);
            assertTrue(verdicts.within() > 0);
            assertTrue(verdicts.within() + verdicts.after() <= 9, "after " + verdicts.after());
        }
    }

    @ParameterizedTest
    @CsvSource({"300, 0", "400, 0", "500, 0", "300, 6", "400, 6", "500, 6"})
    void shouldFindGrossEventsWhenTheStreamIsShort(final int rows, final double swing)
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final double[] spiked = noise(rows, swing, seed);
            final double[] shifted = spiked.clone();
            final int from = rows * 2 / 3;
            spiked[from] += 12;
            for (int i = from; i < rows; i++)
            {
                shifted[i] += 7;
            }
            assertTrue(Verdicts.of(spiked, 288, false, from, from + 1).within() > 0);
            assertTrue(Verdicts.of(shifted, 288, false, from, from + 12).within() > 0);
        }
    }

    private static void assertFound(
        final int rowsPerDay,
        final boolean timed,
        final Noise noise,
        final double offset,
        final double scale,
        final int rows,
        final DoubleUnaryOperator disturbance)
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final int from = start(rowsPerDay, seed);
            final double[] values = SyntheticColumns.daily(from + rows + 5, rowsPerDay, noise, seed);
            for (int i = from; i < from + rows; i++)
            {
                values[i] = disturbance.applyAsDouble(values[i]);
            }
            final double[] scaled = SyntheticColumns.scaled(values, offset, scale);
            final Verdicts verdicts = Verdicts.of(scaled, rowsPerDay, timed, from, from + rows);
            assertTrue(verdicts.within() > 0, "seed " + seed);
        }
    }

    private static int start(final int rowsPerDay, final int seed)
    {
        return (int)(rowsPerDay * (rowsPerDay < 100 ? 7.1 : 4.1) + rowsPerDay * 0.19 * seed);
    }

    private static double[] noise(final int rows, final double swing, final int seed)
    {
        final double[] values = SyntheticColumns.awkward("negative", rows, seed);
        for (int i = 0; i < rows; i++)
        {
            values[i] = values[i] / 5 + swing * Math.sin(2 * Math.PI * i / 1440);
        }
        return values;
    }
}
