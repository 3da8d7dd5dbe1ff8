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
 * Judges one numeric column row by row, from that row and those before it only.
 * <p>
 * Each row is compared with what a {@link Baseline} expected; the standardised deviation feeds statistics for spikes,
 * shifts, changes of variance and flat lines and a random cut forest. Each statistic is turned into a tail probability
 * by its own past, so that a heavy-tailed column raises its own bar, and the least probable one makes the score.
 * <p>
 * Not thread-safe. Deterministic: the same settings, seed and rows give the same results. State is bounded. A row costs
 * no allocation of this package's own but for the moments when a predictor is first made.
 */
public final class ColumnDetector
{
    /** A row is an anomaly when and only when its score is at least this. */
    public static final double SCORE_THRESHOLD = 0.5;

    /** Timestamp of the rows of a stream that has no time column. */
    public static final long NO_TIME = RowClock.NO_TIME;

    private static final double DEVIATION_LIMIT = 60;
    private static final double PRECISION = 1e-12;
    private static final double VALUE_LIMIT = 1e150;
    private static final int CALIBRATION_START_ROWS = 24;
    private static final int OPEN_CALIBRATION_ROWS = 8;

    private final ColumnDetectorSettings settings;
    private final double scorePerSurprise;
    private final Baseline baseline = new Baseline();
    private final ChangeStatistics changes = new ChangeStatistics();
    private final FlatlineStatistic flatline = new FlatlineStatistic();
    private final ForestDetector forest;
    private final TailCalibrator pointTail = new TailCalibrator(0.4);
    private final TailCalibrator shiftTail = new TailCalibrator(0.5);
    private final TailCalibrator driftTail = new TailCalibrator(0.3);
    private final TailCalibrator widthTail = new TailCalibrator(0.08);
    private final TailCalibrator forestTail = new TailCalibrator(0.15);
    private final ScoreBlend blend = new ScoreBlend();
    private final AlarmGate gate;
    private long valuedRows;
    private double expected = Double.NaN;
    private double deviation;
    private double score;
    private AnomalyKind kind = AnomalyKind.NONE;

    /**
     * @param settings of the detector.
     * @param seed     of the random cuts.
     */
    public ColumnDetector(final ColumnDetectorSettings settings, final long seed)
    {
        this.settings = settings;
        final double bar = -Math.log10(settings.alarmProbability());
        scorePerSurprise = SCORE_THRESHOLD / bar;
        gate = new AlarmGate(bar, settings.alarmRowsLimit());
        forest = new ForestDetector(settings.treesCount(), settings.sampleRows(), settings.shingleRows(), seed);
    }

    /**
     * Take the next row and judge it.
     *
     * @param timestampNs of the row since the epoch, or {@link #NO_TIME} when the stream has no time column.
     * @param value       of the column; NaN or an infinity when missing. A missing row is never an anomaly.
     */
    public void accept(final long timestampNs, final double value)
    {
        baseline.expect(timestampNs);
        expected = baseline.expected();
        score = 0;
        deviation = 0;
        kind = AnomalyKind.NONE;
        if (!Double.isFinite(value))
        {
            flatline.add(Double.NaN);
            baseline.learn(Double.NaN);
            return;
        }
        final double held = Math.clamp(value, -VALUE_LIMIT, VALUE_LIMIT);
        flatline.add(held);
        if (valuedRows >= CALIBRATION_START_ROWS)
        {
            judge(held);
        }
        baseline.learn(held);
        valuedRows++;
    }

    /**
     * How odd the last row is, from 0 to 1, by the column's own past: a row of score {@code s} is expected once in
     * {@code alarmProbability ^ -2s} rows, so that {@link #SCORE_THRESHOLD} stands for the probability in the settings.
     * The rows of one disturbance after the first few, and oddities that became usual, are held below the threshold.
     *
     * @return the score; 0 while too little is known and where the value is missing. Never NaN.
     */
    public double score()
    {
        return score;
    }

    /**
     * @return whether the last row is an anomaly.
     */
    public boolean anomaly()
    {
        return score >= SCORE_THRESHOLD;
    }

    /**
     * @return what the baseline expected of the last row before it was seen; NaN before the first value.
     */
    public double expected()
    {
        return expected;
    }

    /**
     * @return by how many robust standard deviations the last row lay above (positive) or below its expectation, within
     * 60; 0 while too little is known and where the value is missing.
     */
    public double deviation()
    {
        return deviation;
    }

    /**
     * @return what the verdict on the last row rests on; {@link AnomalyKind#NONE} when it is not an anomaly.
     */
    public AnomalyKind kind()
    {
        return kind;
    }

    private void judge(final double value)
    {
        deviation = standardised(value);
        changes.add(deviation, baseline.departure(value));
        final boolean grown = settings.treesCount() > 0 && valuedRows >= settings.forestStartRows();
        final double forestScore = grown ? forest.score(deviation) : 0;
        final double size = Math.abs(deviation);
        final double point = pointTail.surprise(size);
        blend.blend(
            point,
            shiftTail.surprise(changes.shift()),
            driftTail.surprise(changes.drift()),
            widthTail.surprise(changes.width()),
            flatline.surprise(),
            forestSurprise(forestScore, point));
        if (valuedRows >= settings.warmUpRows())
        {
            conclude();
        }
        calibrate(size, forestScore);
    }

    private double forestSurprise(final double forestScore, final double point)
    {
        final double surprise = forestScore > 0 ? forestTail.surprise(forestScore) : 0;
        // the shingle still holds the row that opened the alarm
        return gate.open() ? Math.min(surprise, point) : surprise;
    }

    private double standardised(final double value)
    {
        final double floor = PRECISION * Math.max(Math.abs(value), Math.abs(expected)) + Double.MIN_NORMAL;
        final double ratio = (value - expected) / Math.max(baseline.sigma(), floor);
        return Math.clamp(ratio, -DEVIATION_LIMIT, DEVIATION_LIMIT);
    }

    private void conclude()
    {
        score = Math.min(1, gate.pass(blend.surprise()) * scorePerSurprise);
        if (anomaly())
        {
            kind = flatline.rareZero() ? AnomalyKind.DROPOUT : blend.kind();
        }
    }

    private void calibrate(final double size, final double forestScore)
    {
        // a long disturbance must not pass for the usual at once, yet in time it has to
        if (gate.openRows() > 1 && gate.openRows() % OPEN_CALIBRATION_ROWS != 0)
        {
            return;
        }
        pointTail.add(size);
        shiftTail.add(changes.shift());
        driftTail.add(changes.drift());
        widthTail.add(changes.width());
        if (forestScore > 0)
        {
            forestTail.add(forestScore);
        }
    }
}
