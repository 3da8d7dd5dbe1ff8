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

import io.zetatron.kernel.api.Tensors;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import io.zetatron.memory.tensor.TensorRef;
import io.zetatron.memory.tensor.TensorSpace;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * The tensors of one endpoint, whose number holds them.
 */
final class EndpointTensors implements Tensors
{
    private final String id;
    private final TensorRef acquired =
        new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0);
    private TensorSpace space;
    private int holder;
    private long reclaimed;

    EndpointTensors(final String id)
    {
        this.id = id;
    }

    /**
     * Before the engine's first duty cycle.
     */
    void bind(final TensorSpace shared, final int number)
    {
        space = shared;
        holder = number;
    }

    @Override
    public int acquire(final ElementType type, final long[] shape, final Tensor into)
    {
        into.unwrap();
        final int code = acquire(type, shape);
        return code < 0 ? code : space.resolve(acquired, holder, into);
    }

    private int acquire(final ElementType type, final long[] shape)
    {
        try
        {
            return bound().acquire(SharedTensors.DOMAIN, type, shape, holder, acquired);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(id + " asks for a tensor " + type + " " + Arrays.toString(shape) + ": " +
                ex.getMessage() + " (" + KernelProperties.MEMORY_TENSORS_SLOTS + ")", ex);
        }
    }

    @Override
    public int view(final TensorRef ref, final Tensor into)
    {
        return bound().resolve(ref, holder, into);
    }

    @Override
    public void release(final Tensor tensor)
    {
        // A view of nothing has a reference that names no slot, and giving that up would be no error.
        if (tensor.elementType() == null)
        {
            throw new IllegalStateException(
                id + " releases a view of no tensor: it was released or handed on already");
        }
        final int code = bound().release(tensor.ref(), holder);
        if (code < 0)
        {
            throw new IllegalStateException(id + " releases " + tensor + ": " + TensorSpace.describe(code));
        }
        tensor.unwrap();
    }

    private TensorSpace bound()
    {
        if (space == null)
        {
            throw new IllegalStateException(id + " has no tensors: they are there from the first duty cycle on, if a " +
                "port of an engine is declared with tensors");
        }
        return space;
    }

    /**
     * Take back what the endpoint still holds. Its engine does not run any more.
     */
    void reclaim()
    {
        if (space != null)
        {
            reclaimed += space.reclaim(holder);
        }
    }

    /**
     * How many were taken back so far.
     */
    long reclaimed()
    {
        return reclaimed;
    }
}
