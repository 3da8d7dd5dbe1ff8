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

import com.sun.management.ThreadMXBean;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.collections.MutableLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class AllocationTest
{
    private static final int FRAMES = 100_000;
    private static final int FRAMES_PER_CYCLE = 100;
    private static final int CYCLES = 20_000;
    private static final int MOST_ROUNDS = 100;
    private static final int ROUNDS_WITHOUT = 2;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    @TempDir
    private Path parent;
    private long overhead;

    @BeforeEach
    void measureTheMeasurement()
    {
        allocatedBy(AllocationTest::nothing);
        overhead = allocatedBy(AllocationTest::nothing);
    }

    @Test
    void shouldAllocateNothingWhenFramesAreClaimedCommittedAndPolled() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final FrameHandler handler = test.numbers((number) -> { });
            final Runnable hops = () -> hop(test, handler);

            assertSettlesAtNothing(() -> allocatedByHops(test, hops));
            test.drain(handler);
            assertEquals(test.writer.framesSent(), test.reader.framesReceived());
            assertEquals(0, test.writer.refusals());
        }
    }

    static Stream<ChannelSpec> specs()
    {
        return Stream.of(
            TestBus.CHANNEL.withLanes(3).withDeadlines(),
            TestBus.CHANNEL.withLanes(2).withBackPressure(BackPressure.shed()),
            TestBus.CHANNEL.withBackPressure(BackPressure.await(TimeUnit.SECONDS.toNanos(1))),
            TestBus.CHANNEL.withBackPressure(BackPressure.refuse()).withCapacityBytes(1 << 20));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void shouldAllocateNothingWhateverIsDeclared(final ChannelSpec spec) throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH, spec))
        {
            final FrameHandler handler = test.numbers((number) -> { });
            final int lanes = spec.lanes();
            final long deadlineNs = spec.hasDeadlines() ? Long.MAX_VALUE : TaskPublication.NO_DEADLINE;
            final Runnable hops = () ->
            {
                for (int i = 0; i < FRAMES_PER_CYCLE; i++)
                {
                    if (test.claim(i, i % lanes, deadlineNs) > 0)
                    {
                        test.writer.commit();
                    }
                    test.reader.poll(handler, 2);
                }
                test.reader.commitPositions();
            };

            assertSettlesAtNothing(() -> allocatedByHops(test, hops));
            test.drain(handler);
            assertEquals(test.writer.framesSent(), test.reader.framesReceived());
        }
    }

    @Test
    void shouldAllocateNothingWhenFramesAreRefusedOrShed() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH,
            TestBus.CHANNEL.withBackPressure(BackPressure.shed())))
        {
            final FrameHandler handler = test.numbers((number) -> { });
            // More than the log holds, so that each round sheds and each poll begins with a gap.
            final Runnable hops = () ->
            {
                for (int i = 0; i < 2 * FRAMES_PER_CYCLE; i++)
                {
                    test.send(i);
                }
                test.reader.poll(handler, FRAMES_PER_CYCLE);
            };

            assertSettlesAtNothing(() -> allocatedByHops(test, hops));
            assertTrue(test.writer.framesShed() > 0);
            assertTrue(test.reader.framesMissed() > 0);
        }
    }

    @Test
    void shouldAllocateNothingWhenTensorsAreHandedOn() throws IOException
    {
        try (TensorMemory memory = new TensorMemory();
            TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH, TestBus.CHANNEL.withTensors(), memory,
                TaskPublication.idleStrategy()))
        {
            final ProgressEncoder message = new ProgressEncoder();
            final TensorRef tensor = memory.acquire(TensorMemory.LONG_BYTES, TestBus.ENDS.sourceNumber());
            final MutableLong received = new MutableLong();
            final FrameHandler handler = (header, buffer, offset, length) ->
            {
                // Back to where it came from, so that it can be sent again.
                received.increment();
                return memory.transfer(
                    test.reader.tensor(), TestBus.ENDS.targetNumber(), TestBus.ENDS.sourceNumber()) == 0;
            };
            final Runnable hops = () ->
            {
                for (int i = 0; i < FRAMES_PER_CYCLE; i++)
                {
                    if (test.writer.tryClaim(message, ProgressEncoder.BLOCK_LENGTH, tensor, 0, 0, 0,
                        TaskPublication.NO_DEADLINE) > 0)
                    {
                        test.writer.commit();
                    }
                    // Twice, because the end of a term counts as none, and the next frame needs the tensor back.
                    if (test.reader.poll(handler, 1) == 0)
                    {
                        test.reader.poll(handler, 1);
                    }
                }
            };

            assertSettlesAtNothing(() -> allocatedByHops(test, hops));
            assertEquals(test.writer.framesSent(), received.get());
            assertEquals(0, test.reader.framesMalformed());
        }
    }

    @Test
    void shouldAllocateNothingWhenTheBusDoesItsWork() throws IOException
    {
        try (TestBus test = new TestBus(parent, TestBus.MIN_TERM_LENGTH))
        {
            final Runnable cycles = () ->
            {
                for (int i = 0; i < CYCLES; i++)
                {
                    test.bus.doWork();
                }
            };

            assertSettlesAtNothing(() -> allocatedBy(cycles));
        }
    }

    @Test
    void shouldAllocateNothingWhenALastValueIsWrittenAndRead()
    {
        final LastValueChannel channel =
            new LastValueChannel(new UnsafeBuffer(ByteBuffer.allocateDirect(LastValueChannel.regionLength(64))), 64);
        final LastValueChannel.Reader reader = channel.reader();
        final Runnable cycles = () ->
        {
            for (int i = 0; i < FRAMES; i++)
            {
                channel.beginWrite().putLong(0, i);
                channel.publish();
                reader.poll();
            }
        };

        assertSettlesAtNothing(() -> allocatedBy(cycles));
    }

    /**
     * Until the compiler is done, iterators, boxes and the like are allocated here and there. Then nothing is.
     */
    private static void assertSettlesAtNothing(final LongSupplier round)
    {
        int roundsWithout = 0;
        for (int i = 0; i < MOST_ROUNDS && roundsWithout < ROUNDS_WITHOUT; i++)
        {
            roundsWithout = round.getAsLong() == 0 ? roundsWithout + 1 : 0;
        }
        assertEquals(ROUNDS_WITHOUT, roundsWithout, "rounds without an allocation, one after the other");
    }

    private long allocatedByHops(final TestBus test, final Runnable hops)
    {
        long bytes = 0;
        for (int i = 0; i < FRAMES / FRAMES_PER_CYCLE; i++)
        {
            test.bus.doWork();
            bytes += allocatedBy(hops);
        }
        return bytes;
    }

    private long allocatedBy(final Runnable action)
    {
        final long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before - overhead;
    }

    private static void hop(final TestBus test, final FrameHandler handler)
    {
        for (int i = 0; i < FRAMES_PER_CYCLE; i++)
        {
            test.send(i);
            // Two, because the end of a term counts as none.
            test.reader.poll(handler, 2);
        }
    }

    private static void nothing()
    {
    }
}
