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
 * Expects the last value plus a slowly learnt drift: right for random walks and counters.
 */
final class DriftPredictor extends Predictor
{
    private static final double RATE = 0.02;

    private final ErrorScale steps = new ErrorScale(200);
    private double last = Double.NaN;
    private double drift;
    private long count;

    @Override
    double prediction(final long row, final long timestampNs)
    {
        return last + drift;
    }

    @Override
    void take(final double value)
    {
        if (!Double.isNaN(last))
        {
            final double error = value - last - drift;
            count++;
            final double limit = count < 12 || steps.mean() == 0 ? Double.MAX_VALUE : 3 * steps.sigma();
            steps.add(Math.abs(error));
            drift += Math.max(RATE, 1.0 / (count + 1)) * Math.clamp(error, -limit, limit);
        }
        last = value;
    }

    @Override
    void skip()
    {
        last += drift;
    }
}
