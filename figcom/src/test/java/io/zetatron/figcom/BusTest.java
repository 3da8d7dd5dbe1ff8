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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.CounterReading;
import io.zetatron.figcom.counters.Metric;
import org.HdrHistogram.Histogram;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class BusTest
{
    @TempDir
    private Path parent;

    @Test
    void shouldDeliverFramesInOrderWhenOneThreadPollsBothEnds() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final List<Long> received = new ArrayList<>();
            for (long number = 0; number < 100; number++)
            {
                assertTrue(test.send(number) > 0);
            }

            assertEquals(100, test.drain(test.numbers(received::add)));

            assertEquals(LongStream.range(0, 100).boxed().toList(), received);
            assertEquals(100, test.writer.framesSent());
            assertEquals(100, test.reader.framesReceived());
            assertEquals(List.of(), test.errors);
        }
    }

    @Test
    void shouldFillInEveryFieldOfTheHeader() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();
            final List<Integer> bodyLengths = new ArrayList<>();
            final long before = System.nanoTime();
            test.send(41);
            test.send(42);
            final long after = System.nanoTime();

            test.drain((header, buffer, bodyOffset, bodyLength) ->
            {
                buffer.getBytes(bodyOffset - FrameHeaderDecoder.ENCODED_LENGTH, copy, 0,
                    FrameHeaderDecoder.ENCODED_LENGTH + bodyLength);
                bodyLengths.add(bodyLength);
                return true;
            });

            final FrameHeaderDecoder header = new FrameHeaderDecoder().wrap(copy, 0);
            assertEquals(List.of(ProgressEncoder.BLOCK_LENGTH, ProgressEncoder.BLOCK_LENGTH), bodyLengths);
            assertEquals(TestBus.ENDS.sourceNumber(), header.source());
            assertEquals(TestBus.ENDS.targetNumber(), header.target());
            assertEquals(1, header.sequence());
            assertEquals(77, header.correlation());
            assertEquals(88, header.originTimestampNs());
            assertTrue(header.hopTimestampNs() - before >= 0 && after - header.hopTimestampNs() >= 0);
            assertEquals(ProgressEncoder.TEMPLATE_ID, header.templateId());
            assertEquals(ProgressEncoder.SCHEMA_ID, header.schemaId());
            assertEquals(ProgressEncoder.SCHEMA_VERSION, header.version());
            assertEquals(ProgressEncoder.BLOCK_LENGTH, header.blockLength());
            assertEquals(FrameType.TASK, header.frameType());
            assertEquals(PayloadType.MESSAGE, header.payloadType());
            assertEquals(0, header.priority());
            assertEquals(TaskPublication.NO_DEADLINE, header.deadlineNs());
        }
    }

    @Test
    void shouldHandTheSameFrameOverAgainWhenTheHandlerRefusesIt() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final List<Long> offered = new ArrayList<>();
            final FrameHandler accepting = test.numbers(offered::add);
            final FrameHandler refusing = (header, buffer, offset, length) ->
                !accepting.onFrame(header, buffer, offset, length);
            test.send(1);
            test.send(2);

            assertEquals(0, test.drain(refusing));
            final int refusals = offered.size();
            assertEquals(0, test.reader.framesReceived());
            assertEquals(2, test.drain(accepting));

            assertTrue(refusals > 0);
            assertEquals(refusals + 1, offered.stream().filter((number) -> number == 1).count());
            assertEquals(2, offered.getLast());
            assertEquals(2, test.reader.framesReceived());
        }
    }

    @Test
    void shouldRecordTheHopOnceWhenTheHandlerRefusesTheFrame() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            test.send(1);

            test.drain((header, buffer, offset, length) -> false);
            test.drain((header, buffer, offset, length) -> true);

            final Histogram hops = HopRecorders.histogram();
            hops.add(test.hops.getIntervalHistogram());
            assertEquals(1, hops.getTotalCount());
        }
    }

    @Test
    void shouldLetWhatTheHandlerThrowsReachTheCaller() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final IllegalStateException thrown = new IllegalStateException("handler");
            test.send(1);

            final IllegalStateException caught = assertThrows(IllegalStateException.class, () ->
                test.drain(test.numbers((number) ->
                {
                    throw thrown;
                })));

            assertEquals(thrown, caught);
            assertEquals(List.of(), test.errors);
        }
    }

    @Test
    void shouldLoseNoFrameWhenTheHandlerThrows() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final List<Long> received = new ArrayList<>();
            LongStream.range(0, 3).forEach(test::send);
            assertThrows(AssertionError.class, () -> test.drain(test.numbers((number) ->
            {
                if (number == 1)
                {
                    throw new AssertionError();
                }
                received.add(number);
            })));

            assertEquals(2, test.drain(test.numbers(received::add)));

            assertEquals(List.of(0L, 1L, 2L), received);
            assertEquals(0, test.reader.framesMalformed());
        }
    }

    @Test
    void shouldPollNoMoreFramesThanTheLimit() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            LongStream.range(0, 5).forEach(test::send);
            test.bus.doWork();

            assertEquals(3, test.reader.poll(test.numbers((number) -> { }), 3));
            assertEquals(2, test.reader.poll(test.numbers((number) -> { }), 3));
        }
    }

    @Test
    void shouldNameTheChannelWhenItHasNoReader() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final ChannelSpec unread = ChannelSpec.of(
                new ChannelDescriptor("atlas", 1, "david", 3), TestBus.SCHEMAS, TestBus.SCHEMAS);
            test.bus.declare(unread);

            final IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> test.bus.publication(unread));

            assertTrue(error.getMessage().contains("atlas->david"), error.getMessage());
        }
    }

    @Test
    void shouldReportClosedWhenThePublicationIs() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            test.writer.close();

            assertEquals(TaskPublication.CLOSED, test.send(1));
        }
    }

    @Test
    void shouldReportNotConnectedWhenTheReaderIsGone() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            test.reader.close();
            while (test.writer.isConnected())
            {
                test.bus.doWork();
            }

            assertEquals(TaskPublication.NOT_CONNECTED, test.send(1));
            assertEquals(0, test.writer.refusals());
        }
    }

    @Test
    void shouldShowItsCountersToWhoeverReadsTheCountersFile() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            test.send(1);
            test.send(2);
            try (CountersFile file = CountersFile.open(test.folder.path()))
            {
                assertEquals(ProcessHandle.current().pid(), file.pid());
                assertTrue(file.isCurrent());
                final CounterKey sent = CounterKey.of(Metric.CHANNEL_SENT, "atlas", "spector")
                    .number(TestBus.CHANNEL.ends().streamId(0));
                assertTrue(file.readings().contains(new CounterReading(sent, 2, "")), file.readings().toString());
                assertEquals(
                    List.of(Metric.CHANNEL_RECEIVED, Metric.CHANNEL_MALFORMED, Metric.CHANNEL_SENT,
                        Metric.CHANNEL_REFUSED, Metric.CHANNEL_POSITION),
                    file.readings().stream().map((reading) -> reading.key().metric()).toList());
                assertEquals("channel atlas->spector frames sent", sent.label());
            }
        }
    }

    @Test
    void shouldTakeNoMoreSpaceThanSized() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            try (Stream<Path> files = Files.walk(test.folder.driverFolder()))
            {
                final long bytes = files.filter(Files::isRegularFile).mapToLong((file) -> file.toFile().length()).sum();
                final long sized = LogSizing.totalBytes(1, TestBus.MIN_TERM_LENGTH);
                assertTrue(bytes <= sized, bytes + " bytes in files, " + sized + " sized");
            }
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsClosed() throws IOException
    {
        final TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH);
        test.send(1);
        test.bus.close();
        assertFalse(Files.exists(test.folder.driverFolder()));

        test.close();

        assertFalse(Files.exists(parent.resolve("bus")));
    }
}
