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
package io.zetatron.kernel.runtime.observe;

import io.zetatron.figcom.Bus;
import io.zetatron.figcom.BusFolder;
import io.zetatron.figcom.LogSizing;
import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.KernelLayout;
import io.zetatron.figcom.counters.Metric;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.counters.KernelCounters;
import io.zetatron.kernel.runtime.observe.ObservedKernel.Life;
import org.agrona.CloseHelper;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class ObservedKernelTest
{
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final long SHORT_MS = 100;

    @TempDir
    private Path parent;
    private Path path;
    private BusFolder folder;
    private Bus bus;

    @BeforeEach
    void launch() throws IOException
    {
        path = parent.resolve("zetatron-me-" + OWN_PID);
        folder = BusFolder.claim(path);
        bus = Bus.launch(folder, LogSizing.MIN_TERM_LENGTH_BYTES, (error) -> { });
    }

    @AfterEach
    void close()
    {
        CloseHelper.closeAll(bus, folder);
        assertFalse(Files.exists(path));
    }

    @Test
    void shouldReadWhatAKernelCounts()
    {
        final KernelCounters kernel = new KernelCounters(bus, "1.2.3");
        kernel.source("m.csv", 4);
        bus.counter(CounterKey.of(Metric.ROWS_IN)).set(7);
        bus.counter(CounterKey.of(Metric.LOOP_CPU, "loop-0")).set(3);
        bus.counter(CounterKey.of(Metric.LOOP_BUSY_NS, "loop-0", "atlas")).set(1000);
        bus.counter(CounterKey.of(Metric.LOOP_BUSY_NS, "loop-0", "david")).set(500);
        bus.counter(CounterKey.of(Metric.LOOP_CYCLES, "loop-0")).set(99);
        bus.counter(CounterKey.of(Metric.LOOP_GAP_NS, "loop-0")).set(20);
        bus.counter(CounterKey.of(Metric.LOOP_LONGEST_GAP_NS, "loop-0")).set(30);
        channel("atlas", "david", 1, 10, 8);
        channel("david", "atlas", 2, 5, 5);
        channel("host", "atlas", 3, 2, 1);
        kernel.engine("atlas", "Core Engine", "loop-0");
        kernel.running();

        try (ObservedKernel observed = ObservedKernel.attach(KernelFinder.inFolder(path), SHORT_MS))
        {
            final KernelSnapshot snapshot = observed.snapshot();
            assertEquals(OWN_PID, snapshot.kernel().pid());
            assertEquals("1.2.3", snapshot.version());
            assertEquals("m.csv", snapshot.source());
            assertEquals(new KernelSnapshot.Rows(7, -1, -1, -1, 4), snapshot.rows());
            assertEquals(List.of(new KernelSnapshot.Engine("atlas", "Core Engine", "loop-0", 3, 1000, 6, 10)),
                snapshot.engines());
            assertEquals(List.of(new KernelSnapshot.Loop("loop-0", 3, 99, -1, 30, -1, -1, 1500)), snapshot.loops());
            assertEquals(2, snapshot.channels().getFirst().backlog());
            assertEquals(Life.RUNNING, observed.life());
        }
    }

    @Test
    void shouldTellAKernelThatHasEndedFromOneThatHasDied() throws IOException
    {
        final KernelCounters kernel = new KernelCounters(bus, "1");
        kernel.running();
        try (ObservedKernel one = ObservedKernel.attach(KernelFinder.inFolder(path), SHORT_MS))
        {
            bus.close();
            assertEquals(Life.DIED, one.life());
        }
        bus = Bus.launch(folder, LogSizing.MIN_TERM_LENGTH_BYTES, (error) -> { });
        final KernelCounters other = new KernelCounters(bus, "1");
        other.running();
        try (ObservedKernel one = ObservedKernel.attach(KernelFinder.inFolder(path), SHORT_MS))
        {
            other.ending();
            assertEquals(Life.RUNNING, one.life());
            assertTrue(one.snapshot().isEnding());
            close();
            assertEquals(Life.ENDED, one.life());
            assertTrue(one.snapshot().isEnding());
        }
    }

    @Test
    void shouldSayThatAKernelIsStillBooting()
    {
        final KernelCounters kernel = new KernelCounters(bus, "1");
        final String message = refusal();

        assertTrue(message.contains("it is still booting"), message);
        kernel.running();
        ObservedKernel.attach(KernelFinder.inFolder(path), SHORT_MS).close();
    }

    @Test
    void shouldWaitForAKernelThatBoots()
    {
        final KernelCounters kernel = new KernelCounters(bus, "1");
        final Thread boot = Thread.ofPlatform().start(() ->
        {
            try
            {
                Thread.sleep(SHORT_MS);
            }
            catch (final InterruptedException ex)
            {
                return;
            }
            kernel.running();
        });

        ObservedKernel.attach(KernelFinder.inFolder(path), ObservedKernel.BOOT_TIMEOUT_MS).close();

        assertFalse(boot.isInterrupted());
    }

    @Test
    void shouldRefuseAKernelOfAnotherVersion()
    {
        final AtomicCounter state =
            bus.counter(CounterKey.of(Metric.KERNEL_STATE).number(KernelLayout.VERSION + 1));
        bus.text(CounterKey.of(Metric.KERNEL_VERSION), "9.9");
        state.set(KernelLayout.RUNNING);

        final String message = refusal();

        assertTrue(message.contains("another version"), message);
        assertTrue(message.contains("layout " + (KernelLayout.VERSION + 1)) && message.contains("9.9"), message);
    }

    @Test
    void shouldRefuseAKernelThatSaysNothingOfItsLayout()
    {
        assertTrue(refusal().contains("do not say their layout"), refusal());
    }

    @Test
    void shouldSayThatCountersAreNotThereYet()
    {
        bus.close();

        assertTrue(refusal().contains("does not show its counters"), refusal());
    }

    @Test
    void shouldFindAKernelByItsFolderAndListSeveral() throws IOException
    {
        final KernelFinder finder = finder();
        assertEquals(path, finder.only().folder());
        assertEquals(path, finder.ofProcess(OWN_PID).folder());
        assertEquals("process 1 runs no kernel of me; running are: " + OWN_PID + " (for 0 s, " + path + ")",
            assertThrows(KernelException.class, () -> finder.ofProcess(1)).getMessage().replaceAll("for \\d s",
                "for 0 s"));
        final Path second = parent.resolve("zetatron-me-2");
        try (BusFolder other = BusFolder.claim(second))
        {
            final String message = assertThrows(KernelException.class, finder::only).getMessage();
            assertTrue(message.startsWith("2 kernels are running; choose one with --pid or --folder: "), message);
            assertTrue(message.contains(path.toString()) && message.contains(other.path().toString()), message);
        }
        assertEquals(path, finder.only().folder());
    }

    @Test
    void shouldFindAKernelInAConfiguredFolder() throws IOException
    {
        final KernelFinder finder = new KernelFinder(List.of(), "me", Optional.of(path));

        assertEquals(path, finder.only().folder());
        assertEquals(List.of(), new KernelFinder(List.of(), "me", Optional.empty()).running());
    }

    @Test
    void shouldNotTakeAnotherUsersFolderForThisOnes() throws IOException
    {
        Files.createDirectory(parent.resolve("zetatron-me-too-5"));
        Files.createDirectory(parent.resolve("zetatron-you-6"));
        Files.createFile(parent.resolve("zetatron-me-7"));

        assertEquals(1, finder().running().size());
    }

    @Test
    void shouldSayWhatToDoWhenNoneIsRunning() throws IOException
    {
        close();
        final KernelFinder finder = finder();
        assertEquals("no kernel of me is running; start one with: zetatron run, or name its folder with --folder",
            assertThrows(KernelException.class, finder::only).getMessage());
        final Path left = Files.createDirectory(parent.resolve("zetatron-me-9"));
        Files.createFile(left.resolve("kernel.lock"));

        final String message = assertThrows(KernelException.class, finder::only).getMessage();

        assertTrue(message.contains("A killed one has left " + left), message);
        assertTrue(assertThrows(KernelException.class, () -> KernelFinder.inFolder(left)).getMessage()
            .startsWith("no kernel lives in " + left), "stale");
        assertTrue(assertThrows(KernelException.class, () -> KernelFinder.inFolder(parent.resolve("x"))).getMessage()
            .contains("there is no such folder"), "missing");
        assertEquals("process 9 runs no kernel of me; none is running",
            assertThrows(KernelException.class, () -> finder.ofProcess(9)).getMessage());
    }

    private KernelFinder finder()
    {
        return new KernelFinder(List.of(parent, parent.resolve("none")), "me", Optional.empty());
    }

    private String refusal()
    {
        return assertThrows(KernelException.class,
            () -> ObservedKernel.attach(KernelFinder.inFolder(path), SHORT_MS)).getMessage();
    }

    private void channel(
        final String source, final String target, final int streamId, final long sent, final long received)
    {
        bus.counter(CounterKey.of(Metric.CHANNEL_SENT, source, target).number(streamId)).set(sent);
        bus.counter(CounterKey.of(Metric.CHANNEL_RECEIVED, source, target).number(streamId)).set(received);
        bus.counter(CounterKey.of(Metric.CHANNEL_REFUSED, source, target).number(streamId));
        bus.counter(CounterKey.of(Metric.CHANNEL_MALFORMED, source, target).number(streamId));
    }
}
