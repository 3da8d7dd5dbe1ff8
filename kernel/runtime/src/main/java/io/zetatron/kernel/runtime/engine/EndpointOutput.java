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
import io.zetatron.figcom.TensorSpaceHolds;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.memory.tensor.Tensor;
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
    private final PortOptions options;
    private TaskPublication publication;
    private TensorSpaceHolds holds;
    private Tensor claimed;

    EndpointOutput(final PortKey key, final E encoder, final PortOptions options)
    {
        this.key = key;
        this.encoder = encoder;
        this.options = options;
    }

    PortKey key()
    {
        return key;
    }

    PortOptions options()
    {
        return options;
    }

    /** The second is null where the channel carries no tensors. */
    void bind(final TaskPublication channel, final TensorSpaceHolds tensorHolds)
    {
        publication = channel;
        holds = tensorHolds;
    }

    @Override
    public long tryClaim(final int bodyLength, final long correlation, final long originTimestampNs)
    {
        return checked(publication.tryClaim(encoder, bodyLength, correlation, originTimestampNs));
    }

    @Override
    public long tryClaim(
        final int bodyLength,
        final long correlation,
        final long originTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        checkLane(lane);
        return checked(
            publication.tryClaim(encoder, bodyLength, correlation, originTimestampNs, lane, deadlineNs));
    }

    @Override
    public long tryClaim(
        final int bodyLength,
        final Tensor tensor,
        final long correlation,
        final long originTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        checkLane(lane);
        if (!options.carriesTensors())
        {
            throw new IllegalStateException(key + ": declare the port with tensors to send one");
        }
        final long position = checked(publication.tryClaim(
            encoder, bodyLength, tensor.ref(), correlation, originTimestampNs, lane, deadlineNs));
        if (position == TaskPublication.TENSOR_REFUSED)
        {
            throw new IllegalStateException(key + ": " + tensor + " cannot be sent: " + key.source() +
                " does not hold it, or has handed it on already");
        }
        if (position > 0)
        {
            claimed = tensor;
        }
        return position;
    }

    private void checkLane(final int lane)
    {
        if (lane < 0 || lane >= publication.spec().lanes())
        {
            throw new IllegalArgumentException(key + ": lane " + lane + ", but the channel was declared with " +
                publication.spec().lanes() + ", from 0");
        }
    }

    private long checked(final long position)
    {
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
        final Tensor handedOn = claimed;
        claimed = null;
        publication.commit();
        if (handedOn != null)
        {
            handedOn.unwrap();
        }
    }

    @Override
    public void commitAndKeep()
    {
        if (claimed == null)
        {
            throw new IllegalStateException(key + ": no message with a tensor is claimed");
        }
        claimed = null;
        holds.shared(true);
        try
        {
            publication.commit();
        }
        finally
        {
            holds.shared(false);
        }
    }

    @Override
    public void abort()
    {
        claimed = null;
        publication.abort();
    }
}
