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

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.memory.tensor.TensorRef;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.LangUtil;
import org.agrona.concurrent.NanoClock;

import java.util.Arrays;

/**
 * The reading end of a task stream. It checks each frame's header and sequence before the handler sees it, and records
 * how long the hop took, as far as frames were timed.
 * <p>
 * Of several lanes the most urgent is read first: a lane has its turn when those before it are empty, and at the latest
 * when {@value #MAX_OVERTAKING} of their frames were handled since its turn before, so that the lowest lane moves too,
 * whatever the limits of the polls are.
 * <p>
 * One thread reads, and it alone may call what is not said to be for any thread; so may a thread that takes over from
 * it, if something orders the two. Reading allocates nothing, except for the report of a malformed frame.
 */
public final class FrameSubscription implements AutoCloseable
{
    /**
     * How many frames of more urgent lanes are handled at most before a lane with frames waiting has its turn: one
     * frame of the least urgent lane in 65.
     */
    public static final int MAX_OVERTAKING = 64;

    private final ChannelSpec spec;
    private final ReaderLane[] lanes;
    private final FrameCheck check;
    private final NanoClock clock;
    private final SingleWriterRecorder hopRecorder;
    private final ReaderCounters counters;
    private final ErrorHandler errorHandler;
    private final FrameHeaderDecoder header = new FrameHeaderDecoder();
    private final ControlledFragmentHandler onFragment = this::onFragment;
    private final TensorHolds tensors;
    private final TensorRef tensor = new TensorRef();
    private boolean hasTensor;
    private GapHandler gapHandler = (lane, firstSequence, frames) -> { };
    private FrameHandler handler;
    private ReaderLane current;
    private long handled;
    private boolean isRefused;
    private Throwable failure;

    FrameSubscription(
        final ChannelSpec spec,
        final ReaderLane[] lanes,
        final NanoClock clock,
        final SingleWriterRecorder hopRecorder,
        final ReaderCounters counters,
        final TensorHolds tensors,
        final ErrorHandler errorHandler)
    {
        this.spec = spec;
        this.lanes = lanes;
        this.clock = clock;
        this.hopRecorder = hopRecorder;
        this.counters = counters;
        this.tensors = tensors;
        this.errorHandler = errorHandler;
        check = new FrameCheck(spec);
    }

    /**
     * Be told of frames that the writer has shed; without a handler they are counted only.
     *
     * @param handler for each gap. What it throws reaches the caller of the poll.
     */
    public void onGap(final GapHandler handler)
    {
        gapHandler = handler;
    }

    /**
     * Hand frames that have arrived to a handler, each lane's in order, until it refuses one, the limit is reached, or
     * there is none left. What the handler throws reaches the caller, and the frame counts as refused. A refused frame
     * is handed over again at the next poll; it lets frames of less urgent lanes pass as seldom as one that was handled
     * does, so that they do not take the room that it waits for.
     *
     * @param handler    for each frame.
     * @param frameLimit how many frames at most.
     * @return how many frames were handled or passed over; 0 if there was none or the first was refused.
     */
    public int poll(final FrameHandler handler, final int frameLimit)
    {
        this.handler = handler;
        final int frames = lanes.length == 1 ? poll(lanes[0], frameLimit) : pollLanes(frameLimit);
        if (frames > 0)
        {
            counters.received().setOpaque(handled);
        }
        if (failure != null)
        {
            throwFailure();
        }
        return frames;
    }

    private int poll(final ReaderLane lane, final int frameLimit)
    {
        current = lane;
        isRefused = false;
        return lane.subscription.controlledPoll(onFragment, frameLimit);
    }

