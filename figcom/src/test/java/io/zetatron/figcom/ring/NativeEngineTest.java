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

import io.zetatron.figcom.FrameHandler;
import io.zetatron.memory.DomainSettings;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.tensor.ElementType;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A native engine in C, in a process of its own, speaks to this side.
 */
@Timeout(120)
class NativeEngineTest
{
    private static final int FRAMES = 100_000;
    private static final int PINGS = 20_000;
    private static final int CAPACITY = 64 * 1024;
    private static final long NOTICED_WITHIN_NS = TimeUnit.MILLISECONDS.toNanos(120);

    @Test
    void shouldReceiveEveryFrameThatANativeEngineSends() throws IOException, InterruptedException
    {
        try (TestRing test = new TestRing(CAPACITY);
            NativeProgram engine = NativeProgram.peer(test.path, "send", Integer.toString(FRAMES)))
        {
            test.receiveUntil(() -> test.checkedFrames() == FRAMES && test.ring.departures() == 1);

            assertEquals("attached 0 0 done", engine.line());
            assertEquals("sent " + FRAMES + " 0 done", engine.line());
            assertEquals(0, engine.exitStatus());
            assertEquals(FRAMES, test.ring.framesReceived());
            assertEquals(0, test.ring.framesLost() + test.ring.framesMalformed() + test.ring.deaths());
            assertTrue(test.errors.isEmpty(), test.errors::toString);
        }
    }

    @Test
    void shouldSendEveryFrameToANativeEngine() throws IOException, InterruptedException
    {
        try (TestRing test = new TestRing(CAPACITY);
            NativeProgram engine = NativeProgram.peer(test.path, "receive", Integer.toString(FRAMES)))
        {
            test.await(true);
            test.until(() -> test.ring.framesSent() == FRAMES, () -> test.offer(test.ring.framesSent()));

            assertEquals("attached 0 0 done", engine.line());
            assertEquals("received " + FRAMES + " 0 done", engine.line());
            assertEquals(FRAMES, test.ring.framesSent());
        }
    }

    @Test
    void shouldGetEachFrameBackFromANativeEngineThatEchoes() throws IOException, InterruptedException
    {
        try (TestRing test = new TestRing(CAPACITY);
            NativeProgram engine = NativeProgram.peer(test.path, "echo"))
        {
            test.await(true);
            test.receiveUntil(() ->
            {
                if (test.ring.framesSent() < FRAMES)
                {
                    test.offer(test.ring.framesSent());
                }
                return test.checkedFrames() == FRAMES;
            });
            test.ring.close();

            assertEquals("attached 0 0 done", engine.line());
            assertTrue(engine.line().startsWith("ended " + FRAMES + " -3 the kernel has closed the ring"));
            assertEquals(0, engine.exitStatus());
        }
    }

