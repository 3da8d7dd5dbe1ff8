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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Tells a frame that a channel carries from anything else that may lie in its stream: other clients of the driver can
 * write there. It reads nothing beyond the length it is told, and throws nothing.
 */
final class FrameCheck
{
    private static final int ROUTE_BITS = 40;
    private static final int LANE_BITS = 32;

    private final int newestVersion;
    private final boolean mayHaveGaps;
    private final boolean mayHaveTensors;
    private boolean hasTensor;

    FrameCheck(final ChannelSpec spec)
    {
        newestVersion = spec.newestVersion();
        mayHaveGaps = spec.backPressure().action() == BackPressure.Action.SHED;
        mayHaveTensors = spec.carriesTensors();
    }

    /**
     * Look a frame over.
     *
     * @param lane   that it came on.
     * @param buffer that holds it.
     * @param offset of it.
     * @param length of it.
     * @return what is wrong, or null.
     */
    FrameFault fault(final ReaderLane lane, final DirectBuffer buffer, final int offset, final int length)
    {
        hasTensor = false;
        if (length < FrameHeaderDecoder.ENCODED_LENGTH)
        {
            return FrameFault.SHORTER_THAN_HEADER;
        }

        final long message = buffer.getLong(offset + HeaderWords.MESSAGE_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (HeaderWords.schemaId(message) != FrameHeaderDecoder.SCHEMA_ID)
        {
            return FrameFault.OTHER_SCHEMA;
        }
        if (HeaderWords.version(message) > newestVersion)
        {
            return FrameFault.NEWER_VERSION;
        }
        if (HeaderWords.blockLength(message) > length - FrameHeaderDecoder.ENCODED_LENGTH)
        {
            return FrameFault.TRUNCATED;
        }
        final long route = buffer.getLong(offset + HeaderWords.ROUTE_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if ((route ^ lane.messageRoute) << Long.SIZE - ROUTE_BITS != 0)
        {
            if (!mayHaveTensors || (route ^ lane.tensorRoute) << Long.SIZE - ROUTE_BITS != 0)
            {
                return routeFault(route ^ lane.messageRoute);
            }
            if (HeaderWords.blockLength(message) >
                length - FrameHeaderDecoder.ENCODED_LENGTH - TensorRef.LENGTH_BYTES)
            {
                return FrameFault.TRUNCATED;
            }
            hasTensor = true;
        }
        final long sequence = buffer.getLong(
            offset + FrameHeaderDecoder.sequenceEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
        return sequence == lane.expectedSequence || mayHaveGaps && sequence > lane.expectedSequence ?
            null : FrameFault.OUT_OF_SEQUENCE;
    }

    /**
     * Whether the reference of a tensor lies between the header and the body of the frame that was looked at last.
     *
     * @return true if it does.
     */
    boolean hasTensor()
    {
        return hasTensor;
    }

    private static FrameFault routeFault(final long difference)
    {
        return !HeaderWords.hasSameEnds(difference, 0) ? FrameFault.OTHER_CHANNEL :
            (int)difference >>> LANE_BITS - Byte.SIZE != 0 ? FrameFault.OTHER_LANE : FrameFault.OTHER_PAYLOAD;
    }
}
