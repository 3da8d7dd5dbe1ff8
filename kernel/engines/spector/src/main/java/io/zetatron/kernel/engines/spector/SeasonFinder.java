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
 * Finds the length of a season in rows from the autocorrelation of a history. Trend is taken out, outliers are held and
 * missing values carry the last one. Lengths within a hundredth and a half of a customary number of rows a day are
 * taken for it. Not thread-safe; the work arrays are allocated once, 16 bytes a row of twice the history.
 */
final class SeasonFinder
{
    /** Returned when no season stands out. */
    static final int NONE = 0;

    private static final int SEASON_ROWS_MIN = 4;
    private static final double CORRELATION_MIN = 0.3;
    private static final double FUNDAMENTAL_SHARE = 0.85;
    private static final double HELD_SIGMAS = 2.5;
    private static final int[] CUSTOMARY_ROWS = {24, 48, 72, 96, 144, 168, 288, 336, 480, 672, 720, 1440};

    private final double[] real;
    private final double[] imaginary;

    /**
     * @param historyRows the longest history to be searched; a power of two.
     */
    SeasonFinder(final int historyRows)
    {
        real = new double[historyRows * 2];
        imaginary = new double[historyRows * 2];
    }

    /**
     * @param history a ring of values, NaN where missing.
     * @param start   index of the oldest value.
     * @param count   of values, no more than the history given at creation.
     * @return the season in rows, at most half of the history, or {@link #NONE}.
     */
    int find(final double[] history, final int start, final int count)
    {
        copy(history, start, count);
        if (!flatten(count))
        {
            return NONE;
        }
        correlate(count);
        return peak(count);
    }

    private void copy(final double[] history, final int start, final int count)
    {
        double last = Double.NaN;
        for (int i = 0; i < count && Double.isNaN(last); i++)
        {
            last = history[(start + i) % history.length];
        }
        for (int i = 0; i < count; i++)
        {
            final double value = history[(start + i) % history.length];
            last = Double.isNaN(value) ? last : value;
            real[i] = Double.isNaN(last) ? 0 : last;
        }
        Arrays.fill(real, count, real.length, 0);
        Arrays.fill(imaginary, 0);
    }

    private boolean flatten(final int count)
    {
        final double centre = (count - 1) / 2.0;
        double mean = 0;
        double slope = 0;
        double times = 0;
        for (int i = 0; i < count; i++)
        {
            mean += real[i] / count;
            slope += (i - centre) * real[i];
            times += (i - centre) * (i - centre);
        }
        slope /= times;
        double sigma = 0;
        for (int i = 0; i < count; i++)
        {
            real[i] -= mean + slope * (i - centre);
            sigma += real[i] * real[i] / count;
        }
        sigma = Math.sqrt(sigma);
        for (int i = 0; i < count; i++)
        {
            real[i] = Math.clamp(real[i] / sigma, -HELD_SIGMAS, HELD_SIGMAS);
        }
        return sigma > 1e-12 * Math.abs(mean) && sigma > Double.MIN_NORMAL && Double.isFinite(sigma);
    }

    private void correlate(final int count)
    {
        Fourier.transform(real, imaginary);
        for (int i = 0; i < real.length; i++)
        {
            real[i] = real[i] * real[i] + imaginary[i] * imaginary[i];
            imaginary[i] = 0;
        }
        Fourier.transform(real, imaginary);
        final double zero = real[0] / count;
        for (int lag = 0; lag < count; lag++)
        {
            real[lag] = real[lag] / (count - lag) / zero;
        }
    }

    private int peak(final int count)
    {
        final int end = count / 2;
        int from = 1;
        while (from < end && real[from] > 0.1)
        {
            from++;
        }
        from = Math.max(from, SEASON_ROWS_MIN);
        int best = NONE;
        for (int lag = from; lag <= end; lag++)
        {
            best = real[lag] > (best == NONE ? CORRELATION_MIN : real[best]) ? lag : best;
        }
        return best == NONE ? NONE : customary(sharpened(fundamental(from, best), count));
    }

    private int fundamental(final int from, final int best)
    {
        for (int lag = from; lag < best; lag++)
        {
            if (real[lag] >= FUNDAMENTAL_SHARE * real[best] && highest(lag))
            {
                return lag;
            }
        }
        return best;
    }

    private boolean highest(final int lag)
    {
        final int reach = Math.max(1, lag / 8);
        for (int other = lag - reach; other <= lag + reach; other++)
        {
            if (real[other] > real[lag])
            {
                return false;
            }
        }
        return true;
    }

    /**
     * Later multiples of the season tell its length more finely.
     */
    private int sharpened(final int lag, final int count)
    {
        final int multiple = Math.min(6, count * 2 / 3 / lag);
        if (multiple < 2)
        {
            return lag;
        }
        final int reach = Math.min(lag / 4, multiple * Math.max(1, lag / 50));
        int best = lag * multiple;
        for (int other = lag * multiple - reach; other <= lag * multiple + reach && other < count; other++)
        {
            best = real[other] > real[best] ? other : best;
        }
        return (int)Math.round((double)best / multiple);
    }

    private static int customary(final int lag)
    {
        for (final int rows : CUSTOMARY_ROWS)
        {
            if (Math.abs(lag - rows) <= rows * 3 / 200)
            {
                return rows;
            }
        }
        return lag;
    }
}
