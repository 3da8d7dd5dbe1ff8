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
package io.zetatron.figcom;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(20)
class TensorFrameTest
{
    private static final ChannelSpec SPEC = TestBus.CHANNEL.withTensors();
    private static final int WRITER = TestBus.ENDS.sourceNumber();
    private static final int READER = TestBus.ENDS.targetNumber();
    private static final int FRAME_LENGTH =
        FrameHeaderEncoder.ENCODED_LENGTH + TensorRef.LENGTH_BYTES + ProgressEncoder.BLOCK_LENGTH;

    @TempDir
    private Path parent;
    private final TensorMemory memory = new TensorMemory();
    private final ProgressEncoder message = new ProgressEncoder();
    private FrameHandler handling = (header, buffer, offset, length) -> true;
    private TestBus test;

    @BeforeEach
    void open() throws IOException
    {
        test = bus(SPEC);
    }

    @AfterEach
    void close() throws IOException
    {
        test.close();
        memory.close();
    }

    @Test
    void shouldHandTheTensorOnWithTheCommitAndNotBefore()
    {
        final TensorRef tensor = memory.acquire(40, WRITER);
        final long handle = tensor.handle();
        assertTrue(claim(tensor) > 0);
        assertTrue(memory.isHeldBy(handle, WRITER));
        assertFalse(memory.isHeldBy(handle, READER));

        test.writer.commit();

        assertFalse(memory.isHeldBy(handle, WRITER));
        assertTrue(memory.isHeldBy(handle, READER));
        final ProgressDecoder decoder = new ProgressDecoder();
        assertEquals(1, test.drain((header, buffer, offset, length) ->
        {
            decoder.wrap(buffer, offset, header.blockLength(), header.version());
            assertEquals(PayloadType.TENSOR, header.payloadType());
            assertEquals(ProgressEncoder.BLOCK_LENGTH, length);
            assertEquals(7, decoder.rowsAdmitted());
            assertEquals(handle, test.reader.tensor().handle());
            assertEquals(40, test.reader.tensor().elements());
            return memory.pools.release(test.reader.tensor().handle(), READER);
        }));
        assertEquals(0, memory.pools.sum(SlabPool::inUse));
        assertEquals(List.of(), test.errors);
    }

    @Test
    void shouldSayThatThereIsNoTensorWhenAFrameHasNone()
    {
        send(memory.acquire(8, WRITER));
        test.send(1);
        final List<Boolean> tensors = new ArrayList<>();

        test.drain((header, buffer, offset, length) -> tensors.add(test.reader.tensor() != null));

        assertEquals(List.of(true, false), tensors);
        assertNull(test.reader.tensor());
    }

    @Test
    void shouldTakeTheSameRoomWhateverTheTensorsSize()
    {
        final long first = send(memory.acquire(TensorMemory.SHORT_BYTES, WRITER));
        final long second = send(memory.acquire(TensorMemory.SHORT_BYTES, WRITER));
        final long third = send(memory.acquire(TensorMemory.LONG_BYTES, WRITER));

        assertEquals(second - first, third - second);
        final List<Long> lengths = new ArrayList<>();
        test.drain((header, buffer, offset, length) -> lengths.add(test.reader.tensor().lengthBytes()));
        assertEquals(List.of(64L, 64L, 4L << 20), lengths);
    }

    @Test
    void shouldLeaveTheTensorWithTheWriterWhenTheFrameIsAborted()
    {
        final TensorRef tensor = memory.acquire(40, WRITER);
        claim(tensor);

        test.writer.abort();

        assertTrue(memory.isHeldBy(tensor.handle(), WRITER));
        test.send(1);
        assertEquals(1, test.drain(test.numbers((number) -> { })));
        assertTrue(memory.isHeldBy(tensor.handle(), WRITER));
    }

