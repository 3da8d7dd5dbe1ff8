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
package io.zetatron.kernel.runtime.engine;

import com.sun.management.ThreadMXBean;
import io.zetatron.figcom.FrameFault;
import io.zetatron.figcom.MalformedFrameException;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.Tensors;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlabPools.SizeClass;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.Tensor;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class TensorPortsTest
{
    private static final int FRAMES = 10_000;
    private static final int FRAMES_PER_TURN_OF_THE_BUS = 100;
    private static final int MOST_ROUNDS = 100;
    private static final int ROUNDS_WITHOUT = 2;
    private static final int LARGE_BYTES = 4 << 20;
    private static final List<SizeClass> LARGE = List.of(new SizeClass(LARGE_BYTES, 2));
    private static final List<SizeClass> SMALL = List.of(new SizeClass(64, 4));
    private static final PortOptions WITH_TENSORS = PortOptions.NONE.withTensors();
    /** Where a reference says where its tensor begins. */
    private static final int OFFSET_IN_REF = 16;

    @TempDir
    private Path parent;

    /** Writes tensors of whole numbers, when it is told to. */
    private static final class Writer
    {
        final Tensor tensor = new Tensor();
        final long[] shape;
        Tensors tensors;
        OutputPort<ProgressEncoder> port;
        long number;

        Writer(final long elements)
        {
            shape = new long[]{elements};
        }

        SmallEngine engine(final PortOptions options)
        {
            return new SmallEngine("writer", (context) ->
            {
                tensors = context.tensors();
                port = context.output("reader", new ProgressEncoder(), options);
            });
        }

        void acquire()
        {
            assertEquals(Tensors.OK, tensors.acquire(ElementType.I64, shape, tensor));
            tensor.putLong(0, ++number);
            tensor.putLong(shape[0] - 1, number);
        }

        void claim(final OutputPort<ProgressEncoder> to)
        {
            final long code =
                to.tryClaim(ProgressEncoder.BLOCK_LENGTH, tensor, number, 0, 0, OutputPort.NO_DEADLINE);
            if (code < 0)
            {
                throw new AssertionError("refused with " + code);
            }
            to.message().rowsAdmitted(number);
        }

        void send()
        {
            acquire();
            claim(port);
            port.commit();
        }
    }

    /** Reads tensors and releases or keeps them. */
    private static final class Reader
    {
        final String id;
        final List<Tensor> kept = new ArrayList<>();
        Tensors tensors;
        boolean keeps;
        long received;
        long wrong;
        long address;

        Reader(final String id)
        {
            this.id = id;
        }

        SmallEngine engine()
        {
            return new SmallEngine(id, (context) ->
            {
                tensors = context.tensors();
                context.tensorInput("writer", new ProgressDecoder(), PortOptions.NONE, this::onMessage);
            });
        }

        private boolean onMessage(
            final FrameHeaderDecoder header, final ProgressDecoder message, final Tensor tensor)
        {
            received++;
            final long number = message.rowsAdmitted();
            if (tensor.getLong(0) != number || tensor.getLong(tensor.size(0) - 1) != number)
            {
                wrong++;
            }
            address = tensor.buffer().addressOffset();
            if (keeps)
            {
                final Tensor own = new Tensor();
                assertEquals(Tensors.OK, tensors.view(tensor.ref(), own));
                kept.add(own);
            }
            else
            {
                tensors.release(tensor);
            }
            return true;
        }
    }

    @Test
    void shouldHandALargeTensorOnByReferenceWithoutAllocating() throws IOException
    {
        final Writer writer = new Writer(LARGE_BYTES / Long.BYTES);
        final Reader reader = new Reader("reader");
        try (WiredEngines engines = new WiredEngines(parent, LARGE, writer.engine(WITH_TENSORS), reader.engine()))
        {
            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            threads.getCurrentThreadAllocatedBytes();
            int roundsWithout = 0;
            int rounds = 0;
            while (rounds < MOST_ROUNDS && roundsWithout < ROUNDS_WITHOUT)
            {
                long allocated = 0;
                for (int i = 0; i < FRAMES / FRAMES_PER_TURN_OF_THE_BUS; i++)
                {
                    engines.bus.doWork();
                    final long before = threads.getCurrentThreadAllocatedBytes();
                    for (int j = 0; j < FRAMES_PER_TURN_OF_THE_BUS; j++)
                    {
                        writer.acquire();
                        final long address = writer.tensor.buffer().addressOffset();
                        writer.claim(writer.port);
                        writer.port.commit();
                        engines.turn();
                        if (reader.address != address)
                        {
                            throw new AssertionError("the tensor has moved");
                        }
                    }
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                }
                roundsWithout = allocated == 0 ? roundsWithout + 1 : 0;
                rounds++;
            }

            assertEquals(ROUNDS_WITHOUT, roundsWithout, "rounds without an allocation, one after the other");
            assertEquals((long)rounds * FRAMES, reader.received);
            assertEquals(0, reader.wrong);
            assertEquals(0, engines.slotsInUse());
            assertEquals(List.of(), engines.errors);
        }
    }

    @Test
    void shouldCountAndPassOverAStaleAndAForgedReference() throws IOException
    {
        final Writer writer = new Writer(1);
        final Reader reader = new Reader("reader");
        try (WiredEngines engines = new WiredEngines(parent, SMALL, writer.engine(WITH_TENSORS), reader.engine()))
        {
            writer.acquire();
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
            writer.tensor.ref().copyTo(copy, 0);
            final TensorRef stale = new TensorRef().wrap(copy, 0);
            writer.claim(writer.port);
            writer.port.commit();
            // What only a reader that has gone mad would do: give up what it has not read.
            engines.tensors.space().release(stale, engines.channels.getFirst().spec().ends().targetNumber());

            writer.acquire();
            writer.claim(writer.port);
            final ProgressEncoder message = writer.port.message();
            final MutableDirectBuffer frame = message.buffer();
            final int place = message.offset() - TensorRef.LENGTH_BYTES + OFFSET_IN_REF;
            frame.putLong(place, frame.getLong(place, ByteOrder.LITTLE_ENDIAN) + 64, ByteOrder.LITTLE_ENDIAN);
            writer.port.commit();
            writer.send();
            engines.turn();

            assertEquals(1, reader.received, "the good one");
            assertEquals(0, reader.wrong);
            assertEquals(2, engines.channels.getFirst().framesMalformed());
            assertEquals(2, engines.errors.size());
            engines.errors.forEach((error) ->
                assertEquals(FrameFault.WRONG_TENSOR, ((MalformedFrameException)error).fault()));
            assertEquals(2, engines.tensors.space().refusals());
            assertEquals(1, engines.slotsInUse(), "that of the forged reference, which the reader holds unread");
            engines.host("reader").onClose();
            assertEquals(0, engines.slotsInUse());
        }
    }

    @Test
    void shouldTakeBackWhatADeadEngineHeld() throws IOException
    {
        final Writer writer = new Writer(1);
        final List<Long> handled = new ArrayList<>();
        final SmallEngine mortal = new SmallEngine("reader", (context) ->
            context.tensorInput("writer", new ProgressDecoder(), PortOptions.NONE, (header, message, tensor) ->
            {
                handled.add(tensor.getLong(0));
                if (handled.size() == 2)
                {
                    throw new IllegalStateException("dead");
                }
                return true;
            }));
        try (WiredEngines engines = new WiredEngines(parent, SMALL, writer.engine(WITH_TENSORS), mortal))
        {
            writer.send();
            writer.send();
            writer.send();
            writer.acquire();
            assertEquals("dead", assertThrows(IllegalStateException.class, engines::turn).getMessage());
            assertEquals(4, engines.slotsInUse());

            final EngineHost dead = engines.host("reader");
            dead.onClose();

            assertEquals(1, engines.slotsInUse(), "the writer's");
            assertEquals(3, dead.reclaimTensors());
            assertEquals(3, engines.tensors.pools().stream().mapToLong(SlabPool::reclaimed).sum());
            writer.claim(writer.port);
            writer.port.commit();
            assertEquals(4, dead.reclaimTensors(), "what was sent to it when it was dead");
            assertEquals(0, engines.host("writer").reclaimTensors());
        }
    }

    @Test
    void shouldAnswerWithACodeWhenAllSlotsAreHeld() throws IOException
    {
        final Writer writer = new Writer(8);
        final Reader reader = new Reader("reader");
        try (WiredEngines engines = new WiredEngines(parent, SMALL, writer.engine(WITH_TENSORS), reader.engine()))
        {
            reader.keeps = true;
            for (int i = 0; i < 4; i++)
            {
                writer.send();
            }
            engines.turn();

            assertEquals(Tensors.EXHAUSTED, writer.tensors.acquire(ElementType.U8, new long[]{1}, writer.tensor));
            assertNull(writer.tensor.elementType());
            final Tensor first = reader.kept.getFirst();
            assertEquals(1, first.getLong(7), "kept beyond the handler");
            reader.tensors.release(first);
            assertEquals(Tensors.OK, writer.tensors.acquire(ElementType.U8, new long[]{1}, writer.tensor));
            assertEquals(0, reader.wrong);
        }
    }

    @Test
    void shouldSayWhichKeyLacksASlotOfThatSize() throws IOException
    {
        final Writer writer = new Writer(9);
        try (WiredEngines engines = new WiredEngines(
            parent, SMALL, writer.engine(WITH_TENSORS), new Reader("reader").engine()))
        {
            final String message = assertThrows(IllegalArgumentException.class, writer::acquire).getMessage();

            assertTrue(message.contains("72 bytes") && message.contains("memory.tensors.slots"), message);
            assertEquals(0, engines.slotsInUse());
        }
    }

    @Test
    void shouldRefuseToUseWhatWasHandedOnOrReleased() throws IOException
    {
        final Writer writer = new Writer(1);
        final Reader reader = new Reader("reader");
        try (WiredEngines engines = new WiredEngines(parent, SMALL, writer.engine(WITH_TENSORS), reader.engine()))
        {
            writer.acquire();
            final Tensor copy = new Tensor();
            assertEquals(Tensors.OK, writer.tensors.view(writer.tensor.ref(), copy));
            writer.claim(writer.port);
            writer.port.commit();

            assertThrows(IndexOutOfBoundsException.class, () -> writer.tensor.putLong(0, 1));
            assertThrows(IllegalStateException.class, () -> writer.tensors.release(writer.tensor));
            assertThrows(IllegalStateException.class, () -> writer.tensors.release(copy));
            assertTrue(writer.tensors.view(copy.ref(), new Tensor()) < 0);
            final String message = assertThrows(IllegalStateException.class, () -> writer.port.tryClaim(
                ProgressEncoder.BLOCK_LENGTH, copy, 0, 0, 0, OutputPort.NO_DEADLINE)).getMessage();
            assertTrue(message.contains("writer does not hold it"), message);
            engines.turn();
            assertEquals(1, reader.received);
            assertEquals(0, engines.slotsInUse());
        }
    }

    @Test
    void shouldLetSeveralEnginesHoldOneTensor() throws IOException
    {
        final Writer writer = new Writer(1);
        final Reader first = new Reader("first");
        final Reader second = new Reader("second");
        final List<OutputPort<ProgressEncoder>> ports = new ArrayList<>();
        final SmallEngine sender = new SmallEngine("writer", (context) ->
        {
            writer.tensors = context.tensors();
            ports.add(output(context, "first"));
            ports.add(output(context, "second"));
        });
        try (WiredEngines engines = new WiredEngines(parent, SMALL, sender, first.engine(), second.engine()))
        {
            writer.acquire();
            writer.claim(ports.getFirst());
            ports.getFirst().commitAndKeep();
            writer.claim(ports.getFirst());
            final String message =
                assertThrows(IllegalStateException.class, () -> ports.getFirst().commitAndKeep()).getMessage();
            assertTrue(message.contains("holds the slot already"), message);
            first.keeps = true;
            engines.turn();
            writer.claim(ports.getLast());
            ports.getLast().commit();
            engines.turn();

            assertEquals(1, first.received);
            assertEquals(1, second.received);
            assertEquals(1, engines.slotsInUse(), "the first holds it still");
            first.tensors.release(first.kept.getFirst());
            assertEquals(0, engines.slotsInUse());
        }
    }

    private static OutputPort<ProgressEncoder> output(final BlockContext context, final String target)
    {
        return context.output(target, new ProgressEncoder(), WITH_TENSORS);
    }
}
