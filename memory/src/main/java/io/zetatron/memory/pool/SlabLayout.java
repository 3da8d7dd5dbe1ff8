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

/**
 * How a pool lies in its region: what it is, what it counts, one word of state for each slot, the slots.
 */
public final class SlabLayout
{
    /**
     * Slots begin at a multiple of this, or of a page if they are as large as one.
     */
    public static final int SLOT_ALIGNMENT_BYTES = 64;

    static final long FORMAT = 0x5a50_0001L << 32;

    // Fields that different threads write are two cache lines apart: the prefetcher fetches lines in pairs.
    static final long FORMAT_OFFSET = 0;
    static final long SLOT_COUNT_OFFSET = FORMAT_OFFSET + Long.BYTES;
    static final long SLOT_BYTES_OFFSET = SLOT_COUNT_OFFSET + Integer.BYTES;
    static final long ACQUIRED_OFFSET = 128;
    static final long HIGH_WATER_OFFSET = ACQUIRED_OFFSET + Long.BYTES;
    static final long EXHAUSTED_OFFSET = HIGH_WATER_OFFSET + Long.BYTES;
    static final long CURSOR_OFFSET = EXHAUSTED_OFFSET + Long.BYTES;
    static final long RELEASED_OFFSET = 256;
    static final long REFUSED_OFFSET = 384;
    static final long RECLAIMED_OFFSET = REFUSED_OFFSET + Long.BYTES;
    static final long STATES_OFFSET = 512;

    private static final int PAGE_BYTES = 4096;
    private static final int MAX_SLOT_BYTES = Integer.MAX_VALUE - PAGE_BYTES;

    private SlabLayout()
    {
    }

    /**
     * How much memory a pool takes.
     *
     * @param slots     how many, at most {@link SlotHandle#MAX_SLOTS}.
     * @param slotBytes of each.
     * @return bytes: the slots, and 8 bytes for each and at most 5 KiB beside them.
     */
    public static long requiredBytes(final int slots, final int slotBytes)
    {
        if (slots < 1 || slots > SlotHandle.MAX_SLOTS)
        {
            throw new IllegalArgumentException("a pool of " + slots + " slots: choose 1 to " + SlotHandle.MAX_SLOTS);
        }
        if (slotBytes < 1 || slotBytes > MAX_SLOT_BYTES)
        {
            throw new IllegalArgumentException("slots of " + slotBytes + " bytes: choose 1 to " + MAX_SLOT_BYTES);
        }
        return slotsOffset(slots, slotBytes) + slots * stride(slotBytes);
    }

    /**
     * What a pool's region has to be aligned to, for its slots to be.
     *
     * @param slotBytes of each slot.
     * @return bytes, a power of two.
     */
    public static int requiredAlignment(final int slotBytes)
    {
        return slotBytes >= PAGE_BYTES ? PAGE_BYTES : SLOT_ALIGNMENT_BYTES * 2;
    }

    static long stride(final int slotBytes)
    {
        return slotBytes + (SLOT_ALIGNMENT_BYTES - 1L) & -SLOT_ALIGNMENT_BYTES;
    }

    static long slotsOffset(final int slots, final int slotBytes)
    {
        final long alignment = requiredAlignment(slotBytes);
        return statePosition(slots) + alignment - 1 & -alignment;
    }

    static long statePosition(final int index)
    {
        return STATES_OFFSET + (long)index * Long.BYTES;
    }
}
