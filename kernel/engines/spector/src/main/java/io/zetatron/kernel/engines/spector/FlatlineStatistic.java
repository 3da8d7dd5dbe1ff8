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
 * Judges how surprising it is that a column keeps repeating one value, or that it is exactly zero, given how often it
 * did before. Not thread-safe.
 */
final class FlatlineStatistic
{
    private static final double MEMORY_DECAY = 1 - 1.0 / 2000;
    private static final double REPEAT_SHARE_MIN = 0.03;
    private static final double CHAIN_SHARE_MIN = 0.08;
    private static final double DOUBT_ROWS = 8;
    private static final double RUN_FACTOR = 1.5;
    private static final double RARE_ZERO_SHARE = 0.01;

    private double last = Double.NaN;
    private double rows;
    private double repeats;
    private double chances = 8;
    private double chained = 1;
    private double zeros;
    private int run;
    private int longestRun;
    private boolean rareZero;

    /**
     * @param value of the row, or NaN, which ends a run.
     */
    void add(final double value)
    {
        if (Double.isNaN(value))
        {
            finish();
            last = value;
            return;
        }
        final boolean zero = value == 0;
        rareZero = zero && zeros < RARE_ZERO_SHARE * rows;
        final boolean repeat = value == last;
        rows = MEMORY_DECAY * rows + 1;
        zeros = MEMORY_DECAY * zeros + (zero ? 1 : 0);
        repeats *= MEMORY_DECAY;
        if (repeat)
        {
            run++;
        }
        else
        {
            finish();
        }
        last = value;
    }

    /**
     * @return the negated decimal logarithm of the probability of a run as long as the present one; 0 when a run of
     * about that length has been before.
     */
    double surprise()
    {
        if (run < 2 || run <= RUN_FACTOR * longestRun + 1)
        {
            return 0;
        }
        final double before = Math.max(0, rows - run);
        final double first = Math.clamp((repeats + DOUBT_ROWS) / (before + DOUBT_ROWS), REPEAT_SHARE_MIN, 1);
        final double next = Math.max(Math.max(CHAIN_SHARE_MIN, chained / chances), first);
        return -Math.log10(first) - (run - 1) * Math.log10(next);
    }

    /**
     * @return whether the last value is exactly zero while zeros are rare in this column.
     */
    boolean rareZero()
    {
        return rareZero;
    }

    /**
     * A run counts as past only once it is over, or it would excuse itself.
     */
    private void finish()
    {
        if (run > 0)
        {
            final double kept = Math.pow(MEMORY_DECAY, run);
            repeats += run;
            chances = kept * chances + run;
            chained = kept * chained + run - 1;
            longestRun = Math.max(longestRun, run);
            run = 0;
        }
    }
}
