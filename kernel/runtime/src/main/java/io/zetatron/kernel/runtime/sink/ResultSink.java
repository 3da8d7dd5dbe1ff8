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
package io.zetatron.kernel.runtime.sink;

import io.zetatron.figcom.codec.AlarmDecoder;
import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.ExplanationDecoder;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.IncidentDecoder;
import io.zetatron.figcom.codec.ResultDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.engine.Endpoint;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.status.AtomicCounter;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Takes results out of the bus, on a thread of its own, because writing may block.
 */
public final class ResultSink implements Agent
{
    private static final String LAST_ENGINE = "atlas";

    private final ResultWriter writer;
    private final EventLog events;
    private final Runnable onFirstResult;
    private final Consumer<EndReason> onEnd;
    private final AtomicCounter rowsOut;
    private final AtomicCounter anomalies;
    private final Endpoint endpoint = new Endpoint(BlockContext.HOST);
    private long lastRow;
    private boolean isDirty;

    /**
     * A sink that has not been wired.
     *
     * @param writer        of the results; it stays the caller's to close.
     * @param events        that are kept.
     * @param rowsOut       counts the results that were written.
     * @param anomalies     counts the anomalies among them.
     * @param onFirstResult called when the first result was written.
     * @param onEnd         called once the stream has ended and every result was handed to the writer.
     */
    public ResultSink(
        final ResultWriter writer,
        final EventLog events,
        final AtomicCounter rowsOut,
        final AtomicCounter anomalies,
        final Runnable onFirstResult,
        final Consumer<EndReason> onEnd)
    {
        this.writer = writer;
        this.events = events;
        this.rowsOut = rowsOut;
        this.anomalies = anomalies;
        this.onFirstResult = onFirstResult;
        this.onEnd = onEnd;
        endpoint.input(LAST_ENGINE, new ResultDecoder(), this::onResult);
        endpoint.input(LAST_ENGINE, new IncidentDecoder(), this::onIncident);
        endpoint.input(LAST_ENGINE, new ExplanationDecoder(), this::onExplanation);
        endpoint.input(LAST_ENGINE, new AlarmDecoder(), this::onAlarm);
        endpoint.input(LAST_ENGINE, new StreamEndedDecoder(), this::onEnded);
    }

    /**
     * The sink's ports.
     *
     * @return the endpoint.
     */
    public Endpoint endpoint()
    {
        return endpoint;
    }

    @Override
    public int doWork()
    {
        final int work = endpoint.poll();
        if (work == 0 && isDirty)
        {
            flush();
            isDirty = false;
        }
        return work;
    }

    @Override
    public String roleName()
    {
        return "sink";
    }

    private boolean onResult(final FrameHeaderDecoder header, final ResultDecoder message)
    {
        if (message.row() != lastRow + 1)
        {
            throw new IllegalStateException("result " + message.row() + " came after result " + lastRow);
        }
        final boolean isAnomaly = message.anomaly() == BooleanType.YES;
        try
        {
            writer.write(message);
        }
        catch (final IOException ex)
        {
            throw cannotWrite(ex);
        }
        lastRow = message.row();
        isDirty = true;
        rowsOut.incrementRelease();
        if (lastRow == 1)
        {
            onFirstResult.run();
        }
        if (isAnomaly)
        {
            anomalies.incrementRelease();
            message.limit(message.offset() + message.sbeBlockLength());
            events.onAnomaly(message.row(), message.incident(), message.timestamp());
        }
        return true;
    }

    private void flush()
    {
        try
        {
            writer.flush();
        }
        catch (final IOException ex)
        {
            throw cannotWrite(ex);
        }
    }

    private KernelException cannotWrite(final IOException cause)
    {
        return new KernelException("cannot write results after row " + lastRow + ": " + cause.getMessage(), cause);
    }

    private boolean onIncident(final FrameHeaderDecoder header, final IncidentDecoder message)
    {
        events.onIncident(message);
        return true;
    }

    private boolean onExplanation(final FrameHeaderDecoder header, final ExplanationDecoder message)
    {
        events.onExplanation(message);
        return true;
    }

    private boolean onAlarm(final FrameHeaderDecoder header, final AlarmDecoder message)
    {
        events.onAlarm(message);
        return true;
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        if (message.rows() != lastRow)
        {
            throw new IllegalStateException("the stream ended after " + message.rows() + " rows, but " + lastRow +
                " results came");
        }
        onEnd.accept(message.reason());
        return true;
    }
}
