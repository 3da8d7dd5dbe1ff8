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

/**
 * An output port: claim, write the message in place, commit. For the thread of the block that declared it.
 *
 * @param <E> the encoder of the messages that the port carries.
 */
public interface OutputPort<E>
{
    /**
     * Claim room for a message. A claim that succeeds must be followed by {@link #commit()} or {@link #abort()}.
     *
     * @param bodyLength        of the message in bytes.
     * @param correlation       what the message belongs to.
     * @param originTimestampNs when its cause entered the kernel: passed on from the frame that caused it.
     * @return a number above 0, or a negative code if the channel has no room now: nothing was written then.
     */
    long tryClaim(int bodyLength, long correlation, long originTimestampNs);

    /**
     * The encoder, wrapped around the claimed message.
     *
     * @return the same encoder at each call.
     */
    E message();

    /**
     * Send the claimed message.
     */
    void commit();

    /**
     * Give the claimed message up.
     */
    void abort();
}
