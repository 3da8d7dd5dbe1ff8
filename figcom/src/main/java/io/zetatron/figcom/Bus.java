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

import io.aeron.Aeron;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.Counter;
import io.aeron.driver.MediaDriver;
import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.CounterPublisher;
import io.zetatron.figcom.counters.CounterRecord;
import io.zetatron.figcom.counters.Metric;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.LangUtil;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.CountersReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * The bus: an embedded media driver and one client of it. Neither has a thread of its own; whoever owns the bus calls
 * {@link #doWork()} over and over, first the thread that sets it up, later the housekeeping thread.
 * <p>
 * Not thread-safe: all methods belong to the thread that owns the bus at the time. The publications and subscriptions
 * it hands out belong to one thread each.
 */
public final class Bus implements Agent, CounterPublisher, AutoCloseable
{
    private static final int CONNECT_ATTEMPTS = 1000;

    private final BusFolder folder;
    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;
    private final ErrorHandler errorHandler;
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final ChannelTable channels;

    private Bus(final BusFolder folder, final MediaDriver driver, final Aeron aeron, final ErrorHandler errorHandler)
    {
        channels = new ChannelTable(driver.context().ipcTermBufferLength());
        this.folder = folder;
        this.driver = driver;
        this.aeron = aeron;
        this.errorHandler = errorHandler;
        driverInvoker = driver.sharedAgentInvoker();
        clientInvoker = aeron.conductorAgentInvoker();
    }

    /**
     * Launch the driver and connect to it.
     *
     * @param folder       that the bus lives in; it stays the caller's to close, after the bus.
     * @param termLength   of the logs in bytes, see {@link LogSizing}.
     * @param errorHandler that is told of errors in the background; it must not throw.
     * @return the bus, which the caller closes.
     */
    public static Bus launch(final BusFolder folder, final int termLength, final ErrorHandler errorHandler)
    {
        final MediaDriver driver = MediaDriver.launchEmbedded(
            DriverSettings.context(folder.driverFolder(), termLength, errorHandler));
        try
        {
            final Aeron aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .useConductorAgentInvoker(true)
                .driverAgentInvoker(driver.sharedAgentInvoker())
                .driverTimeoutMs(DriverSettings.livenessTimeoutMs())
                .errorHandler(errorHandler)
                .subscriberErrorHandler(LangUtil::rethrowUnchecked));
            return new Bus(folder, driver, aeron, errorHandler);
        }
        catch (final RuntimeException | Error ex)
        {
            CloseHelper.quietClose(driver);
            throw ex;
        }
    }

    /**
     * Declare a channel, before either end is opened.
     *
     * @param spec of the channel.
     * @throws IllegalArgumentException if it is declared already, or there is no room for its logs.
     */
    public void declare(final ChannelSpec spec)
    {
        channels.declare(spec, usableBytes());
    }

    /**
     * Open the reading end of a channel.
     *
     * @param spec        of the channel to read, as it was declared.
     * @param hopRecorder of the thread that will read.
     * @return the subscription.
     */
    public FrameSubscription subscription(final ChannelSpec spec, final SingleWriterRecorder hopRecorder)
    {
        return subscription(spec, hopRecorder, null);
    }

    /**
     * Open the reading end of a channel that may carry tensors.
     *
     * @param spec        of the channel to read, as it was declared.
     * @param hopRecorder of the thread that will read.
     * @param tensors     to ask whether the target holds what comes.
     * @return the subscription.
     */
    public FrameSubscription subscription(
        final ChannelSpec spec, final SingleWriterRecorder hopRecorder, final TensorHolds tensors)
    {
        checkOpenable(spec, tensors);
        final ReaderCounters readerCounters = new ReaderCounters(
            counter(spec, Metric.CHANNEL_RECEIVED),
            counter(spec, Metric.CHANNEL_MALFORMED),
            spec.hasDeadlines() ? counter(spec, Metric.CHANNEL_LATE) : null,
            isShedding(spec) ? counter(spec, Metric.CHANNEL_MISSED) : null);
        final ReaderLane[] lanes = new ReaderLane[spec.lanes()];
        for (int i = 0; i < lanes.length; i++)
        {
            lanes[i] = new ReaderLane(spec.ends(), i,
                aeron.addSubscription(CommonContext.IPC_CHANNEL, spec.ends().streamId(i)),
                counter(CounterKey.of(Metric.CHANNEL_POSITION, spec.ends().source(), spec.ends().target())
                    .number(spec.ends().streamId(i)).part(i)));
        }
        return new FrameSubscription(spec, lanes, clock, hopRecorder, readerCounters, tensors, errorHandler);
    }

    /**
     * Open the writing end of a channel, whose reading end has to be open, and wait until they are connected.
     *
     * @param spec of the channel to write, as it was declared.
     * @return the publication.
     */
    public TaskPublication publication(final ChannelSpec spec)
    {
        return publication(spec, null);
    }

    /**
     * Open the writing end of a channel that may carry tensors.
     *
     * @param spec    of the channel to write, as it was declared.
     * @param tensors to hand on what the source holds.
     * @return the publication.
     */
    public TaskPublication publication(final ChannelSpec spec, final TensorHolds tensors)
    {
        return publication(spec, tensors, TaskPublication.idleStrategy());
    }

    TaskPublication publication(final ChannelSpec spec, final TensorHolds tensors, final IdleStrategy idle)
    {
        checkOpenable(spec, tensors);
        final WriterLane[] lanes = new WriterLane[spec.lanes()];
        for (int i = 0; i < lanes.length; i++)
        {
            lanes[i] = new WriterLane(
                spec.ends(), i, aeron.addExclusivePublication(uri(spec), spec.ends().streamId(i)));
        }
        channels.onLogsMade(spec);
        final TaskPublication publication = new TaskPublication(
            spec, lanes, clock, idle,
            counter(spec, Metric.CHANNEL_SENT),
            counter(spec, Metric.CHANNEL_REFUSED),
            isShedding(spec) ? counter(spec, Metric.CHANNEL_SHED) : null,
            tensors);
        for (int attempt = 0; attempt < CONNECT_ATTEMPTS && !publication.isConnected(); attempt++)
        {
            doWork();
        }
        if (!publication.isConnected())
        {
            publication.close();
            throw new IllegalStateException(
                "channel " + spec.name() + " found no reader; open its reading end first");
        }
        return publication;
    }

    private Counter counter(final ChannelSpec spec, final Metric metric)
    {
        final ChannelDescriptor ends = spec.ends();
        return counter(CounterKey.of(metric, ends.source(), ends.target()).number(ends.streamId(0)));
    }

    private void checkOpenable(final ChannelSpec spec, final TensorHolds tensors)
    {
        channels.checkDeclared(spec);
        if (spec.carriesTensors() && tensors == null)
        {
            throw new IllegalArgumentException(
                "channel " + spec.name() + " carries tensors: open it with what knows who holds them");
        }
    }

    private static boolean isShedding(final ChannelSpec spec)
    {
        return spec.backPressure().action() == BackPressure.Action.SHED;
    }

    private static String uri(final ChannelSpec spec)
    {
        if (spec.capacityBytes() == 0)
        {
            return CommonContext.IPC_CHANNEL;
        }
        final int termLength = spec.termLength(0);
        return new ChannelUriStringBuilder()
            .media(CommonContext.IPC_MEDIA)
            .termLength(termLength)
            .mtu(DriverSettings.ipcMtuLength(termLength))
            .build();
    }

    private long usableBytes()
    {
        try
        {
            return Files.getFileStore(folder.driverFolder()).getUsableSpace();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(folder.driverFolder() + " cannot be looked at", ex);
        }
    }

    /**
     * Add a figure to the mapped counters file, where this and other processes can read it.
     *
     * @param key what it is.
     * @return the counter, closed with the bus.
     */
    @Override
    public Counter counter(final CounterKey key)
    {
        return counter(CounterRecord.figure(key));
    }

    /**
     * Add a text to the mapped counters file, where this and other processes can read it.
     *
     * @param key  what it is.
     * @param text that may be cut, see {@link CounterRecord#text}.
     */
    @Override
    public void text(final CounterKey key, final String text)
    {
        counter(CounterRecord.text(key, text));
    }

    private Counter counter(final CounterRecord written)
    {
        return aeron.addCounter(written.typeId(), written.key(), 0, written.keyLength(),
            written.label(), 0, written.label().capacity());
    }

    /**
     * All counters of this bus, which any thread may read.
     *
     * @return a reader.
     */
    public CountersReader counters()
    {
        return aeron.countersReader();
    }

    /**
     * The folder that the bus lives in.
     *
     * @return the folder.
     */
    public BusFolder folder()
    {
        return folder;
    }

    /**
     * One duty cycle of the driver's and the client's conductor.
     *
     * @return how much was done.
     */
    @Override
    public int doWork()
    {
        return driverInvoker.invoke() + clientInvoker.invoke();
    }

    @Override
    public String roleName()
    {
        return "bus";
    }

    /**
     * Close the client, then the driver, whose files are deleted.
     */
    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, driver);
    }
}
