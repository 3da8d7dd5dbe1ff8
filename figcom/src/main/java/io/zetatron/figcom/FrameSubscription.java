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

import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.LangUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The reading end of a task stream. It checks each frame's header and sequence before the handler sees it, and records
 * how long the hop took, as far as frames were timed.
 * <p>
 * One reader: not thread-safe. Reading allocates nothing, except for the report of a malformed frame.
 */
public final class FrameSubscription implements AutoCloseable
{
    private final ChannelDescriptor descriptor;
    private final Subscription subscription;
    private final NanoClock clock;
    private final SingleWriterRecorder hopRecorder;
    private final AtomicCounter framesReceived;
    private final AtomicCounter malformed;
    private final ErrorHandler errorHandler;
    private final FrameHeaderDecoder header = new FrameHeaderDecoder();
    private final ControlledFragmentHandler onFragment = this::onFragment;
    private FrameHandler handler;
    private long expectedSequence;
    private long lastTimedSequence = -1;
    private long handled;
    private boolean wasOffered;
    private Throwable failure;

    FrameSubscription(
        final ChannelDescriptor descriptor,
        final Subscription subscription,
        final NanoClock clock,
        final SingleWriterRecorder hopRecorder,
        final AtomicCounter framesReceived,
        final AtomicCounter malformed,
        final ErrorHandler errorHandler)
    {
        this.descriptor = descriptor;
        this.subscription = subscription;
        this.clock = clock;
        this.hopRecorder = hopRecorder;
        this.framesReceived = framesReceived;
        this.malformed = malformed;
        this.errorHandler = errorHandler;
    }

    /**
     * Hand frames that have arrived to a handler, in order, until it refuses one, the limit is reached, or there is
     * none left. What the handler throws reaches the caller, and the frame counts as refused.
     *
     * @param handler    for each frame.
     * @param frameLimit how many frames at most.
     * @return how many frames were handled or passed over; 0 if there was none or the first was refused.
     */
    public int poll(final FrameHandler handler, final int frameLimit)
    {
        this.handler = handler;
        final int frames = subscription.controlledPoll(onFragment, frameLimit);
        if (frames > 0)
        {
            framesReceived.setOpaque(handled);
        }
        if (failure != null)
        {
            throwFailure();
        }
        return frames;
    }

    /**
     * How many frames were handled, as of the end of the last poll. Any thread may ask.
     *
     * @return the count.
     */
    public long framesReceived()
    {
        return framesReceived.getAcquire();
    }

    /**
     * How many frames were passed over because they were malformed. Any thread may ask.
     *
     * @return the count.
     */
    public long framesMalformed()
    {
        return malformed.getAcquire();
    }

    /**
     * The channel that this reads from.
     *
     * @return its descriptor.
     */
    public ChannelDescriptor descriptor()
    {
        return descriptor;
    }

    /**
     * Close the reading end.
     */
    @Override
    public void close()
    {
        subscription.close();
    }

    private ControlledFragmentHandler.Action onFragment(
        final DirectBuffer buffer, final int offset, final int length, final Header logHeader)
    {
        final String fault = fault(buffer, offset, length);
        if (fault != null)
        {
            return malformed(fault);
        }

        // A frame that is handed over again has waited for its handler, not for the bus.
        if (!wasOffered)
        {
            wasOffered = true;
            final long sentNs = header.hopTimestampNs();
            if (sentNs != FrameTiming.NOT_TIMED)
            {
                recordHop(clock.nanoTime() - sentNs);
            }
        }
        if (!isHandled(buffer, offset + FrameHeaderDecoder.ENCODED_LENGTH, length - FrameHeaderDecoder.ENCODED_LENGTH))
        {
            return ControlledFragmentHandler.Action.ABORT;
        }

        wasOffered = false;
        expectedSequence++;
        handled++;
        return ControlledFragmentHandler.Action.CONTINUE;
    }

    /** The frames since the last timed one count as this one. */
    private void recordHop(final long hopNs)
    {
        hopRecorder.recordValueWithCount(
            Math.clamp(hopNs, 0, HopRecorders.HIGHEST_NS), expectedSequence - lastTimedSequence);
        lastTimedSequence = expectedSequence;
    }

    private boolean isHandled(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        try
        {
            return handler.onFrame(header, buffer, bodyOffset, bodyLength);
        }
        catch (final Throwable ex)
        {
            // Thrown through Aeron, it would take the frame along: the position moves on past a handler that throws.
            failure = ex;
            return false;
        }
    }

    private void throwFailure()
    {
        final Throwable thrown = failure;
        failure = null;
        LangUtil.rethrowUnchecked(thrown);
    }

    private String fault(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < FrameHeaderDecoder.ENCODED_LENGTH)
        {
            return "shorter than a header";
        }

        header.wrap(buffer, offset);
        if (header.schemaId() != FrameHeaderDecoder.SCHEMA_ID)
        {
            return "of another schema";
        }
        if (header.version() > FrameHeaderDecoder.SCHEMA_VERSION)
        {
            return "of a newer version of the schema";
        }
        if (header.blockLength() > length - FrameHeaderDecoder.ENCODED_LENGTH)
        {
            return "truncated";
        }
        if (header.source() != descriptor.sourceNumber() || header.target() != descriptor.targetNumber())
        {
            return "for another channel";
        }
        return header.sequence() == expectedSequence ? null : "out of sequence";
    }

    private ControlledFragmentHandler.Action malformed(final String fault)
    {
        malformed.incrementRelease();
        errorHandler.onError(new MalformedFrameException(descriptor.name() + ": a frame is " + fault +
            " (expected sequence " + expectedSequence + "); it was passed over"));
        return ControlledFragmentHandler.Action.CONTINUE;
    }
}
