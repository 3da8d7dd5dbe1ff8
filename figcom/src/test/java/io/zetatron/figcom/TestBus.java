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

import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.IdleStrategy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * A bus with one channel, whose frames carry a number.
 */
final class TestBus implements AutoCloseable
{
    static final ChannelDescriptor ENDS = new ChannelDescriptor("atlas", 1, "spector", 2);
    static final List<MessageSchema> SCHEMAS =
        List.of(MessageSchema.of(new ProgressEncoder()), MessageSchema.of(new ExplanationEncoder()));
    static final ChannelSpec CHANNEL = ChannelSpec.of(ENDS, SCHEMAS, SCHEMAS);
    static final int MIN_TERM_LENGTH = LogSizing.MIN_TERM_LENGTH_BYTES;

    private static final long CORRELATION = 77;
    private static final long ORIGIN_NS = 88;

    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final SingleWriterRecorder hops = HopRecorders.recorder();
    final BusFolder folder;
    final Bus bus;
    final FrameSubscription reader;
    final TaskPublication writer;
    private final ProgressEncoder encoder = new ProgressEncoder();
    private final ProgressDecoder decoder = new ProgressDecoder();

    TestBus(final Path parent, final int termLength) throws IOException
    {
        this(parent, termLength, CHANNEL);
    }

    TestBus(final Path parent, final int termLength, final ChannelSpec spec) throws IOException
    {
        this(parent, termLength, spec, null, TaskPublication.idleStrategy());
    }

    TestBus(
        final Path parent,
        final int termLength,
        final ChannelSpec spec,
        final TensorHolds tensors,
        final IdleStrategy idle)
        throws IOException
    {
        folder = BusFolder.claim(parent.resolve("bus"));
        bus = Bus.launch(folder, termLength, errors::add);
        bus.declare(spec);
        reader = bus.subscription(spec, hops, tensors);
        writer = bus.publication(spec, tensors, idle);
    }

    /**
     * Send a number.
     *
     * @return what the claim returned.
     */
    long send(final long number)
    {
        final long result = claim(number);
        if (result > 0)
        {
            writer.commit();
        }
        return result;
    }

    /**
     * Send a number in a lane.
     *
     * @return what the claim returned.
     */
    long send(final long number, final int lane)
    {
        final long result = claim(number, lane, TaskPublication.NO_DEADLINE);
        if (result > 0)
        {
            writer.commit();
        }
        return result;
    }

    long claim(final long number)
    {
        return claim(number, writer.spec().lanes() - 1, TaskPublication.NO_DEADLINE);
    }

    long claim(final long number, final int lane, final long deadlineNs)
    {
        final long result = writer.tryClaim(
            encoder, ProgressEncoder.BLOCK_LENGTH, CORRELATION, ORIGIN_NS, lane, deadlineNs);
        if (result > 0)
        {
            encoder.rowsAdmitted(number).rowsJoined(-number).deadlineMisses(0);
        }
        return result;
    }

    /**
     * A handler that takes the number of each frame.
     */
    FrameHandler numbers(final LongConsumer consumer)
    {
        return (header, buffer, bodyOffset, bodyLength) ->
        {
            decoder.wrap(buffer, bodyOffset, header.blockLength(), header.version());
            consumer.accept(decoder.rowsAdmitted());
            return true;
        };
    }

    /**
     * Do the bus's work and read until nothing has come for a while.
     */
    int drain(final FrameHandler handler)
    {
        int frames = 0;
        for (int quietCycles = 0; quietCycles < 10; quietCycles++)
        {
            bus.doWork();
            final int polled = reader.poll(handler, Integer.MAX_VALUE);
            frames += polled;
            quietCycles = polled > 0 ? 0 : quietCycles;
        }
        return frames;
    }

    @Override
    public void close() throws IOException
    {
        bus.close();
        folder.close();
    }
}
