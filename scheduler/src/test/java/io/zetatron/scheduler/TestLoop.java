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

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * What a core loop in a test needs: counters, errors, and a clock that stands still unless it is moved.
 */
final class TestLoop
{
    static final long STALL_THRESHOLD_NS = 1_000;

    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final LoopCounters counters;
    final CoreLoop loop;
    private long nowNs = 5;

    TestLoop(final Agent... agents)
    {
        this(Pin.ANY_CPU, NoOpIdleStrategy.INSTANCE, agents);
    }

    TestLoop(final int cpu, final IdleStrategy idleStrategy, final Agent... agents)
    {
        counters = counters(agents.length);
        loop = new CoreLoop("test-loop", cpu, List.of(agents), idleStrategy, () -> nowNs, counters, errors::add);
        for (final Agent agent : agents)
        {
            if (agent instanceof TestAgent testAgent)
            {
                testAgent.loop = this;
            }
        }
    }

    static LoopCounters counters(final int agents)
    {
        final UnsafeBuffer values = new UnsafeBuffer(new byte[(5 + agents) * CountersReader.COUNTER_LENGTH]);
        return new LoopCounters(
            new AtomicCounter(values, 0), new AtomicCounter(values, 1), new AtomicCounter(values, 2),
            new AtomicCounter(values, 3), new AtomicCounter(values, 4),
            IntStream.range(0, agents).mapToObj((agent) -> new AtomicCounter(values, 5 + agent)).toList(),
            STALL_THRESHOLD_NS);
    }

    /**
     * Move the clock on. For the thread that runs the loop.
     */
    void passTime(final long elapsedNs)
    {
        nowNs += elapsedNs;
    }

    /**
     * Start the loop and wait until it has closed its agents.
     */
    void startAndAwaitEnd(final TestAgent last) throws InterruptedException
    {
        loop.start();
        last.closed.await();
        loop.close();
    }
}
