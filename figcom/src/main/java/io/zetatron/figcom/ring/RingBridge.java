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
package io.zetatron.figcom.ring;

import io.zetatron.figcom.ChannelDescriptor;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.FrameFault;
import io.zetatron.figcom.FrameHandler;
import io.zetatron.figcom.FrameSubscription;
import io.zetatron.figcom.LogSizing;
import io.zetatron.figcom.TaskPublication;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

import java.util.List;

/**
 * Moves frames between a native engine's ring and the kernel's channels: what the engine sends goes out on the channel
 * to the target that the frame names, and what comes for the engine goes into the ring, in order. Nothing is dropped
 * for want of room: a frame that the other side has no room for stays where it is, and is tried again in the next
 * cycle. <p>
 * Not thread-safe: one thread calls {@link #doWork()}, and the ring, the publications and the subscriptions are that
 * thread's. They stay the caller's to close. A cycle allocates nothing unless it has something to report.
 */
public final class RingBridge implements Agent
{
    private static final int FRAMES_PER_CYCLE = 64;
    private static final int ENDPOINTS = 256;

    private final NativeRing ring;
    private final TaskPublication[] byTarget = new TaskPublication[ENDPOINTS];
    private final FrameSubscription[] subscriptions;
    private final FrameHandler fromEngine = this::onFrameFromEngine;
    private final FrameHandler toEngine = this::onFrameToEngine;
    private final ForeignMessage message = new ForeignMessage();
    private final Refusals astray;

    /**
     * Connect a ring with channels.
     *
     * @param ring          of the engine.
     * @param publications  of the channels that the engine writes to.
     * @param subscriptions of the channels that it reads.
     * @param errorHandler  that is told of frames that no channel takes; it must not throw.
     * @throws IllegalArgumentException if a channel is not the engine's, or two lead to the same target, or if the ring
     *                                  is too small for the longest frame of the bus.
     */
    public RingBridge(
        final NativeRing ring,
        final List<TaskPublication> publications,
        final List<FrameSubscription> subscriptions,
        final ErrorHandler errorHandler)
    {
        this.ring = ring;
        this.subscriptions = subscriptions.toArray(FrameSubscription[]::new);
        astray = new Refusals(ring.name(), errorHandler);
        final int longest = LogSizing.MAX_FRAME_LENGTH_BYTES - FrameHeaderDecoder.ENCODED_LENGTH;
        if (ring.maxBodyLength() < longest)
        {
            throw new IllegalArgumentException(ring.name() + ": a ring to the engine that holds messages of " +
                ring.maxBodyLength() + " bytes is too small for those of the bus, " + longest +
                ": raise toNativeBytes");
        }
        for (final TaskPublication publication : publications)
        {
            final ChannelDescriptor channel = publication.spec().ends();
            if (channel.sourceNumber() != ring.endpoint() || byTarget[channel.targetNumber()] != null)
            {
                throw new IllegalArgumentException(ring.name() + ": channel " + channel.name() +
                    " does not begin at endpoint " + ring.endpoint() + ", or is there twice");
            }
            byTarget[channel.targetNumber()] = publication;
        }
        for (final FrameSubscription subscription : subscriptions)
        {
            if (subscription.spec().ends().targetNumber() != ring.endpoint())
            {
                throw new IllegalArgumentException(ring.name() + ": channel " + subscription.spec().name() +
                    " does not end at endpoint " + ring.endpoint());
            }
        }
    }

    /**
     * One cycle: see to the engine's process, then move frames both ways, 64 of each channel at most.
     *
     * @return how many frames were moved or passed over, and how many things were done beside.
     */
    @Override
    public int doWork()
    {
        int work = ring.doWork() + ring.poll(fromEngine, FRAMES_PER_CYCLE);
        if (ring.isConnected())
        {
            for (final FrameSubscription subscription : subscriptions)
            {
                work += subscription.poll(toEngine, FRAMES_PER_CYCLE);
            }
        }
        return work;
    }

    @Override
    public String roleName()
    {
        return ring.name();
    }

    /**
     * How many of the engine's frames were passed over because no channel takes them. Any thread may ask.
     *
     * @return the count.
     */
    public long framesAstray()
    {
        return astray.count();
    }

    private boolean onFrameFromEngine(
        final FrameHeaderDecoder header, final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        final TaskPublication publication = byTarget[header.target()];
        if (publication == null)
        {
            astray.add(FrameFault.NO_CHANNEL, ring.nowNs());
            return true;
        }
        final FrameFault fault = fault(publication, header, bodyLength);
        if (fault != null)
        {
            astray.add(fault, ring.nowNs());
            return true;
        }
        final long result = publication.tryClaim(message.describe(header, bodyLength), bodyLength,
            header.correlation(), header.originTimestampNs(), header.priority(), header.deadlineNs());
        if (result > 0)
        {
            message.copyFrom(buffer, bodyOffset);
            publication.commit();
            return true;
        }
        if (result == TaskPublication.CLOSED)
        {
            throw new IllegalStateException(ring.name() + ": channel " + publication.spec().name() +
                " is closed; stop the bridge before its channels");
        }
        return result == TaskPublication.SHED;
    }

    private static FrameFault fault(
        final TaskPublication publication, final FrameHeaderDecoder header, final int bodyLength)
    {
        final ChannelSpec spec = publication.spec();
        if (header.priority() >= spec.lanes())
        {
            return FrameFault.OTHER_LANE;
        }
        if (!spec.hasDeadlines() && header.deadlineNs() != TaskPublication.NO_DEADLINE)
        {
            return FrameFault.UNEXPECTED_DEADLINE;
        }
        return bodyLength > publication.maxBodyLength() ? FrameFault.TOO_LONG : null;
    }

    private boolean onFrameToEngine(
        final FrameHeaderDecoder header, final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        return ring.offer(header, buffer, bodyOffset, bodyLength) > 0;
    }
}
