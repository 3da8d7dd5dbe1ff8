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

import io.zetatron.memory.tensor.Tensor;
import io.zetatron.memory.tensor.TensorRef;
import io.zetatron.memory.tensor.TensorSpace;

/**
 * Asks a {@link TensorSpace} who holds what, for one end of a channel and in its thread. Of the reference that was
 * checked last it keeps a view, which nobody can change any more: that of the frame that is being handled.
 */
public final class TensorSpaceHolds implements TensorHolds
{
    private final TensorSpace space;
    private final Tensor checked = new Tensor();
    private boolean isShared;

    /**
     * For one end of a channel.
     *
     * @param space that the references speak of.
     */
    public TensorSpaceHolds(final TensorSpace space)
    {
        this.space = space;
    }

    /**
     * The tensor that was checked last.
     *
     * @return always the same view; of nothing, if it was refused.
     */
    public Tensor checked()
    {
        return checked;
    }

    /**
     * Whether the source goes on holding what it hands on, so that both hold it.
     *
     * @param shared true for that, until it is called again.
     */
    public void shared(final boolean shared)
    {
        isShared = shared;
    }

    @Override
    public int check(final TensorRef tensor, final int holder)
    {
        return space.resolve(tensor, holder, checked);
    }

    @Override
    public int transfer(final TensorRef tensor, final int from, final int to)
    {
        if (!isShared)
        {
            return space.transfer(tensor, from, to);
        }
        final int code = space.transfer(tensor, from, from);
        return code < 0 ? code : space.retain(tensor, to);
    }

    @Override
    public String describe(final int code)
    {
        return TensorSpace.describe(code);
    }
}
