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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.SampleDecoder;
import io.zetatron.figcom.codec.SampleEncoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.figcom.codec.StreamOpenedEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;

import java.util.List;

/**
 * Admits rows: notes each in the ring of rows in flight and routes it to its detector.
 */
final class AdmissionBlock implements Block
{
    private static final byte[] NO_TEXT = {};

    private final JoinRing ring;
    private final StreamCounts counts;
    private BlockContext context;
    private List<OutputPort<StreamOpenedEncoder>> opened;
    private List<OutputPort<StreamEndedEncoder>> ended;
    private OutputPort<SampleEncoder> samples;
    private int opensSent;
    private int endsSent;

    AdmissionBlock(final JoinRing ring, final StreamCounts counts)
    {
        this.ring = ring;
        this.counts = counts;
    }

    @Override
    public String id()
    {
        return "admission";
    }

    @Override
    public void open(final BlockContext blockContext)
    {
        context = blockContext;
        context.input(BlockContext.HOST, new StreamOpenedDecoder(), this::onOpened);
        context.input(BlockContext.HOST, new SampleDecoder(), this::onSample);
        context.input(BlockContext.HOST, new StreamEndedDecoder(), this::onEnded);
        opened = List.of(
            context.output("spector", new StreamOpenedEncoder()),
            context.output("mechlar", new StreamOpenedEncoder()),
            context.output("david", new StreamOpenedEncoder()));
        ended = List.of(
            context.output("spector", new StreamEndedEncoder()),
            context.output("david", new StreamEndedEncoder()));
        samples = context.output("spector", new SampleEncoder());
    }

    private boolean onOpened(final FrameHeaderDecoder header, final StreamOpenedDecoder message)
    {
        if (opensSent == opened.size())
        {
            throw new IllegalStateException("a second stream was opened: the kernel takes one from boot to end");
        }
        if (!ring.isAllocated())
        {
            ring.allocate(context.memory(), message.windowRows());
        }
        // The outputs that have been told stay told when the frame comes again.
        final int bodyLength = message.sbeDecodedLength();
        while (opensSent < opened.size())
        {
            final OutputPort<StreamOpenedEncoder> output = opened.get(opensSent);
            if (output.tryClaim(bodyLength, header.correlation(), header.originTimestampNs()) < 0)
            {
                return false;
            }
            output.message().buffer().putBytes(
                output.message().offset(), message.buffer(), message.offset(), bodyLength);
            output.commit();
            opensSent++;
        }
        return true;
    }

    private boolean onSample(final FrameHeaderDecoder header, final SampleDecoder message)
    {
        final long row = message.row();
        final int valuesLength = SampleEncoder.ValuesEncoder.HEADER_SIZE +
            message.values().count() * SampleEncoder.ValuesEncoder.sbeBlockLength();
        final int copiedLength = SampleEncoder.BLOCK_LENGTH + valuesLength;
        final int length = copiedLength + SampleEncoder.timestampHeaderLength();
        if (!ring.hasRoomFor(row) || samples.tryClaim(length, row, header.originTimestampNs()) < 0)
        {
            return false;
        }

        // All but the text of the time, which stays here.
        final SampleEncoder output = samples.message();
        output.buffer().putBytes(output.offset(), message.buffer(), message.offset(), copiedLength);
        output.limit(output.offset() + copiedLength);
        output.putTimestamp(NO_TEXT, 0, 0);
        samples.commit();

        message.limit(message.offset() + copiedLength);
        final int textLength = Math.min(message.timestampLength(), JoinRing.MAX_TIMESTAMP_LENGTH);
        final int textOffset = message.limit() + SampleDecoder.timestampHeaderLength();
        ring.admit(row, header.originTimestampNs(), message.buffer(), textOffset, textLength);
        counts.rowsAdmitted = row;
        return true;
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        if (message.rows() != counts.rowsAdmitted)
        {
            throw new IllegalStateException("the stream ended after " + message.rows() + " rows, but " +
                counts.rowsAdmitted + " came");
        }
        while (endsSent < ended.size())
        {
            final OutputPort<StreamEndedEncoder> output = ended.get(endsSent);
            if (output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, header.correlation(), header.originTimestampNs()) < 0)
            {
                return false;
            }
            output.message().rows(message.rows()).reason(message.reason());
            output.commit();
            endsSent++;
        }
        return true;
    }
}
