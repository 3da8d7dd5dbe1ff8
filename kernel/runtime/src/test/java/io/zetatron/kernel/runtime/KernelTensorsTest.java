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
package io.zetatron.kernel.runtime;

import io.zetatron.figcom.codec.AlarmEncoder;
import io.zetatron.figcom.codec.CreditEncoder;
import io.zetatron.figcom.codec.CreditReason;
import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.IncidentEncoder;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.figcom.codec.ResultEncoder;
import io.zetatron.figcom.codec.SampleDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.Tensors;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.engine.SmallEngine;
import io.zetatron.kernel.runtime.observe.KernelFinder;
import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.ObservedKernel;
import io.zetatron.kernel.runtime.sink.ResultWriter;
import io.zetatron.kernel.runtime.source.SampleRow;
import io.zetatron.kernel.runtime.source.SampleSource;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A kernel of two engines: {@code atlas} sends three tensors to {@code david} and keeps a fourth; {@code david}
 * releases one.
 */
@Timeout(60)
class KernelTensorsTest
{
    private static final int TENSORS = 3;
    private static final int LONGEST_BODY = 1024;
    private static final long WAIT_MS = 20_000;
    private static final long LOOK_MS = 10;

    @TempDir
    private Path parent;

    /** Sends tensors from its first duty cycle on, and the end of the stream when david has had them all. */
    private static final class Sender
    {
        private final PortOptions options;
        private final Tensor tensor = new Tensor();
        private final long[] shape = {8};
        private Tensors tensors;
        private OutputPort<ProgressEncoder> port;
        private OutputPort<StreamEndedEncoder> end;
        private int sent;
        private boolean isDone;

        Sender(final PortOptions options)
        {
            this.options = options;
        }

        SmallEngine engine()
        {
            return new SmallEngine("atlas", this::open, this::work);
        }

        private void open(final BlockContext context)
        {
            tensors = context.tensors();
            port = context.output("david", new ProgressEncoder(), options);
            context.output(BlockContext.HOST, new ResultEncoder());
            context.output(BlockContext.HOST, new IncidentEncoder());
            context.output(BlockContext.HOST, new ExplanationEncoder());
            context.output(BlockContext.HOST, new AlarmEncoder());
            end = context.output(BlockContext.HOST, new StreamEndedEncoder());
            context.input(BlockContext.HOST, new StreamOpenedDecoder(), (header, message) -> true);
            context.input(BlockContext.HOST, new SampleDecoder(), (header, message) -> true);
            context.input(BlockContext.HOST, new StreamEndedDecoder(), this::onEnded);
            context.input("david", new ProgressDecoder(), (header, message) -> isDone = true);
        }

        private int work()
        {
            if (sent > TENSORS)
            {
                return 0;
            }
            if (options.carriesTensors())
            {
                assertEquals(Tensors.OK, tensors.acquire(ElementType.I64, shape, tensor));
            }
            if (++sent > TENSORS)
            {
                return 1;
            }
            final long code = options.carriesTensors() ?
                port.tryClaim(ProgressEncoder.BLOCK_LENGTH, tensor, sent, 0, 0, OutputPort.NO_DEADLINE) :
                port.tryClaim(ProgressEncoder.BLOCK_LENGTH, sent, 0);
            assertTrue(code > 0, "code " + code);
            port.commit();
            return 1;
        }

