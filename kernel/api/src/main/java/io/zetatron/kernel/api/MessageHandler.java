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

/**
 * What a block does with a message that arrives at an input port.
 *
 * @param <D> the decoder of the message.
 */
@FunctionalInterface
public interface MessageHandler<D>
{
    /**
     * Handle one message. Both views are valid during the call only.
     *
     * @param header  of the frame.
     * @param message wrapped around the body.
     * @return true if it is done with; false to be given it again in a later duty cycle, because an output port had no
     * room. In that case the block must not have changed anything (claim first, change then), or must go on where it
     * stopped.
     */
    boolean onMessage(FrameHeaderDecoder header, D message);
}
