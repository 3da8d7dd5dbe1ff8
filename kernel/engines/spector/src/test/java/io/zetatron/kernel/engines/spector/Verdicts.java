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

/**
 * Runs a detector over a column and counts its verdicts before, within and after a stretch.
 */
final class Verdicts
{
    // the defaults with fewer trees, which keeps the tests short
    private static final ColumnDetectorSettings SETTINGS = new ColumnDetectorSettings(
        ColumnDetectorSettings.ALARM_PROBABILITY_DEFAULT,
        ColumnDetectorSettings.WARM_UP_ROWS_DEFAULT,
        ColumnDetectorSettings.ALARM_ROWS_LIMIT_DEFAULT,
        10,
        ColumnDetectorSettings.SAMPLE_ROWS_DEFAULT,
        ColumnDetectorSettings.SHINGLE_ROWS_DEFAULT,
        ColumnDetectorSettings.FOREST_START_ROWS_DEFAULT);

    private int before;
    private int within;
    private int after;

    static Verdicts of(final double[] values, final int rowsPerDay, final boolean timed, final int from, final int to)
    {
        final ColumnDetector detector = new ColumnDetector(SETTINGS, 42);
        final Verdicts verdicts = new Verdicts();
        for (int i = 0; i < values.length; i++)
        {
            final long timestampNs = timed ? SyntheticColumns.timestampNs(i, rowsPerDay) : ColumnDetector.NO_TIME;
            detector.accept(timestampNs, values[i]);
            if (!(detector.score() >= 0 && detector.score() <= 1))
            {
                throw new AssertionError("score=" + detector.score() + " at row " + i);
            }
            verdicts.count(i, detector.anomaly(), from, to);
        }
        return verdicts;
    }

    int before()
    {
        return before;
    }

    int within()
    {
        return within;
    }

    int after()
    {
        return after;
    }

    private void count(final int row, final boolean anomaly, final int from, final int to)
    {
        if (anomaly)
        {
            before += row < from ? 1 : 0;
            within += row >= from && row < to ? 1 : 0;
            after += row >= to ? 1 : 0;
        }
    }
}
