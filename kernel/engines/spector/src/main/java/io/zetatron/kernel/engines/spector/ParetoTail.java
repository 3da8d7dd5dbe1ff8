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
 * A generalised Pareto distribution fitted to the largest values of a window by probability weighted moments
 * (Hosking and Wallis, Technometrics 29, 1987), drawn towards a prior while the values are few. Heavy tails give a
 * positive shape and so a slower decay; a negative shape is taken as zero, an exponential tail. Not thread-safe.
 */
final class ParetoTail
{
    private static final double SHAPE_PRIOR = 0.1;
    private static final double SHAPE_PRIOR_WEIGHT = 15;
    private static final double SHAPE_LIMIT = 0.7;
    private static final double EXCESS_PRIOR_WEIGHT = 5;

    private final double excessPrior;
    private double threshold;
    private double share = 1;
    private double shape = SHAPE_PRIOR;
    private double scale;

    /**
     * @param excessPrior the mean excess over the threshold that is believed before any data, in the values' unit.
     */
    ParetoTail(final double excessPrior)
    {
        this.excessPrior = excessPrior;
        scale = excessPrior;
    }

    /**
     * Fit the tail to the largest values.
     *
     * @param window to be fitted, of more than {@code count} values.
     * @param count  of values above the threshold.
     */
    void fit(final SortedWindow window, final int count)
    {
        threshold = window.fromTop(count);
        share = (double)count / window.size();
        double first = 0;
        double weighted = 0;
        for (int i = 0; i < count; i++)
        {
            final double excess = window.fromTop(i) - threshold;
            first += excess;
            weighted += excess * (i + 0.65) / count;
        }
        first /= count;
        weighted /= count;
        final double gap = first - 2 * weighted;
        final double fitted = gap > 1e-9 * first ? 2 - first / gap : SHAPE_LIMIT;
        final double bounded = Math.clamp(fitted, -0.3, SHAPE_LIMIT);
        final double drawn = (count * bounded + SHAPE_PRIOR_WEIGHT * SHAPE_PRIOR) / (count + SHAPE_PRIOR_WEIGHT);
        shape = Math.max(0, drawn);
        final double excess = (count * first + EXCESS_PRIOR_WEIGHT * excessPrior) / (count + EXCESS_PRIOR_WEIGHT);
        scale = Math.max(0.5 * excessPrior, excess * (1 - shape));
    }

    double threshold()
    {
        return threshold;
    }

    /**
     * @param value to be judged.
     * @return the decimal logarithm of the probability, negated, that a value is at least this large; for values up to
     * the threshold that of the whole tail.
     */
    double surprise(final double value)
    {
        final double excess = Math.max(0, value - threshold) / scale;
        final double decay = shape < 1e-3 ? excess : Math.log1p(shape * excess) / shape;
        return (decay - Math.log(share)) / Math.log(10);
    }

    /**
     * @param surprise as {@link #surprise(double)} returns it.
     * @return the value that has this surprise, or the threshold when the whole tail has more.
     */
    double value(final double surprise)
    {
        final double decay = Math.max(0, surprise * Math.log(10) + Math.log(share));
        final double excess = shape < 1e-3 ? decay : Math.expm1(shape * decay) / shape;
        return threshold + scale * excess;
    }
}