    @Test
    void shouldNoticeAnEngineKilledInTheMiddleOfAClaimAndGoOnWithTheNext() throws IOException, InterruptedException
    {
        try (TestRing test = new TestRing(CAPACITY);
            NativeProgram victim = NativeProgram.peer(test.path, "claim", "10"))
        {
            test.await(true);
            assertEquals("attached 0 0 done", victim.line());
            assertEquals("sent 10 0 done", victim.line());
            assertEquals("claimed 10 0 done", victim.line());
            assertTrue(test.offer(0) > 0);
            assertTrue(test.offer(1) > 0);

            victim.kill();
            final long startNs = System.nanoTime();
            while (test.ring.deaths() == 0 && System.nanoTime() - startNs < NOTICED_WITHIN_NS)
            {
                test.ring.doWork();
            }
            assertEquals(1, test.ring.deaths(), "deaths noticed within 120 ms");
            test.receiveUntil(() -> test.ring.departures() == 1);
            assertEquals(10, test.checkedFrames());
            assertEquals(1, test.ring.framesLost());
            assertEquals(0, test.ring.framesMalformed());
            test.assertReported("its process " + victim.pid() + " has died");
            test.assertReported("left a claim of");
            assertEquals(NativeRing.NOT_CONNECTED, test.offer(2));

            // What the first had not received waits for the second, which is told that it is the second.
            test.expectFrom(0);
            try (NativeProgram next = NativeProgram.peer(test.path, "echo"))
            {
                test.await(true);
                assertEquals("attached 1 0 done", next.line());
                assertTrue(test.offer(2) > 0);
                test.receiveUntil(() -> test.checkedFrames() == 3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold", "echo"})
    void shouldNoticeAnIdleEngineThatIsKilled(final String mode) throws IOException, InterruptedException
    {
        try (TestRing test = new TestRing(CAPACITY); NativeProgram victim = NativeProgram.peer(test.path, mode))
        {
            test.await(true);
            victim.kill();
            final long startNs = System.nanoTime();
            while (test.ring.deaths() == 0 && System.nanoTime() - startNs < NOTICED_WITHIN_NS)
            {
                test.ring.doWork();
            }

            assertEquals(1, test.ring.deaths(), "deaths noticed within 120 ms");
            test.receiveUntil(() -> test.ring.departures() == 1);
            assertEquals(0, test.ring.framesLost());
        }
    }

    @Test
    void shouldRefuseASecondEngineWhileTheFirstIsThere() throws IOException, InterruptedException
    {
        try (TestRing test = new TestRing(CAPACITY); NativeProgram first = NativeProgram.peer(test.path, "hold"))
        {
            test.await(true);
            try (NativeProgram second = NativeProgram.peer(test.path, "open"))
            {
                final long startNs = System.nanoTime();
                while (System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(200))
                {
                    test.ring.doWork();
                }
                assertTrue(test.ring.isConnected());
                assertEquals(0, test.ring.departures());
                first.kill();
                test.receiveUntil(() -> test.ring.departures() == 2);
                assertEquals("attached 1 0 done", second.line());
            }
        }
    }

    @Test
    void shouldLetANativeEngineReadATensorInASharedDomain() throws IOException, InterruptedException
    {
        final MemoryAccounts accounts = new MemoryAccounts();
        final Path file = TestRing.freshPath();
        try (MemoryDomain domain = MemoryDomain.create(DomainSettings.of("tensors", 1 << 16).shared(file), accounts);
            TestRing test = new TestRing(CAPACITY);
            NativeProgram engine = NativeProgram.peer(test.path, "tensor", file.toString(), "5"))
        {
            final MemorySegment region = domain.allocate(3 * 4 * Float.BYTES);
            for (int i = 0; i < 12; i++)
            {
                region.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
            }
            final UnsafeBuffer message = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
            new TensorRef().wrap(message, 0).dense(5, 0, domain.offset(region), ElementType.F32, 3, 4);

            test.await(true);
            assertTrue(test.offer(1, message, TensorRef.LENGTH_BYTES, TensorRef.LENGTH_BYTES) > 0);
            final double[] sum = new double[1];
            test.until(() -> test.ring.framesReceived() == 1, () -> test.ring.poll((header, buffer, offset, length) ->
            {
                sum[0] = buffer.getDouble(offset);
                return true;
            }, 1));
            assertEquals(66, sum[0]);
            assertEquals("attached 0 0 done", engine.line());
            assertEquals("summed 66 0 done", engine.line());
        }
    }

    @Test
    void shouldLetRoundTripsBeMeasuredFromTheEnginesSide() throws IOException, InterruptedException
    {
        final UnsafeBuffer body = new UnsafeBuffer(new byte[16]);
        try (TestRing test = new TestRing(CAPACITY);
            NativeProgram engine = NativeProgram.peer(test.path, "ping", Integer.toString(PINGS)))
        {
            final FrameHandler echo = (header, buffer, offset, length) ->
                test.offer(header.correlation(), body, body.capacity(), body.capacity()) > 0;
            test.until(() -> test.ring.departures() == 1, () -> test.ring.poll(echo, 1));

            assertEquals("attached 0 0 done", engine.line());
            assertTrue(engine.line().matches("pinged " + PINGS + " p50_ns \\d+ p99_ns \\d+ max_ns \\d+"));
            assertEquals(0, engine.exitStatus());
        }
    }
}
