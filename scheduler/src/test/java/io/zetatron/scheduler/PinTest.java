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
import io.zetatron.nativeaccess.CurrentThread;
import io.zetatron.nativeaccess.PseudoFile;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Binding threads for real, on whatever CPUs this process may use.
 */
@Timeout(20)
class PinTest
{
    private static final Path TASKS = Path.of("/proc/self/task");

    private final CpuList allowed = CurrentThread.allowedCpus();
    private final List<TestLoop> loops = new ArrayList<>();

    @AfterEach
    void closeLoops()
    {
        loops.forEach((test) -> test.loop.close());
    }

    /**
     * An agent that asks its own thread where it may run, in each cycle.
     */
    private static final class ReadingBack extends TestAgent
    {
        private final CompletableFuture<CpuList> answer = new CompletableFuture<>();

        ReadingBack()
        {
            super("reading back");
        }

        @Override
        public int doWork()
        {
            answer.complete(CurrentThread.allowedCpus());
            return 0;
        }
    }

    @Test
    void shouldReadBackExactlyItsCpuWhenAThreadIsBound() throws ExecutionException, InterruptedException
    {
        for (final int cpu : allowed.stream().toArray())
        {
            final ReadingBack agent = new ReadingBack();

            final Pin pin = start(cpu, agent);

            assertEquals(CpuList.of(cpu), agent.answer.get());
            assertEquals(new Pin(cpu, CpuList.of(cpu), ""), pin);
            assertTrue(pin.isHeld());
            assertEquals(cpu, pin.cpu());
        }
    }

    @Test
    void shouldLeaveTheThreadAsItIsWhenAnyCpuWillDo() throws ExecutionException, InterruptedException
    {
        final ReadingBack agent = new ReadingBack();

        final Pin pin = start(Pin.ANY_CPU, agent);

        assertEquals(allowed, agent.answer.get());
        assertEquals(new Pin(Pin.ANY_CPU, allowed, ""), pin);
        assertFalse(pin.isHeld());
        assertEquals(Pin.ANY_CPU, pin.cpu());
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, CpuList.MAX_CPUS - 1, CpuList.MAX_CPUS, Integer.MAX_VALUE, -7})
    void shouldRunUnboundAndSayWhyWhenTheCpuDoesNotExist(final int cpu) throws ExecutionException, InterruptedException
    {
        assumeTrue(!allowed.contains(cpu), "this machine has a CPU " + cpu);
        final ReadingBack agent = new ReadingBack();

        final Pin pin = start(cpu, agent);

        assertEquals(allowed, agent.answer.get());
        assertFalse(pin.isHeld());
        assertEquals(Pin.ANY_CPU, pin.cpu());
        assertTrue(pin.reason().startsWith("the system refused to bind the thread to CPU " + cpu), pin.reason());
        assertEquals(List.of(), loops.getFirst().errors);
    }

    @Test
    void shouldNotBindAThreadThatIsStartedAfterLoopsWereBound() throws ExecutionException, InterruptedException
    {
        start(allowed.first(), new TestAgent("bound"));
        final CompletableFuture<CpuList> child = new CompletableFuture<>();

        Thread.ofPlatform().daemon(true).start(() -> child.complete(CurrentThread.allowedCpus()));

        assertEquals(allowed, child.get());
    }

    @Test
    void shouldBindNoThreadOfTheJvmButTheLoops() throws IOException
    {
        assumeTrue(allowed.size() > 1, "this process may use one CPU only: every thread is bound to it");
        for (final int cpu : allowed.stream().limit(4).toArray())
        {
            start(cpu, new TestAgent("bound"));
        }

        final List<String> bound = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS))
        {
            for (final Path task : tasks)
            {
                if (!CpuList.parse(statusField(task, "Cpus_allowed_list", allowed.toString())).equals(allowed))
                {
                    bound.add(statusField(task, "Name", ""));
                }
            }
        }

        assertEquals(loops.stream().map((test) -> test.loop.name()).toList(), bound);
    }

    private Pin start(final int cpu, final TestAgent agent)
    {
        final TestLoop test = new TestLoop(cpu, new SleepingIdleStrategy(100_000), agent);
        loops.add(test);
        test.loop.start();
        return test.loop.awaitPin();
    }

    private static String statusField(final Path task, final String name, final String otherwise) throws IOException
    {
        try
        {
            return PseudoFile.text(task.resolve("status")).lines()
                .filter((line) -> line.startsWith(name + ":"))
                .map((line) -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse(otherwise);
        }
        catch (final NoSuchFileException ex)
        {
            // The thread has ended.
            return otherwise;
        }
    }
}
