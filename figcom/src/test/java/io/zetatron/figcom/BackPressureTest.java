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

import io.zetatron.figcom.codec.ProgressEncoder;
import org.HdrHistogram.Histogram;
import org.agrona.collections.MutableLong;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class BackPressureTest
{
    private static final ChannelSpec SHEDDING = TestBus.CHANNEL.withBackPressure(BackPressure.shed());
    private static final long TIMEOUT_NS = 2_000_000;
    private static final ChannelSpec WAITING = TestBus.CHANNEL.withBackPressure(BackPressure.await(TIMEOUT_NS));

    @TempDir
    private Path parent;

    @Test
    void shouldShedTheNewestCountItAndTellTheReader() throws IOException
    {
        try (TestBus test = bus(SHEDDING))
        {
            final List<String> gaps = new ArrayList<>();
            test.reader.onGap((lane, first, frames) -> gaps.add(lane + ": " + frames + " from " + first));
            final long sent = fill(test);
            assertEquals(TaskPublication.SHED, test.send(-1));
            assertEquals(TaskPublication.SHED, test.send(-1));
            final List<Long> received = new ArrayList<>();
            test.drain(test.numbers(received::add));
            assertEquals(0, test.reader.framesMissed());

            test.send(sent);
            test.drain(test.numbers(received::add));

            assertEquals(List.of("0: 3 from " + sent), gaps);
            assertEquals(3, test.writer.framesShed());
            assertEquals(3, test.reader.framesMissed());
            assertEquals(3, test.writer.refusals());
            assertEquals(sent + 1, test.writer.framesSent());
            assertEquals(sent + 1, test.reader.framesReceived());
            assertEquals(sent, received.getLast());
            assertEquals(sent + 4, test.reader.position(0));
            assertEquals(List.of(), test.errors);
        }
    }

    @Test
    void shouldAccountForEachFrameWhenAShedderIsPolledAtRandom() throws IOException
    {
        try (TestBus test = bus(SHEDDING.withLanes(2)))
        {
            final SplittableRandom random = new SplittableRandom(5);
            final long[] next = new long[2];
            final MutableLong missed = new MutableLong();
            test.reader.onGap((lane, first, frames) ->
            {
                assertEquals(next[lane], first);
                next[lane] += frames;
                missed.addAndGet(frames);
            });
            final FrameHandler handler = (header, buffer, offset, length) ->
            {
                assertEquals(next[header.priority()]++, header.sequence());
                return true;
            };

            for (int i = 0; i < 200_000; i++)
            {
                test.send(i, random.nextInt(2));
                if (random.nextInt(1000) == 0)
                {
                    test.bus.doWork();
                    test.reader.poll(handler, random.nextInt(1, 900));
                }
            }
            test.drain(handler);
            test.send(0, 0);
            test.send(0, 1);
            test.drain(handler);

            assertTrue(missed.get() > 0);
            assertEquals(200_002, test.reader.framesReceived() + test.reader.framesMissed());
            assertEquals(missed.get(), test.writer.framesShed());
            assertEquals(missed.get(), test.reader.framesMissed());
            final Histogram hops = HopRecorders.histogram();
            hops.add(test.hops.getIntervalHistogram());
            assertTrue(hops.getTotalCount() <= test.reader.framesReceived(), "hops of frames that never came");
            assertEquals(List.of(), test.errors);
        }
    }

    @Test
    void shouldReportAGapOnceWhenTheHandlerRefusesOrThrows() throws IOException
    {
        try (TestBus test = bus(SHEDDING))
        {
            final List<Long> gaps = new ArrayList<>();
            test.reader.onGap((lane, first, frames) ->
            {
                gaps.add(frames);
                throw new IllegalStateException();
            });
            fill(test);
            test.drain(test.numbers((number) -> { }));
            test.send(7);

            assertThrows(IllegalStateException.class, () -> test.drain(test.numbers((number) -> { })));
            test.drain((header, buffer, offset, length) -> false);
            final List<Long> received = new ArrayList<>();
            test.drain(test.numbers(received::add));

            assertEquals(List.of(1L), gaps);
            assertEquals(List.of(7L), received);
            assertEquals(1, test.reader.framesMissed());
        }
    }

    @Test
    void shouldNotTakeAGapForALossWhenTheChannelDoesNotShed() throws IOException
    {
        try (TestBus test = bus(TestBus.CHANNEL))
        {
            final long sent = fill(test);
            test.drain(test.numbers((number) -> { }));
            test.send(sent);

            assertEquals(1, test.drain(test.numbers((number) -> { })));
            assertEquals(0, test.writer.framesShed());
            assertEquals(0, test.reader.framesMissed());
            assertEquals(sent + 1, test.reader.position(0));
        }
    }

    @Test
    void shouldWaitUntilThereIsRoom() throws IOException
    {
        final ReadingIdle idle = new ReadingIdle();
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH,
            TestBus.CHANNEL.withBackPressure(BackPressure.await(BackPressure.MAX_TIMEOUT_NS)), null, idle))
        {
            idle.test = test;
            for (long number = 0; number < 5000; number++)
            {
                assertTrue(test.send(number) > 0);
            }
            test.drain(idle.handler());

            assertTrue(idle.idles > 0);
            assertEquals(5000, idle.received.get());
            assertEquals(0, test.reader.framesMissed());
            assertTrue(test.writer.refusals() > 0);
        }
    }

    @Test
    void shouldGiveACodeWhenTheWaitIsOver() throws IOException
    {
        try (TestBus test = bus(WAITING))
        {
            long number = 0;
            while (test.send(number) > 0)
            {
                number++;
            }

            final long startNs = System.nanoTime();
            assertEquals(TaskPublication.TIMED_OUT, test.send(number));
            assertTrue(System.nanoTime() - startNs >= TIMEOUT_NS);
            test.drain(test.numbers((received) -> { }));
            assertTrue(test.send(number) > 0);
            assertEquals(number + 1, test.writer.framesSent());
        }
    }

    @Test
    void shouldNotWaitForAReaderThatIsGone() throws IOException
    {
        final IdleStrategy[] idle = new IdleStrategy[1];
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH,
            TestBus.CHANNEL.withBackPressure(BackPressure.await(BackPressure.MAX_TIMEOUT_NS)), null,
            new Idle(() -> idle[0].idle())))
        {
            idle[0] = new Idle(() ->
            {
                test.reader.close();
                test.bus.doWork();
            });
            long code = 1;
            while (code > 0)
            {
                code = test.send(1);
            }

            assertEquals(TaskPublication.NOT_CONNECTED, code);
        }
    }

    @Test
    void shouldNotHoldUpOtherChannelsWhenAReaderIsStuck() throws IOException
    {
        try (TestBus test = bus(TestBus.CHANNEL))
        {
            final ChannelSpec spec = ChannelSpec.of(
                new ChannelDescriptor("atlas", 1, "david", 3), TestBus.SCHEMAS, TestBus.SCHEMAS);
            test.bus.declare(spec);
            try (FrameSubscription other = test.bus.subscription(spec, HopRecorders.recorder());
                TaskPublication writer = test.bus.publication(spec))
            {
                fill(test);
                final ProgressEncoder message = new ProgressEncoder();
                for (int i = 0; i < 10_000; i++)
                {
                    assertTrue(writer.tryClaim(message, ProgressEncoder.BLOCK_LENGTH, 0, 0) > 0);
                    writer.commit();
                    test.bus.doWork();
                    other.poll((header, buffer, offset, bodyLength) -> true, 2);
                    assertEquals(TaskPublication.BACK_PRESSURED, test.send(1));
                }

                assertEquals(0, writer.refusals());
                assertTrue(other.framesReceived() > 9_000);
            }
        }
    }

    private TestBus bus(final ChannelSpec spec) throws IOException
    {
        return new TestBus(parent, TestBus.MIN_TERM_LENGTH, spec);
    }

    /**
     * Send until there is no room; the last attempt was refused or shed.
     *
     * @return how many frames were sent.
     */
    private static long fill(final TestBus test)
    {
        long number = 0;
        while (test.send(number) > 0)
        {
            number++;
        }
        return number;
    }

    /** Does something in place of waiting. */
    private record Idle(Runnable action) implements IdleStrategy
    {
        @Override
        public void idle(final int workCount)
        {
            idle();
        }

        @Override
        public void idle()
        {
            action.run();
        }

        @Override
        public void reset()
        {
        }
    }

    /** Lets the reader read while the writer waits. */
    private static final class ReadingIdle implements IdleStrategy
    {
        private final MutableLong received = new MutableLong();
        private TestBus test;
        private int idles;

        FrameHandler handler()
        {
            return test.numbers((number) -> assertEquals(received.getAndIncrement(), number));
        }

        @Override
        public void idle(final int workCount)
        {
            idle();
        }

        @Override
        public void idle()
        {
            idles++;
            test.reader.poll(handler(), 1);
            test.bus.doWork();
        }

        @Override
        public void reset()
        {
        }
    }
}
