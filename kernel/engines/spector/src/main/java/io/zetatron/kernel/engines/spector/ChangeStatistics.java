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
 * Running statistics of standardised deviations that grow when several rows together say what none says alone: a
 * two-sided cumulative sum for a shift of the level (Page, Biometrika 41, 1954), a short mean of departures from the
 * lasting shape for a day unlike the others, and a short mean of absolute deviations for a change of the variance. Not
 * thread-safe.
 */
final class ChangeStatistics
{
    private static final double SLACK_SIGMAS = 0.9;
    private static final double SHIFT_HELD_SIGMAS = 3.5;
    private static final double SHIFT_DECAY = 0.97;
    private static final double SHIFT_LIMIT = 30;
    private static final double DRIFT_HELD_SIGMAS = 8;
    private static final double DRIFT_RATE = 1.0 / 5;
    private static final double WIDTH_HELD_SIGMAS = 5;
    private static final double WIDTH_RATE = 1.0 / 12;
    private static final double WIDTH_NORMAL = 0.8;

    private double upwards;
    private double downwards;
    private double drift;
    private double width = WIDTH_NORMAL;

    /**
     * @param deviation of the row from its expectation in standard deviations.
     * @param departure of the row from what lasts, in standard deviations.
     */
    void add(final double deviation, final double departure)
    {
        final double held = Math.clamp(deviation, -SHIFT_HELD_SIGMAS, SHIFT_HELD_SIGMAS);
        upwards = Math.clamp(SHIFT_DECAY * upwards + held - SLACK_SIGMAS, 0, SHIFT_LIMIT);
        downwards = Math.clamp(SHIFT_DECAY * downwards - held - SLACK_SIGMAS, 0, SHIFT_LIMIT);
        drift += DRIFT_RATE * (Math.clamp(departure, -DRIFT_HELD_SIGMAS, DRIFT_HELD_SIGMAS) - drift);
        width += WIDTH_RATE * (Math.min(Math.abs(deviation), WIDTH_HELD_SIGMAS) - width);
    }

    /**
     * @return the larger cumulative sum, from 0.
     */
    double shift()
    {
        return Math.max(upwards, downwards);
    }

    /**
     * @return the recent mean departure, without its sign.
     */
    double drift()
    {
        return Math.abs(drift);
    }

    /**
     * @return the recent mean absolute deviation, near 0.8 when nothing changes.
     */
    double width()
    {
        return width;
    }
}
