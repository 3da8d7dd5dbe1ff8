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
package io.zetatron.kernel.engines.mcgyver;

import io.zetatron.figcom.codec.IncidentDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.VerdictDecoder;
import io.zetatron.kernel.api.testing.BackPressureCheck;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.SentMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FusionBlockTest
{
    private static final int GAP_ROWS = 3;

    private final EngineHarness harness = new EngineHarness(new McGyver()).setting("gap.rows", GAP_ROWS);

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
    void shouldGiveAVerdictOnEachRowInOrder()
    {
        McGyverMessages.open(harness, 2);
        for (int row = 1; row <= 100; row++)
        {
            row(row, row % 7 == 0 ? 8 : 0, 1);
        }

        assertEquals(LongStream.rangeClosed(1, 100).boxed().toList(),
            harness.sent("atlas", new VerdictDecoder(), VerdictDecoder::row));
    }

    @Test
    void shouldSayWhatTheScoreSaysWhenARowIsNoAnomaly()
    {
        McGyverMessages.open(harness, 2);
        row(1, 0, 4);

        assertEquals(List.of("1 0.25 incident 0 column 1 NO"), verdicts());
        assertEquals(10, harness.sent().getLast().originTimestampNs());
    }

    @Test
    void shouldNameNoColumnWhenAllValuesAreMissing()
    {
        McGyverMessages.open(harness, 2);
        row(1, Double.NaN, Double.NaN);

        assertEquals(List.of("1 0.0 incident 0 column " + VerdictDecoder.columnNullValue() + " NO"), verdicts());
    }

    @Test
    void shouldTellPlannerAndAtlasBeforeTheVerdictWhenAnIncidentOpens()
    {
        McGyverMessages.open(harness, 2);
        row(1, 0, 8);

        assertEquals(List.of(
            "mechlar " + IncidentDecoder.TEMPLATE_ID,
            "atlas " + IncidentDecoder.TEMPLATE_ID,
            "atlas " + VerdictDecoder.TEMPLATE_ID), kinds());
        assertEquals(List.of("1 0.5 incident 1 column 1 YES"), verdicts());
    }

    @Test
    void shouldShareTheIncidentWhenAnomaliesFollowCloselyAcrossColumns()
    {
        McGyverMessages.open(harness, 2);
        row(1, 8, 0);
        row(2, 0, 0);
        row(4, 0, 8);
        row(7, 8, 8);

        assertEquals(List.of(1L, 0L, 1L, 1L), harness.sent("atlas", new VerdictDecoder(), VerdictDecoder::incident));
        assertEquals(1, incidents("mechlar").size());
    }

    @Test
    void shouldKeepTheIncidentOpenWhenAsManyRowsAsTheGapAreCalm()
    {
        McGyverMessages.open(harness, 1);
        row(1, 8);
        calm(2, 4, 1);

        assertEquals(1, incidents("atlas").size());
    }

    @Test
    void shouldCloseTheIncidentWhenMoreRowsThanTheGapAreCalm()
    {
        McGyverMessages.open(harness, 1);
        row(1, 8);
        row(3, 12);
        calm(4, 7, 1);

        assertEquals("1 CLOSED rows 2 of 1..3 peak 0.75 SPIKE", incidents("atlas").getLast());
        assertEquals(List.of("1 OPENED rows 1 of 1..1 peak 0.5 SPIKE"), incidents("mechlar"));
    }

    @Test
    void shouldGiveTheNextIncidentTheNextIdWhenOneWasClosed()
    {
        McGyverMessages.open(harness, 1);
        row(1, 8);
        calm(2, 4, 1);
        row(5, 8);

        assertEquals(List.of(1L, 0L, 0L, 0L, 2L),
            harness.sent("atlas", new VerdictDecoder(), VerdictDecoder::incident));
        assertEquals(
            List.of("1 OPENED", "1 CLOSED", "2 OPENED"),
            incidents("atlas").stream().map((text) -> text.substring(0, 8)).toList());
    }

    @Test
    void shouldNameThePatternOfTheFirstAnomalyWhenOthersFollow()
    {
        McGyverMessages.open(harness, 2);
        row(1, -8, 0);
        row(2, 0, 8);
        harness.send("spector", McGyverMessages.ended(2));

        assertTrue(incidents("atlas").getLast().endsWith("DROPOUT"));
    }

    @Test
    void shouldRankTheEarlierColumnFirstWhenItBeganToDeviateBefore()
    {
        McGyverMessages.open(harness, 3);
        row(1, 0, 0, 0);
        row(2, 0, 5, 0);
        row(3, 0, -5, 0);
        row(4, 8, 7, 0);

        assertEquals(List.of("1 since 2", "0 since 4"), suspects("mechlar").getFirst());
    }

    @Test
    void shouldRankTheFartherColumnFirstWhenBothBeginTogether()
    {
        McGyverMessages.open(harness, 3);
        row(1, 7, 0, -20);

        assertEquals(List.of("2 since 1", "0 since 1"), suspects("mechlar").getFirst());
    }

    @Test
    void shouldLookNoFartherBackForPrecursorsThanItsBound()
    {
        McGyverMessages.open(harness, 1);
        for (int row = 1; row <= 30; row++)
        {
            row(row, 5);
        }
        row(31, 8);

        assertEquals(List.of("0 since 15"), suspects("mechlar").getFirst());
    }

    @Test
    void shouldNotTakeARowForAPrecursorWhenACalmOneFollows()
    {
        McGyverMessages.open(harness, 1);
        row(1, 5);
        row(2, Double.NaN);
        row(3, 5);
        row(4, 8);

        assertEquals(List.of("0 since 3"), suspects("mechlar").getFirst());
    }

    @Test
    void shouldNameColumnsThatJoinedLaterWhenTheIncidentCloses()
    {
        McGyverMessages.open(harness, 2);
        row(1, 8, 0);
        row(2, 0, 8);
        harness.send("spector", McGyverMessages.ended(2));

        assertEquals(List.of("0 since 1", "1 since 2"), suspects("atlas").getLast());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 50, 4000})
    void shouldNameEightSuspectsAtMostWhoseWeightsAddUpToOne(final int columns)
    {
        final double[] deviations = new double[columns];
        Arrays.setAll(deviations, (column) -> 6 + column % 11);
        McGyverMessages.open(harness, columns);
        row(1, McGyverMessages.calm(columns));
        row(2, deviations);

        final List<Double> weights = weights();
        assertEquals(Math.min(columns, IncidentTracker.MAX_SUSPECTS), weights.size());
        assertEquals(1, weights.stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
        for (int i = 1; i < weights.size(); i++)
        {
            assertTrue(weights.get(i - 1) >= weights.get(i));
        }
    }

    @Test
    void shouldStillWeighWhenADeviationIsInfinite()
    {
        McGyverMessages.open(harness, 2);
        row(1, 8, Double.NEGATIVE_INFINITY);

        assertEquals(List.of("1 since 1", "0 since 1"), suspects("mechlar").getFirst());
        assertEquals(1, weights().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
    }

    @Test
    void shouldCloseTheOpenIncidentFirstWhenTheStreamEnds()
    {
        McGyverMessages.open(harness, 1);
        row(1, 8);
        harness.clear();
        harness.send("spector", McGyverMessages.ended(1));

        assertEquals(List.of(
            "atlas " + IncidentDecoder.TEMPLATE_ID,
            "atlas " + StreamEndedDecoder.TEMPLATE_ID,
            "mechlar " + StreamEndedDecoder.TEMPLATE_ID), kinds());
        assertEquals(List.of("1 CLOSED rows 1 of 1..1 peak 0.5 SPIKE"), incidents("atlas"));
    }

    @Test
    void shouldOnlyPassTheEndOnWhenTheStreamHasNoRow()
    {
        McGyverMessages.open(harness, 1);
        harness.send("spector", McGyverMessages.ended(0));

        assertEquals(List.of(
            "atlas " + StreamEndedDecoder.TEMPLATE_ID, "mechlar " + StreamEndedDecoder.TEMPLATE_ID), kinds());
    }

    @Test
    void shouldPassTheEndOnWhenTheStreamNeverOpened()
    {
        harness.send("spector", McGyverMessages.ended(0));

        assertEquals(2, harness.sent().size());
    }

    @Test
    void shouldSendTheSameWhenAnyClaimIsRefused()
    {
        final BackPressureCheck check = new BackPressureCheck(McGyver::new, (play) ->
        {
            McGyverMessages.open(play, 3);
            play.send("spector", McGyverMessages.score(1, 0, 5, 0));
            play.send("spector", McGyverMessages.score(2, 8, 7, 0));
            play.send("spector", McGyverMessages.score(3, 0, 0, 9));
            for (int row = 4; row <= 7; row++)
            {
                play.send("spector", McGyverMessages.score(row, 0, 1, 0));
            }
            // Closes one incident and opens the next.
            play.send("spector", McGyverMessages.score(8, 0, 0, -10));
            play.send("mechlar", McGyverMessages.compare(1, 0));
            play.send("spector", McGyverMessages.ended(8));
        }).setting("gap.rows", GAP_ROWS);

        assertEquals(17, check.run());
    }

    private void row(final long row, final double... deviations)
    {
        harness.send("spector", McGyverMessages.score(row, deviations));
    }

    private void calm(final int firstRow, final int lastRow, final int columns)
    {
        for (int row = firstRow; row <= lastRow; row++)
        {
            row(row, McGyverMessages.calm(columns));
        }
    }

    private List<String> kinds()
    {
        return harness.sent().stream().map((message) -> message.target() + " " + message.templateId()).toList();
    }

    private List<String> verdicts()
    {
        return harness.sent("atlas", new VerdictDecoder(), (message) -> message.row() + " " + message.score() +
            " incident " + message.incident() + " column " + message.column() + " " + message.anomaly());
    }

    private List<String> incidents(final String target)
    {
        return harness.sent(target, new IncidentDecoder(), (message) -> message.incident() + " " + message.state() +
            " rows " + message.rows() + " of " + message.firstRow() + ".." + message.lastRow() + " peak " +
            message.peakScore() + " " + message.pattern());
    }

    private List<List<String>> suspects(final String target)
    {
        return harness.sent(target, new IncidentDecoder(), (message) ->
        {
            final List<String> suspects = new ArrayList<>();
            message.suspects().forEach((suspect) -> suspects.add(suspect.column() + " since " + suspect.firstRow()));
            return suspects;
        });
    }

    private List<Double> weights()
    {
        final List<Double> weights = new ArrayList<>();
        final SentMessage incident = harness.sent().stream()
            .filter((message) -> message.templateId() == IncidentDecoder.TEMPLATE_ID)
            .findFirst()
            .orElseThrow();
        incident.decode(new IncidentDecoder()).suspects().forEach((suspect) -> weights.add(suspect.weight()));
        return weights;
    }
}
