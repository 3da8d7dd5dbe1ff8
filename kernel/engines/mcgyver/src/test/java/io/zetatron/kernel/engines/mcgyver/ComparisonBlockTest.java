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

import io.zetatron.figcom.codec.CompareColumnsDoneDecoder;
import io.zetatron.kernel.api.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ComparisonBlockTest
{
    private final EngineHarness harness = new EngineHarness(new McGyver());
    private final SplittableRandom random = new SplittableRandom(7);

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
    void shouldNameThePartnersStrongestFirstWhateverTheirSign()
    {
        McGyverMessages.open(harness, 4);
        for (int row = 1; row <= 200; row++)
        {
            final double common = random.nextDouble(-3, 3);
            final double noise = random.nextDouble(-1, 1);
            row(row, common, common + noise, random.nextDouble(-3, 3), -common);
        }

        harness.send("mechlar", McGyverMessages.compare(9, 0));

        assertTrue(answers().getFirst().matches("9 0: 3 -1\\.00 1 \\+0\\.9\\d "), answers().getFirst());
    }

    @Test
    void shouldCompareByTheRowsOfTheRunBeforeWhenTheyWereKept(@TempDir final Path folder)
    {
        try (EngineHarness before = new EngineHarness(new McGyver()).keepState(folder).open())
        {
            McGyverMessages.open(before, 2);
            for (int row = 1; row <= 700; row++)
            {
                final double common = random.nextDouble(-3, 3);
                before.send("spector", McGyverMessages.score(row, common, -common));
            }
            before.checkpoint();
        }
        try (EngineHarness after = new EngineHarness(new McGyver()).keepState(folder).open())
        {
            McGyverMessages.open(after, 2);

            after.send("mechlar", McGyverMessages.compare(9, 0));

            assertEquals(List.of(1), after.sent("mechlar", new CompareColumnsDoneDecoder(),
                (message) -> message.partners().count()));
        }
    }

    @Test
    void shouldNameThreePartnersAtMostWhenManyColumnsMoveTogether()
    {
        McGyverMessages.open(harness, 4000);
        for (int row = 1; row <= 20; row++)
        {
            final double[] deviations = new double[4000];
            Arrays.fill(deviations, random.nextDouble(-3, 3));
            row(row, deviations);
        }

        harness.send("mechlar", McGyverMessages.compare(1, 3999));

        assertEquals(List.of("1 3999: 0 +1.00 1 +1.00 2 +1.00 "), answers());
    }

    @Test
    void shouldNameNoPartnerWhenTheColumnIsAlone()
    {
        McGyverMessages.open(harness, 1);
        row(1, 2);
        row(2, -1);

        harness.send("mechlar", McGyverMessages.compare(1, 0));

        assertEquals(List.of("1 0: "), answers());
    }

    @Test
    void shouldNameNoPartnerWhenNoRowHasCome()
    {
        McGyverMessages.open(harness, 3);

        harness.send("mechlar", McGyverMessages.compare(1, 2));

        assertEquals(List.of("1 2: "), answers());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, -1.0 / 3, 7.7, 1e9, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldNameNoPartnerWhenTheColumnsDidNotMove(final double deviation)
    {
        McGyverMessages.open(harness, 2);
        for (int row = 1; row <= 300; row++)
        {
            row(row, deviation, deviation / 3);
        }

        harness.send("mechlar", McGyverMessages.compare(1, 0));

        assertEquals(List.of("1 0: "), answers());
    }

    @Test
    void shouldForgetHowColumnsMovedWhenTheRowsAreOld()
    {
        McGyverMessages.open(harness, 2);
        for (int row = 1; row <= 100; row++)
        {
            final double common = random.nextDouble(-3, 3);
            row(row, common, common);
        }
        for (int row = 101; row <= 100 + DeviationHistory.ROWS; row++)
        {
            row(row, random.nextDouble(-3, 3), random.nextDouble(-3, 3));
        }

        harness.send("mechlar", McGyverMessages.compare(1, 0));

        assertEquals(List.of("1 0: "), answers());
    }

    @Test
    void shouldNotBeDecidedByOneOutlier()
    {
        McGyverMessages.open(harness, 2);
        for (int row = 1; row <= 255; row++)
        {
            row(row, random.nextDouble(-3, 3), random.nextDouble(-3, 3));
        }
        row(256, 5000, 5000);

        harness.send("mechlar", McGyverMessages.compare(1, 0));

        assertEquals(List.of("1 0: "), answers());
    }

    @Test
    void shouldAnswerAsOfTheTaskWhenThereIsRoomOnlyLater()
    {
        McGyverMessages.open(harness, 2);
        row(1, 1, 1);
        row(2, -1, -1);
        harness.refuse("mechlar", 1);
        assertFalse(harness.offer("mechlar", McGyverMessages.compare(1, 0)));
        row(3, 2, -2);
        row(4, -2, 2);

        harness.send("mechlar", McGyverMessages.compare(1, 0));

        assertEquals(List.of("1 0: 1 +1.00 "), answers());
    }

    @Test
    void shouldCompareAnewWhenTheNextTaskComes()
    {
        McGyverMessages.open(harness, 2);
        row(1, 1, 1);
        row(2, -1, -1);
        harness.send("mechlar", McGyverMessages.compare(1, 0));
        row(3, 1, -1);
        row(4, -1, 1);

        harness.send("mechlar", McGyverMessages.compare(2, 0));

        assertEquals(List.of("1 0: 1 +1.00 ", "2 0: "), answers());
    }

    private void row(final long row, final double... deviations)
    {
        harness.send("spector", McGyverMessages.score(row, deviations));
    }

    private List<String> answers()
    {
        return harness.sent("mechlar", new CompareColumnsDoneDecoder(), (message) ->
        {
            final StringBuilder text = new StringBuilder(message.plan() + " " + message.column() + ": ");
            message.partners().forEach((partner) -> text
                .append(partner.column())
                .append(String.format(Locale.ROOT, " %+.2f ", partner.correlation())));
            return text.toString();
        });
    }
}
