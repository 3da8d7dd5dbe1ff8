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
 * Expects the local level with the short memory around it: right for noise without a season.
 */
final class LevelPredictor extends Predictor
{
    private static final double RATE = 0.03;

    private final LocalLevel level = new LocalLevel(RATE);
    private boolean started;

    @Override
    double prediction(final long row, final long timestampNs)
    {
        return started ? level.expected() : Double.NaN;
    }

    @Override
    void take(final double value)
    {
        started = true;
        level.add(value);
    }

    @Override
    double departure(final double value)
    {
        return level.departure(value);
    }

    @Override
    void skip()
    {
        level.skip();
    }
}
