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

import io.zetatron.figcom.FrameFault;
import io.zetatron.figcom.FrameHandler;
import io.zetatron.figcom.TaskPublication;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.memory.DomainSettings;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.agrona.LangUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The kernel's side of a ring over which a native engine exchanges frames with it ({@code native/include/figcom.h} is
 * the other side). It makes the file, and clears it for the next process when one leaves or dies: what that one
 * committed is still read, a claim that it left open is counted as lost, and what it had not read waits for the next.
 * <p>
 * The other side is not trusted. Whatever it writes, frames that are handed over are whole, and nothing beyond the ring
 * is touched; a ring that cannot be read on is cleared when the process that wrote it is gone. One who truncates the
 * file can still end the process: only this user can open it.
 * <p>
 * Not thread-safe but for the counts: all other methods belong to one thread. Allocates nothing in steady state.
 */
public final class NativeRing implements AutoCloseable
{
    /**
     * The ring has no room until the engine has caught up: try again later. Nothing was written.
     */
    public static final long BACK_PRESSURED = TaskPublication.BACK_PRESSURED;

    /**
     * There is no engine. Nothing was written.
     */
    public static final long NOT_CONNECTED = TaskPublication.NOT_CONNECTED;

    /**
     * The ring is closed. Nothing was written.
     */
    public static final long CLOSED = TaskPublication.CLOSED;

    private static final long WRITTEN = 1;
    private static final long NOBODY = 0;
    private static final int PAGE_BYTES = 4096;

    private final RingSettings settings;
    private final String name;
    private final NanoClock clock;
    private final ErrorHandler errorHandler;
    private final MemoryDomain domain;
    private final UnsafeBuffer file;
    private final OneToOneRingBuffer toNative;
    private final OneToOneRingBuffer toKernel;
    private final Refusals malformed;
    private final FrameHeaderEncoder outHeader = new FrameHeaderEncoder();
    private final FrameHeaderDecoder inHeader = new FrameHeaderDecoder();
    private final UnsafeBuffer inHeaderBytes = new UnsafeBuffer(new byte[FrameHeaderDecoder.ENCODED_LENGTH]);
    private final ControlledMessageHandler onRecord = this::onRecord;
    private final AtomicLong framesSent = new AtomicLong();
    private final AtomicLong framesReceived = new AtomicLong();
    private final AtomicLong framesLost = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong departures = new AtomicLong();
    private final AtomicLong deaths = new AtomicLong();
    private long nextSequence;
    private boolean isClosed;

    // Of the process that is there, or is being cleared away.
    private long pid = NOBODY;
    private NativeProcess process;
    private long lastProbeNs;
    private boolean isConnected;
    private boolean isLeaving;
    private boolean isDrained;
    private boolean isDamaged;
    private long expectedSequence;

    // Of one poll.
    private FrameHandler handler;
    private boolean isHeldBack;
    private String damage;
    private Throwable failure;

    private NativeRing(
        final RingSettings settings,
        final MemoryAccounts accounts,
        final NanoClock clock,
        final ErrorHandler errorHandler)
    {
        this.settings = settings;
        this.clock = clock;
        this.errorHandler = errorHandler;
        name = "ring of native engine " + settings.endpoint();
        malformed = new Refusals(name, errorHandler);
        final int bytes = Math.toIntExact(RingLayout.fileBytes(settings));
        domain = MemoryDomain.create(DomainSettings.of(name, bytes).shared(settings.path()), accounts);
        file = new UnsafeBuffer(domain.allocate(bytes, PAGE_BYTES).address(), bytes);
        toNative = new OneToOneRingBuffer(new UnsafeBuffer(
            file, RingLayout.HEADER_BYTES, RingLayout.ringBytes(settings.toNativeBytes())));
        toKernel = new OneToOneRingBuffer(new UnsafeBuffer(
            file, RingLayout.HEADER_BYTES + RingLayout.ringBytes(settings.toNativeBytes()),
            RingLayout.ringBytes(settings.toKernelBytes())));
        writeHeader(bytes);
    }

