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

import io.zetatron.figcom.TaskPublication;
import io.zetatron.kernel.api.OutputPort;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * An output port on the publication of its channel, which it shares with the other ports of the channel.
 *
 * @param <E> the encoder of its messages.
 */
final class EndpointOutput<E extends MessageEncoderFlyweight> implements OutputPort<E>
{
    private final PortKey key;
    private final E encoder;
    private TaskPublication publication;

    EndpointOutput(final PortKey key, final E encoder)
    {
        this.key = key;
        this.encoder = encoder;
    }

    PortKey key()
    {
        return key;
    }

    void bind(final TaskPublication channel)
    {
        publication = channel;
    }

    @Override
    public long tryClaim(final int bodyLength, final long correlation, final long originTimestampNs)
    {
        final long position = publication.tryClaim(encoder, bodyLength, correlation, originTimestampNs);
        if (position == TaskPublication.CLOSED || position == TaskPublication.NOT_CONNECTED)
        {
            throw new IllegalStateException(key + ": the channel is " +
                (position == TaskPublication.CLOSED ? "closed" : "not connected to its reader"));
        }
        return position;
    }

    @Override
    public E message()
    {
        return encoder;
    }

    @Override
    public void commit()
    {
        publication.commit();
    }

    @Override
    public void abort()
    {
        publication.abort();
    }
}
