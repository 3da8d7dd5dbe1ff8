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

import io.aeron.ExclusivePublication;
import io.zetatron.figcom.codec.PayloadType;

/**
 * One lane as its writer has it. Not thread-safe.
 */
final class WriterLane
{
    final ExclusivePublication publication;
    final long messageRoute;
    final long tensorRoute;
    long nextSequence;

    WriterLane(final ChannelDescriptor ends, final int lane, final ExclusivePublication publication)
    {
        this.publication = publication;
        messageRoute = HeaderWords.route(ends, lane, PayloadType.MESSAGE);
        tensorRoute = HeaderWords.route(ends, lane, PayloadType.TENSOR);
    }
}
