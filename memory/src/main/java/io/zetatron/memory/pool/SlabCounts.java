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
package io.zetatron.memory.pool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * What a pool counts, in its region, where other processes see it too. Exact while nobody acts; never torn.
 */
final class SlabCounts
{
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment region;

    SlabCounts(final MemorySegment region)
    {
        this.region = region;
    }

    /**
     * Count an acquire, by the only thread that acquires.
     */
    void acquiredByOne()
    {
        final long acquired = (long)LONG.get(region, SlabLayout.ACQUIRED_OFFSET) + 1;
        LONG.setOpaque(region, SlabLayout.ACQUIRED_OFFSET, acquired);
        final long inUse = acquired - get(SlabLayout.RELEASED_OFFSET);
        if (inUse > (long)LONG.get(region, SlabLayout.HIGH_WATER_OFFSET))
        {
            LONG.setOpaque(region, SlabLayout.HIGH_WATER_OFFSET, inUse);
        }
    }

    /**
     * Count an acquire, by one of many threads.
     */
    void acquiredByMany(final int slots)
    {
        final long inUse = (long)LONG.getAndAdd(region, SlabLayout.ACQUIRED_OFFSET, 1L) + 1 -
            get(SlabLayout.RELEASED_OFFSET);
        long highWater = get(SlabLayout.HIGH_WATER_OFFSET);
        while (inUse > highWater &&
            !LONG.compareAndSet(region, SlabLayout.HIGH_WATER_OFFSET, highWater, Math.min(inUse, slots)))
        {
            highWater = get(SlabLayout.HIGH_WATER_OFFSET);
        }
    }

    /**
     * Count a slot that became free.
     *
     * @param byOnlyThread whether no other thread does so.
     */
    void released(final boolean byOnlyThread)
    {
        if (byOnlyThread)
        {
            LONG.setOpaque(region, SlabLayout.RELEASED_OFFSET, (long)LONG.get(region, SlabLayout.RELEASED_OFFSET) + 1);
        }
        else
        {
            LONG.getAndAdd(region, SlabLayout.RELEASED_OFFSET, 1L);
        }
    }

    void exhausted()
    {
        LONG.getAndAdd(region, SlabLayout.EXHAUSTED_OFFSET, 1L);
    }

    void refused()
    {
        LONG.getAndAdd(region, SlabLayout.REFUSED_OFFSET, 1L);
    }

    void reclaimed(final long holds)
    {
        LONG.getAndAdd(region, SlabLayout.RECLAIMED_OFFSET, holds);
    }

    long inUse()
    {
        // Released first: what comes and goes in between is then not missing from the sum.
        final long released = (long)LONG.getAcquire(region, SlabLayout.RELEASED_OFFSET);
        return (long)LONG.getAcquire(region, SlabLayout.ACQUIRED_OFFSET) - released;
    }

    long get(final long offset)
    {
        return (long)LONG.getOpaque(region, offset);
    }
}
