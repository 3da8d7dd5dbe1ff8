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

import io.zetatron.figcom.codec.AlarmDecoder;
import io.zetatron.figcom.codec.CreditDecoder;
import io.zetatron.figcom.codec.CreditReason;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.FakeGauges;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StabilityBlockTest
{
    private static final int INTERVAL_MS = 10;
    private static final int QUIET_MS = 100;
    private static final long THRESHOLD_NS = 1_000;

    private final EngineHarness harness = new EngineHarness(new David())
        .setting("interval.ms", INTERVAL_MS)
        .setting("quiet.ms", QUIET_MS);
    private final FakeGauges.FakeLoop loop = harness.gauges().addLoop("core-1", THRESHOLD_NS);
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
    void shouldRaiseNoAlarmWhenAllIsWell()
    {
        loop.cycle(THRESHOLD_NS - 1);
        channel.carry(100);

        look();

        assertEquals(List.of(), alarms());
    }

    @Test
    void shouldRaiseAnAlarmWhenALoopHasStalled()
    {
        loop.cycle(5 * THRESHOLD_NS);

        look();

        assertEquals(List.of("STALL core-1 5000 over 1000"), alarms());
    }

    @Test
    void shouldRaiseAnAlarmWhenAChannelHasRefused()
    {
        channel.refuse(3);

        look();

        assertEquals(List.of("BACKLOG atlas->spector 3 over 0"), alarms());
    }

    @Test
    void shouldRaiseAnAlarmWhenResultsWereLate()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.progress(20, 20, 4));

        look();

        assertEquals(List.of("DEADLINE results 4 over 0"), alarms());
    }

    @Test
    void shouldLookOnlyOnceWhenTheIntervalHasNotPassed()
    {
        look();
        channel.refuse(1);
        harness.clock().advanceMs(INTERVAL_MS - 1);
        harness.doWork();
        assertEquals(List.of(), alarms());

        harness.clock().advanceMs(1);
        harness.doWork();

        assertEquals(1, alarms().size());
    }

    @Test
    void shouldLookInItsFirstTurnWhenTheClockBeganBelowZero()
    {
        final EngineHarness early = new EngineHarness(new David());
        early.clock().advanceNs(-2 * EngineHarness.START_NS);
        early.gauges().addChannel("atlas->spector").refuse(1);
        early.open();

        early.doWork();

        assertEquals(1, early.sent("atlas", new AlarmDecoder(), AlarmDecoder::value).size());
        early.close();
    }

    @Test
    void shouldKeepQuietWhenTheSameThingGrowsAgain()
    {
        channel.refuse(1);
        look();
        channel.refuse(2);
        look();

        assertEquals(1, alarms().size());
    }

    @Test
    void shouldSpeakOfAllTheGrowthWhenTheQuietTimeHasPassed()
    {
        channel.refuse(1);
        look();
        channel.refuse(2);
        look();
        channel.refuse(3);
        harness.clock().advanceMs(QUIET_MS);
        look();

        assertEquals("BACKLOG atlas->spector 5 over 0", alarms().getLast());
        assertEquals(2, alarms().size());
    }

    @Test
    void shouldNotKeepOthersQuietWhenOneThingWasReported()
    {
        channel.refuse(1);
        look();
        loop.cycle(2 * THRESHOLD_NS);
        look();

        assertEquals(2, alarms().size());
    }

    @Test
    void shouldRaiseTheAlarmLaterWhenAtlasHasNoRoom()
    {
        channel.refuse(1);
        harness.refuse(DavidMessages.ATLAS, 1);
        look();
        assertEquals(List.of(), alarms());

        look();

        assertEquals(List.of("BACKLOG atlas->spector 1 over 0"), alarms());
    }

    @Test
    void shouldThrottleTheSourceWhenResultsAreLate()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(64));
        harness.drain();
        harness.clock().advanceMs(50);
        harness.send(DavidMessages.ATLAS, DavidMessages.progress(20, 20, 4));

        harness.drain();

        assertEquals(CreditReason.THROTTLING, lastReason());
    }

    @Test
    void shouldNotThrottleTheSourceWhenALoopHasStalled()
    {
        harness.send(DavidMessages.ATLAS, DavidMessages.opened(64));
        loop.cycle(5 * THRESHOLD_NS);
        harness.clock().advanceMs(50);

        harness.drain();

        assertEquals(CreditReason.STEADY, lastReason());
    }

    @Test
    void shouldRaiseEachAlarmOnceWhenClaimsAreRefusedAllTheTime()
    {
        loop.cycle(2 * THRESHOLD_NS);
        channel.refuse(1);
        harness.send(DavidMessages.ATLAS, DavidMessages.progress(1, 1, 1));
        harness.refuseClaims((claim) -> claim % 3 != 0);

        for (int i = 0; i < 9; i++)
        {
            look();
        }

        assertEquals(
            List.of("BACKLOG atlas->spector 1 over 0", "DEADLINE results 1 over 0", "STALL core-1 2000 over 1000"),
            alarms().stream().sorted().toList());
    }

    private void look()
    {
        harness.clock().advanceMs(INTERVAL_MS);
        harness.doWork();
    }

    private CreditReason lastReason()
    {
        return harness.sent(BlockContext.HOST, new CreditDecoder(), CreditDecoder::reason).getLast();
    }

    private List<String> alarms()
    {
        return harness.sent(DavidMessages.ATLAS, new AlarmDecoder(), (message) -> message.kind() + " " +
            message.subject() + " " + message.value() + " over " + message.threshold());
    }
}
