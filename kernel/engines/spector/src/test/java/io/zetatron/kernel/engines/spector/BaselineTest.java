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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest
{
    @ParameterizedTest
    @CsvSource({"48, true", "48, false", "96, true", "96, false", "288, true", "288, false"})
    void shouldErrLittleMoreThanTheNoiseWhenADailyCycleIsKnown(final int rowsPerDay, final boolean timed)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            final double[] values =
                SyntheticColumns.daily(10 * rowsPerDay, rowsPerDay, SyntheticColumns.Noise.GAUSSIAN, seed);
            final double error = lateError(values, rowsPerDay, timed);
            assertTrue(error < 1.0, "mean absolute error " + error);
        }
    }

    @Test
    void shouldFollowTheClockWhenRowsAreMissing()
    {
        final Baseline baseline = new Baseline();
        double error = 0;
        int judged = 0;
        for (int i = 0; i < 288 * 8; i++)
        {
            final boolean gap = i % 500 > 450;
            final double value = 5 * Math.sin(2 * Math.PI * i / 288);
            if (!gap)
            {
                baseline.expect(SyntheticColumns.timestampNs(i, 288));
                error += i > 288 * 4 ? Math.abs(value - baseline.expected()) : 0;
                judged += i > 288 * 4 ? 1 : 0;
                baseline.learn(value);
            }
        }
        assertEquals(0, error / judged, 0.1);
    }

    @Test
    void shouldLearnTheWeekWhenWeekendsDiffer()
    {
        final double[] values = new double[48 * 7 * 6];
        for (int i = 0; i < values.length; i++)
        {
            final double day = Math.sin(2 * Math.PI * i / 48);
            values[i] = 100 + day * (i / 48 % 7 >= 5 ? 2 : 20);
        }
        assertEquals(0, lateError(values, 48, true), 0.5);
        assertEquals(0, lateError(values, 48, false), 0.5);
    }

    private static double lateError(final double[] values, final int rowsPerDay, final boolean timed)
    {
        final Baseline baseline = new Baseline();
        final int from = values.length * 2 / 3;
        double error = 0;
        for (int i = 0; i < values.length; i++)
        {
            baseline.expect(timed ? SyntheticColumns.timestampNs(i, rowsPerDay) : RowClock.NO_TIME);
            error += i < from ? 0 : Math.abs(values[i] - baseline.expected());
            baseline.learn(values[i]);
        }
        return error / (values.length - from);
    }
}
