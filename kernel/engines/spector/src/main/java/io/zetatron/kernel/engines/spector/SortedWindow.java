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
 * The last values of a stream, kept in arrival order and in sorted order at once, so that order statistics are array
 * reads. Adding is a binary search and one block move. Not thread-safe; allocates only when created.
 */
final class SortedWindow
{
    private final double[] ring;
    private final double[] sorted;
    private int size;
    private int next;

    /**
     * @param capacity of the window in values, at least 1.
     */
    SortedWindow(final int capacity)
    {
        ring = new double[capacity];
        sorted = new double[capacity];
    }

    /**
     * Add a value; when the window is full the oldest value leaves.
     *
     * @param value which must not be NaN.
     */
    void add(final double value)
    {
        if (size < ring.length)
        {
            final int at = firstAtLeast(value);
            System.arraycopy(sorted, at, sorted, at + 1, size - at);
            sorted[at] = value;
            size++;
        }
        else
        {
            replace(ring[next], value);
        }
        ring[next] = value;
        next = next + 1 == ring.length ? 0 : next + 1;
    }

    int size()
    {
        return size;
    }

    /**
     * @param rank from the largest, which has rank 0, below {@link #size()}.
     * @return the value of that rank.
     */
    double fromTop(final int rank)
    {
        return sorted[size - 1 - rank];
    }

    int countAtLeast(final double value)
    {
        return size - firstAtLeast(value);
    }

    private void replace(final double oldest, final double value)
    {
        final int from = firstAtLeast(oldest);
        final int to = firstAtLeast(value);
        if (to > from)
        {
            System.arraycopy(sorted, from + 1, sorted, from, to - from - 1);
            sorted[to - 1] = value;
        }
        else
        {
            System.arraycopy(sorted, to, sorted, to + 1, from - to);
            sorted[to] = value;
        }
    }

    private int firstAtLeast(final double value)
    {
        int low = 0;
        int high = size;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (sorted[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
