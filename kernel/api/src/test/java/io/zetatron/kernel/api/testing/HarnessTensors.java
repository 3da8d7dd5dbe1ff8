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
package io.zetatron.kernel.api.testing;

import io.zetatron.kernel.api.Tensors;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabPools;
import io.zetatron.memory.pool.SlabPools.SizeClass;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import io.zetatron.memory.tensor.TensorRef;
import io.zetatron.memory.tensor.TensorSpace;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The tensors of the engine in the harness. What others would hold is not held at all: they read at once.
 */
final class HarnessTensors implements Tensors, AutoCloseable
{
    private static final int DOMAIN = 0;
    private static final int ENGINE = 1;
    private static final List<SizeClass> SLOTS = List.of(new SizeClass(4096, 64), new SizeClass(4 << 20, 4));

    private final String engine;
    private final MemoryDomain domain;
    private final TensorSpace space = new TensorSpace();
    private final TensorRef acquired = new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0);

    HarnessTensors(final String engine, final MemoryAccounts accounts)
    {
        this.engine = engine;
        domain = MemoryDomain.create("tensors", SlabPools.requiredBytes(SLOTS), accounts);
        space.add(DOMAIN, domain, new SlabPools(SLOTS, Acquirers.ONE, domain::allocate));
    }

    @Override
    public int acquire(final ElementType type, final long[] shape, final Tensor into)
    {
        into.unwrap();
        final int code = space.acquire(DOMAIN, type, shape, ENGINE, acquired);
        return code < 0 ? code : space.resolve(acquired, ENGINE, into);
    }

    @Override
    public int view(final TensorRef ref, final Tensor into)
    {
        return space.resolve(ref, ENGINE, into);
    }

    @Override
    public void release(final Tensor tensor)
    {
        if (!isHeld(tensor))
        {
            throw new IllegalStateException(engine + " releases a tensor that it does not hold: " + tensor);
        }
        space.release(tensor.ref(), ENGINE);
        tensor.unwrap();
    }

    boolean isHeld(final Tensor tensor)
    {
        return tensor.elementType() != null && space.transfer(tensor.ref(), ENGINE, ENGINE) >= 0;
    }

    static byte[] copy(final Tensor tensor)
    {
        return tensor.segment().toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close()
    {
        final long held = space.reclaim(ENGINE);
        space.remove(DOMAIN);
        domain.close();
        if (held > 0)
        {
            throw new AssertionError(engine + " has closed and holds " + held + " tensors still");
        }
    }
}
