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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Columns without a disturbance raise few alarms, the start of the stream included.
 */
class FalseAlarmTest
{
    private static final int SEEDS = 5;

    @ParameterizedTest
    @CsvSource({
        "48, true, GAUSSIAN, 20, 1", "48, false, STUDENT_4, 5e6, 1e4", "48, false, STUDENT_3, 0.002, 1e-5",
        "96, false, GAUSSIAN, 5e6, 1e4", "96, true, STUDENT_4, 20, 1", "96, true, STUDENT_3, 0, 1",
        "288, true, GAUSSIAN, 0.002, 1e-5", "288, false, STUDENT_4, -20, 1", "288, true, STUDENT_3, 20, 100",
        "1440, false, GAUSSIAN, 20, 1", "1440, true, STUDENT_4, 20, 1", "1440, false, STUDENT_3, 20, 1"})
    void shouldRaiseFewerThanOneInAThousandWhenADailyCycleIsUndisturbed(
        final int rowsPerDay, final boolean timed, final Noise noise, final double offset, final double scale)
    {
        final int rows = rowsPerDay == 1440 ? 4400 : 2500;
        int alarms = 0;
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final double[] values = SyntheticColumns.daily(rows, rowsPerDay, noise, 50 + seed);
            alarms += Verdicts.of(SyntheticColumns.scaled(values, offset, scale), rowsPerDay, timed, 0, rows).within();
        }
        assertTrue(alarms * 1000 < SEEDS * rows, "alarms " + alarms + " in " + SEEDS * rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "rare", "rarer", "counts", "rareCounts", "lognormal", "pareto", "counter", "walk", "sawtooth", "noisySawtooth",
        "square", "noisySquare", "randomSquare", "piecewise", "autoregressive", "garch", "bursty", "cauchy", "dither",
        "dirac", "bimodal", "percent", "huge", "tiny", "negative"})
    void shouldRaiseFewerThanThreeInAThousandWhenTheColumnIsAwkward(final String name)
    {
        final int rows = 2000;
        int alarms = 0;
        for (int seed = 0; seed < SEEDS; seed++)
        {
            alarms += Verdicts.of(SyntheticColumns.awkward(name, rows, seed), 288, seed % 2 == 0, 0, rows).within();
        }
        assertTrue(alarms * 1000 < 3 * SEEDS * rows, "alarms " + alarms + " in " + SEEDS * rows);
    }
}