    /**
     * Make the ring's file, for this user only, with all of its room taken. One that a dead kernel has left behind is
     * replaced.
     *
     * @param settings     of the ring.
     * @param accounts     that its memory is accounted in.
     * @param clock        monotonic: {@code CLOCK_MONOTONIC}, as the engine reads it, too.
     * @param errorHandler that is told of engines that died and of malformed frames; it must not throw.
     * @return the ring, which the caller closes.
     * @throws IOException           if there is a file of that name already that is no dead kernel's ring.
     * @throws IllegalStateException if Agrona's bounds checks are off: they are what an engine that writes rubbish
     * meets.
     */
    public static NativeRing create(
        final RingSettings settings,
        final MemoryAccounts accounts,
        final NanoClock clock,
        final ErrorHandler errorHandler) throws IOException
    {
        if (!DirectBuffer.SHOULD_BOUNDS_CHECK)
        {
            throw new IllegalStateException("a ring for a native engine needs Agrona's bounds checks: leave " +
                DirectBuffer.DISABLE_BOUNDS_CHECKS_PROP_NAME + " out");
        }
        StaleRing.clear(settings.path());
        return new NativeRing(settings, accounts, clock, errorHandler);
    }

    private void writeHeader(final int bytes)
    {
        file.putInt(RingLayout.VERSION_OFFSET, RingLayout.VERSION);
        file.putInt(RingLayout.HEADER_BYTES_OFFSET, RingLayout.HEADER_BYTES);
        file.putLong(RingLayout.FILE_BYTES_OFFSET, bytes);
        file.putShort(RingLayout.SCHEMA_ID_OFFSET, (short)FrameHeaderDecoder.SCHEMA_ID);
        file.putShort(RingLayout.SCHEMA_VERSION_OFFSET, (short)FrameHeaderDecoder.SCHEMA_VERSION);
        file.putShort(RingLayout.FRAME_HEADER_BYTES_OFFSET, (short)FrameHeaderDecoder.ENCODED_LENGTH);
        file.putByte(RingLayout.ENDPOINT_OFFSET, (byte)settings.endpoint());
        file.putLong(RingLayout.TO_NATIVE_OFFSET_OFFSET, RingLayout.HEADER_BYTES);
        file.putLong(RingLayout.TO_KERNEL_OFFSET_OFFSET,
            RingLayout.HEADER_BYTES + (long)RingLayout.ringBytes(settings.toNativeBytes()));
        file.putInt(RingLayout.TO_NATIVE_CAPACITY_OFFSET, settings.toNativeBytes());
        file.putInt(RingLayout.TO_KERNEL_CAPACITY_OFFSET, settings.toKernelBytes());
        try (NativeProcess own = NativeProcess.own())
        {
            file.putLong(RingLayout.KERNEL_PID_OFFSET, own.pid());
            file.putLong(RingLayout.KERNEL_START_TICKS_OFFSET, own.startTicks());
        }
        file.putLong(RingLayout.KERNEL_HEARTBEAT_NS_OFFSET, clock.nanoTime());
        file.putInt(RingLayout.KERNEL_STATE_OFFSET, RingLayout.KERNEL_OPEN);
        // Pairs with the engine's acquire: all of the above was written before.
        file.putLongRelease(RingLayout.MAGIC_OFFSET, RingLayout.MAGIC);
    }

