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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * How threads are scheduled. Each test changes threads of its own, which end with it.
 */
@Timeout(20)
class SchedulingTest
{
    private static final SchedulingPolicy.Deadline SMALL = new SchedulingPolicy.Deadline(
        TimeUnit.MILLISECONDS.toNanos(1), TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.MILLISECONDS.toNanos(100));

    static Stream<SchedulingPolicy> policies()
    {
        return Stream.of(new SchedulingPolicy.Other(3), new SchedulingPolicy.Batch(5), new SchedulingPolicy.Idle(),
            new SchedulingPolicy.Fifo(1), new SchedulingPolicy.Fifo(99), new SchedulingPolicy.RoundRobin(42), SMALL);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldReadBackThePolicyThatWasSet(final SchedulingPolicy policy)
        throws ExecutionException, InterruptedException
    {
        assumeMayUse(policy);
        OwnThread.run(() ->
        {
            CurrentThread.schedule(policy);

            assertEquals(policy, CurrentThread.policy());
            assertTrue(CurrentThread.isPolicyResetOnFork());
        });
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldNotLeakAPolicyToThreadsThatAreStarted(final SchedulingPolicy policy)
        throws ExecutionException, InterruptedException
    {
        assumeMayUse(policy);
        OwnThread.run(() ->
        {
            CurrentThread.schedule(policy);
            final CompletableFuture<SchedulingPolicy> child = new CompletableFuture<>();

            Thread.ofPlatform().daemon(true).start(() -> child.complete(CurrentThread.policy()));

            final SchedulingPolicy found = child.join();
            assertTrue(found.equals(new SchedulingPolicy.Other(0)) || found.equals(policy) && !isRealTime(policy),
                found.toString());
        });
    }

    @Test
    void shouldGoBackToTheUsualPolicy() throws ExecutionException, InterruptedException
    {
        assumeMayUse(new SchedulingPolicy.Fifo(10));
        OwnThread.run(() ->
        {
            CurrentThread.schedule(new SchedulingPolicy.Fifo(10));
            CurrentThread.schedule(new SchedulingPolicy.Other(0));

            assertEquals(new SchedulingPolicy.Other(0), CurrentThread.policy());
        });
    }

    @Test
    void shouldRefuseToBindADeadlineThread() throws ExecutionException, InterruptedException
    {
        final CpuList allowed = CurrentThread.allowedCpus();
        assumeTrue(allowed.size() > 1, "a machine with one CPU has no fewer to bind to");
        assumeMayUse(SMALL);
        OwnThread.run(() ->
        {
            CurrentThread.schedule(SMALL);

            final NativeCallException refused =
                assertThrows(NativeCallException.class, () -> CurrentThread.bind(CpuList.of(allowed.first())));

            assertEquals(Errno.EBUSY, refused.errno().orElseThrow());
            assertTrue(refused.advice().contains("policy DEADLINE cannot be bound to fewer CPUs"), refused.advice());
        });
    }

    @Test
    void shouldRefuseMoreDeadlineThreadsThanTheCpusCanServe() throws ExecutionException, InterruptedException
    {
        assumeMayUse(SMALL);
        final long periodNs = TimeUnit.MILLISECONDS.toNanos(10);
        final SchedulingPolicy whole = new SchedulingPolicy.Deadline(periodNs, periodNs, periodNs);
        final int cpus = CpuList.parse(
            PseudoFile.value(Path.of("/sys/devices/system/cpu/online")).orElseThrow()).size();
        final CountDownLatch enough = new CountDownLatch(1);
        final List<CompletableFuture<NativeCallException>> answers = new ArrayList<>();
        try
        {
            for (int i = 0; i <= cpus; i++)
            {
                answers.add(claim(whole, enough));
                answers.getLast().get();
            }
        }
        finally
        {
            enough.countDown();
        }

        final NativeCallException refused = answers.getLast().get();
        assertTrue(refused != null, "all were granted");
        assertEquals(Errno.EBUSY, refused.errno().orElseThrow());
        assertTrue(refused.getMessage().contains("cannot grant that much"), refused.getMessage());
        assertTrue(refused.advice().contains("ask for less run time or a longer period"), refused.advice());
    }

    @Test
    void shouldSayWhichPeriodsTheKernelTakes() throws ExecutionException, InterruptedException
    {
        assumeMayUse(SMALL);
        final long hourNs = TimeUnit.HOURS.toNanos(1);
        OwnThread.run(() ->
        {
            final NativeCallException refused = assertThrows(NativeCallException.class,
                () -> CurrentThread.schedule(new SchedulingPolicy.Deadline(2_000_000, hourNs, hourNs)));

            assertEquals(Errno.EINVAL, refused.errno().orElseThrow());
            assertTrue(refused.advice().contains("sched_deadline_period_max_us"), refused.advice());
        });
    }

    @Test
    void shouldNotScheduleACarrierThroughAVirtualThread() throws InterruptedException, ExecutionException
    {
        final CompletableFuture<Throwable> refusal = new CompletableFuture<>();

        Thread.ofVirtual().start(() -> refusal.complete(assertThrows(
            IllegalStateException.class, () -> CurrentThread.schedule(new SchedulingPolicy.Other(0)))));

        assertTrue(refusal.get().getMessage().contains("use a platform thread"), refusal.get().getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 100, Integer.MAX_VALUE})
    void shouldRefuseAPriorityThatIsNone(final int priority)
    {
        assertMessage("priority " + priority + " is not in 1..99", () -> new SchedulingPolicy.Fifo(priority));
        assertMessage("priority " + priority + " is not in 1..99", () -> new SchedulingPolicy.RoundRobin(priority));
    }

    @ParameterizedTest
    @ValueSource(ints = {-21, 20})
    void shouldRefuseANiceValueThatIsNone(final int nice)
    {
        assertMessage("nice value " + nice + " is not in -20..19", () -> new SchedulingPolicy.Other(nice));
        assertMessage("nice value " + nice + " is not in -20..19", () -> new SchedulingPolicy.Batch(nice));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1023, 5000, 5000", "5000, 4999, 6000", "5000, 6000, 5999", "-1, 5, 5", "2000, 2000, -1"})
    void shouldRefuseADeadlineOutOfOrder(final long runtimeNs, final long deadlineNs, final long periodNs)
    {
        assertMessage("they are " + runtimeNs + ", " + deadlineNs + " and " + periodNs + " ns",
            () -> new SchedulingPolicy.Deadline(runtimeNs, deadlineNs, periodNs));
    }

    private static CompletableFuture<NativeCallException> claim(
        final SchedulingPolicy policy, final CountDownLatch enough)
    {
        final CompletableFuture<NativeCallException> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon(true).start(() ->
        {
            try
            {
                CurrentThread.schedule(policy);
                answer.complete(null);
            }
            catch (final NativeCallException ex)
            {
                answer.complete(ex);
            }
            catch (final RuntimeException ex)
            {
                answer.completeExceptionally(ex);
            }
            try
            {
                enough.await();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        });
        return answer;
    }

    private static void assertMessage(final String part, final Runnable task)
    {
        final String message = assertThrows(IllegalArgumentException.class, task::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static boolean isRealTime(final SchedulingPolicy policy)
    {
        return policy instanceof SchedulingPolicy.Fifo || policy instanceof SchedulingPolicy.RoundRobin ||
            policy instanceof SchedulingPolicy.Deadline;
    }

    private static void assumeMayUse(final SchedulingPolicy policy) throws ExecutionException, InterruptedException
    {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        OwnThread.run(() ->
        {
            try
            {
                CurrentThread.schedule(policy);
                answer.complete("");
            }
            catch (final NativeCallException ex)
            {
                // Any other refusal is a failure of what is tested.
                assertEquals(Errno.EPERM, ex.errno().orElseThrow());
                answer.complete(ex.getMessage());
            }
        });
        assumeTrue(answer.get().isEmpty(), answer.get());
    }
}
