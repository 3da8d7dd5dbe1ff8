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
 * Counts rows so that gaps in the timestamps count too, and learns the usual interval between rows. Without timestamps
 * each row counts one. Not thread-safe; allocates nothing after creation.
 */
final class RowClock
{
    /** The timestamp of a row in a stream without a time column. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final int LEARNING_ROWS = 15;
    private static final long STEP_LIMIT_ROWS = 1_000_000;

    private final long[] intervalsNs = new long[LEARNING_ROWS];
    private int intervalCount;
    private long intervalNs;
    private long lastNs = NO_TIME;
    private long row = -1;

    /**
     * Move on to the next row.
     *
     * @param timestampNs of the row, or {@link #NO_TIME}.
     * @return the rows moved: 1, or more after a gap. A timestamp not after the last one moves 1.
     */
    long advance(final long timestampNs)
    {
        final long sinceNs = timestampNs == NO_TIME || lastNs == NO_TIME ? 0 : timestampNs - lastNs;
        if (sinceNs > 0 && intervalNs == 0)
        {
            learn(sinceNs);
        }
        final long moved = sinceNs > 0 && intervalNs > 0 ?
            Math.clamp((sinceNs + intervalNs / 2) / intervalNs, 1, STEP_LIMIT_ROWS) : 1;
        lastNs = timestampNs;
        row += moved;
        return moved;
    }

    /**
     * @return the number of the row at hand, the first being 0.
     */
    long row()
    {
        return row;
    }

    /**
     * @return the median interval between the first rows, or 0 while it is not known or there is no time.
     */
    long intervalNs()
    {
        return intervalNs;
    }

    private void learn(final long sinceNs)
    {
        intervalsNs[intervalCount++] = sinceNs;
        if (intervalCount == LEARNING_ROWS)
        {
            Arrays.sort(intervalsNs);
            intervalNs = intervalsNs[LEARNING_ROWS / 2];
        }
    }
}
