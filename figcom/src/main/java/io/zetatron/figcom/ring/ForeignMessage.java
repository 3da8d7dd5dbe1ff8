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
package io.zetatron.figcom.ring;

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * A message that somebody else has encoded, for a publication to claim room for.
 */
final class ForeignMessage implements MessageEncoderFlyweight
{
    private MutableDirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int bodyLength;
    private int blockLength;
    private int templateId;
    private int schemaId;
    private int version;

    /**
     * Say what the next frame carries.
     */
    ForeignMessage describe(final FrameHeaderDecoder header, final int length)
    {
        blockLength = header.blockLength();
        templateId = header.templateId();
        schemaId = header.schemaId();
        version = header.version();
        bodyLength = length;
        return this;
    }

    /**
     * Copy the message to where it was wrapped.
     */
    void copyFrom(final DirectBuffer source, final int sourceOffset)
    {
        buffer.putBytes(offset, source, sourceOffset, bodyLength);
    }

    @Override
    public ForeignMessage wrap(final MutableDirectBuffer target, final int targetOffset)
    {
        buffer = target;
        offset = targetOffset;
        return this;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return buffer;
    }

    @Override
    public int offset()
    {
        return offset;
    }

    @Override
    public int encodedLength()
    {
        return bodyLength;
    }

    @Override
    public int limit()
    {
        return offset + bodyLength;
    }

    @Override
    public void limit(final int limit)
    {
        bodyLength = limit - offset;
    }

    @Override
    public int sbeBlockLength()
    {
        return blockLength;
    }

    @Override
    public int sbeTemplateId()
    {
        return templateId;
    }

    @Override
    public int sbeSchemaId()
    {
        return schemaId;
    }

    @Override
    public int sbeSchemaVersion()
    {
        return version;
    }

    @Override
    public String sbeSemanticType()
    {
        return "";
    }
}
