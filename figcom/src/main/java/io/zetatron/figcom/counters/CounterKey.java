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
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a counter says, for programs: the key in Aeron's counters file, beside the type id. Little-endian:
 * <pre>
 *  0 int32 metric: {@link Metric#number()}
 *  4 int32 number: of a domain or stream; else 0
 *  8 int32 part: a NUMA node, pool or line; else 0
 * 12 int32 text: byte of the label at which a text begins; 0 if the counter's value is a figure
 * 16 int32 length of the subject's name
 * 20 int32 length of the object's name
 * 24       the two names in UTF-8, one after the other, at most {@link #MAX_NAMES_BYTES} bytes
 * </pre>
 * What number, part, subject and object are, {@link Metric} says of each.
 *
 * @param metric  that is counted.
 * @param number  of a domain or stream.
 * @param part    a NUMA node, pool or line.
 * @param subject whose figure it is; empty if there is only one.
 * @param object  the second name; empty if there is none.
 */
public record CounterKey(Metric metric, int number, int part, String subject, String object)
{
    /**
     * The most that both names may take together.
     */
    public static final int MAX_NAMES_BYTES = 88;

    static final int TEXT_OFFSET = 12;

    private static final int NUMBER_OFFSET = 4;
    private static final int PART_OFFSET = 8;
    private static final int SUBJECT_LENGTH_OFFSET = 16;
    private static final int OBJECT_LENGTH_OFFSET = 20;
    private static final int NAMES_OFFSET = 24;

    /**
     * The key of a figure that there is one of.
     *
     * @param metric that is counted.
     * @return the key.
     */
    public static CounterKey of(final Metric metric)
    {
        return of(metric, "");
    }

    /**
     * The key of a subject's figure.
     *
     * @param metric  that is counted.
     * @param subject whose figure it is.
     * @return the key.
     */
    public static CounterKey of(final Metric metric, final String subject)
    {
        return new CounterKey(metric, 0, 0, subject, "");
    }

    /**
     * The key of a figure between two.
     *
     * @param metric  that is counted.
     * @param subject the first.
     * @param object  the second.
     * @return the key.
     */
    public static CounterKey of(final Metric metric, final String subject, final String object)
    {
        return new CounterKey(metric, 0, 0, subject, object);
    }

    /**
     * The same of another metric.
     *
     * @param other that is counted.
     * @return a key.
     */
    public CounterKey metric(final Metric other)
    {
        return new CounterKey(other, number, part, subject, object);
    }

    /**
     * The same with another number.
     *
     * @param other of a domain or stream.
     * @return a key.
     */
    public CounterKey number(final int other)
    {
        return new CounterKey(metric, other, part, subject, object);
    }

    /**
     * The same with another part.
     *
     * @param other a NUMA node, pool or line.
     * @return a key.
     */
    public CounterKey part(final int other)
    {
        return new CounterKey(metric, number, other, subject, object);
    }

    /**
     * The label for people; that of a text without the text.
     *
     * @return the label.
     */
    public String label()
    {
        return metric.label()
            .replace("{s}", subject)
            .replace("{o}", object)
            .replace("{n}", Integer.toString(number))
            .replace("{p}", Integer.toString(part));
    }

    /**
     * Write the key.
     *
     * @param buffer with room for {@link CountersReader#MAX_KEY_LENGTH} bytes.
     * @return its length in bytes.
     * @throws IllegalArgumentException if the names are too long.
     */
    int encode(final MutableDirectBuffer buffer)
    {
        final byte[] first = subject.getBytes(StandardCharsets.UTF_8);
        final byte[] second = object.getBytes(StandardCharsets.UTF_8);
        final int length = first.length + second.length;
        if (length > MAX_NAMES_BYTES)
        {
            throw new IllegalArgumentException("the names of the counter \"" + label() + "\" take " + length +
                " bytes, but at most " + MAX_NAMES_BYTES + " have room: shorten them");
        }
        buffer.putInt(0, metric.number(), ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(NUMBER_OFFSET, number, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(PART_OFFSET, part, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(TEXT_OFFSET, 0, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(SUBJECT_LENGTH_OFFSET, first.length, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(OBJECT_LENGTH_OFFSET, second.length, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(NAMES_OFFSET, first);
        buffer.putBytes(NAMES_OFFSET + first.length, second);
        return NAMES_OFFSET + length;
    }

    /**
     * Read a key.
     *
     * @param typeId of the counter.
     * @param buffer that begins with the key.
     * @return the key; null if the counter is not ZetaTron's, or says something that is unknown here.
     */
    static CounterKey decode(final int typeId, final DirectBuffer buffer)
    {
        final CounterType type = CounterType.of(typeId);
        if (type == null || buffer.capacity() < NAMES_OFFSET)
        {
            return null;
        }
        final Metric metric = Metric.of(type, buffer.getInt(0, ByteOrder.LITTLE_ENDIAN));
        final int first = buffer.getInt(SUBJECT_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final int second = buffer.getInt(OBJECT_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final int room = Math.min(MAX_NAMES_BYTES, buffer.capacity() - NAMES_OFFSET);
        if (metric == null || first < 0 || second < 0 || first > room || second > room - first)
        {
            return null;
        }
        return new CounterKey(metric, buffer.getInt(NUMBER_OFFSET, ByteOrder.LITTLE_ENDIAN),
            buffer.getInt(PART_OFFSET, ByteOrder.LITTLE_ENDIAN), name(buffer, NAMES_OFFSET, first),
            name(buffer, NAMES_OFFSET + first, second));
    }

    private static String name(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
