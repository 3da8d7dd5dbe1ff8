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
package io.zetatron.figcom;

import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabPools;
import io.zetatron.memory.pool.SlotHandle;
import io.zetatron.memory.pool.StaleHandleException;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * A memory domain with pools of short and of long slots for tensors, and who holds them.
 */
final class TensorMemory implements TensorHolds, AutoCloseable
{
    static final int DOMAIN = 5;
    static final int SHORT_BYTES = 64;
    static final int LONG_BYTES = 4 << 20;
    static final int SLOTS = 8;

    private static final int OUTSIDE = -1;
    private static final int NOT_HELD = -2;
    private static final int NOT_WHOLE = -3;
    private static final long QUOTA_BYTES = (SLOTS + 1L) * LONG_BYTES;

    final SlabPools pools;
    private final MemoryDomain domain = MemoryDomain.create("tensors", QUOTA_BYTES, new MemoryAccounts());
    private final UnsafeBuffer slot = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer bytes = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
    private final long[] shape = new long[1];

    TensorMemory()
    {
        pools = new SlabPools(
            List.of(new SlabPools.SizeClass(SHORT_BYTES, SLOTS), new SlabPools.SizeClass(LONG_BYTES, SLOTS)),
            Acquirers.ONE, domain::allocate);
    }

    /**
     * Acquire a tensor of bytes.
     *
     * @return its reference, for use until the next is acquired.
     */
    TensorRef acquire(final int lengthBytes, final int holder)
    {
        final long handle = pools.acquire(lengthBytes, holder);
        if (handle < 0)
        {
            throw new IllegalStateException(SlotHandle.describe(handle));
        }
        shape[0] = lengthBytes;
        return new TensorRef().wrap(bytes, 0).dense(DOMAIN, handle, offset(handle), ElementType.U8, shape);
    }

    long offset(final long handle)
    {
        pools.wrap(handle, slot);
        return slot.addressOffset() - domain.at(0, 0).address();
    }

    boolean isHeldBy(final long handle, final int holder)
    {
        if (handle <= 0 || SlotHandle.pool(handle) > 1 || !pools.pool(handle).isHeld(handle))
        {
            return false;
        }
        try
        {
            pools.transfer(handle, holder, holder);
            return true;
        }
        catch (final StaleHandleException ex)
        {
            return false;
        }
    }

    @Override
    public int check(final TensorRef tensor, final int holder)
    {
        try
        {
            tensor.checkWhole();
        }
        catch (final IllegalArgumentException ex)
        {
            return NOT_WHOLE;
        }
        final long handle = tensor.handle();
        if (tensor.domain() != DOMAIN)
        {
            return OUTSIDE;
        }
        if (!isHeldBy(handle, holder))
        {
            return NOT_HELD;
        }
        final long begin = offset(handle);
        final long end = begin + slot.capacity();
        return tensor.offsetBytes() >= begin && tensor.offsetBytes() + tensor.lengthBytes() <= end ? 0 : OUTSIDE;
    }

    @Override
    public int transfer(final TensorRef tensor, final int from, final int to)
    {
        if (!isHeldBy(tensor.handle(), from))
        {
            return NOT_HELD;
        }
        pools.transfer(tensor.handle(), from, to);
        return 0;
    }

    @Override
    public String describe(final int code)
    {
        return code == OUTSIDE ? "outside its slot" : code == NOT_HELD ? "not held" : "not whole";
    }

    @Override
    public void close()
    {
        domain.close();
    }
}
