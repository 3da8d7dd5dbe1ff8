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
 * Blends the surprises of the separate statistics into one. The largest speaks, after a deduction for those that need
 * more proof; the forest adds a little to what others say and speaks alone only when it is very sure. Not thread-safe.
 */
final class ScoreBlend
{
    private static final double SHIFT_DEDUCTION = 0.4;
    private static final double DRIFT_DEDUCTION = 0.5;
    private static final double WIDTH_DEDUCTION = 0.5;
    private static final double FOREST_DEDUCTION = 1.2;
    private static final double FOREST_LIMIT = 6;
    private static final double SUPPORT_FACTOR = 0.1;
    private static final double SUPPORT_LIMIT = 0.2;

    private double surprise;
    private AnomalyKind kind = AnomalyKind.NONE;

    /**
     * Blend the surprises of one row.
     *
     * @param point    of the row's deviation.
     * @param shift    of the cumulative sum.
     * @param drift    of the recent mean departure.
     * @param width    of the recent width of deviations.
     * @param flatline of the present run of equal values.
     * @param forest   of the forest's score.
     */
    void blend(
        final double point,
        final double shift,
        final double drift,
        final double width,
        final double flatline,
        final double forest)
    {
        surprise = point;
        kind = AnomalyKind.SPIKE;
        weigh(shift - SHIFT_DEDUCTION, AnomalyKind.SHIFT);
        weigh(drift - DRIFT_DEDUCTION, AnomalyKind.SHIFT);
        weigh(width - WIDTH_DEDUCTION, AnomalyKind.VARIANCE);
        weigh(flatline, AnomalyKind.DROPOUT);
        weigh(Math.min(forest, FOREST_LIMIT) - FOREST_DEDUCTION, AnomalyKind.PATTERN);
        surprise += Math.clamp(SUPPORT_FACTOR * (forest - 1), 0, SUPPORT_LIMIT);
    }

    double surprise()
    {
        return surprise;
    }

    /**
     * @return the statistic that spoke.
     */
    AnomalyKind kind()
    {
        return kind;
    }

    private void weigh(final double other, final AnomalyKind otherKind)
    {
        if (other > surprise)
        {
            surprise = other;
            kind = otherKind;
        }
    }
}
