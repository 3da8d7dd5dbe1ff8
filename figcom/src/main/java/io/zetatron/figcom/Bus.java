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
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.CountersReader;

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

    private Bus(final BusFolder folder, final MediaDriver driver, final Aeron aeron, final ErrorHandler errorHandler)
    {
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
     * Open the reading end of a channel.
     *
     * @param channel     to read.
     * @param hopRecorder of the thread that will read.
     * @return the subscription.
     */
    public FrameSubscription subscription(final ChannelDescriptor channel, final SingleWriterRecorder hopRecorder)
    {
        return new FrameSubscription(
            channel,
            aeron.addSubscription(CommonContext.IPC_CHANNEL, channel.streamId()),
            clock,
            hopRecorder,
            counter(channel, Metric.CHANNEL_RECEIVED),
            counter(channel, Metric.CHANNEL_MALFORMED),
            errorHandler);
    }

    /**
     * Open the writing end of a channel, whose reading end has to be open, and wait until they are connected.
     *
     * @param channel to write.
     * @return the publication.
     */
    public TaskPublication publication(final ChannelDescriptor channel)
    {
        final TaskPublication publication = new TaskPublication(
            channel,
            aeron.addExclusivePublication(CommonContext.IPC_CHANNEL, channel.streamId()),
            clock,
            counter(channel, Metric.CHANNEL_SENT),
            counter(channel, Metric.CHANNEL_REFUSED));
        for (int attempt = 0; attempt < CONNECT_ATTEMPTS && !publication.isConnected(); attempt++)
        {
            doWork();
        }
        if (!publication.isConnected())
        {
            publication.close();
            throw new IllegalStateException(
                "channel " + channel.name() + " found no reader; open its reading end first");
        }
        return publication;
    }

    private Counter counter(final ChannelDescriptor channel, final Metric metric)
    {
        return counter(CounterKey.of(metric, channel.source(), channel.target()).number(channel.streamId()));
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
