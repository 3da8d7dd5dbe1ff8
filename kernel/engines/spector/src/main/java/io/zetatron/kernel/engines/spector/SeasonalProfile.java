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
 * The value and the spread that a column is used to in each phase of a season. Not thread-safe; its arrays are
 * allocated once: 14 bytes a phase.
 */
final class SeasonalProfile
{
    private static final double RATE = 0.12;
    private static final int TRUSTED_COUNT = 3;
    private static final int SMOOTH_POINTS = 6;

    private final double[] levels;
    private final float[] spreads;
    private final short[] counts;

    /**
     * @param phases the number of phases of the season, at least 2.
     */
    SeasonalProfile(final int phases)
    {
        levels = new double[phases];
        spreads = new float[phases];
        counts = new short[phases];
    }

    int phases()
    {
        return levels.length;
    }

    boolean known(final int phase)
    {
        return counts[phase] > 0;
    }

    double level(final int phase)
    {
        return levels[phase];
    }

    /**
     * Learn the value of a phase.
     *
     * @param phase of the season.
     * @param value which the phase had.
     * @param limit the largest deviation that is learnt in full.
     */
    void learn(final int phase, final double value, final double limit)
    {
        final int count = counts[phase];
        if (count == 0)
        {
            levels[phase] = value;
            counts[phase] = 1;
            return;
        }
        final double deviation = value - levels[phase];
        final double rate = Math.max(RATE, 1.0 / (count + 1));
        final double held = count < TRUSTED_COUNT ? deviation : Math.clamp(deviation, -limit, limit);
        levels[phase] += rate * held;
        final double weight = Math.max(RATE, 1.0 / count);
        spreads[phase] += (float)(weight * (Math.min(Math.abs(deviation), 4 * limit) - spreads[phase]));
        counts[phase] = (short)Math.min(count + 1, Short.MAX_VALUE);
    }

    /**
     * @param phase of the season.
     * @param reach of the smoothing in phases to either side.
     * @return the mean of the known levels around a phase, the nearer ones weighing more.
     */
    double smoothLevel(final int phase, final int reach)
    {
        final int stride = Math.max(1, reach / SMOOTH_POINTS);
        double sum = (reach + 1) * levels[phase];
        double weights = reach + 1;
        for (int distance = stride; distance <= reach; distance += stride)
        {
            final int before = Math.floorMod(phase - distance, levels.length);
            final int after = (phase + distance) % levels.length;
            // both or none, so that a slope does not bend the mean
            if (counts[before] > 0 && counts[after] > 0)
            {
                final double weight = reach + 1 - distance;
                sum += weight * (levels[before] + levels[after]);
                weights += 2 * weight;
            }
        }
        return sum / weights;
    }

    /**
     * @param phase of the season.
     * @return the mean absolute deviation of the phase or one of its two neighbours, whichever is largest, so that
     * an event which comes a row early or late is still within its spread; 0 where too little is known.
     */
    double spread(final int phase)
    {
        final int last = levels.length - 1;
        final double before = trusted(phase == 0 ? last : phase - 1);
        final double after = trusted(phase == last ? 0 : phase + 1);
        return Math.max(trusted(phase), Math.max(before, after));
    }

    private double trusted(final int phase)
    {
        return counts[phase] >= TRUSTED_COUNT ? spreads[phase] : 0;
    }
}
