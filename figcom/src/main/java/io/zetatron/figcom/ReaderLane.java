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

import io.aeron.Subscription;
import io.zetatron.figcom.codec.PayloadType;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * One lane as its reader has it. Not thread-safe.
 */
final class ReaderLane
{
    final int number;
    final Subscription subscription;
    final AtomicCounter position;
    final long messageRoute;
    final long tensorRoute;
    long expectedSequence;
    long lastTimedSequence = -1;
    boolean wasOffered;
    /** How many frames of more urgent lanes were handled since this one had its turn. */
    int overtaken;

    ReaderLane(
        final ChannelDescriptor ends, final int number, final Subscription subscription, final AtomicCounter position)
    {
        this.number = number;
        this.subscription = subscription;
        this.position = position;
        messageRoute = HeaderWords.route(ends, number, PayloadType.MESSAGE);
        tensorRoute = HeaderWords.route(ends, number, PayloadType.TENSOR);
    }
}
