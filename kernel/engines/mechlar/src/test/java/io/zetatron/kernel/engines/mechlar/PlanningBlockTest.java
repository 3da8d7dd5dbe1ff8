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
package io.zetatron.kernel.engines.mechlar;

import io.zetatron.figcom.codec.CompareColumnsDecoder;
import io.zetatron.figcom.codec.ExplanationDecoder;
import io.zetatron.figcom.codec.LookBackDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.kernel.api.testing.BackPressureCheck;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.SentMessage;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PlanningBlockTest
{
    private static final int TASK_MS = 10;
    private static final long TASK_NS = TASK_MS * 1_000_000L;
    private static final String UNASKED = "answers that no plan waited for";

    private final EngineHarness harness = new EngineHarness(new Mechlar()).setting("task.deadline.ms", TASK_MS);

    @BeforeEach
    void open()
    {
        harness.open();
        MechlarMessages.open(harness);
    }

    @AfterEach
    void close()
    {
        harness.close();
    }

    @Test
    void shouldHandBothTasksOutWhenAnIncidentOpens()
    {
        begin(1);

        final long deadlineNs = EngineHarness.START_NS + TASK_NS;
        assertEquals(List.of("1 101 1 " + deadlineNs), harness.sent("spector", new LookBackDecoder(), (message) ->
            message.plan() + " " + message.row() + " " + message.column() + " " + message.deadlineNs()));
        assertEquals(List.of("1 1 1 " + deadlineNs), harness.sent("mcgyver", new CompareColumnsDecoder(), (message) ->
            message.plan() + " " + message.incident() + " " + message.column() + " " + message.deadlineNs()));
    }

    @Test
    void shouldHandEachTaskOutOnceWhenTimePasses()
    {
        begin(1);
        harness.clock().advanceMs(TASK_MS);
        harness.drain();

        assertEquals(2, harness.sent().size());
    }

    @Test
    void shouldPassTheOriginOnWhenAPlanRuns()
    {
        begin(1);
        answer(1);

        assertEquals(3, harness.sent().size());
        harness.sent().forEach((message) ->
            assertEquals(MechlarMessages.ORIGIN_NS, message.originTimestampNs(), message.toString()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldExplainWhenBothAnswersHaveComeInEitherOrder(final boolean isLookBackFirst)
    {
        begin(1);
        harness.send(isLookBackFirst ? "spector" : "mcgyver",
            isLookBackFirst ? MechlarMessages.lookedBack(1, 5) : MechlarMessages.compared(1, 0, 2));
        harness.drain();
        assertEquals(List.of(), explanations());

        harness.send(isLookBackFirst ? "mcgyver" : "spector",
            isLookBackFirst ? MechlarMessages.compared(1, 0, 2) : MechlarMessages.lookedBack(1, 5));
        harness.drain();

        assertEquals(List.of("1 of 1 COMPLETED 0 late: température was 12.5 at row 101; in the 4 rows before, " +
            "median 3, range -1..4.25; moves with load (+0.90), noise (-1.10)"), explanations());
    }

    @Test
    void shouldSayThatTheHistoryIsGoneWhenNoRowWasLookedAt()
    {
        begin(1);
        harness.send("spector", MechlarMessages.lookedBack(1, 0));
        harness.send("mcgyver", MechlarMessages.compared(1));
        harness.drain();

        assertEquals(
            List.of("1 of 1 COMPLETED 0 late: température at row 101, whose history is gone"), explanations());
    }

    @Test
    void shouldNotSpeakOfRowsBeforeWhenThereAreNone()
    {
        begin(1);
        harness.send("spector", MechlarMessages.lookedBack(1, 1));
        harness.send("mcgyver", MechlarMessages.compared(1));
        harness.drain();

        assertEquals(List.of("1 of 1 COMPLETED 0 late: température was 12.5 at row 101"), explanations());
    }

    @Test
    void shouldBeCompletedWhenTheAnswersComeAtTheirDeadline()
    {
        begin(1);
        harness.clock().advanceMs(TASK_MS);
        answer(1);

        assertTrue(explanations().getFirst().startsWith("1 of 1 COMPLETED 0 late"));
    }

    @Test
    void shouldBeLateWhenAnAnswerComesAfterItsDeadline()
    {
        begin(1);
        harness.send("spector", MechlarMessages.lookedBack(1, 5));
        harness.clock().advanceNs(TASK_NS + 1);
        harness.send("mcgyver", MechlarMessages.compared(1));
        harness.drain();

        assertTrue(explanations().getFirst().startsWith("1 of 1 LATE 1 late"));
    }

    @Test
    void shouldBeAbandonedWhenAnAnswerDoesNotCome()
    {
        begin(1);
        harness.send("mcgyver", MechlarMessages.compared(1));
        harness.clock().advanceNs(2 * TASK_NS);
        harness.drain();
        assertEquals(List.of(), explanations());

        harness.clock().advanceNs(1);
        harness.drain();

        assertEquals(List.of("1 of 1 ABANDONED 2 late: température at row 101"), explanations());
    }

    @Test
    void shouldSayHowLongItTookWhenAPlanEnds()
    {
        begin(1);
        harness.clock().advanceNs(77);
        answer(1);

        assertEquals(List.of(77L),
            harness.sent("atlas", new ExplanationDecoder(), ExplanationDecoder::elapsedNs));
    }

    @Test
    void shouldBeAbandonedWhenTheTasksCouldNotEvenBeHandedOut()
    {
        harness.refuse("spector", Integer.MAX_VALUE);
        harness.refuse("mcgyver", Integer.MAX_VALUE);
        begin(1);
        harness.clock().advanceNs(2 * TASK_NS + 1);
        harness.drain();

        assertEquals(List.of("1 of 1 ABANDONED 3 late: température at row 101"), explanations());
    }

    @Test
    void shouldCountAnAnswerWhenItComesTwice()
    {
        begin(1);
        harness.send("spector", MechlarMessages.lookedBack(1, 5));
        harness.send("spector", MechlarMessages.lookedBack(1, 7));
        harness.send("mcgyver", MechlarMessages.compared(1, 0));
        harness.send("mcgyver", MechlarMessages.compared(1, 2));
        harness.drain();

        assertEquals(2, harness.counter(UNASKED));
        assertTrue(explanations().getFirst().contains("in the 4 rows before"));
        assertTrue(explanations().getFirst().endsWith("moves with load (+0.90)"));
    }

    @Test
    void shouldCountAnAnswerWhenItsPlanIsOver()
    {
        begin(1);
        answer(1);
        answer(1);

        assertEquals(2, harness.counter(UNASKED));
        assertEquals(1, explanations().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 65, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldCountAnAnswerWhenThereIsNoSuchPlan(final long plan)
    {
        begin(1);
        answer(plan);

        assertEquals(2, harness.counter(UNASKED));
        assertEquals(List.of(), explanations());
    }

    @Test
    void shouldCountAnIncidentWhenItHasNoSuspect()
    {
        harness.send("mcgyver", MechlarMessages.incident(1));
        harness.drain();

        assertEquals(1, harness.counter("incidents without a suspect to plan for"));
        assertEquals(List.of(), harness.sent());
    }

    @Test
    void shouldHoldAnIncidentBackWhenAllPlansAreUnderWay()
    {
        for (int incident = 1; incident <= PlanningBlock.MAX_PLANS; incident++)
        {
            begin(incident);
        }

        assertFalse(harness.offer("mcgyver", MechlarMessages.incident(65, 1)));
    }

    @Test
    void shouldTakeTheHeldIncidentWhenAPlanHasEnded()
    {
        for (int incident = 1; incident <= PlanningBlock.MAX_PLANS; incident++)
        {
            begin(incident);
        }
        answer(1);

        assertTrue(harness.offer("mcgyver", MechlarMessages.incident(65, 1)));
        harness.drain();
        answer(65);
        assertTrue(explanations().getLast().startsWith("65 of 65 COMPLETED"));
    }

    @Test
    void shouldTakeTheHeldIncidentWhenTheOldestPlanIsAbandoned()
    {
        for (int incident = 1; incident <= PlanningBlock.MAX_PLANS; incident++)
        {
            begin(incident);
        }
        harness.clock().advanceNs(2 * TASK_NS + 1);

        harness.send("mcgyver", MechlarMessages.incident(65, 1));
        harness.drain();

        assertEquals(64, explanations().size());
    }

    @Test
    void shouldExplainEachIncidentWhenPlansAreUsedOverAndOver()
    {
        for (int incident = 1; incident <= 200; incident++)
        {
            begin(incident);
            answer(incident);
        }

        assertEquals(200, explanations().size());
        assertTrue(explanations().stream().allMatch((text) -> text.contains("COMPLETED 0 late")));
    }

    @Test
    void shouldEndTheStreamOnlyWhenThePlansHaveEnded()
    {
        begin(1);
        harness.send("mcgyver", MechlarMessages.ended(500));
        harness.drain();
        assertEquals(List.of(), ends());

        answer(1);

        assertEquals(List.of(500L), ends());
        assertEquals(StreamEndedDecoder.TEMPLATE_ID, harness.sent().getLast().templateId());
    }

    @Test
    void shouldEndTheStreamOnceWhenAtlasHasNoRoom()
    {
        harness.refuse("atlas", 3);
        harness.send("mcgyver", MechlarMessages.ended(500));

        harness.drain();

        assertEquals(List.of(500L), ends());
    }

    @Test
    void shouldEndTheStreamWhenItNeverOpened()
    {
        try (EngineHarness early = new EngineHarness(new Mechlar()).open())
        {
            early.send("mcgyver", MechlarMessages.ended(0));
            early.drain();

            assertEquals(List.of(0L), early.sent("atlas", new StreamEndedDecoder(), StreamEndedDecoder::rows));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "€", "𝄞"})
    void shouldCutTheTextBetweenCharactersWhenItIsTooLong(final String character)
    {
        for (int shift = 0; shift < 4; shift++)
        {
            final String name = "y".repeat(shift) + character.repeat(1100);
            final String text = explanationOf(name);

            assertTrue(name.startsWith(text), text);
            final int length = text.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(length <= 1024 && length > 1020, "length " + length);
        }
    }

    @Test
    void shouldSendTheSameWhenAnyClaimIsRefused()
    {
        final BackPressureCheck check = new BackPressureCheck(Mechlar::new, (play) ->
        {
            MechlarMessages.open(play);
            for (int incident = 1; incident <= 4; incident++)
            {
                play.send("mcgyver", MechlarMessages.incident(incident, 1, 0));
                // An answer comes only after its task was handed out.
                play.drain();
                play.send("spector", MechlarMessages.lookedBack(incident, 5));
                if (incident != 2)
                {
                    play.send("mcgyver", MechlarMessages.compared(incident, 0));
                }
                play.drain();
            }
            play.send("mcgyver", MechlarMessages.ended(9));
            play.drain();
            play.clock().advanceNs(2 * TASK_NS + 1);
        }).setting("task.deadline.ms", TASK_MS);

        assertEquals(13, check.run());
    }

    private void begin(final long incident)
    {
        harness.send("mcgyver", MechlarMessages.incident(incident, 1, 0));
        harness.drain();
    }

    private void answer(final long plan)
    {
        harness.send("spector", MechlarMessages.lookedBack(plan, 5));
        harness.send("mcgyver", MechlarMessages.compared(plan));
        harness.drain();
    }

    private List<String> explanations()
    {
        return harness.sent("atlas", new ExplanationDecoder(), (message) -> message.plan() + " of " +
            message.incident() + " " + message.status() + " " + message.lateTasks() + " late: " + message.text());
    }

    private List<Long> ends()
    {
        return harness.sent("atlas", new StreamEndedDecoder(), StreamEndedDecoder::rows);
    }

    private static String explanationOf(final String column)
    {
        try (EngineHarness harness = new EngineHarness(new Mechlar()).open())
        {
            harness.send("atlas", TestMessage.streamOpened(8, List.of(column)));
            harness.send("mcgyver", MechlarMessages.incident(1, 0));
            harness.drain();
            harness.send("spector", MechlarMessages.lookedBack(1, 5));
            harness.send("mcgyver", MechlarMessages.compared(1));
            harness.drain();
            final SentMessage explanation = harness.sent().getLast();
            return explanation.decode(new ExplanationDecoder()).text();
        }
    }
}