    /**
     * Beat, and see to the engine's process: whether one has come, has left, or has died. To be called again and again,
     * at least every few milliseconds.
     *
     * @return how many things were done.
     */
    public int doWork()
    {
        if (isClosed)
        {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        file.putLongRelease(RingLayout.KERNEL_HEARTBEAT_NS_OFFSET, nowNs);
        if (pid == NOBODY)
        {
            // Pairs with the engine's compare-and-set.
            final long newcomer = file.getLongVolatile(RingLayout.NATIVE_PID_OFFSET);
            return newcomer == NOBODY ? 0 : arrive(newcomer, nowNs);
        }
        return isLeaving ? clear() : supervise(nowNs);
    }

    private int arrive(final long newcomer, final long nowNs)
    {
        pid = newcomer;
        lastProbeNs = nowNs;
        process = NativeProcess.find(newcomer);
        if (process == null)
        {
            died();
        }
        return 1;
    }

    private int supervise(final long nowNs)
    {
        // Pairs with the engine's release: its start time is there before it is attached, its frames before it leaves.
        final int state = file.getIntVolatile(RingLayout.NATIVE_STATE_OFFSET);
        if (state == RingLayout.NATIVE_DETACHED)
        {
            leave();
            return 1;
        }
        if (state == RingLayout.NATIVE_ATTACHED && !isConnected)
        {
            return connect();
        }
        if (nowNs - lastProbeNs >= settings.probeIntervalNs())
        {
            lastProbeNs = nowNs;
            if (!process.isAlive())
            {
                died();
                return 1;
            }
        }
        return 0;
    }

    private int connect()
    {
        if (file.getLong(RingLayout.NATIVE_START_TICKS_OFFSET) == process.startTicks())
        {
            isConnected = true;
        }
        else
        {
            // The process that took the ring died at once, and another has its number.
            died();
        }
        return 1;
    }

    private void died()
    {
        deaths.setRelease(deaths.getPlain() + 1);
        leave();
        errorHandler.onError(new NativeEngineException(name + ": its process " + pid + " has died; what it committed " +
            "is read, then the ring is cleared for the next process"));
    }

    private void leave()
    {
        isConnected = false;
        isLeaving = true;
        isDrained = isDamaged;
    }

    /**
     * Make the ring ready for the next process, once all that the last one committed is read.
     */
    private int clear()
    {
        if (!isDrained)
        {
            return 0;
        }
        final long leftBytes = toKernel.producerPosition() - toKernel.consumerPosition();
        if (isDamaged)
        {
            reset(toNative);
        }
        else if (leftBytes != 0)
        {
            framesLost.setRelease(framesLost.getPlain() + 1);
            errorHandler.onError(new NativeEngineException(name + ": its process " + pid + " left a claim of " +
                leftBytes + " bytes open; that frame is lost (" + framesLost.getPlain() + " so far)"));
        }
        reset(toKernel);
        departures.setRelease(departures.getPlain() + 1);
        if (process != null)
        {
            process.close();
        }
        process = null;
        pid = NOBODY;
        isLeaving = false;
        isDamaged = false;
        expectedSequence = 0;
        file.putLong(RingLayout.GENERATION_OFFSET, departures.getPlain());
        file.putLong(RingLayout.NATIVE_START_TICKS_OFFSET, 0);
        file.putInt(RingLayout.NATIVE_STATE_OFFSET, RingLayout.NATIVE_ABSENT);
        // Pairs with the compare-and-set of the process that comes next.
        file.putLongRelease(RingLayout.NATIVE_PID_OFFSET, NOBODY);
        return 1;
    }

    private static void reset(final OneToOneRingBuffer ring)
    {
        final int trailer = ring.capacity();
        ring.buffer().putLong(0, 0);
        ring.buffer().putLong(trailer + RingBufferDescriptor.TAIL_POSITION_OFFSET, 0);
        ring.buffer().putLong(trailer + RingBufferDescriptor.HEAD_CACHE_POSITION_OFFSET, 0);
        ring.buffer().putLong(trailer + RingBufferDescriptor.HEAD_POSITION_OFFSET, 0);
    }

    /**
     * Write a frame for the engine: a copy of a header, with this ring's sequence and the time, and a body.
     *
     * @param header     of the frame, as it came.
     * @param buffer     that holds the body.
     * @param bodyOffset where the body begins.
     * @param bodyLength of the body in bytes, at most {@link #maxBodyLength()}.
     * @return a number above 0, or a negative code: {@link #BACK_PRESSURED}, {@link #NOT_CONNECTED}, {@link #CLOSED}.
     * @throws IllegalArgumentException if the body is too long, or the frame for another endpoint.
     */
    public long offer(
        final FrameHeaderDecoder header, final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        if (isClosed)
        {
            return CLOSED;
        }
        if (!isConnected || isDamaged)
        {
            return NOT_CONNECTED;
        }
        if (bodyLength > maxBodyLength() || header.target() != settings.endpoint())
        {
            throw new IllegalArgumentException(name + ": a frame for endpoint " + header.target() + " with " +
                bodyLength + " bytes; it takes frames for " + settings.endpoint() + " with up to " + maxBodyLength());
        }
        try
        {
            return write(header, buffer, bodyOffset, bodyLength);
        }
        catch (final IndexOutOfBoundsException | IllegalStateException ex)
        {
            // The positions are in memory that the engine can write to.
            expel("the positions of the ring to the engine cannot be");
            return NOT_CONNECTED;
        }
    }

    private long write(
        final FrameHeaderDecoder header, final DirectBuffer body, final int bodyOffset, final int bodyLength)
    {
        final int index = toNative.tryClaim(
            RingLayout.FRAME_RECORD_TYPE, FrameHeaderEncoder.ENCODED_LENGTH + bodyLength);
        if (index < 0)
        {
            refusals.setRelease(refusals.getPlain() + 1);
            return BACK_PRESSURED;
        }
        final MutableDirectBuffer target = toNative.buffer();
        target.putBytes(index, header.buffer(), header.offset(), FrameHeaderEncoder.ENCODED_LENGTH);
        target.putBytes(index + FrameHeaderEncoder.ENCODED_LENGTH, body, bodyOffset, bodyLength);
        outHeader.wrap(target, index).sequence(nextSequence).hopTimestampNs(clock.nanoTime());
        toNative.commit(index);
        nextSequence++;
        framesSent.setRelease(framesSent.getPlain() + 1);
        return WRITTEN;
    }

    /**
     * Hand frames that the engine has sent to a handler, in order, until it refuses one, the limit is reached or there
     * is none left. Each is checked before. What the handler throws reaches the caller, and the frame counts as
     * refused. The body lies in memory that the engine can still write to: it is to be copied before it is believed.
     *
     * @param frameHandler for each frame; the header is a copy.
     * @param frameLimit   how many frames at most.
     * @return how many frames were handled or passed over.
     */
    public int poll(final FrameHandler frameHandler, final int frameLimit)
    {
        if (isClosed || isDamaged || !isConnected && !isLeaving)
        {
            return 0;
        }
        handler = frameHandler;
        isHeldBack = false;
        int frames = 0;
        try
        {
            final long before = toKernel.consumerPosition();
            frames = toKernel.controlledRead(onRecord, frameLimit);
            isDrained = !isHeldBack && toKernel.consumerPosition() == before;
        }
        catch (final IndexOutOfBoundsException ex)
        {
            damage = "the lengths of its records cannot be";
        }
        if (damage != null)
        {
            expel(damage);
            damage = null;
        }
        if (failure != null)
        {
            final Throwable thrown = failure;
            failure = null;
            LangUtil.rethrowUnchecked(thrown);
        }
        return frames;
    }

    private ControlledMessageHandler.Action onRecord(
        final int type, final MutableDirectBuffer buffer, final int index, final int length)
    {
        if (length < 0 || length > toKernel.capacity() - index)
        {
            damage = "a record of " + length + " bytes at " + index + " cannot be";
            isHeldBack = true;
            return ControlledMessageHandler.Action.ABORT;
        }
        final FrameFault fault = fault(type, buffer, index, length);
        if (fault != null)
        {
            malformed.add(fault, clock.nanoTime());
        }
        else if (isHandled(buffer, index + FrameHeaderDecoder.ENCODED_LENGTH,
            length - FrameHeaderDecoder.ENCODED_LENGTH))
        {
            expectedSequence++;
            framesReceived.setRelease(framesReceived.getPlain() + 1);
        }
        else
        {
            isHeldBack = true;
            return ControlledMessageHandler.Action.ABORT;
        }
        return ControlledMessageHandler.Action.CONTINUE;
    }

    private boolean isHandled(final DirectBuffer buffer, final int bodyOffset, final int bodyLength)
    {
        try
        {
            return handler.onFrame(inHeader, buffer, bodyOffset, bodyLength);
        }
        catch (final Throwable ex)
        {
            // Thrown through Agrona, it would take the frame along.
            failure = ex;
            return false;
        }
    }

    private FrameFault fault(final int type, final DirectBuffer buffer, final int index, final int length)
    {
        if (type != RingLayout.FRAME_RECORD_TYPE)
        {
            return FrameFault.OTHER_RECORD;
        }
        if (length < FrameHeaderDecoder.ENCODED_LENGTH)
        {
            return FrameFault.SHORTER_THAN_HEADER;
        }

        // A copy: the engine could change what was checked.
        inHeaderBytes.putBytes(0, buffer, index, FrameHeaderDecoder.ENCODED_LENGTH);
        inHeader.wrap(inHeaderBytes, 0);
        if (inHeader.schemaId() != FrameHeaderDecoder.SCHEMA_ID)
        {
            return FrameFault.OTHER_SCHEMA;
        }
        if (inHeader.version() > FrameHeaderDecoder.SCHEMA_VERSION)
        {
            return FrameFault.NEWER_VERSION;
        }
        if (inHeader.blockLength() > length - FrameHeaderDecoder.ENCODED_LENGTH)
        {
            return FrameFault.TRUNCATED;
        }
        if (inHeader.source() != settings.endpoint() || inHeader.target() == settings.endpoint())
        {
            return FrameFault.OTHER_CHANNEL;
        }
        if (inHeader.frameTypeRaw() != FrameType.TASK.value() ||
            inHeader.payloadTypeRaw() != PayloadType.MESSAGE.value())
        {
            return FrameFault.OTHER_PAYLOAD;
        }
        return inHeader.sequence() == expectedSequence ? null : FrameFault.OUT_OF_SEQUENCE;
    }

    /**
     * Use nothing more of the process that is there. The ring is cleared, both ways, when it is gone.
     */
    private void expel(final String reason)
    {
        isDamaged = true;
        isDrained = true;
        isConnected = false;
        file.putIntRelease(RingLayout.NATIVE_STATE_OFFSET, RingLayout.NATIVE_EXPELLED);
        errorHandler.onError(new NativeEngineException(name + ": " + reason + ", so that its process " + pid +
            " is not listened to any more; what is in the ring, both ways, is lost (" +
            toNative.size() + " and " + toKernel.size() + " bytes); end that process"));
    }

    /**
     * Close the ring, so that the engine gets a code once it has received what is in it, and remove its file. Closing
     * again does nothing.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            isConnected = false;
            // Pairs with the engine's acquire: every frame was committed before.
            file.putIntRelease(RingLayout.KERNEL_STATE_OFFSET, RingLayout.KERNEL_CLOSED);
            CloseHelper.closeAll(process, domain);
        }
    }

    long nowNs()
    {
        return clock.nanoTime();
    }

    /**
     * What counters and errors call it.
     *
     * @return the name.
     */
    public String name()
    {
        return name;
    }

    /**
     * The engine's number.
     *
     * @return the endpoint.
     */
    public int endpoint()
    {
        return settings.endpoint();
    }

    /**
     * Whether an engine's process is attached.
     *
     * @return true if one is.
     */
    public boolean isConnected()
    {
        return isConnected;
    }

    /**
     * The longest body of a frame for the engine.
     *
     * @return bytes.
     */
    public int maxBodyLength()
    {
        return toNative.maxMsgLength() - FrameHeaderEncoder.ENCODED_LENGTH;
    }

    /**
     * How long ago the engine last sent, or looked in vain, 16 times in a row. One that computes is silent, too.
     *
     * @return nanoseconds; of no meaning while none is attached.
     */
    public long silentNs()
    {
        return isClosed ? 0 : clock.nanoTime() - file.getLongVolatile(RingLayout.NATIVE_HEARTBEAT_NS_OFFSET);
    }

    /**
     * How many frames were written for the engine. Any thread may ask.
     *
     * @return the count.
     */
    public long framesSent()
    {
        return framesSent.getAcquire();
    }

    /**
     * How many frames of the engine were handled. Any thread may ask.
     *
     * @return the count.
     */
    public long framesReceived()
    {
        return framesReceived.getAcquire();
    }

    /**
     * How many frames of the engine were passed over because they were malformed. Any thread may ask.
     *
     * @return the count.
     */
    public long framesMalformed()
    {
        return malformed.count();
    }

    /**
     * How many frames were lost with a process that died while it wrote them. Any thread may ask.
     *
     * @return the count.
     */
    public long framesLost()
    {
        return framesLost.getAcquire();
    }

    /**
     * How many frames for the engine found no room. Any thread may ask.
     *
     * @return the count.
     */
    public long refusals()
    {
        return refusals.getAcquire();
    }

    /**
     * How many processes have had the ring and are cleared away. Any thread may ask.
     *
     * @return the count.
     */
    public long departures()
    {
        return departures.getAcquire();
    }

    /**
     * How many processes died while they had the ring. Any thread may ask.
     *
     * @return the count.
     */
    public long deaths()
    {
        return deaths.getAcquire();
    }
}
