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

import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ProgressEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ChannelSpecTest
{
    private static final ChannelDescriptor ENDS = new ChannelDescriptor("atlas", 1, "spector", 2);
    private static final MessageSchema WRITTEN = new MessageSchema("Progress", 2642, 12, 2, 40);

    @Test
    void shouldLoseNothingUnlessItIsToldTo()
    {
        assertEquals(BackPressure.Action.REFUSE, TestBus.CHANNEL.backPressure().action());
        assertEquals(1, TestBus.CHANNEL.lanes());
    }

    @Test
    void shouldTakeASchemaFromEitherCodec()
    {
        assertEquals(MessageSchema.of(new ProgressEncoder()), MessageSchema.of(new ProgressDecoder()));
        assertEquals("Progress", MessageSchema.of(new ProgressDecoder()).name());
    }

    @ParameterizedTest
    @CsvSource({"2, 40", "1, 40", "1, 32", "3, 40", "3, 48"})
    void shouldAcceptAReaderWhoseBlockFitsItsVersion(final int version, final int blockLength)
    {
        final List<MessageSchema> reads = List.of(new MessageSchema("Progress", 2642, 12, version, blockLength));

        assertEquals(reads, ChannelSpec.of(ENDS, List.of(WRITTEN), reads).reads());
    }

    @ParameterizedTest
    @CsvSource({"2, 48", "2, 32", "1, 48", "3, 32"})
    void shouldNameBothEndsWhenABlockDoesNotFitItsVersion(final int version, final int blockLength)
    {
        final MessageSchema read = new MessageSchema("Progress", 2642, 12, version, blockLength);

        assertEquals("channel atlas->spector: atlas writes " + WRITTEN + ", but spector reads " + read +
            "; a block may only grow at its end, with a higher version", refusal(List.of(WRITTEN), List.of(read)));
    }

    @ParameterizedTest
    @CsvSource({"2643, 12", "2642, 13"})
    void shouldNameBothEndsWhenTheReaderExpectsAnotherMessage(final int schemaId, final int templateId)
    {
        assertEquals("channel atlas->spector: atlas writes " + WRITTEN + ", which spector does not read",
            refusal(List.of(WRITTEN), List.of(new MessageSchema("Other", schemaId, templateId, 2, 40))));
    }

    @Test
    void shouldNameBothEndsWhenAMessageIsNotWritten()
    {
        final MessageSchema other = new MessageSchema("Other", 2642, 13, 2, 8);

        assertEquals("channel atlas->spector: spector reads " + other + ", which atlas does not write",
            refusal(List.of(WRITTEN), List.of(WRITTEN, other)));
    }

    @Test
    void shouldRefuseAMessageThatIsDeclaredTwice()
    {
        final MessageSchema older = new MessageSchema("Progress", 2642, 12, 1, 32);

        assertTrue(refusal(List.of(WRITTEN, older), List.of(WRITTEN)).endsWith("is declared twice"));
        assertTrue(refusal(List.of(WRITTEN), List.of(older, WRITTEN)).endsWith("is declared twice"));
        assertTrue(refusal(List.of(), List.of()).endsWith("atlas writes no message"));
    }

    @Test
    void shouldCheckAgainWhenOneEndIsReplaced()
    {
        final ChannelSpec spec = ChannelSpec.of(ENDS, List.of(WRITTEN), List.of(WRITTEN)).withLanes(3);
        final List<MessageSchema> newer = List.of(new MessageSchema("Progress", 2642, 12, 3, 48));
        final List<MessageSchema> broken = List.of(new MessageSchema("Progress", 2642, 12, 3, 39));

        assertEquals(3, spec.withWriter(newer).lanes());
        assertEquals(newer, spec.withWriter(newer).withReader(newer).reads());
        assertThrows(IllegalArgumentException.class, () -> spec.withWriter(broken));
        assertThrows(IllegalArgumentException.class, () -> spec.withReader(broken));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, -1})
    void shouldNameTheRangeOfLanes(final int lanes)
    {
        final IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> TestBus.CHANNEL.withLanes(lanes));

        assertEquals("channel atlas->spector: lanes is " + lanes + ", but must be in 1..8", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, ChannelSpec.MAX_CAPACITY_BYTES + 1})
    void shouldNameTheRangeOfTheCapacity(final int bytes)
    {
        final IllegalArgumentException error =
            assertThrows(IllegalArgumentException.class, () -> TestBus.CHANNEL.withCapacityBytes(bytes));

        assertEquals("channel atlas->spector: capacityBytes is " + bytes + ", but must be in 0..33554432",
            error.getMessage());
    }

    @Test
    void shouldTakeTheTermThatHoldsTheCapacity()
    {
        assertEquals(LogSizing.MIN_TERM_LENGTH_BYTES, TestBus.CHANNEL.withCapacityBytes(1).termLength(7));
        assertEquals(4 * 65_536, TestBus.CHANNEL.withCapacityBytes(65_537).termLength(7));
        assertEquals(LogSizing.MAX_TERM_LENGTH_BYTES,
            TestBus.CHANNEL.withCapacityBytes(ChannelSpec.MAX_CAPACITY_BYTES).termLength(7));
        assertEquals(7, TestBus.CHANNEL.termLength(7));
    }

    @Test
    void shouldNeedHoldersNumbersAtBothEndsOfTensors()
    {
        final ChannelSpec spec = ChannelSpec.of(
            new ChannelDescriptor("atlas", 1, "far", 32), TestBus.SCHEMAS, TestBus.SCHEMAS);

        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, spec::withTensors);

        assertEquals("channel atlas->far: the target's number, which holds tensors, is 32, but must be in 0..31",
            error.getMessage());
    }

    @Test
    void shouldDescribeAllThatWasDeclared()
    {
        assertEquals("atlas->spector: task stream of 2 lanes, when full: wait up to 500 us, then refuse, " +
            "65536 bytes a lane, with deadlines, with tensors; Progress v1, Explanation v1",
            TestBus.CHANNEL.withLanes(2).withBackPressure(BackPressure.await(500_000)).withCapacityBytes(65_536)
                .withDeadlines().withTensors().describe());
        assertEquals("atlas->spector: task stream of 1 lane, when full: shed the newest; Progress v1, Explanation v1",
            TestBus.CHANNEL.withBackPressure(BackPressure.shed()).describe());
    }

    @Test
    void shouldNameTheRangeWhenAWaitHasNoEnd()
    {
        assertThrows(IllegalArgumentException.class, () -> BackPressure.await(0));
        assertThrows(IllegalArgumentException.class, () -> BackPressure.await(BackPressure.MAX_TIMEOUT_NS + 1));
        assertThrows(IllegalArgumentException.class, () -> new BackPressure(BackPressure.Action.SHED, 1));
    }

    private static String refusal(final List<MessageSchema> writes, final List<MessageSchema> reads)
    {
        return assertThrows(IllegalArgumentException.class, () -> ChannelSpec.checkCompatible(ENDS, writes, reads))
            .getMessage();
    }
}
