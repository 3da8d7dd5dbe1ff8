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
 * Expects the profile of a season, moved by a local level. The season is a number of rows or, where a clock is given,
 * a span of time cut into phases. A
 * smooth one takes the mean of neighbouring phases: it knows a gentle cycle after one season, where the exact one needs
 * several, but it blurs edges.
 */
final class SeasonalPredictor extends Predictor
{
    private static final double RATE = 0.015;
    private static final double PHASE_SIGMA_FACTOR = 0.8;
    private static final long BY_ROWS = 0;
    private static final int SMOOTH_SHARE = 20;

    private final SeasonalProfile profile;
    private final LocalLevel offset = new LocalLevel(RATE);
    private final long seasonNs;
    private final int reach;
    private int phase;
    private double template;
    private boolean known;

    private SeasonalPredictor(final int phases, final long seasonNs, final boolean smooth)
    {
        profile = new SeasonalProfile(phases);
        this.seasonNs = seasonNs;
        reach = smooth ? Math.max(1, phases / SMOOTH_SHARE) : 0;
        offset.add(0);
    }

    static SeasonalPredictor ofRows(final int seasonRows, final boolean smooth)
    {
        return new SeasonalPredictor(seasonRows, BY_ROWS, smooth);
    }

    static SeasonalPredictor ofTime(final long seasonNs, final int phases, final boolean smooth)
    {
        return new SeasonalPredictor(phases, seasonNs, smooth);
    }

    @Override
    double prediction(final long row, final long timestampNs)
    {
        phase = seasonNs == BY_ROWS ? (int)Math.floorMod(row, (long)profile.phases()) : phaseOf(timestampNs);
        known = profile.known(phase);
        template = reach == 0 ? profile.level(phase) : profile.smoothLevel(phase, reach);
        return known ? template + offset.expected() : Double.NaN;
    }

    @Override
    void take(final double value)
    {
        final double level = offset.level();
        final double limit = offset.limit();
        if (known)
        {
            offset.add(value - template);
        }
        profile.learn(phase, value - level, limit);
    }

    @Override
    void skip()
    {
        offset.skip();
    }

    @Override
    double sigma()
    {
        return Math.max(super.sigma(), PHASE_SIGMA_FACTOR * profile.spread(phase));
    }

    @Override
    double departure(final double value)
    {
        return known ? offset.departure(value - template) : 0;
    }

    @Override
    boolean ready()
    {
        return super.ready() && judgedRows() >= Math.max(24, profile.phases() / (reach > 0 ? 4 : 2));
    }

    private int phaseOf(final long timestampNs)
    {
        final long phaseNs = seasonNs / profile.phases();
        // half a phase early, so that a clock which trembles around full phases stays within one
        final long within = Math.floorMod(timestampNs + phaseNs / 2, seasonNs);
        return (int)Math.min(within / phaseNs, profile.phases() - 1L);
    }
}
