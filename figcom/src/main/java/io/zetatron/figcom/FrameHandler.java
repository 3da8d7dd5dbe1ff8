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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * What a subscriber does with each frame.
 */
@FunctionalInterface
public interface FrameHandler
{
    /**
     * Handle one frame. The buffer and the header are views of the log and must not be kept.
     *
     * @param header     of the frame.
     * @param buffer     that holds the body.
     * @param bodyOffset where the body begins.
     * @param bodyLength of the body in bytes.
     * @return true if the frame is done with; false to be handed the same frame again at the next poll, because it
     * could not be handled now (an output was back-pressured). Nothing must have been changed in that case. An
     * exception does the same and ends the poll.
     */
    boolean onFrame(FrameHeaderDecoder header, DirectBuffer buffer, int bodyOffset, int bodyLength);
}
