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

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.PayloadType;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.sbe.MessageEncoderFlyweight;

import java.nio.ByteOrder;

/**
 * The writing end of a task stream. A frame is claimed in the log, its message written in place, and committed.
 * <p>
 * One writer: not thread-safe. Writing allocates nothing.
 */
public final class TaskPublication implements AutoCloseable
{
    /**
     * The log has no room until the reader has caught up: try again later. Nothing was written.
     */
    public static final long BACK_PRESSURED = Publication.BACK_PRESSURED;

    /**
     * There is no reader. Nothing was written.
     */
    public static final long NOT_CONNECTED = Publication.NOT_CONNECTED;

    /**
     * The publication has been closed. Nothing was written.
     */
    public static final long CLOSED = Publication.CLOSED;

    private final ChannelDescriptor descriptor;
    private final ExclusivePublication publication;
    private final FrameTiming timing;
    private final long route;
    private final AtomicCounter framesSent;
    private final AtomicCounter refusals;
    private final BufferClaim claim = new BufferClaim();
    private final FrameHeaderEncoder header = new FrameHeaderEncoder();
    private long nextSequence;
    private boolean isClaimed;

    TaskPublication(
        final ChannelDescriptor descriptor,
        final ExclusivePublication publication,
        final NanoClock clock,
        final AtomicCounter framesSent,
        final AtomicCounter refusals)
    {
        this.descriptor = descriptor;
        this.publication = publication;
        timing = new FrameTiming(clock);
        route = HeaderWords.route(descriptor, 0, PayloadType.MESSAGE);
        this.framesSent = framesSent;
        this.refusals = refusals;
    }

    /**
     * Claim room for a message and wrap the encoder around it. A claim that succeeds has to be followed by
     * {@link #commit()} or {@link #abort()} before the next one.
     *
     * @param message           that is wrapped where its body goes.
     * @param bodyLength        of the message in bytes, at least its block and at most {@link #maxBodyLength()}.
     * @param correlation       what the frame belongs to.
     * @param originTimestampNs when its cause entered the kernel, on the monotonic clock.
     * @return a position above 0, or a negative code: {@link #BACK_PRESSURED}, {@link #NOT_CONNECTED}, {@link #CLOSED}.
     * @throws IllegalArgumentException if the message is longer than a frame can be, or shorter than its block.
     */
    public long tryClaim(
        final MessageEncoderFlyweight message,
        final int bodyLength,
        final long correlation,
        final long originTimestampNs)
    {
        if (isClaimed)
        {
            throw new IllegalStateException(descriptor.name() + ": the claim before was neither committed nor aborted");
        }
        if (bodyLength > maxBodyLength())
        {
            throw new IllegalArgumentException(descriptor.name() + ": a message of " + bodyLength +
                " bytes is longer than the longest frame holds, " + maxBodyLength());
        }
        if (bodyLength < message.sbeBlockLength())
        {
            throw new IllegalArgumentException(descriptor.name() + ": a message of " + bodyLength +
                " bytes is shorter than its block of " + message.sbeBlockLength());
        }

        final int length = FrameHeaderEncoder.ENCODED_LENGTH + bodyLength;
        long position = publication.tryClaim(length, claim);
        if (position == Publication.ADMIN_ACTION)
        {
            // The log has just moved on to its next term, where there is room unless the reader is behind.
            position = publication.tryClaim(length, claim);
        }
        if (position < 0)
        {
            return refused(position);
        }

        isClaimed = true;
        final MutableDirectBuffer buffer = claim.buffer();
        final int offset = claim.offset();
        buffer.putLong(offset + HeaderWords.MESSAGE_OFFSET, HeaderWords.message(message.sbeBlockLength(),
            message.sbeTemplateId(), message.sbeSchemaId(), message.sbeSchemaVersion()), ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(offset + HeaderWords.ROUTE_OFFSET, route, ByteOrder.LITTLE_ENDIAN);
        header.wrap(buffer, offset)
            .sequence(nextSequence)
            .correlation(correlation)
            .originTimestampNs(originTimestampNs)
            .deadlineNs(FrameHeaderEncoder.deadlineNsNullValue());
        message.wrap(buffer, offset + FrameHeaderEncoder.ENCODED_LENGTH);
        return position;
    }

    /**
     * Make the claimed frame visible to the reader. Of a fast stream, one frame of several is stamped with the time.
     */
    public void commit()
    {
        checkClaimed();
        header.hopTimestampNs(timing.next());
        isClaimed = false;
        nextSequence++;
        claim.commit();
        // Who reads the count reads nothing else that depends on it.
        framesSent.setOpaque(nextSequence);
    }

    /**
     * Give the claimed room up: the reader never sees the frame.
     */
    public void abort()
    {
        checkClaimed();
        isClaimed = false;
        claim.abort();
    }

    /**
     * The longest message that fits into one frame.
     *
     * @return bytes.
     */
    public int maxBodyLength()
    {
        return publication.maxPayloadLength() - FrameHeaderEncoder.ENCODED_LENGTH;
    }

    /**
     * Whether the reader is there.
     *
     * @return true if it is.
     */
    public boolean isConnected()
    {
        return publication.isConnected();
    }

    /**
     * How many frames were committed. Any thread may ask.
     *
     * @return the count.
     */
    public long framesSent()
    {
        return framesSent.getAcquire();
    }

    /**
     * How many claims were refused because the reader was behind. Any thread may ask.
     *
     * @return the count.
     */
    public long refusals()
    {
        return refusals.getAcquire();
    }

    /**
     * The channel that this writes to.
     *
     * @return its descriptor.
     */
    public ChannelDescriptor descriptor()
    {
        return descriptor;
    }

    /**
     * Close the writing end. Frames that were committed stay readable.
     */
    @Override
    public void close()
    {
        publication.close();
    }

    private void checkClaimed()
    {
        // What the last claim points to is the reader's by now: a second commit would write into its frames.
        if (!isClaimed)
        {
            throw new IllegalStateException(descriptor.name() + ": nothing is claimed");
        }
    }

    private long refused(final long code)
    {
        if (code == BACK_PRESSURED)
        {
            refusals.incrementRelease();
        }
        else if (code == Publication.MAX_POSITION_EXCEEDED)
        {
            throw new IllegalStateException(descriptor.name() + ": the stream has reached its last position; restart");
        }
        return code;
    }
}
