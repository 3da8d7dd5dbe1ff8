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

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.SampleEncoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedEncoder;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * An encoded message to give to an engine.
 */
public final class TestMessage
{
    private final String name;
    private final int templateId;
    private final int blockLength;
    private final int version;
    private final byte[] body;
    private ElementType elementType;
    private long[] shape;
    private Consumer<Tensor> tensorWriter;
    private long correlation;
    private long originTimestampNs;

    private TestMessage(final String name, final MessageEncoderFlyweight encoder, final byte[] body)
    {
        this.name = name;
        this.body = body;
        templateId = encoder.sbeTemplateId();
        blockLength = encoder.sbeBlockLength();
        version = encoder.sbeSchemaVersion();
    }

    /**
     * Encode a message.
     *
     * @param encoder of the message.
     * @param writer  writes the whole message with the encoder, which has been wrapped.
     * @param <E>     the type of the encoder.
     * @return the message, with a correlation and an origin of 0.
     */
    public static <E extends MessageEncoderFlyweight> TestMessage of(final E encoder, final Consumer<E> writer)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        encoder.wrap(buffer, 0);
        writer.accept(encoder);
        final byte[] body = new byte[encoder.encodedLength()];
        buffer.getBytes(0, body);
        return new TestMessage(messageName(encoder), encoder, body);
    }

    /**
     * The message that opens a stream.
     *
     * @param windowRows the most rows in flight.
     * @param columns    names.
     * @return the message.
     */
    public static TestMessage streamOpened(final int windowRows, final List<String> columns)
    {
        return of(new StreamOpenedEncoder(), (message) ->
        {
            final StreamOpenedEncoder.ColumnsEncoder group =
                message.windowRows(windowRows).live(BooleanType.NO).columnsCount(columns.size());
            columns.forEach((column) -> group.next().name(column));
        });
    }

    /**
     * One row of input.
     *
     * @param row           number, from 1.
     * @param timestampNs   since the Unix epoch.
     * @param timestampText as the input has it.
     * @param values        of the columns, NaN if missing.
     * @return the message, whose correlation is the row.
     */
    public static TestMessage sample(
        final long row, final long timestampNs, final String timestampText, final double... values)
    {
        final byte[] text = timestampText.getBytes(StandardCharsets.UTF_8);
        return of(new SampleEncoder(), (message) ->
        {
            final SampleEncoder.ValuesEncoder group =
                message.row(row).timestampNs(timestampNs).valuesCount(values.length);
            for (final double value : values)
            {
                group.next().value(value);
            }
            message.putTimestamp(text, 0, text.length);
        }).correlation(row);
    }

    /**
     * The message that ends a stream.
     *
     * @param rows   how many there were.
     * @param reason why it ends.
     * @return the message.
     */
    public static TestMessage streamEnded(final long rows, final EndReason reason)
    {
        return of(new StreamEndedEncoder(), (message) -> message.rows(rows).reason(reason)).correlation(rows);
    }

    /**
     * Let a tensor come with the message.
     *
     * @param type   of its elements.
     * @param sizes  of its dimensions.
     * @param writer writes its elements.
     * @return this.
     */
    public TestMessage withTensor(final ElementType type, final long[] sizes, final Consumer<Tensor> writer)
    {
        elementType = type;
        shape = sizes.clone();
        tensorWriter = writer;
        return this;
    }

    /**
     * Set what the message belongs to.
     *
     * @param newCorrelation for the frame's header.
     * @return this.
     */
    public TestMessage correlation(final long newCorrelation)
    {
        correlation = newCorrelation;
        return this;
    }

    /**
     * Set when the message's cause entered the kernel.
     *
     * @param timestampNs for the frame's header, monotonic.
     * @return this.
     */
    public TestMessage originTimestampNs(final long timestampNs)
    {
        originTimestampNs = timestampNs;
        return this;
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

    static String messageName(final MessageEncoderFlyweight encoder)
    {
        final String name = encoder.getClass().getSimpleName();
        return name.substring(0, name.length() - "Encoder".length());
    }

    String name()
    {
        return name;
    }

    /** The tensor that the engine is given with the message, anew each time; null for none. */
    Tensor tensor(final HarnessTensors tensors)
    {
        if (elementType == null)
        {
            return null;
        }
        final Tensor tensor = new Tensor();
        if (tensors.acquire(elementType, shape, tensor) < 0)
        {
            throw new AssertionError(name + ": no slot is left for its tensor; the engine holds them all");
        }
        tensorWriter.accept(tensor);
        return tensor;
    }

    int templateId()
    {
        return templateId;
    }

    int blockLength()
    {
        return blockLength;
    }

    int version()
    {
        return version;
    }

    long correlation()
    {
        return correlation;
    }

    long originTimestampNs()
    {
        return originTimestampNs;
    }
}
