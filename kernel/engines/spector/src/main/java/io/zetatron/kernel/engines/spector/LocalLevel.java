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

import java.util.Arrays;

/**
 * The slow level of a series and the short memory of its deviations: a robust exponential mean, a first-order
 * autoregression around it, and a jump to the new level once {@value #REBASE_ROWS} values in succession lie far on one
 * side. Not thread-safe; allocates nothing after creation.
 */
final class LocalLevel
{
    private static final int REBASE_ROWS = 9;
    private static final double REBASE_SIGMAS = 2.2;
    private static final double LIMIT_SIGMAS = 3;
    private static final double MEMORY_DECAY = 1 - 1.0 / 300;
    private static final double COEFFICIENT_LIMIT = 0.98;

    private final double rate;
    private final ErrorScale spread = new ErrorScale(200);
    private final double[] outside = new double[REBASE_ROWS];
    private int outsideCount;
    private double level;
    private double last;
    private double cross;
    private double square;
    private long count;

    /**
     * @param rate of learning the level, in (0, 1].
     */
    LocalLevel(final double rate)
    {
        this.rate = rate;
    }

    double level()
    {
        return level;
    }

    /**
     * @return the value expected next.
     */
    double expected()
    {
        return level + coefficient() * last;
    }

    /**
     * @param value of a row.
     * @return by how many standard deviations it lies from the level, short memory left aside; 0 while unknown.
     */
    double departure(final double value)
    {
        final double sigma = spread.sigma();
        return count < 24 || sigma == 0 ? 0 : (value - level) / sigma;
    }

    /**
     * @return the largest deviation from the level that is still learnt in full.
     */
    double limit()
    {
        final double sigma = spread.sigma();
        return count < 12 || sigma == 0 ? Double.MAX_VALUE : LIMIT_SIGMAS * sigma;
    }

    void add(final double value)
    {
        if (count++ == 0)
        {
            level = value;
            return;
        }
        final double deviation = value - level;
        final double limit = limit();
        final double held = Math.clamp(deviation, -limit, limit);
        cross = MEMORY_DECAY * cross + held * last;
        square = MEMORY_DECAY * square + last * last;
        spread.add(Math.abs(deviation));
        level += Math.max(rate, 1.0 / count) * held;
        last = held;
        rebase(value, deviation);
    }

    /**
     * A row without a value: what is remembered of the last deviation fades.
     */
    void skip()
    {
        last *= coefficient();
    }

    private double coefficient()
    {
        return count < 24 || square <= 0 ? 0 : Math.clamp(cross / (square * 1.02), -0.5, COEFFICIENT_LIMIT);
    }

    private void rebase(final double value, final double deviation)
    {
        if (count < 24 || Math.abs(deviation) <= REBASE_SIGMAS * spread.sigma())
        {
            outsideCount = 0;
            return;
        }
        if (outsideCount > 0 && deviation > 0 != outside[outsideCount - 1] > level)
        {
            outsideCount = 0;
        }
        outside[outsideCount++] = value;
        if (outsideCount == REBASE_ROWS)
        {
            Arrays.sort(outside);
            level = outside[REBASE_ROWS / 2];
            last = 0;
            outsideCount = 0;
        }
    }
}
