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
 * One way to expect the next value of a column, with the scale of its own past errors. For each row call
 * {@link #expect}, then {@link #learn} or {@link #skip}. Not thread-safe.
 */
abstract class Predictor
{
    private static final int MEMORY_ROWS = 250;
    private static final int LOSS_MEMORY_ROWS = 400;
    private static final double LOSS_LIMIT_FACTOR = 20;

    private final ErrorScale errors = new ErrorScale(MEMORY_ROWS);
    private final ErrorScale losses = new ErrorScale(LOSS_MEMORY_ROWS, LOSS_LIMIT_FACTOR);
    private double expected = Double.NaN;
    private long judgedRows;

    /**
     * Form the expectation of a row.
     *
     * @param row         number of the row, gaps counted.
     * @param timestampNs of the row since the epoch, or {@link Long#MIN_VALUE} without a clock.
     */
    final void expect(final long row, final long timestampNs)
    {
        expected = prediction(row, timestampNs);
    }

    /**
     * Compare the value that came with the expectation, then learn it.
     *
     * @param value of the row, finite.
     */
    final void learn(final double value)
    {
        if (!Double.isNaN(expected))
        {
            errors.add(Math.abs(value - expected));
            losses.add(Math.abs(value - expected));
            judgedRows++;
        }
        take(value);
    }

    /**
     * @return the value expected, or NaN when this predictor knows nothing of the row.
     */
    final double expected()
    {
        return expected;
    }

    /**
     * @return the mean absolute error of the last few hundred rows, held loosely: who foresees a regular burst is to
     * be told from who does not.
     */
    final double loss()
    {
        return losses.mean();
    }

    final long judgedRows()
    {
        return judgedRows;
    }

    /**
     * @return the standard deviation of the error of the row at hand.
     */
    double sigma()
    {
        return errors.sigma();
    }

    /**
     * @return whether enough is known for this predictor to be chosen on the row at hand.
     */
    boolean ready()
    {
        return !Double.isNaN(expected) && judgedRows >= 16;
    }

    /**
     * @param value of the row at hand.
     * @return by how many standard deviations it lies from what this predictor holds for lasting, the short memory of
     * the last rows left aside; 0 where nothing lasts.
     */
    double departure(final double value)
    {
        return 0;
    }

    abstract double prediction(long row, long timestampNs);

    abstract void take(double value);

    /**
     * The row at hand has no value.
     */
    abstract void skip();
}
