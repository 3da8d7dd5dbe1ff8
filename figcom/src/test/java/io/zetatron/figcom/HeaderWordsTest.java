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
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HeaderWordsTest
{
    private static final int CACHE_LINE_BYTES = 64;
    private static final ChannelDescriptor ENDS = new ChannelDescriptor("a", 253, "b", 254);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameHeaderDecoder.ENCODED_LENGTH]);
    private final FrameHeaderDecoder header = new FrameHeaderDecoder().wrap(buffer, 0);

    @Test
    void shouldLieWhereTheSchemaHasItsFields()
    {
        final long message = HeaderWords.message(65_001, 65_002, 65_003, 65_004);
        buffer.putLong(HeaderWords.MESSAGE_OFFSET, message, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(HeaderWords.ROUTE_OFFSET, HeaderWords.route(ENDS, 255, PayloadType.MESSAGE),
            ByteOrder.LITTLE_ENDIAN);

        assertEquals(65_001, header.blockLength());
        assertEquals(65_002, header.templateId());
        assertEquals(65_003, header.schemaId());
        assertEquals(65_004, header.version());
        assertEquals(253, header.source());
        assertEquals(254, header.target());
        assertEquals(FrameType.TASK, header.frameType());
        assertEquals(255, header.priority());
        assertEquals(PayloadType.MESSAGE, header.payloadType());
        assertEquals(0, header.sequence());
        assertEquals(65_001, HeaderWords.blockLength(message));
        assertEquals(65_003, HeaderWords.schemaId(message));
        assertEquals(65_004, HeaderWords.version(message));
    }

    @Test
    void shouldTellOneChannelFromAnother()
    {
        final long route = HeaderWords.route(ENDS, 0, PayloadType.MESSAGE);

        assertTrue(HeaderWords.hasSameEnds(route, HeaderWords.route(ENDS, 3, PayloadType.MESSAGE)));
        assertFalse(HeaderWords.hasSameEnds(route,
            HeaderWords.route(new ChannelDescriptor("c", 252, "b", 254), 0, PayloadType.MESSAGE)));
        assertFalse(HeaderWords.hasSameEnds(route,
            HeaderWords.route(new ChannelDescriptor("a", 253, "c", 252), 0, PayloadType.MESSAGE)));
    }

    @Test
    void shouldTakeOneCacheLine()
    {
        assertEquals(CACHE_LINE_BYTES, FrameHeaderDecoder.ENCODED_LENGTH);
    }
}
