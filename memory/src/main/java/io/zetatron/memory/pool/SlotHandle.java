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
 * A reference to one slot of one pool for as long as it is held: 31 bits of generation, 8 of the pool's number, 24 of
 * the slot's index. The generation changes when the slot becomes free, so that a handle which was given back is told
 * from the one that holds the slot now. A handle is above 0; answers below 0 are codes.
 */
public final class SlotHandle
{
    /**
     * Stands for no slot.
     */
    public static final long NONE = 0;

    /**
     * The answer of a pool whose slots are all held.
     */
    public static final long EXHAUSTED = -1;

    /**
     * The answer where nobody holds a slot by the handle: it was given back, or it is forged, or of another pool.
     */
    public static final int STALE = -2;

    /**
     * The answer where others hold the slot, and who asks does not.
     */
    public static final int NOT_HOLDER = -3;

    /**
     * The answer where a holder holds the slot already, and once is all it can.
     */
    public static final int HELD_ALREADY = -4;

    /**
     * The most pools of one set.
     */
    public static final int MAX_POOLS = 1 << 8;

    /**
     * The most slots of one pool.
     */
    public static final int MAX_SLOTS = 1 << 24;

    private static final int INDEX_BITS = 24;
    private static final int GENERATION_SHIFT = 32;
    private static final int LARGEST_GENERATION = Integer.MAX_VALUE;

    private SlotHandle()
    {
    }

    static long of(final int generation, final int pool, final int index)
    {
        return (long)generation << GENERATION_SHIFT | (long)pool << INDEX_BITS | index;
    }

    /**
     * Which life of the slot is meant.
     *
     * @param handle of a slot.
     * @return the generation, from 1.
     */
    public static int generation(final long handle)
    {
        return (int)(handle >>> GENERATION_SHIFT);
    }

    /**
     * Which pool of a set the slot belongs to.
     *
     * @param handle of a slot.
     * @return the pool's number.
     */
    public static int pool(final long handle)
    {
        return (int)handle >>> INDEX_BITS;
    }

    /**
     * Which slot of its pool is meant.
     *
     * @param handle of a slot.
     * @return the slot's index.
     */
    public static int index(final long handle)
    {
        return (int)handle & MAX_SLOTS - 1;
    }

    /**
     * The generation that a slot has after this one: 0 is left out, because no handle may be 0.
     */
    static int next(final int generation)
    {
        return generation == LARGEST_GENERATION ? 1 : generation + 1;
    }

    /**
     * A handle in words, for errors.
     *
     * @param handle of a slot, or a code.
     * @return its parts.
     */
    public static String describe(final long handle)
    {
        return handle == NONE ? "no slot" : handle == EXHAUSTED ? "exhausted" : handle < 0 ? "code " + handle :
            "pool " + pool(handle) + " slot " + index(handle) + " generation " + generation(handle);
    }

    /**
     * Who holds a slot, for people.
     */
    static String holders(final long state)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < SlabPool.MAX_HOLDERS; i++)
        {
            if ((state & 1L << i) != 0)
            {
                text.append(text.isEmpty() ? "" : ", ").append(i);
            }
        }
        return text.isEmpty() ? "nobody" : text.toString();
    }
}
