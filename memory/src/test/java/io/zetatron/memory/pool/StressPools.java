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


import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Fresh pools for states of which there are millions. They lie many to a block, because a mapping for each would take
 * longer than the race; a block goes when the last of its pools is garbage.
 */
final class StressPools
{
    static final int A = 0;
    static final int B = 31;
    static final int SLOT_BYTES = 64;

    private static final int POOLS_IN_A_BLOCK = 512;

    private static MemorySegment block;
    private static long used;

    private StressPools()
    {
    }

    static SlabPool create(final int slots, final Acquirers acquirers)
    {
        return SlabPool.create(region(slots), 0, slots, SLOT_BYTES, acquirers);
    }

    private static synchronized MemorySegment region(final int slots)
    {
        final long lengthBytes = SlabLayout.requiredBytes(slots, SLOT_BYTES);
        final long strideBytes = lengthBytes + SlabLayout.requiredAlignment(SLOT_BYTES) - 1 &
            -SlabLayout.requiredAlignment(SLOT_BYTES);
        if (block == null || used + strideBytes > block.byteSize())
        {
            block = Arena.ofAuto().allocate(POOLS_IN_A_BLOCK * strideBytes, SlabLayout.requiredAlignment(SLOT_BYTES));
            used = 0;
        }
        final MemorySegment region = block.asSlice(used, lengthBytes);
        used += strideBytes;
        return region;
    }

    static void write(final SlabPool pool, final long handle, final long value)
    {
        pool.segment(handle).set(ValueLayout.JAVA_LONG, 0, value);
    }

    static long read(final SlabPool pool, final long handle)
    {
        return pool.segment(handle).get(ValueLayout.JAVA_LONG, 0);
    }

    /**
     * What an acquire answered: the index of the slot, or -1.
     */
    static int index(final long handle)
    {
        return handle > 0 ? SlotHandle.index(handle) : (int)handle;
    }
}
