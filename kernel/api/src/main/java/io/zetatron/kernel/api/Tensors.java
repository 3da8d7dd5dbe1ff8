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
package io.zetatron.kernel.api;

import io.zetatron.memory.pool.SlotHandle;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import io.zetatron.memory.tensor.TensorRef;
import io.zetatron.memory.tensor.TensorSpace;

/**
 * The tensors that an engine holds, in memory that all engines share: what goes through a port is the reference,
 * whatever the tensor's size is. An engine holds a tensor from when it acquires it, or is given the message that it
 * came with, until it releases it or hands it on; what it holds when it closes is taken back, and reported.
 * <p>
 * There are tensors from the first duty cycle on, if a port of any engine carries them. For the thread of the engine;
 * no call that succeeds allocates.
 */
public interface Tensors
{
    /**
     * The answer if all is well.
     */
    int OK = TensorSpace.OK;

    /**
     * The answer where all slots of the size are held: try again when some were released. Larger ones are not taken.
     */
    int EXHAUSTED = (int)SlotHandle.EXHAUSTED;

    /**
     * Claim a slot for a dense tensor, which the engine alone holds then, and may write. What it holds at first is what
     * was left in the slot.
     *
     * @param type  of the elements.
     * @param shape the size of each dimension.
     * @param into  is made a view of the tensor; of nothing, if no slot was claimed.
     * @return {@link #OK} or {@link #EXHAUSTED}.
     * @throws IllegalArgumentException if the shape overflows, or no slot is that large.
     * @throws IllegalStateException    if no port carries tensors, or the blocks are still being opened.
     */
    int acquire(ElementType type, long[] shape, Tensor into);

    /**
     * View a tensor that the engine holds: to keep what has come with a frame after its handler has returned.
     *
     * @param ref  to the tensor, from anywhere.
     * @param into is made a view of the tensor; of nothing, if the reference is refused.
     * @return {@link #OK}, or a code below 0, which is counted; {@link TensorSpace#describe} says it in words.
     */
    int view(TensorRef ref, Tensor into);

    /**
     * Give a tensor up: its slot is free once nobody else holds it.
     *
     * @param tensor that the engine holds; the view is of nothing afterwards.
     * @throws IllegalStateException if it views no tensor, or one that the engine does not hold: it was released or
     *                               handed on already.
     */
    void release(Tensor tensor);
}
