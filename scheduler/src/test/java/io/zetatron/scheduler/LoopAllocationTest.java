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

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(30)
class LoopAllocationTest
{
    private static final int CYCLES_PER_ROUND = 10_000;
    private static final int MOST_ROUNDS = 100;
    private static final int ROUNDS_WITHOUT = 2;
    /** Long enough without work for the strategy that backs off to spin, to yield and to park. */
    private static final int CYCLES_WITHOUT_WORK = 75;

    /**
     * An agent that has work now and then, and measures its thread round by round, until rounds without an allocation
     * follow one another: the compiler has to be done first.
     */
    private static final class Measuring extends TestAgent
    {
        private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        private final CompletableFuture<Integer> settled = new CompletableFuture<>();
        private long lastBytes;
        private int cycle;
        private int roundsWithout;

        Measuring()
        {
            super("measuring");
        }

        @Override
        public int doWork()
        {
            cycle++;
            if (cycle % CYCLES_PER_ROUND == 0)
            {
                onRound(threads.getCurrentThreadAllocatedBytes());
            }
            return cycle % CYCLES_WITHOUT_WORK == 0 ? 1 : 0;
        }

        private void onRound(final long bytes)
        {
            roundsWithout = bytes == lastBytes ? roundsWithout + 1 : 0;
            lastBytes = bytes;
            if (roundsWithout == ROUNDS_WITHOUT || cycle == MOST_ROUNDS * CYCLES_PER_ROUND)
            {
                settled.complete(roundsWithout);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spin", "backoff"})
    void shouldAllocateNothingWhenItRuns(final String idle) throws ExecutionException, InterruptedException
    {
        final Measuring agent = new Measuring();
        final TestLoop test = new TestLoop(Pin.ANY_CPU, IdleStrategies.byName(idle), agent);
        test.loop.start();
        try
        {
            assertEquals(ROUNDS_WITHOUT, agent.settled.get(), "rounds without an allocation, one after the other");
        }
        finally
        {
            test.loop.close();
        }
    }
}
