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

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.ResultDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.VerdictEncoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JoinBlockTest
{
    private static final int DEADLINE_MS = 10;

    private final EngineHarness harness = new EngineHarness(new Atlas()).setting("deadline.ms", DEADLINE_MS);

    @BeforeEach
    void open()
    {
        harness.open();
        AtlasMessages.open(harness, 64);
    }

    @AfterEach
    void close()
    {
        harness.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldSendResultsInInputOrderWhenVerdictsComeInAnyOrder(final long seed)
    {
        final List<Long> rows = new ArrayList<>(LongStream.rangeClosed(1, 64).boxed().toList());
        AtlasMessages.admit(harness, 1, 64);
        Collections.shuffle(rows, new Random(seed));

        rows.forEach((row) ->
        {
            harness.send("mcgyver", AtlasMessages.verdict(row));
            harness.doWork();
        });
        harness.drain();

        assertEquals(LongStream.rangeClosed(1, 64).boxed().toList(), AtlasMessages.resultRows(harness));
    }

    @Test
    void shouldSayWhatTheVerdictSaysWhenARowIsJoined()
    {
        AtlasMessages.admit(harness, 1, 1);

        harness.send("mcgyver", AtlasMessages.verdict(1, true));
        harness.drain();

        assertEquals(List.of("1 0.001 9 1 YES t1"), harness.sent(BlockContext.HOST, new ResultDecoder(), (message) ->
            message.row() + " " + message.score() + " " + message.incident() + " " + message.column() + " " +
                message.anomaly() + " " + message.timestamp()));
    }

    @Test
    void shouldSayThatThereIsNoColumnWhenTheVerdictNamesNone()
    {
        AtlasMessages.admit(harness, 1, 1);

        harness.send("mcgyver", TestMessage.of(new VerdictEncoder(), (message) -> message
            .row(1).score(0).incident(0).column(ResultDecoder.columnNullValue()).anomaly(BooleanType.NO)));
        harness.drain();

        assertEquals(List.of(ResultDecoder.columnNullValue()),
            harness.sent(BlockContext.HOST, new ResultDecoder(), ResultDecoder::column));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64})
    void shouldKeepTheTextOfTheTimeWhateverItsLength(final int length)
    {
        final String text = "0123456789".repeat(7).substring(0, length);
        harness.send(BlockContext.HOST, TestMessage.sample(1, 5, text, 1, 2));

        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.drain();

        assertEquals(List.of(text), harness.sent(BlockContext.HOST, new ResultDecoder(), ResultDecoder::timestamp));
    }

    @Test
    void shouldCutTheTextOfTheTimeWhenItIsLongerThanASlotHolds()
    {
        harness.send(BlockContext.HOST, TestMessage.sample(1, 5, "x".repeat(70), 1, 2));

        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.drain();

        assertEquals(List.of("x".repeat(64)),
            harness.sent(BlockContext.HOST, new ResultDecoder(), ResultDecoder::timestamp));
    }

    @Test
    void shouldNotCountAMissWhenAResultLeavesAtItsDeadline()
    {
        AtlasMessages.admit(harness, 1, 1);
        harness.clock().advanceMs(DEADLINE_MS);

        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.drain();

        assertEquals(0, harness.globalState().refresh().deadlineMisses());
    }

    @Test
    void shouldCountAMissWhenAResultLeavesAfterItsDeadline()
    {
        AtlasMessages.admit(harness, 1, 2);
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.drain();
        harness.clock().advanceNs(DEADLINE_MS * 1_000_000L + 1);

        harness.send("mcgyver", AtlasMessages.verdict(2));
        harness.drain();

        assertEquals(1, harness.globalState().refresh().deadlineMisses());
        assertEquals(1, harness.sent("david", new ProgressDecoder(), ProgressDecoder::deadlineMisses).getLast());
    }

    @Test
    void shouldFailWhenARowGetsASecondVerdict()
    {
        AtlasMessages.admit(harness, 1, 2);
        harness.send("mcgyver", AtlasMessages.verdict(2));

        assertThrows(IllegalStateException.class, () -> harness.offer("mcgyver", AtlasMessages.verdict(2)));
    }

    @Test
    void shouldFailWhenARowThatHasLeftGetsAVerdict()
    {
        AtlasMessages.admit(harness, 1, 1);
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.drain();

        assertThrows(IllegalStateException.class, () -> harness.offer("mcgyver", AtlasMessages.verdict(1)));
    }

    @Test
    void shouldEndOnceWhenAllRowsAreJoinedAndBothEnginesHaveEnded()
    {
        AtlasMessages.admit(harness, 1, 2);
        harness.send(BlockContext.HOST, TestMessage.streamEnded(2, EndReason.STOPPED));
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.send("mcgyver", AtlasMessages.verdict(2));
        harness.send("mcgyver", TestMessage.streamEnded(2, EndReason.STOPPED));
        harness.send("mechlar", TestMessage.streamEnded(2, EndReason.STOPPED));

        harness.drain();

        assertEquals(List.of("2 STOPPED"), ends());
    }

    @Test
    void shouldSendTheEndAfterTheLastResultWhenResultsHaveNoRoom()
    {
        AtlasMessages.admit(harness, 1, 3);
        harness.send(BlockContext.HOST, AtlasMessages.ended(3));
        LongStream.rangeClosed(1, 3).forEach((row) -> harness.send("mcgyver", AtlasMessages.verdict(row)));
        harness.send("mcgyver", AtlasMessages.ended(3));
        harness.send("mechlar", AtlasMessages.ended(3));
        harness.clear();
        harness.refuse(BlockContext.HOST, 2);

        harness.drain();

        assertEquals(List.of(1L, 2L, 3L), AtlasMessages.resultRows(harness));
        assertEquals(StreamEndedDecoder.TEMPLATE_ID, harness.sent().stream()
            .filter((message) -> message.target().equals(BlockContext.HOST))
            .toList().getLast().templateId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcgyver", "mechlar"})
    void shouldNotEndWhenOnlyOneEngineHasEnded(final String engine)
    {
        harness.send(BlockContext.HOST, AtlasMessages.ended(0));
        harness.send(engine, AtlasMessages.ended(0));

        harness.drain();

        assertEquals(List.of(), ends());
    }

    @Test
    void shouldNotEndWhenARowIsInFlight()
    {
        AtlasMessages.admit(harness, 1, 1);
        harness.send(BlockContext.HOST, AtlasMessages.ended(1));
        harness.send("mcgyver", AtlasMessages.ended(1));
        harness.send("mechlar", AtlasMessages.ended(1));

        harness.drain();

        assertEquals(List.of(), ends());
    }

    @Test
    void shouldEndWhenTheStreamHasNoRow()
    {
        harness.send(BlockContext.HOST, AtlasMessages.ended(0));
        harness.send("mcgyver", AtlasMessages.ended(0));
        harness.send("mechlar", AtlasMessages.ended(0));

        harness.drain();

        assertEquals(List.of("0 END_OF_INPUT"), ends());
    }

    @Test
    void shouldEndWhenTheStreamWasStoppedBeforeItOpened()
    {
        try (EngineHarness early = new EngineHarness(new Atlas()).open())
        {
            early.send(BlockContext.HOST, TestMessage.streamEnded(0, EndReason.STOPPED));
            early.send("mcgyver", TestMessage.streamEnded(0, EndReason.STOPPED));
            early.send("mechlar", TestMessage.streamEnded(0, EndReason.STOPPED));
            early.drain();

            assertEquals(
                List.of(0L), early.sent(BlockContext.HOST, new StreamEndedDecoder(), StreamEndedDecoder::rows));
        }
    }

    private List<String> ends()
    {
        return harness.sent(BlockContext.HOST, new StreamEndedDecoder(),
            (message) -> message.rows() + " " + message.reason());
    }
}
