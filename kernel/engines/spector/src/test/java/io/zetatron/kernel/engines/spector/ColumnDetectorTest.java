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

import static io.zetatron.kernel.engines.spector.ColumnDetector.NO_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnDetectorTest
{
    private final ColumnDetector detector = new ColumnDetector(ColumnDetectorSettings.defaults(), 1);

    @Test
    void shouldGiveTheSameScoresWhenSeedAndRowsAreTheSame()
    {
        final ColumnDetector other = new ColumnDetector(ColumnDetectorSettings.defaults(), 1);
        for (final double value : SyntheticColumns.awkward("lognormal", 1000, 5))
        {
            detector.accept(NO_TIME, value);
            other.accept(NO_TIME, value);
            assertEquals(detector.score(), other.score());
            assertEquals(detector.deviation(), other.deviation());
        }
    }

    @Test
    void shouldStaySilentWhenEverythingIsMissing()
    {
        for (int i = 0; i < 3000; i++)
        {
            detector.accept(i % 2 == 0 ? NO_TIME : i, i % 3 == 0 ? Double.POSITIVE_INFINITY : Double.NaN);
            assertEquals(0, detector.score());
            assertFalse(detector.anomaly());
        }
    }

    @Test
    void shouldTellWhatItExpectedWhenASpikeComes()
    {
        feed(SyntheticColumns.awkward("negative", 500, 3));
        detector.accept(NO_TIME, -100);
        assertTrue(detector.anomaly());
        assertEquals(-400, detector.expected(), 15);
        assertTrue(detector.deviation() > 20);
        assertEquals(AnomalyKind.SPIKE, detector.kind());
    }

    @Test
    void shouldTellADropoutWhenTheColumnFallsToZero()
    {
        feed(SyntheticColumns.awkward("negative", 500, 4));
        detector.accept(NO_TIME, 0);
        assertEquals(AnomalyKind.DROPOUT, detector.kind());
    }

    @Test
    void shouldGoOnWhenMissingRowsLieBetween()
    {
        final double[] values = SyntheticColumns.awkward("negative", 1500, 6);
        for (int i = 0; i < values.length; i++)
        {
            detector.accept(NO_TIME, i % 5 == 0 || i % 400 > 350 ? Double.NaN : values[i]);
        }
        detector.accept(NO_TIME, -300);
        assertTrue(detector.anomaly());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 7.25, -1e15, 1e-12})
    void shouldReportOneStepWhenAConstantColumnMoves(final double constant)
    {
        int alarms = 0;
        for (int i = 0; i < 2000; i++)
        {
            detector.accept(NO_TIME, i < 1000 ? constant : constant + Math.max(1e-9, Math.abs(constant)));
            alarms += detector.anomaly() ? 1 : 0;
            assertTrue(i >= 1000 || alarms == 0);
            assertTrue(i != 1003 || alarms > 0);
        }
        assertTrue(alarms <= 6, "alarms=" + alarms);
    }

    @Test
    void shouldAgreeOnVerdictAndThresholdWhenJudging()
    {
        for (final double value : SyntheticColumns.awkward("cauchy", 3000, 8))
        {
            detector.accept(NO_TIME, value);
            assertEquals(detector.score() >= ColumnDetector.SCORE_THRESHOLD, detector.anomaly());
            assertEquals(detector.anomaly(), detector.kind() != AnomalyKind.NONE);
        }
    }

    @Test
    void shouldStayFiniteWhenValuesAreExtreme()
    {
        final double[] extremes = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0, 1e300, -0.0, 1};
        for (int i = 0; i < 5000; i++)
        {
            detector.accept(NO_TIME, extremes[(i * 7 + i / 3) % extremes.length]);
            assertTrue(detector.score() >= 0 && detector.score() <= 1);
            assertTrue(Double.isFinite(detector.deviation()));
            assertNotEquals(Double.POSITIVE_INFINITY, Math.abs(detector.expected()));
        }
    }

    private void feed(final double[] values)
    {
        for (final double value : values)
        {
            detector.accept(NO_TIME, value);
        }
    }
}
