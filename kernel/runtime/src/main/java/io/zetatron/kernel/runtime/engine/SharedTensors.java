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
package io.zetatron.kernel.runtime.engine;

import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlabPools;
import io.zetatron.memory.tensor.TensorSpace;

import java.util.List;

/**
 * The memory that all engines share for tensors: one domain of slots, mapped only where a port carries tensors.
 */
public final class SharedTensors implements AutoCloseable
{
    /**
     * The number by which references speak of the domain.
     */
    static final int DOMAIN = 0;

    private final MemoryDomain domain;
    private final SlabPools pools;
    private final TensorSpace space = new TensorSpace();

    /**
     * Map the domain.
     *
     * @param slots    of each size, at least one.
     * @param accounts that keep the sum by owner.
     */
    public SharedTensors(final List<SlabPools.SizeClass> slots, final MemoryAccounts accounts)
    {
        domain = MemoryDomain.create("tensors", SlabPools.requiredBytes(slots), accounts);
        pools = new SlabPools(slots, Acquirers.MANY, domain::allocate);
        space.add(DOMAIN, domain, pools);
    }

    /**
     * The memory.
     *
     * @return the domain; this closes it.
     */
    public MemoryDomain domain()
    {
        return domain;
    }

    /**
     * The slots.
     *
     * @return their pools, from the smallest slots to the largest.
     */
    public List<SlabPool> pools()
    {
        return pools.pools();
    }

    /**
     * What references speak of.
     *
     * @return the space.
     */
    TensorSpace space()
    {
        return space;
    }

    /**
     * Refuse all references and give the memory back, when no engine runs any more. Closing again does nothing.
     */
    @Override
    public void close()
    {
        space.remove(DOMAIN);
        domain.close();
    }
}
