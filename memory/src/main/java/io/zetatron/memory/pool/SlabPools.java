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

import org.agrona.concurrent.UnsafeBuffer;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Pools of different slot sizes behind one {@link #acquire}: each request gets a slot of the smallest size that holds
 * it. A size whose slots are all held is exhausted, whatever is free in the others, so that who asks for much cannot
 * take what was set aside for others.
 * <p>
 * The pool in a handle tells where it belongs; threads as in {@link SlabPool}.
 */
public final class SlabPools
{
    /**
     * One size of slots.
     *
     * @param slotBytes of each.
     * @param slots     how many.
     */
    public record SizeClass(int slotBytes, int slots)
    {
        long requiredBytes()
        {
            return SlabLayout.requiredBytes(slots, slotBytes);
        }
    }

    private final SlabPool[] pools;
    private final int[] slotBytes;

    /**
     * Lay out the pools in a domain's memory.
     *
     * @param classes   in any order, each size once.
     * @param acquirers who may acquire.
     * @param memory    gives a region for each pool.
     */
    public SlabPools(final List<SizeClass> classes, final Acquirers acquirers, final RegionSource memory)
    {
        final List<SizeClass> sorted = sorted(classes);
        slotBytes = sorted.stream().mapToInt(SizeClass::slotBytes).toArray();
        pools = new SlabPool[slotBytes.length];
        for (int i = 0; i < pools.length; i++)
        {
            final SizeClass size = sorted.get(i);
            pools[i] = SlabPool.create(
                memory.allocate(size.requiredBytes(), SlabLayout.requiredAlignment(slotBytes[i])),
                i, size.slots(), size.slotBytes(), acquirers);
        }
    }

    /**
     * How large a domain has to be to hold such pools and nothing else.
     *
     * @param classes in any order, each size once.
     * @return bytes, with what aligning each pool may cost.
     * @throws IllegalArgumentException if a pool cannot be so, or there are none or too many of them.
     */
    public static long requiredBytes(final List<SizeClass> classes)
    {
        long bytes = 0;
        for (final SizeClass size : sorted(classes))
        {
            bytes += size.requiredBytes() + SlabLayout.requiredAlignment(size.slotBytes());
        }
        return bytes;
    }

    private static List<SizeClass> sorted(final List<SizeClass> classes)
    {
        final List<SizeClass> sorted = classes.stream()
            .sorted((a, b) -> Integer.compare(a.slotBytes(), b.slotBytes())).toList();
        if (sorted.isEmpty() || sorted.size() > SlotHandle.MAX_POOLS)
        {
            throw new IllegalArgumentException(sorted.size() + " size classes: choose 1 to " + SlotHandle.MAX_POOLS);
        }
        if (sorted.stream().mapToInt(SizeClass::slotBytes).distinct().count() != sorted.size())
        {
            throw new IllegalArgumentException("a size is given twice: " + sorted);
        }
        return sorted;
    }

    /**
     * Where the pools' memory comes from.
     */
    @FunctionalInterface
    public interface RegionSource
    {
        /**
         * Hand out a region.
         *
         * @param lengthBytes    of the region.
         * @param alignmentBytes of its beginning, a power of two.
         * @return the region.
         */
        MemorySegment allocate(long lengthBytes, int alignmentBytes);
    }

    /**
     * Claim a slot of the smallest size that holds so many bytes.
     *
     * @param lengthBytes that the slot must hold.
     * @param holder      that will hold it.
     * @return a handle, or {@link SlotHandle#EXHAUSTED}.
     * @throws IllegalArgumentException if no slot is that large.
     */
    public long acquire(final long lengthBytes, final int holder)
    {
        for (int i = 0; i < slotBytes.length; i++)
        {
            if (lengthBytes <= slotBytes[i])
            {
                return pools[i].acquire(holder);
            }
        }
        throw new IllegalArgumentException(lengthBytes + " bytes: the largest slots have " +
            slotBytes[slotBytes.length - 1] + "; configure a larger size class");
    }

    /**
     * The pool that a handle belongs to.
     *
     * @param handle of a slot.
     * @return the pool.
     * @throws StaleHandleException if there is none.
     */
    public SlabPool pool(final long handle)
    {
        final SlabPool pool = find(handle);
        if (pool == null)
        {
            throw new StaleHandleException(
                SlotHandle.describe(handle) + " is of none of these " + pools.length + " pools");
        }
        return pool;
    }

    /**
     * The pool that a handle belongs to; for handles that come from elsewhere, a wrong one of which is no surprise.
     *
     * @param handle any number.
     * @return the pool, or null if there is none.
     */
    public SlabPool find(final long handle)
    {
        final int number = SlotHandle.pool(handle);
        return handle <= 0 || number >= pools.length ? null : pools[number];
    }

    /**
     * Let another hold a slot too; see {@link SlabPool#retain}.
     *
     * @param handle of the slot.
     * @param holder that will hold it as well.
     */
    public void retain(final long handle, final int holder)
    {
        pool(handle).retain(handle, holder);
    }

    /**
     * Hand a slot on; see {@link SlabPool#transfer}.
     *
     * @param handle of the slot.
     * @param from   the holder that gives it away.
     * @param to     the holder that takes it.
     */
    public void transfer(final long handle, final int from, final int to)
    {
        pool(handle).transfer(handle, from, to);
    }

    /**
     * Give a slot back; see {@link SlabPool#release}.
     *
     * @param handle of the slot.
     * @param holder that has held it.
     * @return true if the slot is free now.
     */
    public boolean release(final long handle, final int holder)
    {
        return pool(handle).release(handle, holder);
    }

    /**
     * A slot's memory; see {@link SlabPool#segment}.
     *
     * @param handle of the slot.
     * @return its bytes.
     */
    public MemorySegment segment(final long handle)
    {
        return pool(handle).segment(handle);
    }

    /**
     * A slot's memory; see {@link SlabPool#wrap}.
     *
     * @param handle of the slot.
     * @param buffer that is wrapped around its bytes.
     */
    public void wrap(final long handle, final UnsafeBuffer buffer)
    {
        pool(handle).wrap(handle, buffer);
    }

    /**
     * Give back all that a holder holds, because it has died.
     *
     * @param holder that has died.
     * @return how many slots it held.
     */
    public int reclaim(final int holder)
    {
        int reclaimed = 0;
        for (final SlabPool pool : pools)
        {
            reclaimed += pool.reclaim(holder);
        }
        return reclaimed;
    }

    /**
     * The pools, from the smallest slots to the largest.
     *
     * @return a copy.
     */
    public List<SlabPool> pools()
    {
        return List.of(pools);
    }

    /**
     * Add up what the pools count.
     *
     * @param count such as {@link SlabPool#inUse}.
     * @return the sum.
     */
    public long sum(final ToLongFunction<SlabPool> count)
    {
        long sum = 0;
        for (final SlabPool pool : pools)
        {
            sum += count.applyAsLong(pool);
        }
        return sum;
    }
}
