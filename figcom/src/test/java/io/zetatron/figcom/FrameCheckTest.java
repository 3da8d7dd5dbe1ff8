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

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.FrameHeaderEncoder;
import io.zetatron.figcom.codec.FrameType;
import io.zetatron.figcom.codec.PayloadType;
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.memory.tensor.TensorRef;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Frames with random damage: accepted only if every field that is checked is what it has to be.
 */
@Timeout(60)
class FrameCheckTest
{
    private static final long SEED = 0x5EED_F16C_0A11L;
    private static final int FRAMES = 2_000_000;
    private static final int LONGEST = 320;
    private static final int LANE = 1;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LONGEST]);
    private final FrameHeaderEncoder encoder = new FrameHeaderEncoder();
    private final FrameHeaderDecoder decoder = new FrameHeaderDecoder();
    private final ReaderLane lane = new ReaderLane(TestBus.ENDS, LANE, null, null);
    private final FrameCheck check = new FrameCheck(TestBus.CHANNEL.withLanes(LANE + 1).withTensors());

    @Test
    void shouldAcceptAFrameOnlyIfEachFieldIsRight()
    {
        final Map<FrameFault, Integer> faults = new EnumMap<>(FrameFault.class);
        int accepted = 0;
        for (int i = 0; i < FRAMES; i++)
        {
            lane.expectedSequence = random.nextInt(4);
            final int length = writeFrame();
            // A frame of its own length: a read beyond it fails.
            final UnsafeBuffer frame = new UnsafeBuffer(buffer, 0, length);
            final FrameFault fault = check.fault(lane, frame, 0, length);
            if (fault == null)
            {
                accepted++;
                assertEquals(decoder.payloadType() == PayloadType.TENSOR, check.hasTensor());
            }
            else
            {
                faults.merge(fault, 1, Integer::sum);
            }
            assertEquals(isRight(length), fault == null, () -> "seed " + SEED + ": " + fault + " for " + decoder);
        }

        assertTrue(accepted > FRAMES / 100, accepted + " accepted");
        assertEquals(EnumSet.range(FrameFault.SHORTER_THAN_HEADER, FrameFault.OUT_OF_SEQUENCE), faults.keySet());
    }

    @Test
    void shouldAcceptNothingOfPureNoise()
    {
        for (int i = 0; i < FRAMES / 10; i++)
        {
            final byte[] noise = new byte[random.nextInt(LONGEST)];
            random.nextBytes(noise);

            assertNotNull(check.fault(lane, new UnsafeBuffer(noise), 0, noise.length));
        }
    }

    @Test
    void shouldAcceptAFrameAtAnyOffset()
    {
        encoder.wrap(buffer, 40);
        encode(encoder);

        assertNull(check.fault(lane, buffer, 40, FrameHeaderDecoder.ENCODED_LENGTH + ProgressEncoder.BLOCK_LENGTH));
    }

    private int writeFrame()
    {
        encoder.wrap(buffer, 0);
        encode(encoder);
        final int tensorLength = random.nextBoolean() ? TensorRef.LENGTH_BYTES : 0;
        encoder.payloadType(tensorLength == 0 ? PayloadType.MESSAGE : PayloadType.TENSOR);
        final int damages = random.nextInt(3);
        for (int i = 0; i < damages; i++)
        {
            switch (random.nextInt(4))
            {
                case 0 -> buffer.putByte(random.nextInt(24), (byte)random.nextInt());
                case 1 -> buffer.putByte(random.nextInt(24), (byte)(1 << random.nextInt(8)));
                case 2 -> encoder.sequence(random.nextInt(5) - 1);
                default -> encoder.blockLength(random.nextInt(LONGEST));
            }
        }
        return damages == 0 || random.nextInt(4) > 0 ?
            FrameHeaderDecoder.ENCODED_LENGTH + tensorLength + ProgressEncoder.BLOCK_LENGTH : random.nextInt(LONGEST);
    }

    private void encode(final FrameHeaderEncoder header)
    {
        header.blockLength(ProgressEncoder.BLOCK_LENGTH)
            .templateId(ProgressEncoder.TEMPLATE_ID)
            .schemaId(ProgressEncoder.SCHEMA_ID)
            .version(ProgressEncoder.SCHEMA_VERSION)
            .source((short)TestBus.ENDS.sourceNumber())
            .target((short)TestBus.ENDS.targetNumber())
            .frameType(FrameType.TASK)
            .priority((short)LANE)
            .payloadType(PayloadType.MESSAGE)
            .sequence(lane.expectedSequence);
    }

    private boolean isRight(final int length)
    {
        decoder.wrap(buffer, 0);
        return length >= FrameHeaderDecoder.ENCODED_LENGTH &&
            decoder.schemaId() == FrameHeaderDecoder.SCHEMA_ID &&
            decoder.version() <= ProgressEncoder.SCHEMA_VERSION &&
            decoder.blockLength() <= length - FrameHeaderDecoder.ENCODED_LENGTH &&
            decoder.source() == TestBus.ENDS.sourceNumber() &&
            decoder.target() == TestBus.ENDS.targetNumber() &&
            decoder.frameTypeRaw() == FrameType.TASK.value() &&
            decoder.priority() == LANE &&
            (decoder.payloadTypeRaw() == PayloadType.MESSAGE.value() ||
                decoder.payloadTypeRaw() == PayloadType.TENSOR.value() &&
                    decoder.blockLength() <= length - FrameHeaderDecoder.ENCODED_LENGTH - TensorRef.LENGTH_BYTES) &&
            decoder.sequence() == lane.expectedSequence;
    }
}
