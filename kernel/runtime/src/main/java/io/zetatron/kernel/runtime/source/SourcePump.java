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
package io.zetatron.kernel.runtime.source;

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.CreditDecoder;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.SampleEncoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedEncoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.runtime.engine.Endpoint;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves rows from a source into the bus, at a rate and within the credit that the kernel grants. A row is read only
 * when there is credit for it, so nothing has to be dropped.
 * <p>
 * One thread calls {@link #doWork()}. {@link #stop()} may be called by any thread: it ends the stream even while that
 * thread is blocked inside the source, whose row is then never admitted.
 */
public final class SourcePump
{
    private static final String FIRST_ENGINE = "atlas";
    private static final String CREDITOR = "david";

    /** The pump's thread is in its own code. */
    private static final int PUMPING = 0;
    /** The pump's thread may be blocked inside the source, and touches nothing else until it has left this state. */
    private static final int READING = 1;
    /** The stream is to end at the pump's next turn. */
    private static final int STOPPING = 2;
    /** The stream has ended. */
    private static final int ENDED = 3;

    private static final int STOP_ATTEMPTS = 10_000;
    private static final long MAX_LAG_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_IDLE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long MAX_IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SampleSource source;
    private final int windowRows;
    private final long intervalNs;
    private final NanoClock clock;
    private final AtomicCounter rowsIn;
    private final AtomicCounter creditWindow;
    private final Endpoint endpoint = new Endpoint(BlockContext.HOST);
    private final OutputPort<StreamOpenedEncoder> opened;
    private final OutputPort<SampleEncoder> samples;
    private final OutputPort<StreamEndedEncoder> ended;
    private final AtomicInteger state = new AtomicInteger(PUMPING);
    private final SampleRow row;
    private boolean isOpened;
    private boolean isRowPending;
    private boolean isAtEnd;
    private long originNs;
    private long nextRowNs;
    private long rowsSent;
    private long limitRow;

    /**
     * A pump that has not been wired.
     *
     * @param source       of the rows; it stays the caller's to close.
     * @param windowRows   the most rows in flight.
     * @param rateHz       rows a second, or 0 for as fast as they go.
     * @param clock        monotonic.
     * @param rowsIn       counts the rows that were sent.
     * @param creditWindow shows the window of credit.
     */
    public SourcePump(
        final SampleSource source,
        final int windowRows,
        final double rateHz,
        final NanoClock clock,
        final AtomicCounter rowsIn,
        final AtomicCounter creditWindow)
    {
        this.source = source;
        this.windowRows = windowRows;
        this.clock = clock;
        this.rowsIn = rowsIn;
        this.creditWindow = creditWindow;
        intervalNs = rateHz == 0 ? 0 : (long)(TimeUnit.SECONDS.toNanos(1) / rateHz);
        row = new SampleRow(source.columns().size());
        opened = endpoint.output(FIRST_ENGINE, new StreamOpenedEncoder());
        samples = endpoint.output(FIRST_ENGINE, new SampleEncoder());
        ended = endpoint.output(FIRST_ENGINE, new StreamEndedEncoder());
        endpoint.input(CREDITOR, new CreditDecoder(), this::onCredit);
    }

    /**
     * The pump's ports.
     *
     * @return the endpoint.
     */
    public Endpoint endpoint()
    {
        return endpoint;
    }

    /**
     * Whether the stream has ended, so that no further turn is needed.
     *
     * @return true if it has.
     */
    public boolean isEnded()
    {
        return state.get() == ENDED;
    }

    /**
     * End the stream after the rows that were sent.
     */
    public void stop()
    {
        while (state.get() < STOPPING)
        {
            if (state.compareAndSet(READING, ENDED))
            {
                sendEndFor(STOP_ATTEMPTS);
            }
            else
            {
                state.compareAndSet(PUMPING, STOPPING);
            }
        }
    }

    /**
     * Send nothing any more, not even the end: the bus is about to be closed. Any thread may call it.
     */
    void abandon()
    {
        state.set(ENDED);
    }

    /**
     * How long nothing can be expected to happen after a turn in which nothing was done.
     *
     * @return nanoseconds.
     */
    long idleNs()
    {
        final boolean waitsForTime = intervalNs > 0 && rowsSent < limitRow && !isRowPending;
        return waitsForTime ? Math.clamp(nextRowNs - clock.nanoTime(), 1, MAX_IDLE_NS) : MIN_IDLE_NS;
    }

    /**
     * One turn: take credit, then send a row if there is one, it is time, and there is credit for it.
     *
     * @return how much was done.
     */
    public int doWork()
    {
        if (state.get() == STOPPING)
        {
            return sendEnded(isAtEnd && !isRowPending ? EndReason.END_OF_INPUT : EndReason.STOPPED) ? end() : 0;
        }
        final int work = endpoint.poll();
        if (!isOpened)
        {
            sendOpened();
            return 1;
        }
        if (isAtEnd)
        {
            return sendEnded(EndReason.END_OF_INPUT) ? end() : work;
        }
        if (!isRowPending && rowsSent < limitRow && isTime())
        {
            readRow();
        }
        return isRowPending && !isEnded() && sendRow() ? work + 1 : work;
    }

    /**
     * The pump's thread has given its ports up until it comes back, and will then find the stream ended. If the channel
     * stays full all the same, the run is given up when its time to shut down is over.
     */
    private void sendEndFor(final int attempts)
    {
        for (int attempt = 0; attempt < attempts && !sendEnded(EndReason.STOPPED); attempt++)
        {
            LockSupport.parkNanos(MIN_IDLE_NS);
        }
    }

    private int end()
    {
        state.set(ENDED);
        return 1;
    }

    private boolean isTime()
    {
        if (intervalNs == 0)
        {
            return true;
        }
        final long nowNs = clock.nanoTime();
        if (nowNs - nextRowNs < 0)
        {
            return false;
        }
        // Rows that were held up are caught up with, unless that would become a burst.
        nextRowNs = nowNs - nextRowNs > MAX_LAG_NS ? nowNs + intervalNs : nextRowNs + intervalNs;
        return true;
    }

    private void readRow()
    {
        if (!state.compareAndSet(PUMPING, READING))
        {
            return;
        }
        row.clear();
        final int result;
        try
        {
            result = source.next(row);
        }
        finally
        {
            if (!state.compareAndSet(READING, PUMPING))
            {
                isAtEnd = true;
            }
        }
        originNs = clock.nanoTime();
        isRowPending = result == SampleSource.ROW && !isEnded();
        isAtEnd |= result == SampleSource.END;
    }

    private boolean sendRow()
    {
        final int columns = row.columns();
        final int length = StreamLengths.sample(columns, row.timestampTextLength());
        if (samples.tryClaim(length, rowsSent + 1, originNs) < 0)
        {
            return false;
        }
        final SampleEncoder message = samples.message().row(rowsSent + 1).timestampNs(row.timestampNs());
        final SampleEncoder.ValuesEncoder values = message.valuesCount(columns);
        for (int column = 0; column < columns; column++)
        {
            values.next().value(row.value(column));
        }
        message.putTimestamp(row.timestampText(), 0, row.timestampTextLength());
        samples.commit();
        rowsSent++;
        rowsIn.incrementRelease();
        isRowPending = false;
        return true;
    }

    private void sendOpened()
    {
        final List<String> columns = source.columns();
        nextRowNs = clock.nanoTime();
        if (opened.tryClaim(StreamLengths.opening(columns), 0, nextRowNs) < 0)
        {
            return;
        }
        final BooleanType live = source.isEndless() ? BooleanType.YES : BooleanType.NO;
        final StreamOpenedEncoder.ColumnsEncoder group =
            opened.message().windowRows(windowRows).live(live).columnsCount(columns.size());
        columns.forEach((name) -> group.next().name(name));
        opened.commit();
        isOpened = true;
    }

    private boolean sendEnded(final EndReason reason)
    {
        if (ended.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, rowsSent, clock.nanoTime()) < 0)
        {
            return false;
        }
        ended.message().rows(rowsSent).reason(reason);
        ended.commit();
        return true;
    }

    private boolean onCredit(final FrameHeaderDecoder header, final CreditDecoder message)
    {
        limitRow = message.limitRow();
        creditWindow.setRelease(message.windowRows());
        return true;
    }
}
