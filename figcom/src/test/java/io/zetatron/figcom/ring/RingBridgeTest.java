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
package io.zetatron.figcom.ring;

import com.sun.management.ThreadMXBean;
import io.zetatron.figcom.Bus;
import io.zetatron.figcom.BusFolder;
import io.zetatron.figcom.ChannelDescriptor;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.FrameHandler;
import io.zetatron.figcom.FrameSubscription;
import io.zetatron.figcom.HopRecorders;
import io.zetatron.figcom.LogSizing;
import io.zetatron.figcom.MessageSchema;
import io.zetatron.figcom.TaskPublication;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Frames go from a channel to a native engine in C that echoes, and come back on another channel.
 */
@Timeout(120)
class RingBridgeTest
{
    private static final List<MessageSchema> PROGRESS = List.of(MessageSchema.of(new ProgressEncoder()));
    private static final ChannelSpec TO_ENGINE = ChannelSpec.of(
        new ChannelDescriptor("atlas", TestRing.KERNEL, "native", TestRing.ENDPOINT), PROGRESS, PROGRESS);
    private static final ChannelSpec FROM_ENGINE = ChannelSpec.of(
        new ChannelDescriptor("native", TestRing.ENDPOINT, "atlas", TestRing.KERNEL), PROGRESS, PROGRESS);
    private static final int FRAMES = 100_000;
    private static final int ROUNDS = 2000;
    private static final int MOST_MEASUREMENTS = 100;

    @TempDir
    private Path parent;
    private BusFolder folder;
    private Bus bus;
    private TestRing test;
    private TaskPublication writer;
    private FrameSubscription reader;
    private TaskPublication bridgeWriter;
    private FrameSubscription bridgeReader;
    private final ProgressEncoder encoder = new ProgressEncoder();
    private final ProgressDecoder decoder = new ProgressDecoder();
    private long sent;
    private long received;
    private final FrameHandler inOrder = (header, buffer, offset, length) ->
    {
        decoder.wrap(buffer, offset, header.blockLength(), header.version());
        if (decoder.rowsAdmitted() != received || header.correlation() != received)
        {
            throw new IllegalStateException(decoder.rowsAdmitted() + " came in place of " + received);
        }
        received++;
        return true;
    };

    @BeforeEach
    void open() throws IOException
    {
        test = new TestRing(RingSettings.DEFAULT_CAPACITY_BYTES);
        folder = BusFolder.claim(parent.resolve("bus"));
        bus = Bus.launch(folder, LogSizing.MIN_TERM_LENGTH_BYTES, test.errors::add);
        bus.declare(TO_ENGINE);
        bus.declare(FROM_ENGINE);
        bridgeReader = bus.subscription(TO_ENGINE, HopRecorders.recorder());
        writer = bus.publication(TO_ENGINE);
        reader = bus.subscription(FROM_ENGINE, HopRecorders.recorder());
        bridgeWriter = bus.publication(FROM_ENGINE);
    }

    @AfterEach
    void close() throws IOException
    {
        bus.close();
        folder.close();
        test.close();
    }

    private RingBridge bridge()
    {
        return new RingBridge(test.ring, List.of(bridgeWriter), List.of(bridgeReader), test.errors::add);
    }

    private boolean send()
    {
        final boolean isSent = writer.tryClaim(encoder, ProgressEncoder.BLOCK_LENGTH, sent, sent) > 0;
        if (isSent)
        {
            encoder.rowsAdmitted(sent++);
            writer.commit();
        }
        return isSent;
    }

    private void cycle(final RingBridge bridge)
    {
        bus.doWork();
        bridge.doWork();
    }

    @Test
    void shouldMoveEveryFrameBothWaysThroughANativeEngine() throws IOException, InterruptedException
    {
        final RingBridge bridge = bridge();
        try (NativeProgram engine = NativeProgram.peer(test.path, "echo"))
        {
            test.until(() -> received == FRAMES, () ->
            {
                cycle(bridge);
                if (sent < FRAMES)
                {
                    send();
                }
                reader.poll(inOrder, 64);
            });

            assertEquals("attached 0 0 done", engine.line());
            assertEquals(0, test.ring.framesMalformed() + bridge.framesAstray());
            assertTrue(test.errors.isEmpty(), test.errors::toString);
        }
    }

    @Test
    void shouldHoldFramesBackAndLoseNoneWhenNobodyReads() throws IOException, InterruptedException
    {
        final RingBridge bridge = bridge();
        try (NativeProgram engine = NativeProgram.peer(test.path, "echo"))
        {
            // Until both channels, both rings and the engine's hands are full.
            final int[] inVain = new int[1];
            test.until(() -> inVain[0] == 100_000, () ->
            {
                cycle(bridge);
                inVain[0] = send() ? 0 : inVain[0] + 1;
            });
            assertTrue(test.ring.refusals() > 0, "the ring to the engine was full");
            assertEquals(0, received);
            test.until(() -> received == sent, () ->
            {
                cycle(bridge);
                reader.poll(inOrder, 64);
            });

            assertEquals("attached 0 0 done", engine.line());
            assertTrue(test.errors.isEmpty(), test.errors::toString);
        }
    }

    @Test
    void shouldPassOverAndCountWhatNoChannelTakes() throws IOException, InterruptedException
    {
        final RingBridge bridge = new RingBridge(test.ring, List.of(), List.of(), test.errors::add);
        try (NativeProgram engine = NativeProgram.peer(test.path, "send", "1000"))
        {
            test.until(() -> test.ring.departures() == 1, () -> cycle(bridge));

            assertEquals("attached 0 0 done", engine.line());
            assertEquals(1000, bridge.framesAstray());
            assertTrue(test.errors.size() < 100, "reports are few: " + test.errors.size());
            test.assertReported("to which no channel leads");
        }
    }

    @Test
    void shouldAllocateNothingWhenFramesGoBothWays() throws IOException, InterruptedException
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final RingBridge bridge = bridge();
        try (NativeProgram engine = NativeProgram.peer(test.path, "echo"))
        {
            test.until(test.ring::isConnected, () -> cycle(bridge));
            long allocated = -1;
            for (int i = 0; i < MOST_MEASUREMENTS && allocated != 0; i++)
            {
                allocated = 0;
                // Only with frames under way in both directions does it say anything.
                for (final long enough = received + ROUNDS; received < enough;)
                {
                    bus.doWork();
                    final long before = threads.getCurrentThreadAllocatedBytes();
                    bridge.doWork();
                    allocated += threads.getCurrentThreadAllocatedBytes() - before;
                    send();
                    reader.poll(inOrder, 64);
                }
            }

            assertEquals("attached 0 0 done", engine.line());
            assertEquals(0, allocated, "bytes while " + ROUNDS + " frames came back");
        }
    }

    @Test
    void shouldRefuseChannelsThatAreNotTheEnginesAndARingThatIsTooSmall() throws IOException
    {
        assertThrows(IllegalArgumentException.class,
            () -> new RingBridge(test.ring, List.of(writer), List.of(), test.errors::add));
        assertThrows(IllegalArgumentException.class,
            () -> new RingBridge(test.ring, List.of(bridgeWriter, bridgeWriter), List.of(), test.errors::add));
        assertThrows(IllegalArgumentException.class,
            () -> new RingBridge(test.ring, List.of(), List.of(reader), test.errors::add));
        try (TestRing small = new TestRing(1 << 16))
        {
            assertThrows(IllegalArgumentException.class,
                () -> new RingBridge(small.ring, List.of(), List.of(), small.errors::add));
        }
    }
}