    private int pollLanes(final int frameLimit)
    {
        int frames = 0;
        int lane = 0;
        while (lane < lanes.length && frames < frameLimit && failure == null)
        {
            final int due = dueLane();
            if (due > 0)
            {
                // If it is refused, it has had its turn all the same: the more urgent do not wait for it.
                frames += takeTurn(due, 1);
                continue;
            }

            final int read = takeTurn(lane, lane == 0 ? Math.min(frameLimit - frames, untilDue()) : 1);
            frames += read;
            if (isRefused)
            {
                overtake(lane, 1);
                break;
            }
            lane = read == 0 ? lane + 1 : 0;
        }
        return frames;
    }

    private int takeTurn(final int lane, final int frameLimit)
    {
        final int read = poll(lanes[lane], frameLimit);
        lanes[lane].overtaken = 0;
        overtake(lane, read);
        return read;
    }

    private void overtake(final int lane, final int frames)
    {
        for (int i = lane + 1; i < lanes.length; i++)
        {
            lanes[i].overtaken += frames;
        }
    }

    private int dueLane()
    {
        int lane = lanes.length - 1;
        while (lane > 0 && lanes[lane].overtaken < MAX_OVERTAKING)
        {
            lane--;
        }
        return lane;
    }

    private int untilDue()
    {
        int overtaken = 0;
        for (final ReaderLane lane : lanes)
        {
            overtaken = Math.max(overtaken, lane.overtaken);
        }
        return MAX_OVERTAKING - overtaken;
    }

    /**
     * The tensor that came with the frame that is being handled. The reader holds it, and has to release it or hand it
     * on after the frame was handled.
     *
     * @return a reference that has been checked, valid while the frame is handled; or null if none came.
     */
    public TensorRef tensor()
    {
        return hasTensor ? tensor : null;
    }

    /**
     * Where the reader is in a lane: the sequence of the frame after the last one that was handled, passed over in a
     * gap included. A reader that starts anew has done with all frames below it.
     *
     * @param lane from 0, the most urgent.
     * @return the sequence.
     */
    public long position(final int lane)
    {
        return lanes[lane].expectedSequence;
    }

    /**
     * Say that all frames up to the positions are done with, their results too: writes the positions where they
     * outlive this thread. Once a duty cycle is enough.
     */
    public void commitPositions()
    {
        for (final ReaderLane lane : lanes)
        {
            // Pairs with getAcquire in committedPosition: who sees the position sees what was published before it.
            lane.position.setRelease(lane.expectedSequence);
        }
    }

    /**
     * The position that was committed last. Any thread may ask, and any process that maps the counters.
     *
     * @param lane from 0, the most urgent.
     * @return the sequence of the first frame that is not done with.
     */
    public long committedPosition(final int lane)
    {
        return lanes[lane].position.getAcquire();
    }

    /**
     * How many frames were handled, as of the end of the last poll. Any thread may ask.
     *
     * @return the count.
     */
    public long framesReceived()
    {
        return counters.received().getAcquire();
    }

    /**
     * How many frames were passed over because they were malformed. Any thread may ask.
     *
     * @return the count.
     */
    public long framesMalformed()
    {
        return counters.malformed().getAcquire();
    }

    /**
     * How many frames were handed over after their deadline. Any thread may ask.
     *
     * @return the count; 0 if the channel was declared without deadlines.
     */
    public long framesLate()
    {
        return counters.late() == null ? 0 : counters.late().getAcquire();
    }

    /**
     * How many frames the writer has shed before those that came. Those that it sheds last show when another frame
     * comes. Any thread may ask.
     *
     * @return the count; 0 if the channel does not shed.
     */
    public long framesMissed()
    {
        return counters.missed() == null ? 0 : counters.missed().getAcquire();
    }

    /**
     * The channel that this reads from. Any thread may ask.
     *
     * @return its declaration.
     */
    public ChannelSpec spec()
    {
        return spec;
    }

