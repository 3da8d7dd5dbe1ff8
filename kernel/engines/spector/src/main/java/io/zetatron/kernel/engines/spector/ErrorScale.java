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
 * A robust running scale: the exponentially forgetting mean of absolute errors, each held to a multiple of the mean so
 * far. A zero mean is left by the first error that is not zero. Not thread-safe.
 */
final class ErrorScale
{
    private static final double SIGMA_OF_MEAN_ABSOLUTE = 1.2533;
    private static final double LIMIT_FACTOR = 3.2;
    private static final int LEARNING_ROWS = 12;

    private final int memoryRows;
    private final double limitFactor;
    private double mean;
    private int count;

    /**
     * @param memoryRows the time constant of forgetting in rows, at least 1.
     */
    ErrorScale(final int memoryRows)
    {
        this(memoryRows, LIMIT_FACTOR);
    }

    /**
     * @param memoryRows  the time constant of forgetting in rows, at least 1.
     * @param limitFactor the multiple of the mean to which an error is held, above 1.
     */
    ErrorScale(final int memoryRows, final double limitFactor)
    {
        this.memoryRows = memoryRows;
        this.limitFactor = limitFactor;
    }

    void add(final double absoluteError)
    {
        count = Math.min(count + 1, memoryRows);
        final double limit = count > LEARNING_ROWS && mean > 0 ? limitFactor * mean : Double.MAX_VALUE;
        mean += (Math.min(absoluteError, limit) - mean) / count;
    }

    double mean()
    {
        return mean;
    }

    /**
     * @return the standard deviation of normal errors of this mean.
     */
    double sigma()
    {
        return SIGMA_OF_MEAN_ABSOLUTE * mean;
    }
}
