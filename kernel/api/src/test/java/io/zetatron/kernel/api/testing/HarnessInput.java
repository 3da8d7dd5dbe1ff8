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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.kernel.api.TensorHandler;
import io.zetatron.memory.tensor.Tensor;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

import java.util.Arrays;

/**
 * An input port.
 *
 * @param decoder of its messages.
 * @param handler of its messages.
 * @param <D>     the type of the decoder.
 */
record HarnessInput<D extends MessageDecoderFlyweight>(D decoder, TensorHandler<D> handler)
{
    private static final byte GONE = (byte)0xEE;

    boolean deliver(final TestMessage message, final HarnessTensors tensors)
    {
        final byte[] body = message.body();
        // Not a byte longer, so that whoever reads past the message fails.
        final byte[] frame = new byte[FrameHeaderEncoder.ENCODED_LENGTH + body.length];
        System.arraycopy(body, 0, frame, FrameHeaderEncoder.ENCODED_LENGTH, body.length);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        new FrameHeaderEncoder().wrap(buffer, 0)
            .blockLength(message.blockLength())
            .templateId(message.templateId())
            .schemaId(decoder.sbeSchemaId())
            .version(message.version())
            .frameType(FrameType.TASK)
            .payloadType(PayloadType.MESSAGE)
            .correlation(message.correlation())
            .originTimestampNs(message.originTimestampNs());
        final FrameHeaderDecoder header = new FrameHeaderDecoder().wrap(buffer, 0);
        decoder.wrap(buffer, FrameHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final Tensor tensor = message.tensor(tensors);
        try
        {
            final boolean isAccepted = handler.onMessage(header, decoder, tensor);
            if (!isAccepted && tensor != null)
            {
                // Given up here, because it comes anew with the message.
                tensors.release(tensor);
            }
            return isAccepted;
        }
        finally
        {
            // The views are valid during the call only: whoever has kept one reads nonsense from now on.
            Arrays.fill(frame, GONE);
            if (tensor != null)
            {
                tensor.unwrap();
            }
        }
    }
}
