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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class CallShapesTest
{
    private static final int ROUNDS = 2_000;

    @Test
    void shouldSayWhichShapesAreWarm()
    {
        final List<CallShapes.Shape> shapes = CallShapes.warm();

        assertEquals(List.of("syscall", "getcpu"), shapes.stream().map(CallShapes.Shape::name).toList());
        assertTrue(shapes.stream().allMatch((shape) -> shape.madeNs() > 0), shapes.toString());
        assertEquals(shapes, CallShapes.warm());
        assertTrue(CallShapes.describe(shapes).matches(
            "2 call shapes: syscall made in [0-9.]+ ms, getcpu made in [0-9.]+ ms"), CallShapes.describe(shapes));
    }

    @Test
    void shouldSayWhyNoneIsWarm()
    {
        assertEquals("no call shapes: " + CallShapes.refusal(), CallShapes.describe(List.of()));
    }

    @Test
    void shouldAgreeWithTheSystemCallOnTheCpu() throws ExecutionException, InterruptedException
    {
        final int cpu = CurrentThread.allowedCpus().first();

        OwnThread.run(() ->
        {
            CurrentThread.bind(CpuList.of(cpu));
            final CallBuffer buffer = CallBuffer.ofThread();
            buffer.scratch().fill((byte)-1);
            assertEquals(0, SystemCall.GETCPU.invoke(buffer.scratch().address(), buffer.scratch().address() + 4));
            assertEquals(cpu, buffer.scratch().get(ValueLayout.JAVA_INT, 0));
            assertEquals(cpu, CurrentThread.cpu());
            assertEquals(buffer.scratch().get(ValueLayout.JAVA_INT, 4), CurrentThread.node());
        });
    }

    /**
     * Threads that fail in different ways at the same time, each of which has to get its own error.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepTheErrorsOfThreadsApart(final boolean isVirtual) throws ExecutionException, InterruptedException
    {
        try (ExecutorService threads =
            isVirtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(4))
        {
            final List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++)
            {
                final boolean isBadDescriptor = i % 2 == 0;
                done.add(threads.submit(() -> fail(isBadDescriptor)));
            }
            for (final Future<?> future : done)
            {
                future.get();
            }
        }
    }

    private static void fail(final boolean isBadDescriptor)
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            if (isBadDescriptor)
            {
                assertEquals(-Errno.EBADF.number(), SystemCall.FTRUNCATE.invoke(-1, 0));
            }
            else
            {
                assertEquals(-Errno.EINVAL.number(), SystemCall.MADVISE.invoke(1, 0, 0));
            }
            if (i % 100 == 0)
            {
                // A virtual thread leaves its carrier, and comes back on whichever is free.
                LockSupport.parkNanos(1);
            }
        }
    }
}
