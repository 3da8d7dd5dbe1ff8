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
package io.zetatron.kernel.api.testing;

import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.memory.tensor.Tensor;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;

import java.util.Arrays;

/**
 * An output port whose messages go to the outbox, after they were looked at.
 *
 * @param <E> the encoder of its messages.
 */
final class HarnessOutput<E extends MessageEncoderFlyweight> implements OutputPort<E>
{
    private static final long REFUSED = -2;
    private static final int BODY_OFFSET = FrameHeaderEncoder.ENCODED_LENGTH;

    private final Outbox outbox;
    private final HarnessTensors tensors;
    private final PortOptions options;
    private final String target;
    private final String name;
    private final E encoder;
    private final MessageDecoderFlyweight decoder;
    private Tensor tensor;
    private byte[] frame;
    private long correlation;
    private long originTimestampNs;

    HarnessOutput(
        final Outbox outbox,
        final HarnessTensors tensors,
        final String source,
        final String target,
        final E encoder,
        final PortOptions options)
    {
        this.outbox = outbox;
        this.tensors = tensors;
        this.options = options;
        this.target = target;
        this.encoder = encoder;
        name = source + "->" + target + " " + TestMessage.messageName(encoder);
        decoder = decoderOf(encoder);
    }

    @Override
    public long tryClaim(final int bodyLength, final long newCorrelation, final long newOriginTimestampNs)
    {
        if (bodyLength < encoder.sbeBlockLength())
        {
            throw new AssertionError(name + ": a claim of " + bodyLength + " bytes");
        }
        if (!outbox.claim(name, target))
        {
            return REFUSED;
        }
        correlation = newCorrelation;
        originTimestampNs = newOriginTimestampNs;
        // Not a byte longer, so that whoever writes past the claim fails.
        frame = new byte[BODY_OFFSET + bodyLength];
        Arrays.fill(frame, outbox.fill());
        encoder.wrap(new UnsafeBuffer(frame), BODY_OFFSET);
        return outbox.attempts();
    }

    @Override
    public long tryClaim(
        final int bodyLength,
        final long newCorrelation,
        final long newOriginTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        final int lanes = Math.max(1, options.lanes());
        if (lane < 0 || lane >= lanes)
        {
            throw new AssertionError(name + ": a claim in lane " + lane + " of " + lanes);
        }
        if (deadlineNs != NO_DEADLINE && !options.hasDeadlines())
        {
            throw new AssertionError(name + ": a deadline, but the port was declared without");
        }
        return tryClaim(bodyLength, newCorrelation, newOriginTimestampNs);
    }

    @Override
    public long tryClaim(
        final int bodyLength,
        final Tensor newTensor,
        final long newCorrelation,
        final long newOriginTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        if (!options.carriesTensors() || !tensors.isHeld(newTensor))
        {
            throw new AssertionError(name + ": " + newTensor + (options.carriesTensors() ?
                " is not the engine's to send" : ", but the port was declared without tensors"));
        }
        final long code = tryClaim(bodyLength, newCorrelation, newOriginTimestampNs, lane, deadlineNs);
        if (code >= 0)
        {
            tensor = newTensor;
        }
        return code;
    }

    @Override
    public E message()
    {
        return encoder;
    }

    @Override
    public void commit()
    {
        final Tensor handedOn = tensor;
        send();
        if (handedOn != null)
        {
            tensors.release(handedOn);
        }
    }

    @Override
    public void commitAndKeep()
    {
        if (tensor == null)
        {
            throw new AssertionError(name + ": keeps a tensor, but claimed without one");
        }
        send();
    }

    private void send()
    {
        outbox.end(name, target);
        final byte[] elements = tensor == null ? new byte[0] : HarnessTensors.copy(tensor);
        tensor = null;
        final byte[] body = Arrays.copyOfRange(frame, BODY_OFFSET, frame.length);
        decoder.wrap(new UnsafeBuffer(body), 0, encoder.sbeBlockLength(), encoder.sbeSchemaVersion());
        final int length;
        try
        {
            length = decoder.sbeDecodedLength();
        }
        catch (final IndexOutOfBoundsException ex)
        {
            throw new AssertionError(name + ": the message is longer than the claim of " + body.length + " bytes", ex);
        }
        if (length != body.length)
        {
            throw new AssertionError(name + ": a claim of " + body.length + " bytes for a message of " + length);
        }
        outbox.sent().add(new SentMessage(target, decoder, correlation, originTimestampNs, body, elements));
    }

    @Override
    public void abort()
    {
        tensor = null;
        outbox.end(name, target);
    }

    private static MessageDecoderFlyweight decoderOf(final MessageEncoderFlyweight encoder)
    {
        final String encoderName = encoder.getClass().getName();
        final String decoderName = encoderName.substring(0, encoderName.length() - "Encoder".length()) + "Decoder";
        try
        {
            return Class.forName(decoderName, true, encoder.getClass().getClassLoader())
                .asSubclass(MessageDecoderFlyweight.class)
                .getConstructor()
                .newInstance();
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new LinkageError("the decoder beside " + encoderName + " cannot be made", ex);
        }
    }
}
