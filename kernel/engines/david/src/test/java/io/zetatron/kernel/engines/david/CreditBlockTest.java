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
package io.zetatron.kernel.engines.david;

import io.zetatron.figcom.codec.CreditDecoder;
import io.zetatron.figcom.codec.CreditEncoder;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.BackPressureCheck;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.FakeGauges;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CreditBlockTest
{
    private static final int INTERVAL_MS = 10;

    private final EngineHarness harness = new EngineHarness(new David()).setting("interval.ms", INTERVAL_MS);
    private final FakeGauges.FakeChannel channel = harness.gauges().addChannel("atlas->spector");

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
    void shouldGrantNothingWhenNoStreamIsOpen()
    {
        harness.drain();

        assertEquals(List.of(), credits());
    }

    @Test
    void shouldGrantAFewRowsWhenAStreamOpens()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(1024));

        harness.drain();

        assertEquals(List.of("64 of 64 OPENING"), credits());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 64})
    void shouldGrantAgainWhenAnEighthOfTheWindowWasJoined(final int windowRows)
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(windowRows));
        harness.drain();
        harness.clear();

        final int eighth = windowRows / 8;
        harness.send(DavidMessages.ATLAS, DavidMessages.progress(windowRows, eighth - 1, 0));
        harness.drain();
        harness.send(DavidMessages.ATLAS, DavidMessages.progress(windowRows, eighth, 0));
        harness.drain();

        assertEquals(List.of(windowRows + eighth + " of " + windowRows + " STEADY"), credits());
    }

    @Test
    void shouldNotTakeCreditBackWhenTheWindowShrinks()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(64));
        harness.drain();
        harness.clear();
        throttle();

        assertEquals(List.of("64 of 32 THROTTLING"), credits());
    }

    @Test
    void shouldHoldTheSourceBackWhenMoreIsInFlightThanTheWindowHolds()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(64));
        throttle();
        harness.clear();

        harness.send(DavidMessages.ATLAS, DavidMessages.progress(64, 32, 0));
        harness.drain();

        assertEquals(List.of(), credits());
    }

    @Test
    void shouldGrantOnceWhenTheHostHadNoRoom()
    {
        harness.refuse(BlockContext.HOST, 3);
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(64));

        harness.drain();

        assertEquals(List.of("64 of 64 STEADY"), credits());
    }

    @Test
    void shouldGrantNothingWhenTheStreamHasEnded()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(8));
        harness.drain();
        harness.clear();
        harness.send(DavidMessages.ATLAS, TestMessage.streamEnded(8, EndReason.END_OF_INPUT));

        harness.send(DavidMessages.ATLAS, DavidMessages.progress(8, 8, 0));
        harness.drain();

        assertEquals(List.of(), credits());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 100, 1024})
    void shouldNeverStarveTheSourceWhateverIsBehind(final int windowRows)
    {
        final SplittableRandom random = new SplittableRandom(windowRows);
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(windowRows));
        final int rows = 20 * windowRows + 50;
        long limitRow = 0;
        long sent = 0;
        long joined = 0;
        long reported = 0;
        for (int cycle = 0; joined < rows; cycle++)
        {
            assertTrue(cycle < 200_000, "stuck with " + sent + " rows sent, " + joined + " joined, limit " + limitRow);
            sent += random.nextLong(Math.min(rows, limitRow) - sent + 1);
            joined += random.nextLong(sent - joined + 1);
            // As Atlas does.
            if (joined - reported >= 16 || joined == sent && joined > reported)
            {
                harness.send(DavidMessages.ATLAS,
                    DavidMessages.progress(sent, joined, 0, random.nextLong(DavidMessages.DEADLINE_NS)));
                reported = joined;
            }
            channel.refuse(random.nextInt(4) == 0 ? 1 : 0);
            harness.refuse(BlockContext.HOST, random.nextInt(3));
            harness.clock().advanceMs(random.nextInt(30));
            harness.doWork();
            for (final long newLimitRow : harness.sent(
                BlockContext.HOST, new CreditDecoder(), CreditDecoder::limitRow))
            {
                assertTrue(newLimitRow >= limitRow && newLimitRow - joined <= windowRows);
                limitRow = newLimitRow;
            }
            harness.clear();
        }
        assertEquals(rows, sent);
    }

    @Test
    void shouldGrantTheSameWhenAnyClaimIsRefused()
    {
        new BackPressureCheck(David::new, (play) ->
        {
            play.send(DavidMessages.ATLAS, DavidMessages.opened(8));
            for (int row = 1; row <= 12; row++)
            {
                play.send(DavidMessages.ATLAS, DavidMessages.progress(row, row, 0));
                play.doWork();
            }
        }).conflated(CreditEncoder.TEMPLATE_ID).run();
    }

    private void throttle()
    {
        harness.doWork();
        channel.refuse(1);
        harness.clock().advanceMs(50);
        harness.doWork();
        harness.drain();
    }

    private List<String> credits()
    {
        return harness.sent(BlockContext.HOST, new CreditDecoder(), (message) ->
            message.limitRow() + " of " + message.windowRows() + " " + message.reason());
    }
}
