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
package io.zetatron.kernel.api.testing;

import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.MessageHandler;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.Setting;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineHarnessTest
{
    private static final TestMessage END = TestMessage.streamEnded(7, EndReason.STOPPED).originTimestampNs(42);

    @Test
    void shouldCollectWhatTheEngineSendsWhenItHandlesAMessage()
    {
        try (EngineHarness harness = new EngineHarness(echo(EngineHarnessTest::forward)).open())
        {
            assertTrue(harness.offer("one", END));

            assertEquals(List.of(7L), harness.sent("two", new StreamEndedDecoder(), StreamEndedDecoder::rows));
            assertEquals(42, harness.sent().getFirst().originTimestampNs());
        }
    }

    @Test
    void shouldSayThatTheHandlerRefusedWhenAnOutputHasNoRoom()
    {
        try (EngineHarness harness = new EngineHarness(echo(EngineHarnessTest::forward)).open())
        {
            harness.refuse("two", 1);

            assertFalse(harness.offer("one", END));
            assertEquals(List.of(), harness.sent());
            assertTrue(harness.offer("one", END));
        }
    }

    @Test
    void shouldFailWhenAClaimIsLongerThanItsMessage()
    {
        expectFault("a claim of 10 bytes for a message of 9", (output, message) ->
        {
            output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH + 1, 0, 0);
            output.message().rows(1).reason(EndReason.STOPPED);
            output.commit();
        });
    }

    @Test
    void shouldFailWhenAClaimIsLeftOpen()
    {
        expectFault("has left claims open to [two]",
            (output, message) -> output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, 0, 0));
    }

    @Test
    void shouldFailWhenAClaimIsMadeWhileOneIsOpen()
    {
        expectFault("a claim while one on the same channel is open", (output, message) ->
        {
            output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, 0, 0);
            output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, 0, 0);
        });
    }

    @Test
    void shouldFailWhenACommitHasNoClaim()
    {
        expectFault("a commit or an abort without a claim", (output, message) -> output.commit());
    }

    @Test
    void shouldFailWhenAnEngineSendsWhileItIsOpened()
    {
        final EngineHarness harness = new EngineHarness(engine((context) ->
            context.output("two", new StreamEndedEncoder()).tryClaim(StreamEndedEncoder.BLOCK_LENGTH, 0, 0)));

        assertTrue(assertThrows(AssertionError.class, harness::open).getMessage().contains("being opened"));
    }

    @Test
    void shouldFailWhenAPortIsDeclaredTooLate()
    {
        final BlockContext[] kept = new BlockContext[1];
        final EngineHarness harness = new EngineHarness(engine((context) -> kept[0] = context)).open();

        assertThrows(AssertionError.class, () -> kept[0].output("two", new StreamEndedEncoder()));
        harness.close();
    }

    @Test
    void shouldFailWhenNoPortTakesTheMessage()
    {
        try (EngineHarness harness = new EngineHarness(echo(EngineHarnessTest::forward)).open())
        {
            assertThrows(AssertionError.class, () -> harness.offer("three", END));
        }
    }

    @Test
    void shouldUseTheDefaultWhenASettingIsNotSet()
    {
        final long[] values = new long[1];
        try (EngineHarness harness = new EngineHarness(engine((context) -> values[0] = context.setting("size"))))
        {
            harness.open();

            assertEquals(5, values[0]);
        }
    }

    @Test
    void shouldRejectASettingWhenItIsOutOfRange()
    {
        try (EngineHarness harness = new EngineHarness(echo(EngineHarnessTest::forward)))
        {
            assertThrows(IllegalArgumentException.class, () -> harness.setting("size", 11));
        }
    }

    @Test
    void shouldFindALostMessageWhenAnEngineIgnoresARefusal()
    {
        final BackPressureCheck check = new BackPressureCheck(
            () -> echo((output, header, message) ->
            {
                forward(output, header, message);
                return true;
            }),
            (harness) -> harness.send("one", END));

        final AssertionError error = assertThrows(AssertionError.class, check::run);
        assertTrue(error.getMessage().contains("with claim 0 refused 1 times"));
    }

    @Test
    void shouldFindWhatNobodyWroteWhenClaimsAreFilledDifferently()
    {
        final BackPressureCheck check = new BackPressureCheck(() -> echo((output, header, message) ->
        {
            if (output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, 0, 0) < 0)
            {
                return false;
            }
            output.message().reason(EndReason.STOPPED);
            output.commit();
            return true;
        }), (harness) -> harness.send("one", END));

        assertThrows(AssertionError.class, check::run);
    }

    @Test
    void shouldCountTheClaimsWhenAnEngineKeepsTheRules()
    {
        assertEquals(2, new BackPressureCheck(() -> echo(EngineHarnessTest::forward), (harness) ->
        {
            harness.send("one", END);
            harness.send("one", END);
        }).run());
    }

    private interface Echo
    {
        boolean onMessage(
            OutputPort<StreamEndedEncoder> output,
            FrameHeaderDecoder header,
            StreamEndedDecoder message);
    }

    private interface Fault
    {
        void commit(OutputPort<StreamEndedEncoder> output, StreamEndedDecoder message);
    }

    private static boolean forward(
        final OutputPort<StreamEndedEncoder> output,
        final FrameHeaderDecoder header,
        final StreamEndedDecoder message)
    {
        if (output.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }
        output.message().rows(message.rows()).reason(message.reason());
        output.commit();
        return true;
    }

    private static void expectFault(final String text, final Fault fault)
    {
        try (EngineHarness harness = new EngineHarness(echo((output, header, message) ->
        {
            fault.commit(output, message);
            return true;
        })).open())
        {
            final AssertionError error = assertThrows(AssertionError.class, () -> harness.offer("one", END));
            assertTrue(error.getMessage().contains(text), error.getMessage());
        }
    }

    private static Engine echo(final Echo echo)
    {
        return engine((context) ->
        {
            final OutputPort<StreamEndedEncoder> output = context.output("two", new StreamEndedEncoder());
            context.output("two", new StreamOpenedEncoder());
            final MessageHandler<StreamEndedDecoder> handler =
                (header, message) -> echo.onMessage(output, header, message);
            context.input("one", new StreamEndedDecoder(), handler);
        });
    }

    private static Engine engine(final Consumer<BlockContext> onOpen)
    {
        final Block block = new Block()
        {
            @Override
            public String id()
            {
                return "block";
            }

            @Override
            public void open(final BlockContext context)
            {
                onOpen.accept(context);
            }
        };
        return new Engine()
        {
            @Override
            public EngineDescriptor descriptor()
            {
                return new EngineDescriptor("test", "Test", 1);
            }

            @Override
            public List<Setting> settings()
            {
                return List.of(new Setting("size", 5, 1, 10, "rows", "a size"));
            }

            @Override
            public List<Block> blocks()
            {
                return List.of(block);
            }
        };
    }
}
