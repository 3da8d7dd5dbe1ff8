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

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Where threads run. Each test binds threads of its own.
 */
@Timeout(20)
class CurrentThreadTest
{
    private final CpuList allowed = CurrentThread.allowedCpus();

    @Test
    void shouldRunOnTheCpuThatItIsBoundTo() throws ExecutionException, InterruptedException
    {
        for (final int cpu : allowed.stream().limit(8).toArray())
        {
            OwnThread.run(() ->
            {
                CurrentThread.bind(CpuList.of(cpu));

                assertEquals(CpuList.of(cpu), CurrentThread.allowedCpus());
                assertEquals(cpu, CurrentThread.cpu());
                assertTrue(NodeList.online().contains(CurrentThread.node()), "node " + CurrentThread.node());
            });
        }
    }

    @Test
    void shouldBindToSeveralCpusAndBack() throws ExecutionException, InterruptedException
    {
        OwnThread.run(() ->
        {
            CurrentThread.bind(CpuList.of(allowed.first()));
            CurrentThread.bind(allowed);

            assertEquals(allowed, CurrentThread.allowedCpus());
        });
    }

    @Test
    void shouldSayWhereTheCallingThreadIs()
    {
        assertFalse(allowed.isEmpty());
        assertTrue(allowed.contains(CurrentThread.cpu()));
        assertTrue(CurrentThread.threadId() > 0);
    }

    @Test
    void shouldRefuseNoCpuAtAll()
    {
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> CurrentThread.bind(CpuList.of()));

        assertTrue(refused.getMessage().contains("it may run on " + allowed), refused.getMessage());
        assertEquals(allowed, CurrentThread.allowedCpus());
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, CpuList.MAX_CPUS - 1})
    void shouldRefuseACpuThatDoesNotExistAndSayWhichDo(final int cpu) throws ExecutionException, InterruptedException
    {
        assumeTrue(!allowed.contains(cpu), "this machine has a CPU " + cpu);
        OwnThread.run(() ->
        {
            assertRefused(CpuList.of(cpu));
            assertEquals(allowed, CurrentThread.allowedCpus());
        });
    }

    @Test
    void shouldBindToAllOrNoneWhenOneOfThemDoesNotExist() throws ExecutionException, InterruptedException
    {
        assumeTrue(!allowed.contains(1_000), "this machine has a CPU 1000");
        OwnThread.run(() ->
        {
            CurrentThread.bind(CpuList.of(allowed.first()));

            assertRefused(CpuList.of(allowed.first(), 1_000));
            assertEquals(CpuList.of(allowed.first()), CurrentThread.allowedCpus());
        });
    }

    @Test
    void shouldRefuseACpuThatIsOffline() throws ExecutionException, InterruptedException
    {
        final CpuList present = cpus("present");
        final CpuList online = cpus("online");
        final int offline = present.stream().filter((cpu) -> !online.contains(cpu)).findFirst().orElse(-1);
        assumeTrue(offline >= 0, "no CPU of this machine is offline: online and present are " + online);

        OwnThread.run(() -> assertRefused(CpuList.of(offline)));
    }

    @Test
    void shouldNotBindACarrierThroughAVirtualThread() throws InterruptedException, ExecutionException
    {
        final CompletableFuture<Throwable> refusal = new CompletableFuture<>();

        Thread.ofVirtual().start(() -> refusal.complete(
            assertThrows(IllegalStateException.class, () -> CurrentThread.bind(CpuList.of(allowed.first())))));

        assertTrue(refusal.get().getMessage().contains("use a platform thread"), refusal.get().getMessage());
    }

    private static void assertRefused(final CpuList cpus)
    {
        final NativeCallException refused =
            assertThrows(NativeCallException.class, () -> CurrentThread.bind(cpus));
        assertEquals(Errno.EINVAL, refused.errno().orElseThrow());
        assertTrue(refused.getMessage().startsWith("sched_setaffinity(CPUs " + cpus + ") failed: EINVAL (22)"),
            refused.getMessage());
        assertTrue(refused.advice().contains("online are " + PseudoFile.value(
            Path.of("/sys/devices/system/cpu/online")).orElseThrow()), refused.advice());
    }

    private static CpuList cpus(final String which)
    {
        return CpuList.parse(PseudoFile.value(Path.of("/sys/devices/system/cpu/" + which)).orElse("0"));
    }
}
