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
package io.zetatron.figcom.counters;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A counter's key and label as they are to stand in the counters file. Allocates: for use when counters are made.
 */
public final class CounterRecord
{
    private static final String CUT = "...";

    private final int typeId;
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[CountersReader.MAX_KEY_LENGTH]);
    private final int keyLength;
    private final UnsafeBuffer label;

    private CounterRecord(final CounterKey key, final String label)
    {
        typeId = key.metric().type().id();
        keyLength = key.encode(this.key);
        this.label = new UnsafeBuffer(label.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A figure.
     *
     * @param key of it.
     * @return its record.
     */
    public static CounterRecord figure(final CounterKey key)
    {
        if (key.metric().isText())
        {
            throw new IllegalArgumentException(key.metric() + " is a text, not a figure");
        }
        return new CounterRecord(key, cut(key.label(), CountersReader.MAX_LABEL_LENGTH));
    }

    /**
     * A text.
     *
     * @param key  of it.
     * @param text that is cut, and ends in dots then, where the label has no room for all of it.
     * @return its record.
     */
    public static CounterRecord text(final CounterKey key, final String text)
    {
        if (!key.metric().isText())
        {
            throw new IllegalArgumentException(key.metric() + " is a figure, not a text");
        }
        final int begin = key.label().getBytes(StandardCharsets.UTF_8).length;
        final CounterRecord written =
            new CounterRecord(key, key.label() + cut(text, CountersReader.MAX_LABEL_LENGTH - begin));
        written.key.putInt(CounterKey.TEXT_OFFSET, begin, ByteOrder.LITTLE_ENDIAN);
        return written;
    }

    private static String cut(final String text, final int mostBytes)
    {
        String kept = text;
        while (kept.getBytes(StandardCharsets.UTF_8).length > mostBytes)
        {
            final int end = Math.min(kept.length() - 1, mostBytes) - CUT.length();
            kept = kept.substring(0, Character.isHighSurrogate(kept.charAt(end - 1)) ? end - 1 : end) + CUT;
        }
        return kept;
    }

    /**
     * The counter's type.
     *
     * @return the id.
     */
    public int typeId()
    {
        return typeId;
    }

    /**
     * The key, from byte 0.
     *
     * @return the key.
     */
    public DirectBuffer key()
    {
        return key;
    }

    /**
     * How long the key is.
     *
     * @return bytes.
     */
    public int keyLength()
    {
        return keyLength;
    }

    /**
     * The label, all of the buffer.
     *
     * @return the label.
     */
    public DirectBuffer label()
    {
        return label;
    }
}
