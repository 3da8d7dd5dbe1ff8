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

import io.zetatron.figcom.TaskPublication;
import io.zetatron.memory.tensor.Tensor;

/**
 * An output port: claim, write the message in place, commit. For the thread of the block that declared it.
 *
 * @param <E> the encoder of the messages that the port carries.
 */
public interface OutputPort<E>
{
    /**
     * Stands for a message without a deadline.
     */
    long NO_DEADLINE = TaskPublication.NO_DEADLINE;

    /**
     * The code of a channel that sheds and had no room: the message is gone and counted, do not send it again.
     */
    long SHED = TaskPublication.SHED;

    /**
     * Claim room for a message in the least urgent lane, without a deadline. A claim that succeeds must be followed by
     * {@link #commit()} or {@link #abort()}.
     *
     * @param bodyLength        of the message in bytes.
     * @param correlation       what the message belongs to.
     * @param originTimestampNs when its cause entered the kernel: passed on from the frame that caused it.
     * @return a number above 0, or a negative code if the channel has no room now: nothing was written then.
     */
    long tryClaim(int bodyLength, long correlation, long originTimestampNs);

    /**
     * Claim room for a message with a priority, and perhaps a deadline.
     *
     * @param bodyLength        of the message in bytes.
     * @param correlation       what the message belongs to.
     * @param originTimestampNs when its cause entered the kernel.
     * @param lane              from 0, the most urgent.
     * @param deadlineNs        by which it should be handled, on the kernel's clock, or {@link #NO_DEADLINE}.
     * @return a number above 0, or a negative code if the channel has no room now: nothing was written then.
     * @throws IllegalArgumentException if there is no such lane, or the channel has no deadlines.
     */
    long tryClaim(int bodyLength, long correlation, long originTimestampNs, int lane, long deadlineNs);

    /**
     * Claim room for a message that takes a tensor along. The engine goes on holding it until the commit, and if there
     * is none: a refused, shed or aborted message leaves it with the engine.
     *
     * @param bodyLength        of the message in bytes.
     * @param tensor            that the engine holds.
     * @param correlation       what the message belongs to.
     * @param originTimestampNs when its cause entered the kernel.
     * @param lane              from 0, the most urgent.
     * @param deadlineNs        by which it should be handled, on the kernel's clock, or {@link #NO_DEADLINE}.
     * @return a number above 0, or a negative code if the channel has no room now: nothing was written then.
     * @throws IllegalArgumentException if there is no such lane, or the channel has no deadlines.
     * @throws IllegalStateException    if the port was declared without tensors, or the engine does not hold this one.
     */
    long tryClaim(
        int bodyLength, Tensor tensor, long correlation, long originTimestampNs, int lane, long deadlineNs);

    /**
     * The encoder, wrapped around the claimed message.
     *
     * @return the same encoder at each call.
     */
    E message();

    /**
     * Send the claimed message. The target holds the tensor from now on, and this engine no more: the view that it was
     * claimed with is of nothing.
     */
    void commit();

    /**
     * Send the claimed message, and go on holding its tensor together with the target, to send it to another or to read
     * it: nobody may write it from now on.
     *
     * @throws IllegalStateException if the target holds the tensor already, from a message before; this one is aborted.
     */
    void commitAndKeep();

    /**
     * Give the claimed message up.
     */
    void abort();
}
