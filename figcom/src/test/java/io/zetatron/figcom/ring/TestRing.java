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
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.memory.MemoryAccounts;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A ring, and the numbered frames that peer.c sends and expects: a number, a checksum (FNV-1a) and some bytes.
 */
final class TestRing implements AutoCloseable
{
    static final int ENDPOINT = 7;
    static final int KERNEL = 1;

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int FRAMES_AT_ONCE = 16;
    private static final int BLOCK_BYTES = 16;
    private static final int LENGTHS = 200;
    private static final int TEMPLATE = 900;
    private static final int MAX_BODY = 1 << 16;

    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final MemoryAccounts accounts = new MemoryAccounts();
    final NativeRing ring;
    final Path path;
    private final UnsafeBuffer headerBytes = new UnsafeBuffer(new byte[FrameHeaderEncoder.ENCODED_LENGTH]);
    private final FrameHeaderEncoder encoder = new FrameHeaderEncoder();
    private final FrameHeaderDecoder decoder = new FrameHeaderDecoder();
    private final UnsafeBuffer body = new UnsafeBuffer(new byte[MAX_BODY]);
    private long expected;

    TestRing(final int capacityBytes) throws IOException
    {
        path = freshPath();
        ring = NativeRing.create(
            RingSettings.of(path, ENDPOINT).withCapacity(capacityBytes), accounts, SystemNanoClock.INSTANCE,
            errors::add);
    }

    static Path freshPath() throws IOException
    {
        final Path file = Files.createTempFile(Path.of("/dev/shm"), "zt-ring-", ".test");
        Files.delete(file);
        return file;
    }

    /**
     * Wait until an engine is attached, or is not any more.
     */
    void await(final boolean isConnected)
    {
        until(() -> ring.isConnected() == isConnected, () -> { });
    }

    /**
     * Do the ring's work, and something beside it, until something is so; fail if that takes too long.
     */
    void until(final BooleanSupplier condition, final Runnable step)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            assertTrue(System.nanoTime() - startNs < PATIENCE_NS, () -> "after 30 s: received " +
                ring.framesReceived() + ", sent " + ring.framesSent() + ", malformed " + ring.framesMalformed() +
                ", errors " + errors);
            ring.doWork();
            step.run();
        }
    }

    /**
     * Do the ring's work and check what comes, until something is so.
     */
    void receiveUntil(final BooleanSupplier condition)
    {
        final FrameHandler handler = numbered();
        until(condition, () -> ring.poll(handler, FRAMES_AT_ONCE));
    }

    long offer(final long number)
    {
        final int length = BLOCK_BYTES + (int)(number * 37 % LENGTHS);
        for (int i = BLOCK_BYTES; i < length; i++)
        {
            body.putByte(i, (byte)(number + i * 31L));
        }
        body.putLong(0, number);
        body.putLong(Long.BYTES, checksum(number, body, BLOCK_BYTES, length));
        return offer(number, body, BLOCK_BYTES, length);
    }

    long offer(final long correlation, final DirectBuffer message, final int blockLength, final int length)
    {
        encoder.wrap(headerBytes, 0)
            .blockLength(blockLength).templateId(TEMPLATE)
            .schemaId(FrameHeaderEncoder.SCHEMA_ID).version(FrameHeaderEncoder.SCHEMA_VERSION)
            .source((short)KERNEL).target((short)ENDPOINT)
            .frameType(FrameType.TASK).priority((short)0).payloadType(PayloadType.MESSAGE)
            .correlation(correlation).originTimestampNs(correlation);
        return ring.offer(decoder.wrap(headerBytes, 0), message, 0, length);
    }

    /**
     * A handler that checks that frames are numbered without gaps.
     */
    FrameHandler numbered()
    {
        return (header, buffer, offset, length) ->
        {
            final long number = buffer.getLong(offset);
            assertEquals(expected, number);
            assertEquals(BLOCK_BYTES + (int)(number * 37 % LENGTHS), length);
            assertEquals(checksum(number, buffer, offset + BLOCK_BYTES, offset + length),
                buffer.getLong(offset + Long.BYTES));
            assertEquals(number, header.correlation());
            assertEquals(KERNEL, header.target());
            expected++;
            return true;
        };
    }

    long checkedFrames()
    {
        return expected;
    }

    void expectFrom(final long number)
    {
        expected = number;
    }

    private static long checksum(final long number, final DirectBuffer buffer, final int from, final int to)
    {
        long hash = 0xcbf2_9ce4_8422_2325L ^ number;
        for (int i = from; i < to; i++)
        {
            hash = (hash ^ buffer.getByte(i) & 0xFF) * 0x100_0000_01b3L;
        }
        return hash;
    }

    void assertReported(final String part)
    {
        assertTrue(errors.stream().anyMatch((error) -> error.getMessage().contains(part)), part + " in " + errors);
    }

    @Override
    public void close()
    {
        ring.close();
        assertEquals(0, accounts.totalBytes());
        assertTrue(Files.notExists(path));
    }
}
