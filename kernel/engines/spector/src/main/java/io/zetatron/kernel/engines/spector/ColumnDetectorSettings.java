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
 * How a {@link ColumnDetector} judges. All fields are checked at creation; a failure names the field, the value and the
 * bound.
 *
 * @param alarmProbability the probability, by the column's own past, at and below which a row is an anomaly.
 *                         Default {@value #ALARM_PROBABILITY_DEFAULT}, range 1e-8 to 1e-2.
 * @param warmUpRows       rows with a value before the first verdict. Default {@value #WARM_UP_ROWS_DEFAULT}, range 32
 *                         to 100,000.
 * @param alarmRowsLimit   rows reported for one disturbance; the rest of it stays below the threshold. Default
 *                         {@value #ALARM_ROWS_LIMIT_DEFAULT}, range 1 to 10,000.
 * @param treesCount       trees of the forest; 0 leaves the forest out. Default {@value #TREES_COUNT_DEFAULT}, range 0
 *                         to 100.
 * @param sampleRows       shingles that each tree keeps. Default {@value #SAMPLE_ROWS_DEFAULT}, range 32 to 1024.
 * @param shingleRows      rows that the forest judges together. Default {@value #SHINGLE_ROWS_DEFAULT}, range 2 to 16.
 * @param forestStartRows  rows with a value before the forest is made. Default {@value #FOREST_START_ROWS_DEFAULT},
 *                         range 16 to 100,000.
 */
public record ColumnDetectorSettings(
    double alarmProbability,
    int warmUpRows,
    int alarmRowsLimit,
    int treesCount,
    int sampleRows,
    int shingleRows,
    int forestStartRows)
{
    /** Default of {@link #alarmProbability()}. */
    public static final double ALARM_PROBABILITY_DEFAULT = 5e-5;
    /** Default of {@link #warmUpRows()}. */
    public static final int WARM_UP_ROWS_DEFAULT = 72;
    /** Default of {@link #alarmRowsLimit()}. */
    public static final int ALARM_ROWS_LIMIT_DEFAULT = 3;
    /** Default of {@link #treesCount()}. */
    public static final int TREES_COUNT_DEFAULT = 30;
    /** Default of {@link #sampleRows()}. */
    public static final int SAMPLE_ROWS_DEFAULT = 256;
    /** Default of {@link #shingleRows()}. */
    public static final int SHINGLE_ROWS_DEFAULT = 4;
    /** Default of {@link #forestStartRows()}. */
    public static final int FOREST_START_ROWS_DEFAULT = 128;

    private static final double ALARM_PROBABILITY_LEAST = 1e-8;
    private static final int UNCORRECTED_COLUMNS = 4;
    private static final double LIVE_PART = 0.02;
    private static final int FOREST_START_SPREAD_ROWS = 128;

    /**
     * Check the ranges.
     *
     * @throws IllegalArgumentException when a field is out of range.
     */
    public ColumnDetectorSettings
    {
        if (!(alarmProbability >= 1e-8 && alarmProbability <= 1e-2))
        {
            throw new IllegalArgumentException("alarmProbability=" + alarmProbability + " is not in [1e-8, 1e-2]");
        }
        check("warmUpRows", warmUpRows, 32, 100_000);
        check("alarmRowsLimit", alarmRowsLimit, 1, 10_000);
        check("treesCount", treesCount, 0, 100);
        check("sampleRows", sampleRows, 32, 1024);
        check("shingleRows", shingleRows, 2, 16);
        check("forestStartRows", forestStartRows, 16, 100_000);
    }

    /**
     * @return settings with every default.
     */
    public static ColumnDetectorSettings defaults()
    {
        return new ColumnDetectorSettings(
            ALARM_PROBABILITY_DEFAULT, WARM_UP_ROWS_DEFAULT, ALARM_ROWS_LIMIT_DEFAULT, TREES_COUNT_DEFAULT,
            SAMPLE_ROWS_DEFAULT, SHINGLE_ROWS_DEFAULT, FOREST_START_ROWS_DEFAULT);
    }

    /**
     * Settings for the detector of one of many columns. Each of them raises an alarm for the whole row, so the more
     * there are, the less probable an alarm of each has to be (Bonferroni's correction). So it is where rows happen
     * now, many a second, and somebody watches: alarms are then counted by the hour, not by the row. The forests are
     * not all made in the same row, because making one takes long.
     *
     * @param column  index from 0.
     * @param columns how many there are.
     * @param isLive  whether the rows happen now.
     * @return settings with every other default.
     */
    static ColumnDetectorSettings forColumn(final int column, final int columns, final boolean isLive)
    {
        final double probability = ALARM_PROBABILITY_DEFAULT * (isLive ? LIVE_PART : 1) *
            Math.min(1, UNCORRECTED_COLUMNS / (double)columns);
        return new ColumnDetectorSettings(
            Math.max(probability, ALARM_PROBABILITY_LEAST), WARM_UP_ROWS_DEFAULT, ALARM_ROWS_LIMIT_DEFAULT,
            TREES_COUNT_DEFAULT, SAMPLE_ROWS_DEFAULT, SHINGLE_ROWS_DEFAULT,
            FOREST_START_ROWS_DEFAULT + column % FOREST_START_SPREAD_ROWS);
    }

    private static void check(final String field, final int value, final int min, final int max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(field + "=" + value + " is not in [" + min + ", " + max + "]");
        }
    }
}