    static Stream<BackPressure> policies()
    {
        return Stream.of(BackPressure.refuse(), BackPressure.shed(), BackPressure.await(100_000));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void shouldLeaveTheTensorWithTheWriterWhenThereIsNoRoom(final BackPressure policy, @TempDir final Path other)
        throws IOException
    {
        try (TestBus full = new TestBus(other, TestBus.MIN_TERM_LENGTH, SPEC.withBackPressure(policy), memory,
            TaskPublication.idleStrategy()))
        {
            while (full.send(1) > 0)
            {
                assertTrue(full.writer.isConnected());
            }
            final TensorRef tensor = memory.acquire(40, WRITER);

            final long code = full.writer.tryClaim(message, ProgressEncoder.BLOCK_LENGTH, tensor, 0, 0, 0,
                TaskPublication.NO_DEADLINE);

            assertTrue(code < 0);
            assertTrue(memory.isHeldBy(tensor.handle(), WRITER));
            assertTrue(memory.pools.release(tensor.handle(), WRITER));
        }
    }

    @Test
    void shouldHandTheSameTensorOverAgainWhenTheHandlerRefusesIt()
    {
        final long handle = sendOne();
        final List<Long> handles = new ArrayList<>();

        test.drain((header, buffer, offset, length) -> !handles.add(test.reader.tensor().handle()));
        test.drain((header, buffer, offset, length) -> handles.add(test.reader.tensor().handle()));

        assertTrue(handles.size() > 1);
        assertEquals(List.of(handle), handles.stream().distinct().toList());
        assertTrue(memory.isHeldBy(handle, READER));
    }

    @Test
    void shouldRefuseTheWritersReferenceWithACodeWhenTheWriterDoesNotHoldIt()
    {
        assertEquals(TaskPublication.TENSOR_REFUSED, claim(memory.acquire(40, READER)));
        final TensorRef released = memory.acquire(40, WRITER);
        memory.pools.release(released.handle(), WRITER);
        assertEquals(TaskPublication.TENSOR_REFUSED, claim(released));

        assertTrue(test.send(1) > 0);
    }

    @Test
    void shouldGiveTheFrameUpWhenTheTensorIsGoneAtTheCommit()
    {
        final TensorRef tensor = memory.acquire(40, WRITER);
        claim(tensor);
        memory.pools.release(tensor.handle(), WRITER);

        final IllegalStateException error = assertThrows(IllegalStateException.class, test.writer::commit);

        assertTrue(error.getMessage().startsWith("atlas->spector: the frame was given up"), error.getMessage());
        final List<Long> received = new ArrayList<>();
        test.send(3);
        test.drain(test.numbers(received::add));
        assertEquals(List.of(3L), received);
        assertEquals(List.of(), test.errors);
    }

    static Stream<Arguments> forgeries()
    {
        return Stream.of(
            forgery("not held", (ref) -> ref.dense(TensorMemory.DOMAIN, ref.handle() + (1L << 32), ref.offsetBytes(),
                ElementType.U8, 40)),
            forgery("not held", (ref) -> ref.dense(TensorMemory.DOMAIN, 0x7FFF_FFFF_FFFF_FFFFL, ref.offsetBytes(),
                ElementType.U8, 40)),
            forgery("outside", (ref) -> ref.dense(TensorMemory.DOMAIN + 1, ref.handle(), ref.offsetBytes(),
                ElementType.U8, 40)),
            forgery("outside", (ref) -> ref.dense(TensorMemory.DOMAIN, ref.handle(), ref.offsetBytes(),
                ElementType.U8, 65)),
            forgery("outside", (ref) -> ref.dense(TensorMemory.DOMAIN, ref.handle(), 0, ElementType.U8, 40)),
            forgery("not whole", (ref) -> ref.dense(TensorMemory.DOMAIN, ref.handle(), ref.offsetBytes() + 1,
                ElementType.F32, 2)));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void shouldPassOverCountAndReportAFrameWhenItsTensorIsForged(
        final String reason, final Consumer<TensorRef> forgery) throws IOException
    {
        final TensorRef tensor = memory.acquire(40, READER);
        forgery.accept(tensor);

        forge(tensor, FRAME_LENGTH);

        assertEquals(0, test.reader.framesReceived());
        assertEquals(1, test.reader.framesMalformed());
        final MalformedFrameException error =
            assertInstanceOf(MalformedFrameException.class, test.errors.getFirst());
        assertEquals(FrameFault.WRONG_TENSOR, error.fault());
        assertTrue(error.getMessage().startsWith("atlas->spector: a frame is one whose tensor is refused (" + reason),
            error.getMessage());
    }

    @Test
    void shouldRefuseATensorThatWasReleasedBeforeTheFrameWasReadAndGoOn()
    {
        final long handle = sendOne();
        memory.pools.release(handle, READER);
        test.send(9);
        final List<Long> received = new ArrayList<>();

        test.drain(test.numbers(received::add));

        assertEquals(List.of(9L), received);
        assertEquals(1, test.reader.framesMalformed());
        assertEquals(2, test.reader.position(0));
    }

    @Test
    void shouldRefuseAForgedTensorWhileAFrameWaitsForItsHandler() throws IOException
    {
        sendOne();
        test.drain((header, buffer, offset, length) -> false);
        final TensorRef tensor = memory.acquire(40, WRITER);
        final List<Long> handles = new ArrayList<>();
        handling = (header, buffer, offset, length) -> !handles.add(test.reader.tensor().handle());

        forge(tensor, FRAME_LENGTH);

        assertFalse(handles.contains(tensor.handle()));
        assertEquals(FrameFault.WRONG_TENSOR,
            assertInstanceOf(MalformedFrameException.class, test.errors.getFirst()).fault());
    }

    @Test
    void shouldRefuseAFrameThatEndsInItsReference() throws IOException
    {
        forge(memory.acquire(40, READER), FRAME_LENGTH - 1);

        assertEquals(FrameFault.TRUNCATED,
            assertInstanceOf(MalformedFrameException.class, test.errors.getFirst()).fault());
    }

    @Test
    void shouldNameTheChannelWhenItCarriesNoTensors(@TempDir final Path other) throws IOException
    {
        try (TestBus without = new TestBus(other, TestBus.MIN_TERM_LENGTH))
        {
            final TensorRef tensor = memory.acquire(40, WRITER);

            assertThrows(IllegalArgumentException.class, () -> without.writer.tryClaim(
                message, ProgressEncoder.BLOCK_LENGTH, tensor, 0, 0, 0, TaskPublication.NO_DEADLINE));
        }
    }

    @Test
    void shouldNotOpenAChannelOfTensorsWithoutTheirMemory()
    {
        final ChannelSpec spec = ChannelSpec.of(
            new ChannelDescriptor("atlas", 1, "david", 3), TestBus.SCHEMAS, TestBus.SCHEMAS).withTensors();
        test.bus.declare(spec);

        assertThrows(IllegalArgumentException.class, () -> test.bus.subscription(spec, test.hops));
        assertThrows(IllegalArgumentException.class, () -> test.bus.publication(spec));
    }

    /** What another client of the driver writes into the channel's stream. */
    private void forge(final TensorRef tensor, final int length) throws IOException
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_LENGTH]);
        new FrameHeaderEncoder().wrap(frame, 0)
            .blockLength(ProgressEncoder.BLOCK_LENGTH)
            .templateId(ProgressEncoder.TEMPLATE_ID)
            .schemaId(ProgressEncoder.SCHEMA_ID)
            .version(ProgressEncoder.SCHEMA_VERSION)
            .source((short)WRITER)
            .target((short)READER)
            .frameType(FrameType.TASK)
            .payloadType(PayloadType.TENSOR);
        tensor.copyTo(frame, FrameHeaderEncoder.ENCODED_LENGTH);
        final AgentInvoker invoker = new AgentInvoker(test.errors::add, null, test.bus);
        invoker.start();
        try (Aeron stranger = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(test.folder.driverFolder().toString())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(invoker)))
        {
            final ExclusivePublication publication =
                stranger.addExclusivePublication(CommonContext.IPC_CHANNEL, TestBus.ENDS.streamId(0));
            while (!publication.isConnected())
            {
                test.bus.doWork();
            }
            assertTrue(publication.offer(frame, 0, length) > 0);
            assertTrue(test.drain(handling) > 0);
        }
    }

    private TestBus bus(final ChannelSpec spec) throws IOException
    {
        return new TestBus(parent, TestBus.MIN_TERM_LENGTH, spec, memory, TaskPublication.idleStrategy());
    }

    private long claim(final TensorRef tensor)
    {
        final long position = test.writer.tryClaim(
            message, ProgressEncoder.BLOCK_LENGTH, tensor, 0, 0, 0, TaskPublication.NO_DEADLINE);
        if (position > 0)
        {
            message.rowsAdmitted(7);
        }
        return position;
    }

    private long send(final TensorRef tensor)
    {
        final long position = claim(tensor);
        test.writer.commit();
        return position;
    }

    private long sendOne()
    {
        final TensorRef tensor = memory.acquire(40, WRITER);
        final long handle = tensor.handle();
        send(tensor);
        return handle;
    }

    private static Arguments forgery(final String reason, final Consumer<TensorRef> forgery)
    {
        return Arguments.of(reason, forgery);
    }
}
