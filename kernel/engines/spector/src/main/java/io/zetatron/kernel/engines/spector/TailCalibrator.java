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
 * Turns a statistic of any distribution into the surprise of its value: the decimal logarithm, negated, of the
 * probability that the column's own past gives to a value at least as large. Inside the window the probability is the
 * share of past values; beyond, that of a {@link ParetoTail}. Values that came back three times or more are never held
 * for rarer than they were. Not thread-safe; allocates nothing after creation.
 */
final class TailCalibrator
{
    /** The largest surprise returned. */
    static final double SURPRISE_LIMIT = 10;

    private static final int WINDOW_ROWS = 2048;
    private static final int REFIT_ROWS = 32;
    private static final int TAIL_ROWS_MIN = 12;
    private static final double TAIL_SHARE = 0.05;
    private static final double RETAINED_SURPRISE = 4;
    private static final double RETAINED_FACTOR = 1.5;
    private static final double DOUBT_ROWS = 25;

    private final SortedWindow window = new SortedWindow(WINDOW_ROWS);
    private final ParetoTail tail;
    private final double excessPrior;
    private double retainedLimit = Double.MAX_VALUE;
    private int rowsToFit = TAIL_ROWS_MIN * 2;

    /**
     * @param excessPrior the mean excess over the 95th percentile believed before any data, in the statistic's unit.
     */
    TailCalibrator(final double excessPrior)
    {
        this.excessPrior = excessPrior;
        tail = new ParetoTail(excessPrior);
    }

    /**
     * @param value of the statistic, not NaN.
     * @return its surprise, from 0 to {@link #SURPRISE_LIMIT}; lower than the fit says while the past is short.
     */
    double surprise(final double value)
    {
        final int size = window.size();
        if (size < TAIL_ROWS_MIN * 2)
        {
            return 0;
        }
        final int seen = window.countAtLeast(Math.min(value, retainedLimit) * 0.999);
        final double surprise = value > tail.threshold() ?
            Math.min(tail.surprise(value), seen > 2 ? Math.log10(size / (seen - 2.0)) : Double.MAX_VALUE) :
            Math.log10((size + 1.0) / (seen + 1.0));
        return Math.clamp(surprise * size / (size + DOUBT_ROWS), 0, SURPRISE_LIMIT);
    }

    /**
     * Take a value into the past. A value far beyond the tail is drawn in, so that a single event does not hide the
     * next; when such values come often the tail widens by itself.
     *
     * @param value of the statistic, not NaN.
     */
    void add(final double value)
    {
        window.add(Math.min(value, retainedLimit));
        if (--rowsToFit <= 0)
        {
            final int count = Math.max(TAIL_ROWS_MIN, (int)(window.size() * TAIL_SHARE));
            tail.fit(window, count);
            retainedLimit = RETAINED_FACTOR * tail.value(RETAINED_SURPRISE) + excessPrior;
            rowsToFit = Math.min(REFIT_ROWS, window.size() / 8);
        }
    }
}
