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
 * The last values of a column in row order, NaN where a row has none. Not thread-safe.
 */
final class History
{
    private final double[] ring;
    private int size;
    private int next;

    /**
     * @param capacity in rows; a power of two.
     */
    History(final int capacity)
    {
        ring = new double[capacity];
    }

    /**
     * @param value of the row, NaN when missing.
     * @param moved the rows since the last one, at least 1; those between are missing.
     */
    void add(final double value, final long moved)
    {
        if (moved >= ring.length)
        {
            Arrays.fill(ring, Double.NaN);
            size = ring.length;
        }
        else
        {
            for (long i = 1; i < moved; i++)
            {
                append(Double.NaN);
            }
        }
        append(value);
    }

    int size()
    {
        return size;
    }

    /**
     * @param age in rows below {@link #size()}, 0 being the last row added.
     * @return its value.
     */
    double value(final int age)
    {
        return ring[(next - 1 - age) & (ring.length - 1)];
    }

    /**
     * @param finder of seasons.
     * @return what it finds in this history.
     */
    int season(final SeasonFinder finder)
    {
        return finder.find(ring, size < ring.length ? 0 : next, size);
    }

    private void append(final double value)
    {
        ring[next] = value;
        next = (next + 1) & (ring.length - 1);
        size = Math.min(size + 1, ring.length);
    }
}
