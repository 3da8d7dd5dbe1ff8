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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.memory.MemoryAccounts;
import org.agrona.IoUtil;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.function.Consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What an engine that is not what it should be can do to this side: the file is mapped a second time, and written to.
 */
@Timeout(60)
class HostileEngineTest
{
    private static final int CAPACITY = 1024;
    private static final int BLOCK_BYTES = 8;
    private static final int ROUNDS = 5000;

    private TestRing test;
    private MappedByteBuffer mapping;
    private UnsafeBuffer file;
    private OneToOneRingBuffer toKernel;
    private int toKernelOffset;
    private int handled;

    @BeforeEach
    void attach() throws IOException
    {
        test = new TestRing(CAPACITY);
        try (FileChannel channel = FileChannel.open(
            test.path, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        }
        file = new UnsafeBuffer(mapping);
        toKernelOffset = RingLayout.HEADER_BYTES + RingLayout.ringBytes(CAPACITY);
        toKernel = new OneToOneRingBuffer(new UnsafeBuffer(file, toKernelOffset, RingLayout.ringBytes(CAPACITY)));
        takeRing();
    }

    @AfterEach
    void close()
    {
        test.close();
        IoUtil.unmap(mapping);
    }

    private void takeRing()
    {
        try (NativeProcess own = NativeProcess.own())
        {
            file.putLong(RingLayout.NATIVE_PID_OFFSET, own.pid());
            file.putLong(RingLayout.NATIVE_START_TICKS_OFFSET, own.startTicks());
        }
        file.putInt(RingLayout.NATIVE_STATE_OFFSET, RingLayout.NATIVE_ATTACHED);
        test.await(true);
    }

    private void leaveRing()
    {
        final long before = test.ring.departures();
        file.putInt(RingLayout.NATIVE_STATE_OFFSET, RingLayout.NATIVE_DETACHED);
        test.until(() -> test.ring.departures() == before + 1, this::poll);
    }

    private int poll()
    {
        return test.ring.poll((header, buffer, offset, length) ->
        {
            assertTrue(offset >= 0 && length >= 0 && offset + length <= CAPACITY, offset + " " + length);
            assertTrue(header.blockLength() <= length);
            handled++;
            return true;
        }, 16);
    }

    private void write(final long sequence, final int length, final Consumer<FrameHeaderEncoder> change)
    {
        final int index = toKernel.tryClaim(RingLayout.FRAME_RECORD_TYPE, length);
        final FrameHeaderEncoder header = new FrameHeaderEncoder().wrap(toKernel.buffer(), index)
            .blockLength(BLOCK_BYTES).templateId(1)
            .schemaId(FrameHeaderEncoder.SCHEMA_ID).version(FrameHeaderEncoder.SCHEMA_VERSION)
            .source((short)TestRing.ENDPOINT).target((short)TestRing.KERNEL)
            .frameType(FrameType.TASK).payloadType(PayloadType.MESSAGE).sequence(sequence);
        change.accept(header);
        toKernel.commit(index);
    }

    @Test
    void shouldPassOverEachMalformedFrameAndGoOnWithTheNext()
    {
        final int length = FrameHeaderDecoder.ENCODED_LENGTH + BLOCK_BYTES;
        write(0, length, (header) -> header.schemaId(1));
        write(0, length, (header) -> header.version(FrameHeaderEncoder.SCHEMA_VERSION + 1));
        write(0, length, (header) -> header.blockLength(BLOCK_BYTES + 1));
        write(0, length, (header) -> header.source((short)3));
        write(0, length, (header) -> header.target((short)TestRing.ENDPOINT));
        write(0, length, (header) -> header.frameType(FrameType.CONTROL));
        write(1, length, (header) -> { });
        write(0, length, (header) -> { });
        test.until(() -> handled == 1, this::poll);

        assertEquals(7, test.ring.framesMalformed());
        assertEquals(1, test.ring.framesReceived());
        test.assertReported("of another schema");
        assertTrue(test.ring.isConnected());
    }

    @Test
    void shouldNotReadAFrameShorterThanItsHeader()
    {
        final int index = toKernel.tryClaim(RingLayout.FRAME_RECORD_TYPE, BLOCK_BYTES);
        toKernel.commit(index);
        write(0, FrameHeaderDecoder.ENCODED_LENGTH + BLOCK_BYTES, (header) -> { });
        test.until(() -> handled == 1, this::poll);

        assertEquals(1, test.ring.framesMalformed());
        test.assertReported("shorter than a header");
    }

    @Test
    void shouldSendAwayAnEngineWhoseRecordsCannotBeAndServeTheNext()
    {
        file.putInt(toKernelOffset, Integer.MAX_VALUE);
        poll();

        assertFalse(test.ring.isConnected());
        assertEquals(RingLayout.NATIVE_EXPELLED, file.getInt(RingLayout.NATIVE_STATE_OFFSET));
        test.assertReported("is not listened to any more");
        assertEquals(NativeRing.NOT_CONNECTED, test.offer(0));
        leaveRing();
        takeRing();
        write(0, FrameHeaderDecoder.ENCODED_LENGTH + BLOCK_BYTES, (header) -> { });
        test.until(() -> handled == 1, this::poll);
    }

    /**
     * Random bytes anywhere in both rings, positions included; both directions are used, then the ring has to recover.
     */
    @Test
    void shouldSurviveRandomBytesInTheRings()
    {
        final Random random = new Random(42);
        final int bytes = 2 * RingLayout.ringBytes(CAPACITY);
        for (int round = 0; round < ROUNDS; round++)
        {
            for (int i = random.nextInt(64); i >= 0; i--)
            {
                file.putByte(RingLayout.HEADER_BYTES + random.nextInt(bytes), (byte)random.nextInt());
            }
            file.putLong(toKernelOffset + CAPACITY + RingBufferDescriptor.HEAD_POSITION_OFFSET, random.nextLong());
            file.putInt(toKernelOffset + random.nextInt(CAPACITY / 8) * 8, random.nextInt(2 * CAPACITY));
            for (int i = 0; i < 4; i++)
            {
                test.ring.doWork();
                poll();
                test.offer(i % 2);
            }
            leaveRing();
            takeRing();
        }
        test.errors.clear();
        leaveRing();
        takeRing();

        final long before = test.ring.framesReceived();
        write(0, FrameHeaderDecoder.ENCODED_LENGTH + BLOCK_BYTES, (header) -> { });
        test.until(() -> test.ring.framesReceived() == before + 1, this::poll);
    }

    @Test
    void shouldReplaceTheRingOfADeadKernelOnly() throws IOException
    {
        final MemoryAccounts accounts = new MemoryAccounts();
        final RingSettings settings = RingSettings.of(test.path, TestRing.ENDPOINT);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(test.path)));
        assertTrue(assertThrows(FileAlreadyExistsException.class, () ->
            NativeRing.create(settings, accounts, SystemNanoClock.INSTANCE, test.errors::add))
            .getMessage().contains("which lives"));

        file.putLong(RingLayout.KERNEL_START_TICKS_OFFSET, 1);
        NativeRing.create(settings, accounts, SystemNanoClock.INSTANCE, test.errors::add).close();

        final Path other = Files.createFile(TestRing.freshPath());
        assertThrows(FileAlreadyExistsException.class, () -> NativeRing.create(RingSettings.of(other, 1), accounts,
            SystemNanoClock.INSTANCE, test.errors::add));
        Files.delete(other);
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldRefuseSettingsOutOfRange()
    {
        assertThrows(IllegalArgumentException.class, () -> RingSettings.of(test.path, 255));
        assertThrows(IllegalArgumentException.class, () -> RingSettings.of(test.path, 1).withCapacity(1000));
        assertThrows(IllegalArgumentException.class, () -> new RingSettings(test.path, 1, CAPACITY, CAPACITY, 1));
    }
}
