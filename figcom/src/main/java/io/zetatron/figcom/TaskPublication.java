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

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.CloseHelper;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.sbe.MessageEncoderFlyweight;

import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The writing end of a task stream. A frame is claimed in the log of its lane, its message written in place, and
 * committed.
 * <p>
 * One thread writes, and it alone may call what is not said to be for any thread; so may a thread that takes over from
 * it, if something orders the two. Writing allocates nothing.
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

    /**
     * The channel waits for room, and there was none in time: try again later. Nothing was written.
     */
    public static final long TIMED_OUT = -16;

    /**
     * The channel sheds, and this frame found no room. It is gone and counted, the reader will see the gap with the
     * next frame of the lane that finds room: do not send it again.
     */
    public static final long SHED = -17;

    /**
     * The reference is none, or names a tensor that the writer does not hold. Nothing was written.
     */
    public static final long TENSOR_REFUSED = -18;

    /**
     * Stands for a frame without a deadline.
     */
    public static final long NO_DEADLINE = FrameHeaderEncoder.deadlineNsNullValue();

    private static final int MAX_SPINS = 100;
    private static final int MAX_YIELDS = 20;
    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 50_000;

    private final ChannelSpec spec;
    private final WriterLane[] lanes;
    private final NanoClock clock;
    private final IdleStrategy idle;
    private final FrameTiming timing;
    private final AtomicCounter framesSent;
    private final AtomicCounter refusals;
    private final AtomicCounter framesShed;
    private final BufferClaim claim = new BufferClaim();
    private final FrameHeaderEncoder header = new FrameHeaderEncoder();
    private final TensorHolds tensors;
    private final TensorRef claimedTensor = new TensorRef();
    private boolean hasTensor;
    private WriterLane claimed;
    private long sent;

    TaskPublication(
        final ChannelSpec spec,
        final WriterLane[] lanes,
        final NanoClock clock,
        final IdleStrategy idle,
        final AtomicCounter framesSent,
        final AtomicCounter refusals,
        final AtomicCounter framesShed,
        final TensorHolds tensors)
    {
        this.spec = spec;
        this.lanes = lanes;
        this.clock = clock;
        this.idle = idle;
        timing = new FrameTiming(clock);
        this.framesSent = framesSent;
        this.refusals = refusals;
        this.framesShed = framesShed;
        this.tensors = tensors;
    }

    /**
     * How a writer waits unless it is told otherwise: it spins, yields, then parks.
     */
    static IdleStrategy idleStrategy()
    {
        return new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NS, MAX_PARK_NS);
    }

    /**
     * Claim room for a message without a deadline in the least urgent lane; see
     * {@link #tryClaim(MessageEncoderFlyweight, int, long, long, int, long)}.
     *
     * @param message           that is wrapped where its body goes.
     * @param bodyLength        of the message in bytes.
     * @param correlation       what the frame belongs to.
     * @param originTimestampNs when its cause entered the kernel, on the monotonic clock.
     * @return a position above 0, or a negative code.
     */
    public long tryClaim(
        final MessageEncoderFlyweight message,
        final int bodyLength,
        final long correlation,
        final long originTimestampNs)
    {
        return tryClaim(message, bodyLength, correlation, originTimestampNs, lanes.length - 1, NO_DEADLINE);
    }

    /**
     * Claim room for a message and wrap the encoder around it. A claim that succeeds has to be followed by
     * {@link #commit()} or {@link #abort()} before the next one.
     *
     * @param message           that is wrapped where its body goes.
     * @param bodyLength        of the message in bytes, at least its block and at most {@link #maxBodyLength()}.
     * @param correlation       what the frame belongs to.
     * @param originTimestampNs when its cause entered the kernel, on the monotonic clock.
     * @param lane              from 0, the most urgent.
     * @param deadlineNs        by which it should be handled, on the monotonic clock, or {@link #NO_DEADLINE}.
     * @return a position above 0, or a negative code: {@link #BACK_PRESSURED}, {@link #TIMED_OUT} or {@link #SHED}, by
     * the channel's policy; {@link #NOT_CONNECTED}, {@link #CLOSED}.
     * @throws IllegalArgumentException if the message is longer than a frame can be, or shorter than its block, or the
     *                                  channel was declared without deadlines.
     */
    public long tryClaim(
        final MessageEncoderFlyweight message,
        final int bodyLength,
        final long correlation,
        final long originTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        final long position = claim(message, bodyLength, 0, correlation, originTimestampNs, lane, deadlineNs);
        if (position > 0)
        {
            message.wrap(claim.buffer(), claim.offset() + FrameHeaderEncoder.ENCODED_LENGTH);
        }
        return position;
    }

    /**
     * Claim room for a message that a tensor goes with: the frame carries the reference, and the commit hands the hold
     * on the tensor from the source to the target. Until then, and if the frame is refused, shed or aborted, the source
     * goes on holding it. What the tensor's size is makes no difference.
     *
     * @param message           that is wrapped where its body goes.
     * @param bodyLength        of the message in bytes, at most {@link #maxBodyLength()} less a reference's length.
     * @param tensor            that the source holds; copied.
     * @param correlation       what the frame belongs to.
     * @param originTimestampNs when its cause entered the kernel, on the monotonic clock.
     * @param lane              from 0, the most urgent.
     * @param deadlineNs        by which it should be handled, on the monotonic clock, or {@link #NO_DEADLINE}.
     * @return a position above 0, or a negative code: as without a tensor, or {@link #TENSOR_REFUSED}.
     */
    public long tryClaim(
        final MessageEncoderFlyweight message,
        final int bodyLength,
        final TensorRef tensor,
        final long correlation,
        final long originTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        if (!spec.carriesTensors())
        {
            throw new IllegalArgumentException(spec.name() + ": declare the channel with tensors to send one");
        }
        if (tensors.check(tensor, spec.ends().sourceNumber()) < 0)
        {
            return TENSOR_REFUSED;
        }
        final long position = claim(
            message, bodyLength, TensorRef.LENGTH_BYTES, correlation, originTimestampNs, lane, deadlineNs);
        if (position > 0)
        {
            final MutableDirectBuffer buffer = claim.buffer();
            final int offset = claim.offset() + FrameHeaderEncoder.ENCODED_LENGTH;
            tensor.copyTo(buffer, offset);
            claimedTensor.wrap(buffer, offset);
            hasTensor = true;
            message.wrap(buffer, offset + TensorRef.LENGTH_BYTES);
        }
        return position;
    }

    /**
     * Send a message that has been encoded elsewhere, without a deadline, in the least urgent lane; see
     * {@link #offer(MessageEncoderFlyweight, long, long, int, long)}.
     *
     * @param message           that is wrapped around its own bytes.
     * @param correlation       what the frame belongs to.
     * @param originTimestampNs when its cause entered the kernel, on the monotonic clock.
     * @return a position above 0, or a negative code.
     */
    public long offer(final MessageEncoderFlyweight message, final long correlation, final long originTimestampNs)
    {
        return offer(message, correlation, originTimestampNs, lanes.length - 1, NO_DEADLINE);
    }

    /**
     * Send a message that has been encoded elsewhere: claim, copy and commit in one.
     *
     * @param message           that is wrapped around its own bytes, and stays so.
     * @param correlation       what the frame belongs to.
     * @param originTimestampNs when its cause entered the kernel, on the monotonic clock.
     * @param lane              from 0, the most urgent.
     * @param deadlineNs        by which it should be handled, on the monotonic clock, or {@link #NO_DEADLINE}.
     * @return a position above 0, or a negative code as from a claim.
     */
    public long offer(
        final MessageEncoderFlyweight message,
        final long correlation,
        final long originTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        final int bodyLength = message.encodedLength();
        final long position = claim(message, bodyLength, 0, correlation, originTimestampNs, lane, deadlineNs);
        if (position > 0)
        {
            claim.buffer().putBytes(
                claim.offset() + FrameHeaderEncoder.ENCODED_LENGTH, message.buffer(), message.offset(), bodyLength);
            commit();
        }
        return position;
    }

    private long claim(
        final MessageEncoderFlyweight message,
        final int bodyLength,
        final int tensorLength,
        final long correlation,
        final long originTimestampNs,
        final int lane,
        final long deadlineNs)
    {
        check(message, bodyLength, tensorLength, deadlineNs);
        final WriterLane writer = lanes[lane];
        final long position = claim(writer, FrameHeaderEncoder.ENCODED_LENGTH + tensorLength + bodyLength);
        if (position > 0)
        {
            final MutableDirectBuffer buffer = claim.buffer();
            final int offset = claim.offset();
            buffer.putLong(offset + HeaderWords.MESSAGE_OFFSET, HeaderWords.message(message.sbeBlockLength(),
                message.sbeTemplateId(), message.sbeSchemaId(), message.sbeSchemaVersion()), ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(offset + HeaderWords.ROUTE_OFFSET,
                tensorLength == 0 ? writer.messageRoute : writer.tensorRoute, ByteOrder.LITTLE_ENDIAN);
            header.wrap(buffer, offset)
                .sequence(writer.nextSequence)
                .correlation(correlation)
                .originTimestampNs(originTimestampNs)
                .deadlineNs(deadlineNs);
        }
        return position;
    }

    private void check(
        final MessageEncoderFlyweight message, final int bodyLength, final int tensorLength, final long deadlineNs)
    {
        if (claimed != null)
        {
            throw new IllegalStateException(spec.name() + ": the claim before was neither committed nor aborted");
        }
        if (bodyLength > maxBodyLength() - tensorLength)
        {
            throw new IllegalArgumentException(spec.name() + ": a message of " + bodyLength +
                " bytes is longer than the longest frame holds, " + (maxBodyLength() - tensorLength));
        }
        if (bodyLength < message.sbeBlockLength())
        {
            throw new IllegalArgumentException(spec.name() + ": a message of " + bodyLength +
                " bytes is shorter than its block of " + message.sbeBlockLength());
        }
        if (deadlineNs != NO_DEADLINE && !spec.hasDeadlines())
        {
            throw new IllegalArgumentException(spec.name() + ": declare the channel with deadlines to send one");
        }
    }

    private long claim(final WriterLane lane, final int length)
    {
        long position = lane.publication.tryClaim(length, claim);
        if (position == Publication.ADMIN_ACTION)
        {
            // The log has just moved on to its next term, where there is room unless the reader is behind.
            position = lane.publication.tryClaim(length, claim);
        }
        if (position < 0)
        {
            position = isFull(position) ? withoutRoom(lane, length) : failed(position);
        }
        if (position > 0)
        {
            claimed = lane;
        }
        return position;
    }

    private static boolean isFull(final long code)
    {
        return code == Publication.BACK_PRESSURED || code == Publication.ADMIN_ACTION;
    }

    private long withoutRoom(final WriterLane lane, final int length)
    {
        refusals.incrementOpaque();
        return switch (spec.backPressure().action())
        {
            case REFUSE -> BACK_PRESSURED;
            case SHED -> shed(lane);
            case WAIT -> await(lane, length);
        };
    }

    private long shed(final WriterLane lane)
    {
        // The frame takes its number along: the next one that finds room shows the reader how many are missing.
        lane.nextSequence++;
        framesShed.incrementOpaque();
        return SHED;
    }

    private long await(final WriterLane lane, final int length)
    {
        final long timeoutNs = spec.backPressure().timeoutNs();
        final long startNs = clock.nanoTime();
        long position;
        idle.reset();
        do
        {
            idle.idle();
            position = lane.publication.tryClaim(length, claim);
        }
        while (isFull(position) && clock.nanoTime() - startNs < timeoutNs);
        return position > 0 ? position : isFull(position) ? TIMED_OUT : failed(position);
    }

    private long failed(final long code)
    {
        if (code == Publication.MAX_POSITION_EXCEEDED)
        {
            throw new IllegalStateException(spec.name() + ": the stream has reached its last position; restart");
        }
        return code;
    }

    /**
     * Make the claimed frame visible to the reader, and hand its tensor on. Of a fast stream, one frame of several is
     * stamped with the time.
     *
     * @throws IllegalStateException if nothing is claimed, or if the source has given its tensor away since the claim,
     *                               and then the frame is aborted.
     */
    public void commit()
    {
        final WriterLane lane = takeClaimed();
        if (hasTensor)
        {
            passTensor();
        }
        header.hopTimestampNs(timing.next());
        lane.nextSequence++;
        claim.commit();
        // Who reads the count reads nothing else that depends on it.
        framesSent.setOpaque(++sent);
    }

    private void passTensor()
    {
        hasTensor = false;
        // Before the frame is visible: the reader must not find a tensor that it does not hold.
        int code = -1;
        try
        {
            code = tensors.transfer(claimedTensor, spec.ends().sourceNumber(), spec.ends().targetNumber());
        }
        finally
        {
            if (code < 0)
            {
                claim.abort();
            }
        }
        if (code < 0)
        {
            throw new IllegalStateException(spec.name() + ": the frame was given up, because its tensor cannot be " +
                "handed on any more: " + tensors.describe(code));
        }
    }

    /**
     * Give the claimed room up: the reader never sees the frame, and its tensor stays the source's.
     */
    public void abort()
    {
        takeClaimed();
        hasTensor = false;
        claim.abort();
    }

    private WriterLane takeClaimed()
    {
        final WriterLane lane = claimed;
        // What the last claim points to is the reader's by now: a second commit would write into its frames.
        if (lane == null)
        {
            throw new IllegalStateException(spec.name() + ": nothing is claimed");
        }
        claimed = null;
        return lane;
    }

    /**
     * The longest message that fits into one frame.
     *
     * @return bytes.
     */
    public int maxBodyLength()
    {
        return lanes[0].publication.maxPayloadLength() - FrameHeaderEncoder.ENCODED_LENGTH;
    }

    /**
     * Whether the reader is there. Any thread may ask.
     *
     * @return true if it is, in every lane.
     */
    public boolean isConnected()
    {
        for (final WriterLane lane : lanes)
        {
            if (!lane.publication.isConnected())
            {
                return false;
            }
        }
        return true;
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
     * How many claims found no room because the reader was behind, whatever was done then. Any thread may ask.
     *
     * @return the count.
     */
    public long refusals()
    {
        return refusals.getAcquire();
    }

    /**
     * How many frames were shed. Any thread may ask.
     *
     * @return the count; 0 if the channel does not shed.
     */
    public long framesShed()
    {
        return framesShed == null ? 0 : framesShed.getAcquire();
    }

    /**
     * The channel that this writes to. Any thread may ask.
     *
     * @return its declaration.
     */
    public ChannelSpec spec()
    {
        return spec;
    }

    /**
     * Close the writing end. Frames that were committed stay readable.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(Arrays.stream(lanes).map((lane) -> lane.publication).toList());
    }
}