        private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
        {
            if (!isDone || sent <= TENSORS || end.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, 0, 0) < 0)
            {
                return false;
            }
            end.message().rows(message.rows()).reason(message.reason());
            end.commit();
            return true;
        }
    }

    /** Releases the first tensor, holds the others, and says so after the last. */
    private static final class Receiver
    {
        private final boolean takesTensors;
        private final boolean isMortal;
        private Tensors tensors;
        private OutputPort<ProgressEncoder> done;
        private OutputPort<CreditEncoder> credit;
        private boolean hasGivenCredit;

        Receiver(final boolean takesTensors, final boolean isMortal)
        {
            this.takesTensors = takesTensors;
            this.isMortal = isMortal;
        }

        SmallEngine engine()
        {
            return new SmallEngine("david", this::open, this::work);
        }

        private void open(final BlockContext context)
        {
            tensors = context.tensors();
            done = context.output("atlas", new ProgressEncoder());
            credit = context.output(BlockContext.HOST, new CreditEncoder());
            if (takesTensors)
            {
                context.tensorInput("atlas", new ProgressDecoder(), PortOptions.NONE, this::onTensor);
            }
            else
            {
                context.input("atlas", new ProgressDecoder(), (header, message) -> isConfirmed(header));
            }
        }

        private int work()
        {
            if (hasGivenCredit || credit.tryClaim(CreditEncoder.BLOCK_LENGTH, 0, 0) < 0)
            {
                return 0;
            }
            credit.message().limitRow(1).windowRows(1).reason(CreditReason.STEADY);
            credit.commit();
            hasGivenCredit = true;
            return 1;
        }

        private boolean onTensor(final FrameHeaderDecoder header, final ProgressDecoder message, final Tensor tensor)
        {
            if (isMortal && header.correlation() == TENSORS)
            {
                throw new KernelException("david is dead");
            }
            if (!isConfirmed(header))
            {
                return false;
            }
            if (header.correlation() == 1)
            {
                tensors.release(tensor);
            }
            return true;
        }

        private boolean isConfirmed(final FrameHeaderDecoder header)
        {
            if (header.correlation() < TENSORS)
            {
                return true;
            }
            if (done.tryClaim(ProgressEncoder.BLOCK_LENGTH, 0, 0) < 0)
            {
                return false;
            }
            done.commit();
            return true;
        }
    }

    private Kernel boot(final PortOptions options, final String slots, final boolean isMortal)
    {
        final List<SmallEngine> engines = List.of(
            new Sender(options).engine(), new Receiver(options.carriesTensors(), isMortal).engine());
        final Configuration configuration = Configuration.load(
            KernelProperties.with(engines), Optional.empty(), new Properties(), Map.of(
                KernelProperties.BUS_FOLDER, parent.resolve("bus").toString(),
                KernelProperties.SCHEDULER_IDLE, "park",
                KernelProperties.MEMORY_TENSORS_SLOTS, slots));
        return Kernel.boot(new KernelContext(configuration, List.copyOf(engines), LONGEST_BODY,
            (gauges) -> new NoRows(), 0, (columns) -> ResultWriter.NONE), BootLog.sinceProcessStart(), (kernel) -> { });
    }

    @Test
    void shouldSayWhichEngineHeldTensorsAtTheEnd() throws InterruptedException
    {
        try (Kernel kernel = boot(PortOptions.NONE.withTensors(), "64:8,4KiB:2", false))
        {
            assertTrue(kernel.awaitEnd(WAIT_MS));
            final RunReport report = kernel.finish();

            assertTrue(report.isComplete());
            final List<String> held = report.notes().stream().filter((note) -> note.contains(" held ")).toList();
            assertEquals(2, held.size(), held.toString());
            assertTrue(held.getFirst().startsWith("atlas held 1 tensor at the end"), held.getFirst());
            assertTrue(held.getLast().startsWith("david held 2 tensors at the end"), held.getLast());
            assertTrue(report.memoryBytes().get("tensors") > 8 * 64 + 2 * 4096, report.memoryBytes().toString());
        }
    }

    @Test
    void shouldTakeBackWhatAnEngineHeldWhoseBlockThrew() throws InterruptedException
    {
        try (Kernel kernel = boot(PortOptions.NONE.withTensors(), "64:8,4KiB:2", true))
        {
            assertTrue(kernel.awaitEnd(WAIT_MS));
            try (ObservedKernel observed = ObservedKernel.attach(KernelFinder.inFolder(parent.resolve("bus")), WAIT_MS))
            {
                final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
                KernelSnapshot.Pool pool = pool(observed);
                while (pool.reclaimed() < 2 && System.nanoTime() < endNs)
                {
                    Thread.sleep(LOOK_MS);
                    pool = pool(observed);
                }

                assertEquals("tensors", pool.owner());
                assertEquals("64", pool.name());
                assertEquals(8, pool.slots());
                assertTrue(pool.reclaimed() >= 2, pool.toString());
                assertTrue(pool.highWater() >= 2, pool.toString());
            }
            assertEquals("david is dead", assertThrows(KernelException.class, kernel::finish).getMessage());
        }
    }

    private static KernelSnapshot.Pool pool(final ObservedKernel observed)
    {
        final List<KernelSnapshot.Pool> pools = observed.snapshot().pools();
        assertEquals(List.of("64", "4KiB"), pools.stream().map(KernelSnapshot.Pool::name).toList());
        return pools.getFirst();
    }

    @Test
    void shouldMapNothingIfNoPortCarriesTensors() throws InterruptedException
    {
        try (Kernel kernel = boot(PortOptions.NONE, "64:8", false))
        {
            assertTrue(kernel.awaitEnd(WAIT_MS));
            final RunReport report = kernel.finish();

            assertFalse(report.memoryBytes().containsKey("tensors"), report.memoryBytes().toString());
            assertTrue(report.notes().stream().noneMatch((note) -> note.contains(" held ")));
        }
    }

    @Test
    void shouldNotBootWithAPortWithTensorsAndNoSlots()
    {
        final String message = assertThrows(
            KernelException.class, () -> boot(PortOptions.NONE.withTensors(), "none", false).close()).getMessage();

        assertEquals("atlas sends tensors to david, but memory.tensors.slots is none: give it slots, such as 4KiB:256",
            message);
    }

    /** A source that ends at once. */
    private static final class NoRows implements SampleSource
    {
        @Override
        public String title()
        {
            return "nothing";
        }

        @Override
        public List<String> columns()
        {
            return List.of("a");
        }

        @Override
        public boolean isEndless()
        {
            return false;
        }

        @Override
        public int next(final SampleRow row)
        {
            return END;
        }

        @Override
        public List<String> remarks()
        {
            return List.of();
        }

        @Override
        public void close()
        {
        }
    }
}
