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

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

import java.util.Arrays;

/**
 * A message that an engine has sent.
 */
public final class SentMessage
{
    private final String target;
    private final int templateId;
    private final long correlation;
    private final long originTimestampNs;
    private final byte[] body;
    private final byte[] tensor;
    private final String text;

    SentMessage(
        final String target,
        final MessageDecoderFlyweight decoder,
        final long correlation,
        final long originTimestampNs,
        final byte[] body,
        final byte[] tensor)
    {
        this.target = target;
        this.templateId = decoder.sbeTemplateId();
        this.correlation = correlation;
        this.originTimestampNs = originTimestampNs;
        this.body = body;
        this.tensor = tensor;
        text = target + " correlation=" + correlation + " origin=" + originTimestampNs + " length=" + body.length +
            " " + decoder +
            (tensor.length == 0 ? "" : " tensor of " + tensor.length + " bytes, hash " + Arrays.hashCode(tensor));
    }

    /**
     * Whom it is for.
     *
     * @return an engine's id, or the host's.
     */
    public String target()
    {
        return target;
    }

    /**
     * What kind of message it is.
     *
     * @return the template's id.
     */
    public int templateId()
    {
        return templateId;
    }

    /**
     * What it belongs to.
     *
     * @return the correlation.
     */
    public long correlation()
    {
        return correlation;
    }

    /**
     * When its cause entered the kernel.
     *
     * @return monotonic time.
     */
    public long originTimestampNs()
    {
        return originTimestampNs;
    }

    /**
     * The encoded message.
     *
     * @return a copy of its bytes, without the frame's header.
     */
    public byte[] body()
    {
        return body.clone();
    }

    /**
     * The tensor that was sent with it.
     *
     * @return a copy of its bytes; none, if no tensor was.
     */
    public byte[] tensor()
    {
        return tensor.clone();
    }

    /**
     * Decode the message.
     *
     * @param decoder of this kind of message.
     * @param <D>     the type of the decoder.
     * @return the decoder, wrapped around the message.
     */
    public <D extends MessageDecoderFlyweight> D decode(final D decoder)
    {
        decoder.wrap(new UnsafeBuffer(body), 0, decoder.sbeBlockLength(), decoder.sbeSchemaVersion());
        return decoder;
    }

    /**
     * All that the message says, its header's fields included.
     */
    @Override
    public String toString()
    {
        return text;
    }
}
