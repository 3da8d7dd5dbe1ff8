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
package io.zetatron.scheduler;

import io.zetatron.nativeaccess.CpuList;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The loop, run by the test's own thread wherever that is enough: an agent then ends it.
 */
@Timeout(20)
class CoreLoopTest
{
    private final List<String> calls = new ArrayList<>();

    /**
     * An agent that takes some time for some work in each cycle, and ends the loop after a number of them.
     */
    private final class Worker extends TestAgent
    {
        private final int work;
        private final long elapsedNs;
        private int cyclesLeft;

        Worker(final String name, final int work, final long elapsedNs, final int cycles)
        {
            super(name, CoreLoopTest.this.calls);
            this.work = work;
            this.elapsedNs = elapsedNs;
            cyclesLeft = cycles;
        }

        @Override
        public int doWork() throws Exception
        {
            super.doWork();
            loop.passTime(elapsedNs);
            if (--cyclesLeft == 0)
            {
                loop.loop.close();
            }
            return work;
        }
    }

    /**
     * An agent that throws where it is given something to throw, and ends the loop otherwise.
     */
    private final class Failing extends TestAgent
    {
        private final Exception atStart;
        private final Exception atWork;
        private final RuntimeException atClose;

        Failing(final Exception atStart, final Exception atWork, final RuntimeException atClose)
        {
            super("failing", CoreLoopTest.this.calls);
            this.atStart = atStart;
            this.atWork = atWork;
            this.atClose = atClose;
        }

        @Override
        public void onStart()
        {
            super.onStart();
            if (atStart instanceof RuntimeException unchecked)
            {
                throw unchecked;
            }
        }

        @Override
        public int doWork() throws Exception
        {
            super.doWork();
            if (atWork != null)
            {
                throw atWork;
            }
            loop.loop.close();
            return 0;
        }

        @Override
        public void onClose()
        {
            super.onClose();
            if (atClose != null)
            {
                throw atClose;
            }
        }
    }

    @Test
    void shouldGiveEachAgentATurnInOrder()
    {
        final TestLoop test = new TestLoop(worker("a", 2), worker("b", 2));

        test.loop.run();

        assertEquals(
            List.of("a starts", "b starts", "a works", "b works", "a works", "b works", "a closes", "b closes"), calls);
        assertEquals(2, test.counters.cycles().get());
        assertEquals(List.of(), test.errors);
    }

    @Test
    void shouldTellTheIdleStrategyHowMuchWasDone()
    {
        final List<Integer> workCounts = new ArrayList<>();
        final TestLoop test = new TestLoop(Pin.ANY_CPU, new RecordingIdleStrategy(workCounts),
            new Worker("a", 3, 0, 2), new Worker("b", 4, 0, 9), new Worker("c", 0, 0, 9));

        test.loop.run();

        assertEquals(List.of(7, 7), workCounts);
    }

    @Test
    void shouldAddUpBusyTimeForEachAgent()
    {
        final TestLoop test = new TestLoop(new Worker("a", 1, 30, 3), new Worker("b", 1, 500, 9));

        test.loop.run();

        assertArrayEquals(new long[]{90, 1500},
            test.counters.busyNs().stream().mapToLong((counter) -> counter.get()).toArray());
        assertEquals(530, test.counters.maxCycleNs().get());
    }

    @Test
    void shouldNotTakeTurnsWithoutWorkForBusy()
    {
        final TestLoop test = new TestLoop(new Worker("a", 1, 30, 3), new Worker("b", 0, 500, 9));

        test.loop.run();

        assertArrayEquals(new long[]{90, 0},
            test.counters.busyNs().stream().mapToLong((counter) -> counter.get()).toArray());
    }

    @Test
    void shouldCountAStallWhenACycleTakesLongerThanTheThreshold()
    {
        final TestLoop test = new TestLoop(new Worker("a", 1, TestLoop.STALL_THRESHOLD_NS + 1, 3));

        test.loop.run();

        assertEquals(3, test.counters.stalls().get());
    }

    @Test
    void shouldCountNoStallWhenACycleTakesAsLongAsTheThreshold()
    {
        final TestLoop test = new TestLoop(new Worker("a", 1, TestLoop.STALL_THRESHOLD_NS, 3));

        test.loop.run();

        assertEquals(0, test.counters.stalls().get());
    }

    @Test
    void shouldKeepTheLongestGapUntilItIsTakenAway()
    {
        final TestLoop test = new TestLoop(new Worker("a", 0, 700, 3));

        test.loop.run();

        assertEquals(700, test.counters.takeGapNs());
        assertEquals(0, test.counters.takeGapNs());
        assertEquals(700, test.counters.longestGapNs().get());
    }

    @Test
    void shouldEndAndCloseEveryAgentWhenOneThrows() throws InterruptedException
    {
        final IOException thrown = new IOException("work");
        final TestAgent last = worker("b", 9);
        final TestLoop test = new TestLoop(new Failing(null, thrown, null), last);

        test.startAndAwaitEnd(last);

        assertEquals(List.of("failing starts", "b starts", "failing works", "failing closes", "b closes"), calls);
        assertEquals(List.of(thrown), test.errors);
    }