    /**
     * Close the reading end.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(Arrays.stream(lanes).map((lane) -> lane.subscription).toList());
    }

    private ControlledFragmentHandler.Action onFragment(
        final DirectBuffer buffer, final int offset, final int length, final Header logHeader)
    {
        final ReaderLane lane = current;
        final FrameFault fault = check.fault(lane, buffer, offset, length);
        if (fault != null)
        {
            return malformed(fault);
        }

        header.wrap(buffer, offset);
        int bodyOffset = offset + FrameHeaderDecoder.ENCODED_LENGTH;
        hasTensor = check.hasTensor();
        if (hasTensor)
        {
            tensor.wrap(buffer, bodyOffset);
            bodyOffset += TensorRef.LENGTH_BYTES;
        }
        if (!isGapReported(lane))
        {
            return refused();
        }
        final int code = hasTensor ? tensors.check(tensor, spec.ends().targetNumber()) : 0;
        if (code < 0)
        {
            return tensorRefused(lane, code);
        }
        // A frame that is handed over again has waited for its handler, not for the bus.
        if (!lane.wasOffered)
        {
            lane.wasOffered = true;
            onArrival(lane);
        }
        if (!isHandled(buffer, bodyOffset, offset + length - bodyOffset))
        {
            return refused();
        }

        lane.wasOffered = false;
        lane.expectedSequence++;
        handled++;
        return ControlledFragmentHandler.Action.CONTINUE;
    }

    private ControlledFragmentHandler.Action refused()
    {
        isRefused = true;
        return ControlledFragmentHandler.Action.ABORT;
    }

    private void onArrival(final ReaderLane lane)
    {
        final long sentNs = header.hopTimestampNs();
        if (sentNs != FrameTiming.NOT_TIMED)
        {
            recordHop(lane, clock.nanoTime() - sentNs);
        }
        if (counters.late() != null)
        {
            final long deadlineNs = header.deadlineNs();
            if (deadlineNs != TaskPublication.NO_DEADLINE && clock.nanoTime() - deadlineNs > 0)
            {
                counters.late().incrementOpaque();
            }
        }
    }

    /** The frames since the last timed one count as this one. */
    private void recordHop(final ReaderLane lane, final long hopNs)
    {
        hopRecorder.recordValueWithCount(
            Math.clamp(hopNs, 0, HopRecorders.HIGHEST_NS), lane.expectedSequence - lane.lastTimedSequence);
        lane.lastTimedSequence = lane.expectedSequence;
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

    /**
     * Tell the gap handler of a gap before this frame, once.
     *
     * @return false if it threw.
     */
    private boolean isGapReported(final ReaderLane lane)
    {
        final long first = lane.expectedSequence;
        final long gap = header.sequence() - first;
        if (gap > 0)
        {
            lane.expectedSequence += gap;
            lane.lastTimedSequence += gap;
            counters.missed().getAndAddOpaque(gap);
            try
            {
                gapHandler.onGap(lane.number, first, gap);
            }
            catch (final Throwable ex)
            {
                failure = ex;
                return false;
            }
        }
        return true;
    }

    private void throwFailure()
    {
        final Throwable thrown = failure;
        failure = null;
        LangUtil.rethrowUnchecked(thrown);
    }

    private ControlledFragmentHandler.Action tensorRefused(final ReaderLane lane, final int code)
    {
        counters.malformed().incrementOpaque();
        errorHandler.onError(new MalformedFrameException(FrameFault.WRONG_TENSOR, spec.name() + ": a frame is " +
            FrameFault.WRONG_TENSOR.text() + " (" + tensors.describe(code) + ", sequence " + lane.expectedSequence +
            "); it was passed over"));
        // Unlike a frame that is none of this channel's, it has taken its place in the sequence.
        lane.wasOffered = false;
        lane.expectedSequence++;
        return ControlledFragmentHandler.Action.CONTINUE;
    }

    private ControlledFragmentHandler.Action malformed(final FrameFault fault)
    {
        counters.malformed().incrementOpaque();
        errorHandler.onError(new MalformedFrameException(fault, spec.name() + ": a frame is " + fault.text() +
            " (expected sequence " + current.expectedSequence + "); it was passed over"));
        return ControlledFragmentHandler.Action.CONTINUE;
    }
}
