/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.runtime.source.host;

import java.util.Arrays;

/**
 * The numbers of one pseudo file, each in a slot: the latest reading, and how much each has grown over each
 * {@link Window}.
 * <p>
 * The growth is summed from reading to reading, so that a counter which runs backwards (a device or a container that
 * starts anew, the kernel's idle and iowait times) spoils one reading and not a whole window. Past readings are kept in
 * a ring that spans the longest window; where readings come faster than the ring can hold, only some are kept.
 * <p>
 * Not thread-safe; allocates only when constructed.
 */
final class Counters
{
    private static final int KEPT_READINGS = 128;
    private static final int READINGS_IN_LONGEST_WINDOW = 120;
    private static final Window[] WINDOWS = Window.values();
    private static final long LEAST_DISTANCE_NS = Window.TICKS.lengthNs() / READINGS_IN_LONGEST_WINDOW;

    private final long[] latest;
    private final long[] previous;
    private final long[] grown;
    private final boolean[] hasGrowth;
    private final boolean[] spoilt;
    private final long[][] kept;
    private final long[] keptTimeNs = new long[KEPT_READINGS];
    private final long[] oldestInWindow = new long[WINDOWS.length];
    private long keptCount;
    private long nowNs;

    Counters(final int slots)
    {
        latest = new long[slots];
        previous = new long[slots];
        grown = new long[slots];
        hasGrowth = new boolean[slots];
        spoilt = new boolean[slots];
        kept = new long[KEPT_READINGS][slots];
        Arrays.fill(previous, ByteScanner.NO_NUMBER);
        begin();
    }

    /**
     * Begin a reading: nothing has been found yet.
     */
    void begin()
    {
        Arrays.fill(latest, ByteScanner.NO_NUMBER);
        Arrays.fill(spoilt, false);
    }

    /**
     * A number was found.
     *
     * @param value at least 0, or {@link ByteScanner#NO_NUMBER}.
     */
    void put(final int slot, final long value)
    {
        latest[slot] = value;
    }

    /**
     * A part of what this number sums up ran backwards.
     */
    void spoil(final int slot)
    {
        spoilt[slot] = true;
    }

    /**
     * Has this reading found the number?
     */
    boolean isPresent(final int slot)
    {
        return latest[slot] != ByteScanner.NO_NUMBER;
    }

    /**
     * End a reading that was taken at this time, and keep it for later ones to look back at.
     */
    void commit(final long timeNs)
    {
        nowNs = timeNs;
        for (int slot = 0; slot < latest.length; slot++)
        {
            grow(slot);
        }
        slideWindows();
        keep();
    }

    /**
     * The number as it was read.
     *
     * @return NaN if this reading has not found it.
     */
    double level(final int slot)
    {
        return isPresent(slot) ? latest[slot] : Double.NaN;
    }

    /**
     * How much the number has grown over the window.
     *
     * @return NaN if it was not found, ran backwards, or was never read before.
     */
    double growth(final int slot, final Window window)
    {
        return hasGrowth[slot] ? grown[slot] - kept[baseline(window)][slot] : Double.NaN;
    }

    /**
     * How long the window really is: from the reading at its beginning to the latest one.
     *
     * @return NaN if no time has passed.
     */
    double elapsedNs(final Window window)
    {
        final long elapsedNs = nowNs - keptTimeNs[baseline(window)];
        return elapsedNs > 0 ? elapsedNs : Double.NaN;
    }

    /**
     * Is the number, or a part of what it sums up, less than it was in the previous reading?
     */
    boolean ranBackwards(final int slot)
    {
        return spoilt[slot];
    }

    private void grow(final int slot)
    {
        final long value = latest[slot];
        final long before = previous[slot];
        hasGrowth[slot] = false;
        if (value == ByteScanner.NO_NUMBER)
        {
            return;
        }
        previous[slot] = value;
        if (before != ByteScanner.NO_NUMBER)
        {
            spoilt[slot] |= value < before;
            grown[slot] += Math.max(0, value - before);
            hasGrowth[slot] = !spoilt[slot];
        }
    }

    private void slideWindows()
    {
        for (int i = 0; i < WINDOWS.length; i++)
        {
            // One less than the ring holds: the reading being committed takes the place of the oldest.
            long oldest = Math.max(oldestInWindow[i], keptCount - KEPT_READINGS + 1);
            while (oldest < keptCount - 1 && nowNs - keptTimeNs[index(oldest)] > WINDOWS[i].lengthNs())
            {
                oldest++;
            }
            oldestInWindow[i] = oldest;
        }
    }

    private void keep()
    {
        if (keptCount == 0 || nowNs - keptTimeNs[index(keptCount - 1)] >= LEAST_DISTANCE_NS)
        {
            final int index = index(keptCount++);
            keptTimeNs[index] = nowNs;
            System.arraycopy(grown, 0, kept[index], 0, grown.length);
        }
    }

    private int baseline(final Window window)
    {
        return index(oldestInWindow[window.ordinal()]);
    }

    private static int index(final long reading)
    {
        return (int)(reading & (KEPT_READINGS - 1));
    }
}
