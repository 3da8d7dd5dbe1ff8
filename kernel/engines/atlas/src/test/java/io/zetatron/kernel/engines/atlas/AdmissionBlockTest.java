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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.SampleDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.SentMessage;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AdmissionBlockTest
{
    private final EngineHarness harness = new EngineHarness(new Atlas());

    @BeforeEach
    void open()
    {
        harness.open();
    }

    @AfterEach
    void close()
    {
        harness.close();
    }

    @Test
    void shouldTellEachEngineByteForByteWhenAStreamOpens()
    {
        final TestMessage opened = TestMessage.streamOpened(8, AtlasMessages.COLUMNS).originTimestampNs(5);

        harness.send(BlockContext.HOST, opened);

        final List<SentMessage> sent = harness.sent();
        assertEquals(
            List.of("spector", "mechlar", "david"), sent.stream().map(SentMessage::target).toList());
        sent.forEach((message) -> assertArrayEquals(opened.body(), message.body()));
        sent.forEach((message) -> assertEquals(5, message.originTimestampNs()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spector", "mechlar", "david"})
    void shouldTellEachEngineOnceWhenOneHasNoRoomAsAStreamOpens(final String target)
    {
        harness.refuse(target, 1);
        final TestMessage opened = TestMessage.streamOpened(8, AtlasMessages.COLUMNS);

        assertFalse(harness.offer(BlockContext.HOST, opened));
        assertTrue(harness.offer(BlockContext.HOST, opened));

        assertEquals(List.of("spector", "mechlar", "david"),
            harness.sent().stream().map(SentMessage::target).toList());
    }

    @Test
    void shouldAllocateOnceWhenAStreamOpensAgainstBackPressure()
    {
        final TestMessage opened = TestMessage.streamOpened(8, AtlasMessages.COLUMNS);
        harness.refuse("spector", 3);
        harness.offer(BlockContext.HOST, opened);
        final long usedBytes = harness.memory().usedBytes();

        harness.send(BlockContext.HOST, opened);

        assertEquals(usedBytes, harness.memory().usedBytes());
    }

    @Test
    void shouldFailWhenASecondStreamOpens()
    {
        AtlasMessages.open(harness, 8);

        assertThrows(IllegalStateException.class, () -> AtlasMessages.open(harness, 8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4000})
    void shouldCopyAllValuesWhenARowIsAdmitted(final int columns)
    {
        final double[] values = DoubleStream.iterate(0.5, (value) -> value + 1).limit(columns).toArray();
        values[columns / 2] = Double.NaN;
        harness.send(BlockContext.HOST,
            TestMessage.streamOpened(8, IntStream.range(0, columns).mapToObj((column) -> "c" + column).toList()));

        harness.send(BlockContext.HOST, TestMessage.sample(1, 77, "2026-11-21T00:00:00Z", values));

        assertEquals(List.of(Arrays.toString(values)),
            harness.sent("spector", new SampleDecoder(), AdmissionBlockTest::values));
    }

    @Test
    void shouldKeepTheTextOfTheTimeWhenARowIsAdmitted()
    {
        AtlasMessages.open(harness, 8);

        harness.send(BlockContext.HOST, TestMessage.sample(1, 77, "2026-11-21T00:00:00Z", 1, 2));

        assertEquals(List.of("1 77 0"), harness.sent("spector", new SampleDecoder(), (message) ->
        {
            message.values().forEach(SampleDecoder.ValuesDecoder::value);
            return message.row() + " " + message.timestampNs() + " " + message.timestampLength();
        }));
    }

    @Test
    void shouldPassTheOriginOnWhenARowIsAdmitted()
    {
        AtlasMessages.open(harness, 8);

        harness.send(BlockContext.HOST, AtlasMessages.sample(1).originTimestampNs(123));

        assertEquals(123, harness.sent().getLast().originTimestampNs());
        assertEquals(1, harness.sent().getLast().correlation());
    }

    @Test
    void shouldHoldARowBackWhenTheRingIsFull()
    {
        AtlasMessages.open(harness, 4);
        AtlasMessages.admit(harness, 1, 4);
        harness.clear();

        assertFalse(harness.offer(BlockContext.HOST, AtlasMessages.sample(5)));
        assertEquals(List.of(), harness.sent());
    }

    @Test
    void shouldAdmitTheHeldRowWhenOneHasLeftTheRing()
    {
        AtlasMessages.open(harness, 4);
        AtlasMessages.admit(harness, 1, 4);
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.doWork();

        assertTrue(harness.offer(BlockContext.HOST, AtlasMessages.sample(5)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4})
    void shouldFailWhenARowIsNotTheNextOne(final long row)
    {
        AtlasMessages.open(harness, 8);
        AtlasMessages.admit(harness, 1, 2);

        assertThrows(IllegalStateException.class,
            () -> harness.offer(BlockContext.HOST, AtlasMessages.sample(row)));
    }

    @Test
    void shouldTellTheFirstAndTheCreditorWhenTheStreamEnds()
    {
        AtlasMessages.open(harness, 8);
        AtlasMessages.admit(harness, 1, 2);

        harness.send(BlockContext.HOST, TestMessage.streamEnded(2, EndReason.STOPPED));

        for (final String target : List.of("spector", "david"))
        {
            assertEquals(List.of("2 STOPPED"), harness.sent(target, new StreamEndedDecoder(),
                (message) -> message.rows() + " " + message.reason()));
        }
    }

    @Test
    void shouldFailWhenRowsAreMissingAtTheEnd()
    {
        AtlasMessages.open(harness, 8);
        AtlasMessages.admit(harness, 1, 2);

        assertThrows(IllegalStateException.class,
            () -> harness.offer(BlockContext.HOST, AtlasMessages.ended(3)));
    }

    @Test
    void shouldNameTheColumnsToEachEngineWhenAStreamOpens()
    {
        AtlasMessages.open(harness, 8);

        assertEquals(List.of("load température "), harness.sent("mechlar", new StreamOpenedDecoder(), (message) ->
        {
            final StringBuilder names = new StringBuilder();
            message.columns().forEach((column) -> names.append(column.name()).append(' '));
            return names.toString();
        }));
    }

    private static String values(final SampleDecoder message)
    {
        final double[] values = new double[message.values().count()];
        message.sbeRewind();
        int column = 0;
        for (final SampleDecoder.ValuesDecoder value : message.values())
        {
            values[column++] = value.value();
        }
        return Arrays.toString(values);
    }
}
