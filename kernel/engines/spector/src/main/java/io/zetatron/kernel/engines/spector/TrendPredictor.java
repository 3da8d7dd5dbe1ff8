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
 * Expects a robustly smoothed level and slope (Holt, 1957): right for slow swings under noise before their season is
 * known. Not thread-safe.
 */
final class TrendPredictor extends Predictor
{
    private static final double LEVEL_RATE = 0.16;
    private static final double SLOPE_RATE = 0.012;
    private static final double LIMIT_SIGMAS = 2.5;

    private final ErrorScale spread = new ErrorScale(200);
    private double level = Double.NaN;
    private double slope;
    private int count;

    @Override
    double prediction(final long row, final long timestampNs)
    {
        return level + slope;
    }

    @Override
    void take(final double value)
    {
        if (Double.isNaN(level))
        {
            level = value;
            return;
        }
        count = Math.min(count + 1, 1000);
        final double error = value - level - slope;
        final double limit = count < 16 || spread.mean() == 0 ? Double.MAX_VALUE : LIMIT_SIGMAS * spread.sigma();
        spread.add(Math.abs(error));
        final double held = Math.clamp(error, -limit, limit);
        level += slope + Math.max(LEVEL_RATE, 1.0 / (count + 1)) * held;
        slope += SLOPE_RATE * held;
    }

    @Override
    void skip()
    {
        level += slope;
    }
}
