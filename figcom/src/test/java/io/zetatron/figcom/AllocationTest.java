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
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.LongSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(30)
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
            new LastValueChannel(new UnsafeBuffer(new byte[LastValueChannel.regionLength(64)]), 64);
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
