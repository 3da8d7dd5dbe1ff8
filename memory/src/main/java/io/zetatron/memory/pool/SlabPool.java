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

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Slots of one size in one region of memory, handed out and given back without locks and without allocating. Never
 * grows: a pool whose slots are all held says so.
 * <p>
 * Each slot has one word of state: its generation and, as a set of bits, who holds it. Every change is one atomic step
 * on that word, and there is no list of free slots beside it. So nothing is lost if a holder, or a whole process
 * that has mapped the region, dies between two steps: {@link #reclaim} gives back what it held.
 * <p>
 * A <b>holder</b> is a number from 0 to 31 that stands for an engine. Each holds a slot at most once; a slot is free
 * when its last holder has released it. What a holder has written before it releases a slot or hands it on is seen by
 * who holds the slot next.
 * <p>
 * Any thread may call any method, but for {@link #acquire} of a pool with {@link Acquirers#ONE}, which belongs to one
 * thread at a time, and all that changes a pool with {@link Acquirers#CONFINED}, which belongs to one thread for ever.
 */
public final class SlabPool
{
    /**
     * The most holders.
     */
    public static final int MAX_HOLDERS = Integer.SIZE;

    /**
     * The answer to a release after which the slot is free.
     */
    public static final int FREED = 1;

    private static final long HOLDERS_MASK = 0xFFFF_FFFFL;
    private static final long FIRST_STATE = 1L << 32;
    private static final int LOCAL_FREE_SLOTS = 256;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

    private final MemorySegment region;
    private final SlabCounts counts;
    private final int number;
    private final int slots;
    private final int slotBytes;
    private final long strideBytes;
    private final long slotsOffset;
    private final Acquirers acquirers;
    private final boolean isConfined;
    private Thread owner;

    // What the one acquirer has found free and not handed out yet.
    private final int[] free;
    private int freeCount;
    private int cursor;

    private SlabPool(final MemorySegment region, final int number, final int slots, final int slotBytes,
        final Acquirers acquirers)
    {
        checkNumber(number);
        this.region = region.asSlice(0, SlabLayout.requiredBytes(slots, slotBytes), SlabLayout.SLOT_ALIGNMENT_BYTES);
        this.counts = new SlabCounts(this.region);
        this.number = number;
        this.slots = slots;
        this.slotBytes = slotBytes;
        this.strideBytes = SlabLayout.stride(slotBytes);
        this.slotsOffset = SlabLayout.slotsOffset(slots, slotBytes);
        this.acquirers = Objects.requireNonNull(acquirers);
        this.isConfined = acquirers == Acquirers.CONFINED;
        this.free = new int[acquirers == Acquirers.MANY ? 0 : Math.min(slots, LOCAL_FREE_SLOTS)];
    }

    /**
     * Lay out a pool, all of whose slots are free, over what was in the region before.
     *
     * @param region    aligned to {@link SlabLayout#requiredAlignment}, at least
     *                  {@link SlabLayout#requiredBytes} long.
     * @param number    of the pool in its set, below {@link SlotHandle#MAX_POOLS}.
     * @param slots     how many.
     * @param slotBytes of each.
     * @param acquirers who may acquire.
     * @return the pool.
     */
    public static SlabPool create(final MemorySegment region, final int number, final int slots, final int slotBytes,
        final Acquirers acquirers)
    {
        final SlabPool pool = new SlabPool(region, number, slots, slotBytes, acquirers);
        pool.region.asSlice(0, SlabLayout.STATES_OFFSET).fill((byte)0);
        for (int i = 0; i < slots; i++)
        {
            pool.region.set(ValueLayout.JAVA_LONG, SlabLayout.statePosition(i), FIRST_STATE);
        }
        pool.region.set(ValueLayout.JAVA_INT, SlabLayout.SLOT_COUNT_OFFSET, slots);
        pool.region.set(ValueLayout.JAVA_INT, SlabLayout.SLOT_BYTES_OFFSET, slotBytes);
        LONG.setRelease(pool.region, SlabLayout.FORMAT_OFFSET, SlabLayout.FORMAT | number);
        return pool;
    }

    /**
     * Join a pool that lies in the region already, made by this process or another. What its slots hold, and who holds
     * them, stays.
     *
     * @param region    of the pool.
     * @param acquirers who may acquire; with {@link Acquirers#ONE}, nobody else may go on acquiring, and with
     *                  {@link Acquirers#CONFINED}, nobody else may change anything.
     * @return the pool.
     * @throws IllegalArgumentException if no such pool lies there.
     */
    public static SlabPool join(final MemorySegment region, final Acquirers acquirers)
    {
        final long format = region.byteSize() < SlabLayout.STATES_OFFSET ? 0 :
            (long)LONG.getAcquire(region, SlabLayout.FORMAT_OFFSET);
        if ((format & -SlotHandle.MAX_POOLS) != SlabLayout.FORMAT)
        {
            throw new IllegalArgumentException("no pool lies in this region of " + region.byteSize() +
                " bytes: it begins with 0x" + Long.toHexString(format));
        }
        return new SlabPool(region, (int)format & SlotHandle.MAX_POOLS - 1,
            region.get(ValueLayout.JAVA_INT, SlabLayout.SLOT_COUNT_OFFSET),
            region.get(ValueLayout.JAVA_INT, SlabLayout.SLOT_BYTES_OFFSET), acquirers);
    }

    private static void checkNumber(final int number)
    {
        if (number < 0 || number >= SlotHandle.MAX_POOLS)
        {
            throw new IllegalArgumentException("pool number " + number + ": choose 0 to " + (SlotHandle.MAX_POOLS - 1));
        }
    }

    /**
     * Claim a free slot. Its contents are what was left in it.
     *
     * @param holder that will hold it, and alone.
     * @return a handle, or {@link SlotHandle#EXHAUSTED}, which is counted.
     * @throws WrongThreadException if the pool is confined to another thread.
     */
    public long acquire(final int holder)
    {
        final long bit = bit(holder);
        if (acquirers == Acquirers.MANY)
        {
            return acquireAmongMany(bit);
        }
        if (isConfined)
        {
            checkThread();
        }
        return acquireAsOnly(bit);
    }

    private void checkThread()
    {
        if (!Thread.currentThread().equals(owner))
        {
            if (owner != null)
            {
                throw new WrongThreadException("pool " + number + " is confined to thread " + owner.getName() +
                    ", but " + Thread.currentThread().getName() + " would change it: use Acquirers.ONE or MANY");
            }
            owner = Thread.currentThread();
        }
    }

    private boolean change(final long position, final long before, final long after)
    {
        if (!isConfined)
        {
            return LONG.compareAndSet(region, position, before, after);
        }
        checkThread();
        // Pairs with getAcquire of who looks the handle up.
        LONG.setRelease(region, position, after);
        return true;
    }

    /**
     * Claim a free slot, and wait for one to be released if there is none.
     *
     * @param holder    that will hold it, and alone.
     * @param idle      how to wait.
     * @param clock     that measures the wait.
     * @param timeoutNs the longest wait.
     * @return a handle, or {@link SlotHandle#EXHAUSTED} if none became free in time.
     */
    public long acquire(final int holder, final IdleStrategy idle, final NanoClock clock, final long timeoutNs)
    {
        long handle = acquire(holder);
        if (handle == SlotHandle.EXHAUSTED)
        {
            final long startNs = clock.nanoTime();
            idle.reset();
            while (handle == SlotHandle.EXHAUSTED && clock.nanoTime() - startNs < timeoutNs)
            {
                idle.idle();
                handle = acquire(holder);
            }
        }
        return handle;
    }

    private long acquireAsOnly(final long bit)
    {
        if (freeCount == 0 && !collectFree())
        {
            return exhausted();
        }

        final int index = free[--freeCount];
        final long position = SlabLayout.statePosition(index);
        final long state = (long)LONG.getOpaque(region, position);
        if ((state & HOLDERS_MASK) != 0)
        {
            throw new IllegalStateException("pool " + number + " has one acquirer, but slot " + index +
                " was acquired by another: use Acquirers.MANY");
        }
        // Nobody else changes a free slot, so that a store does. Pairs with getAcquire of who looks the handle up.
        LONG.setRelease(region, position, state | bit);

        counts.acquiredByOne();
        return SlotHandle.of((int)(state >>> Integer.SIZE), number, index);
    }

    private boolean collectFree()
    {
        int index = cursor;
        for (int seen = 0; seen < slots && freeCount < free.length; seen++)
        {
            // Pairs with the compareAndSet of the release: what the last holder wrote is visible to the next.
            if (((long)LONG.getAcquire(region, SlabLayout.statePosition(index)) & HOLDERS_MASK) == 0)
            {
                free[freeCount++] = index;
            }
            index = index + 1 == slots ? 0 : index + 1;
        }
        cursor = index;
        return freeCount > 0;
    }

    private long acquireAmongMany(final long bit)
    {
        int index = (int)(long)LONG.getOpaque(region, SlabLayout.CURSOR_OFFSET);
        for (int seen = 0; seen < slots; seen++)
        {
            final long position = SlabLayout.statePosition(index);
            final long state = (long)LONG.getOpaque(region, position);
            final int next = index + 1 == slots ? 0 : index + 1;
            if ((state & HOLDERS_MASK) == 0 && LONG.compareAndSet(region, position, state, state | bit))
            {
                LONG.setOpaque(region, SlabLayout.CURSOR_OFFSET, (long)next);
                counts.acquiredByMany(slots);
                return SlotHandle.of((int)(state >>> Integer.SIZE), number, index);
            }
            index = next;
        }
        return exhausted();
    }

    private long exhausted()
    {
        counts.exhausted();
        return SlotHandle.EXHAUSTED;
    }

    /**
     * Let another hold a slot too.
     *
     * @param handle of a slot that somebody holds.
     * @param holder that will hold it as well.
     * @throws StaleHandleException if nobody holds the slot by this handle.
     * @throws IllegalStateException if that holder holds it already.
     */
    public void retain(final long handle, final int holder)
    {
        final int code = tryRetain(handle, holder);
        if (code == SlotHandle.HELD_ALREADY)
        {
            throw new IllegalStateException("holder " + holder + " holds " + SlotHandle.describe(handle) + " already");
        }
        if (code < 0)
        {
            throw refused("retained", handle, holder);
        }
    }

    /**
     * Let another hold a slot too; for handles that come from elsewhere, a wrong one of which is no surprise.
     *
     * @param handle any number.
     * @param holder that will hold it as well.
     * @return 0, or {@link SlotHandle#STALE}, which is counted, or {@link SlotHandle#HELD_ALREADY}.
     */
    public int tryRetain(final long handle, final int holder)
    {
        final long bit = bit(holder);
        if (!isOfThisPool(handle))
        {
            return countRefused(SlotHandle.STALE);
        }
        final long position = SlabLayout.statePosition(SlotHandle.index(handle));
        long state;
        do
        {
            state = (long)LONG.getAcquire(region, position);
            if (!isLive(state, handle))
            {
                return countRefused(SlotHandle.STALE);
            }
            if ((state & bit) != 0)
            {
                return SlotHandle.HELD_ALREADY;
            }
        }
        while (!change(position, state, state | bit));
        return 0;
    }

    /**
     * Hand a slot on, in one step: it is never free in between.
     *
     * @param handle of the slot.
     * @param from   the holder that gives it away.
     * @param to     the holder that takes it; if it holds it already, the other's hold just ends.
     * @throws StaleHandleException if {@code from} does not hold the slot by this handle.
     */
    public void transfer(final long handle, final int from, final int to)
    {
        if (tryTransfer(handle, from, to) < 0)
        {
            throw refused("transferred", handle, from);
        }
    }

    /**
     * Hand a slot on, in one step; for handles that come from elsewhere, a wrong one of which is no surprise.
     *
     * @param handle any number.
     * @param from   the holder that gives it away.
     * @param to     the holder that takes it; if it holds it already, the other's hold just ends.
     * @return 0, or {@link SlotHandle#STALE} or {@link SlotHandle#NOT_HOLDER}, which are counted.
     */
    public int tryTransfer(final long handle, final int from, final int to)
    {
        final long given = bit(from);
        final long taken = bit(to);
        if (!isOfThisPool(handle))
        {
            return countRefused(SlotHandle.STALE);
        }
        final long position = SlabLayout.statePosition(SlotHandle.index(handle));
        long state;
        do
        {
            state = (long)LONG.getAcquire(region, position);
            if (!isLive(state, handle) || (state & given) == 0)
            {
                return countRefused(reason(state, handle));
            }
        }
        while (!change(position, state, state & ~given | taken));
        return 0;
    }

    /**
     * Give a slot back. It is free, and every handle of it stale, when nobody else holds it.
     *
     * @param handle of the slot.
     * @param holder that has held it.
     * @return true if the slot is free now.
     * @throws StaleHandleException if that holder does not hold the slot by this handle, as after a release before.
     */
    public boolean release(final long handle, final int holder)
    {
        final int code = tryRelease(handle, holder);
        if (code < 0)
        {
            throw refused("released", handle, holder);
        }
        return code == FREED;
    }

    /**
     * Give a slot back; for handles that come from elsewhere, a wrong one of which is no surprise.
     *
     * @param handle any number.
     * @param holder that has held it.
     * @return {@link #FREED}, or 0 if others hold the slot still, or {@link SlotHandle#STALE} or
     *     {@link SlotHandle#NOT_HOLDER}, which are counted.
     */
    public int tryRelease(final long handle, final int holder)
    {
        final long bit = bit(holder);
        if (!isOfThisPool(handle))
        {
            return countRefused(SlotHandle.STALE);
        }
        final long position = SlabLayout.statePosition(SlotHandle.index(handle));
        while (true)
        {
            final long state = (long)LONG.getAcquire(region, position);
            if (!isLive(state, handle) || (state & bit) == 0)
            {
                return countRefused(reason(state, handle));
            }
            final boolean isLast = (state & HOLDERS_MASK) == bit;
            if (change(position, state, isLast ? freed(state) : state & ~bit))
            {
                if (isLast)
                {
                    counts.released(isConfined);
                }
                return isLast ? FREED : 0;
            }
        }
    }

    /**
     * Give back all that a holder holds, because it has died. It must not act any more; all others may.
     *
     * @param holder that has died.
     * @return how many slots it held.
     */
    public int reclaim(final int holder)
    {
        final long bit = bit(holder);
        int reclaimed = 0;
        for (int i = 0; i < slots; i++)
        {
            final long position = SlabLayout.statePosition(i);
            long state = (long)LONG.getAcquire(region, position);
            while ((state & bit) != 0)
            {
                final boolean isLast = (state & HOLDERS_MASK) == bit;
                if (LONG.compareAndSet(region, position, state, isLast ? freed(state) : state & ~bit))
                {
                    if (isLast)
                    {
                        counts.released(false);
                    }
                    reclaimed++;
                    break;
                }
                state = (long)LONG.getAcquire(region, position);
            }
        }
        counts.reclaimed(reclaimed);
        return reclaimed;
    }

    private static long freed(final long state)
    {
        return (long)SlotHandle.next((int)(state >>> Integer.SIZE)) << Integer.SIZE;
    }

    /**
     * Whether a handle holds its slot still.
     *
     * @param handle to ask about; any number may be.
     * @return false if it is stale, forged or of another pool.
     */
    public boolean isHeld(final long handle)
    {
        return isOfThisPool(handle) &&
            isLive((long)LONG.getAcquire(region, SlabLayout.statePosition(SlotHandle.index(handle))), handle);
    }

    /**
     * Where a slot lies.
     *
     * @param handle of a slot that somebody holds.
     * @return bytes from the beginning of the pool's region.
     * @throws StaleHandleException if nobody holds the slot by this handle.
     */
    public long offset(final long handle)
    {
        if (!isHeld(handle))
        {
            countRefused(SlotHandle.STALE);
            throw refused("used", handle, -1);
        }
        return slotOffset(handle);
    }

    /**
     * Where a slot lies; for handles that come from elsewhere, a wrong one of which is no surprise.
     *
     * @param handle any number.
     * @param holder that must hold it.
     * @return bytes from the beginning of the pool's region, or {@link SlotHandle#STALE} or
     *     {@link SlotHandle#NOT_HOLDER}, which are counted.
     */
    public long find(final long handle, final int holder)
    {
        final long bit = bit(holder);
        if (!isOfThisPool(handle))
        {
            return countRefused(SlotHandle.STALE);
        }
        // Pairs with the compareAndSet or setRelease by which the holder got it.
        final long state = (long)LONG.getAcquire(region, SlabLayout.statePosition(SlotHandle.index(handle)));
        return isLive(state, handle) && (state & bit) != 0 ? slotOffset(handle) : countRefused(reason(state, handle));
    }

    private long slotOffset(final long handle)
    {
        return slotsOffset + SlotHandle.index(handle) * strideBytes;
    }

    /**
     * A slot's memory. The view outlives the hold: who keeps it after the release sees the next holder's bytes.
     *
     * @param handle of a slot that somebody holds.
     * @return its bytes, no more.
     * @throws StaleHandleException if nobody holds the slot by this handle.
     */
    public MemorySegment segment(final long handle)
    {
        return region.asSlice(offset(handle), slotBytes);
    }

    /**
     * A slot's memory as an Agrona buffer, without allocating; see {@link #segment}.
     *
     * @param handle of a slot that somebody holds.
     * @param buffer that is wrapped around its bytes.
     * @throws StaleHandleException if nobody holds the slot by this handle.
     */
    public void wrap(final long handle, final UnsafeBuffer buffer)
    {
        buffer.wrap(region.address() + offset(handle), slotBytes);
    }

    private boolean isOfThisPool(final long handle)
    {
        return handle > 0 && SlotHandle.pool(handle) == number && SlotHandle.index(handle) < slots;
    }

    private static boolean isLive(final long state, final long handle)
    {
        return state >>> Integer.SIZE == handle >>> Integer.SIZE && (state & HOLDERS_MASK) != 0;
    }

    private static long bit(final int holder)
    {
        if (holder < 0 || holder >= MAX_HOLDERS)
        {
            throw new IllegalArgumentException("holder " + holder + ": choose 0 to " + (MAX_HOLDERS - 1));
        }
        return 1L << holder;
    }

    private static int reason(final long state, final long handle)
    {
        return isLive(state, handle) ? SlotHandle.NOT_HOLDER : SlotHandle.STALE;
    }

    private int countRefused(final int code)
    {
        counts.refused();
        return code;
    }

    private StaleHandleException refused(final String use, final long handle, final int holder)
    {
        final String what = SlotHandle.describe(handle);
        if (!isOfThisPool(handle))
        {
            return new StaleHandleException(what + " cannot be " + use + ": pool " + number + " has " + slots +
                " slots and no such handle");
        }
        final long state = (long)LONG.getAcquire(region, SlabLayout.statePosition(SlotHandle.index(handle)));
        return new StaleHandleException(what + " cannot be " + use + (holder < 0 ? "" : " by holder " + holder) +
            ": the slot is in generation " + (state >>> Integer.SIZE) + ", held by " + SlotHandle.holders(state));
    }

    /**
     * The memory of the pool: all of its slots, and what it knows of them.
     *
     * @return the region that it was laid out in, cut to its length.
     */
    public MemorySegment region()
    {
        return region;
    }

    /**
     * The pool's number in its set.
     *
     * @return the number.
     */
    public int number()
    {
        return number;
    }

    /**
     * How many slots there are.
     *
     * @return the number.
     */
    public int slots()
    {
        return slots;
    }

    /**
     * How large each slot is.
     *
     * @return bytes.
     */
    public int slotBytes()
    {
        return slotBytes;
    }

    /**
     * How many slots are held. Exact while nobody acts.
     *
     * @return the number.
     */
    public long inUse()
    {
        return Math.clamp(counts.inUse(), 0, slots);
    }

    /**
     * The most slots that were held at one time.
     *
     * @return the number.
     */
    public long highWater()
    {
        return counts.get(SlabLayout.HIGH_WATER_OFFSET);
    }

    /**
     * How often an acquire found no free slot.
     *
     * @return the number.
     */
    public long exhaustions()
    {
        return counts.get(SlabLayout.EXHAUSTED_OFFSET);
    }

    /**
     * How often a handle was refused.
     *
     * @return the number.
     */
    public long refusals()
    {
        return counts.get(SlabLayout.REFUSED_OFFSET);
    }

    /**
     * How many holds of the dead have been given back.
     *
     * @return the number.
     */
    public long reclaimed()
    {
        return counts.get(SlabLayout.RECLAIMED_OFFSET);
    }

    @Override
    public String toString()
    {
        return "SlabPool{number=" + number + ", slots=" + slots + ", slotBytes=" + slotBytes +
            ", inUse=" + inUse() + "}";
    }
}
