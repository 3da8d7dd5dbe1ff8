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

import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;

/**
 * The first 16 bytes of a frame's header as two little-endian words, so that writing or checking its nine small fields
 * takes two steps. The layout is that of the header in the schema; a test holds the two together.
 */
final class HeaderWords
{
    /** Where the word of {@link #message} lies: block length, template, schema and version. */
    static final int MESSAGE_OFFSET = 0;
    /** Where the word of {@link #route} lies: source, target, type of frame, priority and type of payload. */
    static final int ROUTE_OFFSET = 8;

    private static final int UINT16_MASK = 0xFFFF;
    private static final int TEMPLATE_SHIFT = 16;
    private static final int SCHEMA_SHIFT = 32;
    private static final int VERSION_SHIFT = 48;
    private static final int TARGET_SHIFT = 8;
    private static final int FRAME_TYPE_SHIFT = 16;
    private static final int PRIORITY_SHIFT = 24;
    private static final int PAYLOAD_SHIFT = 32;

    private HeaderWords()
    {
    }

    static long message(final int blockLength, final int templateId, final int schemaId, final int version)
    {
        return blockLength | (long)templateId << TEMPLATE_SHIFT | (long)schemaId << SCHEMA_SHIFT |
            (long)version << VERSION_SHIFT;
    }

    static long route(final ChannelDescriptor ends, final int priority, final PayloadType payload)
    {
        return ends.sourceNumber() | (long)ends.targetNumber() << TARGET_SHIFT |
            (long)FrameType.TASK.value() << FRAME_TYPE_SHIFT | (long)priority << PRIORITY_SHIFT |
            (long)payload.value() << PAYLOAD_SHIFT;
    }

    static int blockLength(final long message)
    {
        return (int)message & UINT16_MASK;
    }

    static int schemaId(final long message)
    {
        return (int)(message >>> SCHEMA_SHIFT) & UINT16_MASK;
    }

    static int version(final long message)
    {
        return (int)(message >>> VERSION_SHIFT);
    }

    /**
     * Whether two words of {@link #route} agree in source and target.
     */
    static boolean hasSameEnds(final long route, final long other)
    {
        return ((route ^ other) & UINT16_MASK) == 0;
    }
}
