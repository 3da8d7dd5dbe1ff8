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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.memory.tensor.Tensor;

/**
 * What a block does with a message that arrives, with a tensor or without, at a port that takes tensors.
 *
 * @param <D> the decoder of the message.
 */
@FunctionalInterface
public interface TensorHandler<D>
{
    /**
     * Handle one message. The views are valid during the call only; {@link Tensors#view} makes one that stays.
     *
     * @param header  of the frame.
     * @param message wrapped around the body.
     * @param tensor  that came with it, checked; null if none came. The engine holds it, and has to release it or hand
     *                it on, during the call or later.
     * @return true if it is done with; false to be given it again in a later duty cycle, because an output port had no
     * room. In that case the block must not have changed anything, and must hold the tensor still.
     */
    boolean onMessage(FrameHeaderDecoder header, D message, Tensor tensor);
}