    @Test
    void shouldCloseEveryAgentWhenOneFailsToStart() throws InterruptedException
    {
        final RuntimeException thrown = new IllegalArgumentException("start");
        final TestAgent last = worker("b", 9);
        final TestLoop test = new TestLoop(new Failing(thrown, null, null), last);

        test.startAndAwaitEnd(last);

        assertEquals(List.of("failing starts", "failing closes", "b closes"), calls);
        assertEquals(List.of(thrown), test.errors);
    }

    @Test
    void shouldLoseNoErrorWhenAgentsFailToClose()
    {
        final IOException atWork = new IOException("work");
        final RuntimeException first = new IllegalStateException("first close");
        final RuntimeException second = new IllegalStateException("second close");
        final TestLoop test = new TestLoop(new Failing(null, atWork, first), new Failing(null, null, second));

        test.loop.run();

        assertEquals(List.of(atWork), test.errors);
        assertArrayEquals(new Throwable[]{first, second}, atWork.getSuppressed());
    }

    @Test
    void shouldReportTheErrorWhenOnlyClosingFails()
    {
        final RuntimeException atClose = new IllegalStateException("close");
        final TestLoop test = new TestLoop(new Failing(null, null, atClose));

        test.loop.run();

        assertEquals(List.of(atClose), test.errors);
    }

    @Test
    void shouldCloseEveryAgentWhenOneThrowsTheSameErrorAgain()
    {
        final RuntimeException thrown = new IllegalStateException("twice");
        final TestLoop test = new TestLoop(new Failing(null, thrown, thrown), worker("b", 9));

        test.loop.run();

        assertEquals("b closes", calls.getLast());
        assertEquals(List.of(thrown), test.errors);
    }

    @Test
    void shouldStillTellItsPinWhenItEndsAtOnce() throws InterruptedException
    {
        final TestAgent last = worker("b", 1);
        final TestLoop test = new TestLoop(Integer.MAX_VALUE, NoOpIdleStrategy.INSTANCE, last);

        test.startAndAwaitEnd(last);

        assertEquals(Integer.MAX_VALUE, test.loop.awaitPin().wantedCpu());
    }

    @Test
    void shouldJoinItsThreadWhenItIsClosed() throws InterruptedException
    {
        final TestAgent agent = new TestAgent("a");
        final TestLoop test = new TestLoop(agent);
        test.loop.start();
        test.loop.awaitPin();

        test.loop.close();
        test.loop.close();

        assertEquals(0, agent.closed.getCount());
        assertEquals(1, agent.calls.stream().filter("a closes"::equals).count());
        assertEquals(List.of(), test.errors);
    }

    @Test
    void shouldEndWhenTheIdleStrategyParks() throws InterruptedException
    {
        final CountDownLatch parking = new CountDownLatch(1);
        final TestAgent agent = new TestAgent("a");
        final TestLoop test = new TestLoop(Pin.ANY_CPU, new RecordingIdleStrategy(new ArrayList<>())
        {
            @Override
            public void idle(final int workCount)
            {
                parking.countDown();
                LockSupport.park();
            }
        }, agent);
        test.loop.start();
        parking.await();

        test.loop.close();

        assertEquals(0, agent.closed.getCount());
    }

    @Test
    void shouldKeepTheInterruptWhenTheClosingThreadIsInterrupted()
    {
        final TestLoop test = new TestLoop(new TestAgent("a"));
        test.loop.start();
        Thread.currentThread().interrupt();

        test.loop.close();

        assertTrue(Thread.interrupted());
    }

    @Test
    void shouldNotTouchItsAgentsWhenItIsClosedWithoutAStart()
    {
        final TestAgent agent = new TestAgent("a");

        new TestLoop(agent).loop.close();

        assertEquals(List.of(), agent.calls);
    }

    @Test
    void shouldRefuseCountersWhenTheyAreForAnotherNumberOfAgents()
    {
        final List<Agent> agents = List.of(new TestAgent("a"), new TestAgent("b"));

        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> new CoreLoop(
            "loop-0", Pin.ANY_CPU, agents, NoOpIdleStrategy.INSTANCE, () -> 0, TestLoop.counters(1), (ex) -> { }));

        assertEquals("loop-0: 1 busy times for 2 agents", error.getMessage());
    }

    @Test
    void shouldBeKnownByItsName()
    {
        final TestLoop test = new TestLoop(new TestAgent("a"));

        assertEquals("test-loop", test.loop.name());
        assertSame(test.counters, test.loop.counters());
        assertFalse(new Pin(3, CpuList.of(3, 4), "refused").isHeld());
    }

    private TestAgent worker(final String name, final int cycles)
    {
        return new Worker(name, 1, 1, cycles);
    }
}
