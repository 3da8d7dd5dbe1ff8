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

import io.zetatron.figcom.BackPressure;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.codec.CreditDecoder;
import io.zetatron.figcom.codec.CreditEncoder;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.memory.pool.SlabPools.SizeClass;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class PortOptionsTest
{
    private static final List<SizeClass> SLOTS = List.of(new SizeClass(64, 1));

    @TempDir
    private Path parent;
    private final List<Long> received = new ArrayList<>();
    private OutputPort<ProgressEncoder> port;

    private WiredEngines wired(final PortOptions output, final PortOptions input) throws IOException
    {
        return new WiredEngines(parent, SLOTS,
            new SmallEngine("writer", (context) -> port = context.output("reader", new ProgressEncoder(), output)),
            new SmallEngine("reader", (context) ->
                context.input("writer", new ProgressDecoder(), input, (header, message) ->
                    received.add(message.rowsAdmitted()))));
    }

    private long send(final long number, final int lane, final long deadlineNs)
    {
        final long code = port.tryClaim(ProgressEncoder.BLOCK_LENGTH, number, 0, lane, deadlineNs);
        if (code > 0)
        {
            port.message().rowsAdmitted(number);
            port.commit();
        }
        return code;
    }

    @Test
    void shouldLetUrgentMessagesOvertake() throws IOException
    {
        try (WiredEngines engines = wired(PortOptions.NONE.withLanes(2), PortOptions.NONE))
        {
            for (int i = 1; i <= 3; i++)
            {
                assertTrue(send(i, 1, OutputPort.NO_DEADLINE) > 0);
            }
            assertTrue(send(4, 0, OutputPort.NO_DEADLINE) > 0);
            engines.turn();

            assertEquals(List.of(4L, 1L, 2L, 3L), received);
            final String message = assertThrows(
                IllegalArgumentException.class, () -> send(5, 2, OutputPort.NO_DEADLINE)).getMessage();
            assertTrue(message.contains("lane 2"), message);
        }
    }

    @Test
    void shouldCountWhatIsHandledAfterItsDeadline() throws IOException
    {
        try (WiredEngines engines = wired(PortOptions.NONE, PortOptions.NONE.withDeadlines()))
        {
            final long nowNs = System.nanoTime();
            send(1, 0, nowNs - 1);
            send(2, 0, nowNs + TimeUnit.HOURS.toNanos(1));
            send(3, 0, OutputPort.NO_DEADLINE);
            engines.turn();

            assertEquals(List.of(1L, 2L, 3L), received);
            assertEquals(1, engines.channels.getFirst().reader().framesLate());
        }
    }

    @Test
    void shouldRefuseADeadlineThatNobodyDeclared() throws IOException
    {
        try (WiredEngines engines = wired(PortOptions.NONE, PortOptions.NONE))
        {
            assertThrows(IllegalArgumentException.class, () -> send(1, 0, 1));
            engines.turn();
            assertEquals(List.of(), received);
        }
    }

    @Test
    void shouldShedWhatFindsNoRoomIfAPortSaysSo() throws IOException
    {
        try (WiredEngines engines = wired(PortOptions.NONE.withShedding(), PortOptions.NONE))
        {
            long shed = 0;
            for (int i = 0; i < 10_000; i++)
            {
                final long code = send(i, 0, OutputPort.NO_DEADLINE);
                assertTrue(code > 0 || code == OutputPort.SHED, "code " + code);
                shed += code > 0 ? 0 : 1;
            }

            assertTrue(shed > 0);
            assertEquals(shed, engines.channels.getFirst().writer().framesShed());
        }
    }

    @Test
    void shouldMakeOneChannelOfWhatItsPortsSay() throws IOException
    {
        final SmallEngine writer = new SmallEngine("writer", (context) ->
        {
            context.output("reader", new ProgressEncoder(), PortOptions.NONE.withLanes(3).withTensors());
            context.output("reader", new CreditEncoder(), PortOptions.NONE.withWaiting(1000).withLanes(3));
        });
        final SmallEngine reader = new SmallEngine("reader", (context) ->
        {
            context.tensorInput("writer", new ProgressDecoder(), PortOptions.NONE.withDeadlines(), (h, m, t) -> true);
            context.input(
                "writer", new CreditDecoder(), PortOptions.NONE.withCapacityBytes(1 << 17), (h, m) -> true);
        });
        try (WiredEngines engines = new WiredEngines(parent, SLOTS, writer, reader))
        {
            final ChannelSpec spec = engines.channels.getFirst().spec();

            assertEquals(3, spec.lanes());
            assertEquals(1 << 17, spec.capacityBytes());
            assertEquals(BackPressure.await(1000), spec.backPressure());
            assertTrue(spec.hasDeadlines() && spec.carriesTensors(), spec.describe());
            assertEquals(1, engines.channels.size());
        }
    }

    @Test
    void shouldAskNothingOfAChannelWhosePortsLeaveAllOpen() throws IOException
    {
        try (WiredEngines engines = wired(PortOptions.NONE, PortOptions.NONE))
        {
            final ChannelSpec spec = engines.channels.getFirst().spec();

            assertEquals(ChannelSpec.of(spec.ends(), spec.writes(), spec.reads()), spec);
            assertFalse(spec.carriesTensors());
        }
    }

    static Stream<Arguments> contradictions()
    {
        final PortOptions none = PortOptions.NONE;
        return Stream.of(
            Arguments.of(none.withLanes(2), none.withLanes(3), "asks for 2", "for 3"),
            Arguments.of(none.withCapacityBytes(1 << 16), none.withCapacityBytes(1 << 17), "65536", "131072"),
            Arguments.of(none.withShedding(), none.withRefusing(), "SHED", "REFUSE"),
            Arguments.of(none.withWaiting(1), none.withWaiting(2), "timeoutNs=1", "timeoutNs=2"),
            Arguments.of(none.withTensors(), none, "with tensors", "without"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void shouldRefusePortsThatContradictEachOther(
        final PortOptions output, final PortOptions input, final String one, final String other)
    {
        final String message = assertThrows(KernelException.class, () -> wired(output, input)).getMessage();

        assertTrue(message.contains("writer's output Progress writer->reader") &&
            message.contains("reader's input Progress writer->reader"), message);
        assertTrue(message.contains(one) && message.contains(other), message);
    }

    @Test
    void shouldRefuseAnInputWithTensorsWhoseHandlerTakesNone()
    {
        final String message = assertThrows(KernelException.class,
            () -> wired(PortOptions.NONE.withTensors(), PortOptions.NONE.withTensors())).getMessage();

        assertTrue(message.contains("use tensorInput"), message);
    }

    @Test
    void shouldRefuseMoreLanesThanThereCanBe()
    {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> wired(PortOptions.NONE.withLanes(9), PortOptions.NONE)).getMessage();

        assertTrue(message.contains("writer->reader: lanes is 9"), message);
    }
}
