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
import io.zetatron.figcom.codec.ProgressEncoder;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What another client of the same driver writes into a channel's stream.
 */
@Timeout(20)
class MalformedFrameTest
{
    private static final int FRAME_LENGTH = FrameHeaderEncoder.ENCODED_LENGTH + ProgressEncoder.BLOCK_LENGTH;

    @TempDir
    private Path parent;
    private TestBus test;
    private Aeron stranger;
    private ExclusivePublication strangersEnd;

    @BeforeEach
    void open() throws IOException
    {
        test = new TestBus(parent, TestBus.MIN_TERM_LENGTH);
        final AgentInvoker invoker = new AgentInvoker(test.errors::add, null, test.bus);
        invoker.start();
        stranger = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(test.folder.driverFolder().toString())
            .useConductorAgentInvoker(true)
            .driverAgentInvoker(invoker));
        strangersEnd = stranger.addExclusivePublication(CommonContext.IPC_CHANNEL, TestBus.ENDS.streamId(0));
        while (!strangersEnd.isConnected())
        {
            test.bus.doWork();
        }
    }

    @AfterEach
    void close() throws IOException
    {
        stranger.close();
        test.close();
    }

    static Stream<Arguments> malformations()
    {
        return Stream.of(
            malformation(FrameFault.SHORTER_THAN_HEADER, FrameHeaderEncoder.ENCODED_LENGTH - 1, (header) -> { }),
            malformation(FrameFault.OTHER_SCHEMA, FRAME_LENGTH, (header) -> header.schemaId(1)),
            malformation(FrameFault.NEWER_VERSION, FRAME_LENGTH, (header) -> header.version(2)),
            malformation(FrameFault.TRUNCATED, FRAME_LENGTH - 1, (header) -> { }),
            malformation(FrameFault.OTHER_CHANNEL, FRAME_LENGTH, (header) -> header.source((short)3)),
            malformation(FrameFault.OTHER_CHANNEL, FRAME_LENGTH, (header) -> header.target((short)1)),
            malformation(FrameFault.OTHER_LANE, FRAME_LENGTH, (header) -> header.priority((short)1)),
            malformation(FrameFault.OTHER_PAYLOAD, FRAME_LENGTH, (header) -> header.frameType(FrameType.CONTROL)),
            malformation(FrameFault.OTHER_PAYLOAD, FRAME_LENGTH,
                (header) -> header.payloadType(PayloadType.NULL_VAL)),
            malformation(FrameFault.OUT_OF_SEQUENCE, FRAME_LENGTH, (header) -> header.sequence(0)),
            malformation(FrameFault.OUT_OF_SEQUENCE, FRAME_LENGTH, (header) -> header.sequence(2)));
    }

    @ParameterizedTest
    @MethodSource("malformations")
    void shouldPassOverReportAndCountAFrameWhenItIsMalformed(
        final FrameFault fault, final int length, final Consumer<FrameHeaderEncoder> malformation)
    {
        final List<Long> received = new ArrayList<>();
        test.send(1);
        test.drain(test.numbers(received::add));

        write(length, malformation);
        test.drain(test.numbers(received::add));
        test.send(2);
        test.drain(test.numbers(received::add));

        assertEquals(List.of(1L, 2L), received);
        assertEquals(1, test.reader.framesMalformed());
        assertEquals(2, test.reader.framesReceived());
        assertEquals(1, test.errors.size());
        final MalformedFrameException error =
            assertInstanceOf(MalformedFrameException.class, test.errors.getFirst());
        assertTrue(error.getMessage().contains("atlas->spector: a frame is " + fault.text()), error.getMessage());
        assertEquals(fault, error.fault());
        assertTrue(fault.code() < 0);
    }

    private void write(final int length, final Consumer<FrameHeaderEncoder> malformation)
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_LENGTH]);
        final FrameHeaderEncoder header = new FrameHeaderEncoder().wrap(frame, 0)
            .blockLength(ProgressEncoder.BLOCK_LENGTH)
            .templateId(ProgressEncoder.TEMPLATE_ID)
            .schemaId(ProgressEncoder.SCHEMA_ID)
            .version(ProgressEncoder.SCHEMA_VERSION)
            .source((short)TestBus.ENDS.sourceNumber())
            .target((short)TestBus.ENDS.targetNumber())
            .frameType(FrameType.TASK)
            .payloadType(PayloadType.MESSAGE)
            .sequence(1);
        malformation.accept(header);
        assertTrue(strangersEnd.offer(frame, 0, length) > 0);
    }

    private static Arguments malformation(
        final FrameFault fault, final int length, final Consumer<FrameHeaderEncoder> malformation)
    {
        return Arguments.of(fault, length, malformation);
    }
}
