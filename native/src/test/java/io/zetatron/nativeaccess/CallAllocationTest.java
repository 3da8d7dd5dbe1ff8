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
package io.zetatron.nativeaccess;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * That calls allocate nothing on the Java heap once they are warm. In a JVM of its own: behind this module's other
 * tests, in which these calls are refused in every way, the compiler once left 80 bytes a call for good.
 */
@Tag("own-jvm")
@Timeout(60)
class CallAllocationTest
{
    private static final int CALLS = 2_000;
    private static final long SETTLE_LIMIT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int ROUNDS_WITHOUT = 5;
    private static final long PAGE = Pages.BASE.sizeBytes();

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingToAskForThePlace()
    {
        final int[] sum = new int[1];
        assertSettlesAtNothing(() -> sum[0] += CurrentThread.cpu() + CurrentThread.node());
    }

    @Test
    void shouldAllocateNothingToBind() throws ExecutionException, InterruptedException
    {
        final CpuList cpus = CurrentThread.allowedCpus();
        OwnThread.run(() -> assertSettlesAtNothing(() -> CurrentThread.bind(cpus)));
    }

    @Test
    void shouldAllocateNothingToSchedule() throws ExecutionException, InterruptedException
    {
        final SchedulingPolicy policy = new SchedulingPolicy.Other(0);
        OwnThread.run(() -> assertSettlesAtNothing(() -> CurrentThread.schedule(policy)));
    }

    @Test
    void shouldAllocateNothingToWorkOnPages()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = PageMemory.map(arena, PAGE, Pages.BASE);
            assertSettlesAtNothing(() ->
            {
                PageMemory.prefault(memory);
                PageMemory.advise(memory, MemoryAdvice.COLD);
                PageMemory.protect(memory, Protection.READ_WRITE);
            });
        }
    }

    @Test
    void shouldAllocateNothingToWaitAndWake()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment memory = arena.allocate(Integer.BYTES, Integer.BYTES);
            assertSettlesAtNothing(() ->
            {
                // Not as expected, so that it does not wait: the path on which errno is read.
                Futex.await(memory, 0, 1, 1, Futex.Scope.PROCESS);
                Futex.wake(memory, 0, 1, Futex.Scope.PROCESS);
            });
        }
    }

    /**
     * Until the compiler is done, something is allocated here and there. Then nothing is.
     */
    private void assertSettlesAtNothing(final Runnable call)
    {
        allocatedBy(call, 1);
        final long overhead = allocatedBy(call, 0);
        int roundsWithout = 0;
        long lastBytes = 0;
        // How many calls the compiler needs depends on how long it has to wait for a CPU.
        final long startNs = System.nanoTime();
        while (roundsWithout < ROUNDS_WITHOUT && System.nanoTime() - startNs < SETTLE_LIMIT_NS)
        {
            lastBytes = allocatedBy(call, CALLS) - overhead;
            roundsWithout = lastBytes == 0 ? roundsWithout + 1 : 0;
        }
        assertEquals(ROUNDS_WITHOUT, roundsWithout,
            "rounds of " + CALLS + " calls without an allocation; the last one allocated " + lastBytes + " bytes");
    }

    private long allocatedBy(final Runnable call, final int calls)
    {
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++)
        {
            call.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
