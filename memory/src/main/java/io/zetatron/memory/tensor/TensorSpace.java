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
package io.zetatron.memory.tensor;

import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlabPools;
import io.zetatron.memory.pool.SlotHandle;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The memory domains that references to tensors speak of, by number: gives out memory for tensors, and finds what a
 * reference refers to, however wrong it is.
 * <p>
 * References come in frames, and who can write a frame can forge one. So a wrong reference is answered with a code, is
 * counted, and costs no exception and no object; a wrong argument of the caller's own is an exception. Codes are those
 * of {@link SlotHandle} and the ones here; {@link #describe} says them in words.
 * <p>
 * {@link #add} and {@link #remove} belong to set-up. Any thread may call the rest, each with views of its own; to
 * {@link #acquire}, the rule of the domain's pools applies.
 */
public final class TensorSpace
{
    /**
     * The most domains: their numbers are below.
     */
    public static final int MAX_DOMAINS = 256;

    /**
     * The answer if all is well.
     */
    public static final int OK = 0;

    /**
     * The answer where no domain has the reference's number.
     */
    public static final int UNKNOWN_DOMAIN = -5;

    /**
     * The answer where the reference is none, or contradicts itself; see {@link TensorRef#isWhole}.
     */
    public static final int NOT_WHOLE = -6;

    /**
     * The answer where the tensor reaches out of its slot, or out of what the domain has handed out, or, without a
     * handle, into a pool.
     */
    public static final int OUT_OF_BOUNDS = -7;

    private final AtomicReferenceArray<NumberedDomain> domains = new AtomicReferenceArray<>(MAX_DOMAINS);
    private final AtomicLong refusals = new AtomicLong();

    /**
     * A domain and where its pools lie in it, from the smallest slots to the largest.
     */
    private record NumberedDomain(MemoryDomain domain, MemorySegment memory, SlabPools pools, long[] poolOffsets,
        long[] poolEnds)
    {
        static NumberedDomain of(final MemoryDomain domain, final SlabPools pools)
        {
            final List<SlabPool> list = pools == null ? List.of() : pools.pools();
            final long[] offsets = list.stream().mapToLong((pool) -> domain.offset(pool.region())).toArray();
            final long[] ends = new long[offsets.length];
            for (int i = 0; i < ends.length; i++)
            {
                ends[i] = offsets[i] + list.get(i).region().byteSize();
            }
            return new NumberedDomain(domain, domain.at(0, domain.quotaBytes()), pools, offsets, ends);
        }

        int check(final TensorRef ref, final int holder)
        {
            final long begin = ref.offsetBytes();
            final long end = begin + ref.lengthBytes();
            final long handle = ref.handle();
            if (handle == SlotHandle.NONE)
            {
                return end <= Math.min(domain.usedBytes(), memory.byteSize()) && !touchesPool(begin, end) ?
                    OK : OUT_OF_BOUNDS;
            }
            final SlabPool pool = pool(handle);
            if (pool == null)
            {
                return SlotHandle.STALE;
            }
            final long offset = pool.find(handle, holder);
            if (offset < 0)
            {
                return (int)offset;
            }
            final long slot = poolOffsets[SlotHandle.pool(handle)] + offset;
            return begin >= slot && end <= slot + pool.slotBytes() ? OK : OUT_OF_BOUNDS;
        }

        SlabPool pool(final long handle)
        {
            return pools == null ? null : pools.find(handle);
        }

        private boolean touchesPool(final long begin, final long end)
        {
            for (int i = 0; i < poolOffsets.length; i++)
            {
                if (begin < poolEnds[i] && end > poolOffsets[i])
                {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * A space without domains.
     */
    public TensorSpace()
    {
    }

    /**
     * Let references speak of a domain none of whose tensors is ever released.
     *
     * @param number below {@link #MAX_DOMAINS}, the same in every process that exchanges references.
     * @param domain that has it from now on.
     */
    public void add(final int number, final MemoryDomain domain)
    {
        put(number, NumberedDomain.of(domain, null));
    }

    /**
     * Let references speak of a domain and of the slots of its pools.
     *
     * @param number below {@link #MAX_DOMAINS}, the same in every process that exchanges references.
     * @param domain that has it from now on.
     * @param pools  that lie in the domain.
     */
    public void add(final int number, final MemoryDomain domain, final SlabPools pools)
    {
        put(number, NumberedDomain.of(domain, pools));
    }

    private void put(final int number, final NumberedDomain domain)
    {
        checkNumber(number);
        if (!domains.compareAndSet(number, null, domain))
        {
            throw new IllegalStateException("domain number " + number + " belongs to " + domains.get(number).domain() +
                " already: remove that first, or choose another");
        }
    }

    /**
     * Refuse references to a domain from now on. To be called before it closes, when nobody views its tensors any more.
     *
     * @param number that it was added with; nothing happens if there is none.
     */
    public void remove(final int number)
    {
        checkNumber(number);
        domains.set(number, null);
    }

    private static void checkNumber(final int number)
    {
        if (number < 0 || number >= MAX_DOMAINS)
        {
            throw new IllegalArgumentException("domain number " + number + ": choose 0 to " + (MAX_DOMAINS - 1));
        }
    }

    /**
     * Claim a slot for a dense tensor, and write a reference to it. What the slot holds is what was left in it.
     *
     * @param number of the domain.
     * @param type   of the elements.
     * @param shape  the size of each dimension.
     * @param holder that will hold the slot, and alone.
     * @param into   is made the reference; if no slot was claimed, a reference to nothing.
     * @return {@link #OK} or {@link SlotHandle#EXHAUSTED}.
     * @throws IllegalArgumentException if the domain has no pools, or the shape overflows, or no slot is that large.
     */
    public int acquire(
        final int number, final ElementType type, final long[] shape, final int holder, final TensorRef into)
    {
        final NumberedDomain domain = find(number);
        if (domain == null || domain.pools == null)
        {
            throw new IllegalArgumentException(
                "domain number " + number + (domain == null ? " is not known here" : " has no pools"));
        }
        long handle = SlotHandle.NONE;
        try
        {
            into.dense(number, handle, 0, type, shape);
            handle = domain.pools.acquire(into.lengthBytes(), holder);
        }
        finally
        {
            if (handle <= 0)
            {
                into.clear();
            }
        }
        if (handle < 0)
        {
            return (int)handle;
        }
        into.place(handle, domain.poolOffsets[SlotHandle.pool(handle)] + domain.pools.find(handle).offset(handle));
        return OK;
    }

    /**
     * View the tensor that a reference refers to, if it is right in all of this: every element lies in the memory that
     * the reference names; the domain is known; all of that lies in the slot of its handle; the slot is still in the
     * life that the handle means; the holder holds it. A tensor without a handle lies in what its domain has handed
     * out, outside of all pools.
     *
     * @param ref    from anywhere; read once.
     * @param holder that is going to use the tensor.
     * @param view   of the tensor; of nothing, if the reference is refused.
     * @return {@link #OK}, or a code below 0, which is counted.
     */
    public int resolve(final TensorRef ref, final int holder, final Tensor view)
    {
        final TensorRef copy = view.load(ref);
        final NumberedDomain domain = find(copy.domain());
        final int code = !copy.isWhole() ? NOT_WHOLE : domain == null ? UNKNOWN_DOMAIN : domain.check(copy, holder);
        if (code == OK)
        {
            view.bind(domain.memory);
            return OK;
        }
        view.unwrap();
        return refused(code);
    }

    /**
     * Let another hold a tensor's slot too.
     *
     * @param ref    to the tensor.
     * @param holder that will hold it as well.
     * @return {@link #OK}, as for a tensor without a handle; or a code below 0, which is counted.
     */
    public int retain(final TensorRef ref, final int holder)
    {
        final NumberedDomain domain = find(ref.domain());
        final long handle = ref.handle();
        final SlabPool pool = domain == null ? null : domain.pool(handle);
        return answer(pool == null ? withoutPool(domain, handle) : pool.tryRetain(handle, holder));
    }

    /**
     * Hand a tensor's slot on, in one step.
     *
     * @param ref  to the tensor.
     * @param from the holder that gives it away.
     * @param to   the holder that takes it; if it holds it already, the other's hold just ends.
     * @return {@link #OK}, as for a tensor without a handle; or a code below 0, which is counted.
     */
    public int transfer(final TensorRef ref, final int from, final int to)
    {
        final NumberedDomain domain = find(ref.domain());
        final long handle = ref.handle();
        final SlabPool pool = domain == null ? null : domain.pool(handle);
        return answer(pool == null ? withoutPool(domain, handle) : pool.tryTransfer(handle, from, to));
    }

    /**
     * Give a tensor's slot back. Views of it are to be unwrapped before.
     *
     * @param ref    to the tensor.
     * @param holder that has held it.
     * @return {@link SlabPool#FREED} if the slot is free now; {@link #OK} if others hold it still, or the tensor has no
     *     handle; or a code below 0, which is counted.
     */
    public int release(final TensorRef ref, final int holder)
    {
        final NumberedDomain domain = find(ref.domain());
        final long handle = ref.handle();
        final SlabPool pool = domain == null ? null : domain.pool(handle);
        return answer(pool == null ? withoutPool(domain, handle) : pool.tryRelease(handle, holder));
    }

    /**
     * Give back all that a holder holds in any domain, because it has died.
     *
     * @param holder that has died.
     * @return how many slots it held.
     */
    public long reclaim(final int holder)
    {
        long reclaimed = 0;
        for (int i = 0; i < MAX_DOMAINS; i++)
        {
            final NumberedDomain domain = domains.get(i);
            if (domain != null && domain.pools != null)
            {
                reclaimed += domain.pools.reclaim(holder);
            }
        }
        return reclaimed;
    }

    /**
     * How many references have been refused, for whatever reason. The pools count those with a wrong handle too.
     *
     * @return the number.
     */
    public long refusals()
    {
        return refusals.get();
    }

    /**
     * A code in words, for errors.
     *
     * @param code that a method here has answered.
     * @return what it means.
     */
    public static String describe(final int code)
    {
        return switch (code)
        {
            case OK -> "all is well";
            case SlabPool.FREED -> "the slot is free";
            case (int)SlotHandle.EXHAUSTED -> "all slots of that size are held";
            case SlotHandle.STALE -> "nobody holds a slot by this handle: it was released, or the reference is forged";
            case SlotHandle.NOT_HOLDER -> "others hold the slot, but not this holder";
            case SlotHandle.HELD_ALREADY -> "this holder holds the slot already";
            case UNKNOWN_DOMAIN -> "no domain has this number";
            case NOT_WHOLE -> "the reference contradicts itself";
            case OUT_OF_BOUNDS -> "the tensor reaches out of its slot, or of what was handed out";
            default -> "code " + code;
        };
    }

    private NumberedDomain find(final int number)
    {
        return number < 0 || number >= MAX_DOMAINS ? null : domains.get(number);
    }

    private static int withoutPool(final NumberedDomain domain, final long handle)
    {
        return domain == null ? UNKNOWN_DOMAIN : handle == SlotHandle.NONE ? OK : SlotHandle.STALE;
    }

    private int answer(final int code)
    {
        return code < 0 ? refused(code) : code;
    }

    private int refused(final int code)
    {
        refusals.getAndIncrement();
        return code;
    }
}
