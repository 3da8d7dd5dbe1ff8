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
package io.zetatron.kernel.engines.spector;

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.ScoreDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.kernel.api.testing.BackPressureCheck;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.SentMessage;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class DetectionBlockTest
{
    private static final double MISSING = Double.NaN;

    private final EngineHarness harness = new EngineHarness(new Spector());

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
    void shouldHandTheOpeningOnByteForByteWhenAStreamOpens()
    {
        harness.send("atlas", SpectorMessages.opened(3));

        final SentMessage sent = harness.sent().getFirst();
        assertEquals("mcgyver", sent.target());
        assertArrayEquals(SpectorMessages.opened(3).body(), sent.body());
        assertEquals(3, sent.originTimestampNs());
    }

    @Test
    void shouldHaveAllocatedNothingWhenTheOpeningWasRefused()
    {
        harness.refuse("mcgyver", 1);

        assertFalse(harness.offer("atlas", SpectorMessages.opened(3)));

        assertEquals(0, harness.memory().usedBytes());
    }

    @Test
    void shouldSendAScoreOfTheRightLengthWhateverTheCountOfColumns()
    {
        for (int columns = 1; columns <= 50; columns++)
        {
            try (EngineHarness fresh = new EngineHarness(new Spector()).open())
            {
                final double[] values = new double[columns];
                Arrays.fill(values, 1.5);
                fresh.send("atlas", SpectorMessages.opened(columns));
                fresh.send("atlas", SpectorMessages.sample(1, values));

                assertEquals(List.of(columns),
                    fresh.sent("mcgyver", new ScoreDecoder(), (message) -> message.columns().count()));
            }
        }
    }

    @Test
    void shouldScoreARowAsItsWorstColumnWhenSomeAreMissing()
    {
        final int columns = 4;
        final SplittableRandom random = new SplittableRandom(11);
        harness.send("atlas", SpectorMessages.opened(columns));
        for (int row = 1; row <= 300; row++)
        {
            final double[] values = new double[columns];
            Arrays.setAll(values, (column) -> random.nextInt(20) == 0 ? MISSING : random.nextDouble());
            values[row % columns] += row % 50 == 0 ? 1000 : 0;
            harness.clear();
            harness.send("atlas", SpectorMessages.sample(row, values));

            final Row expected = expected(harness.sent().getFirst(), values);
            final Row actual = harness.sent("mcgyver", new ScoreDecoder(), Row::of).getFirst();
            assertEquals(expected, actual, "row " + row);
        }
    }

    @Test
    void shouldNameTheColumnThatStandsOutWhenAValueIsFarOff()
    {
        final SplittableRandom random = new SplittableRandom(12);
        harness.send("atlas", SpectorMessages.opened(3));
        for (int row = 1; row <= 400; row++)
        {
            harness.send("atlas",
                SpectorMessages.sample(row, random.nextDouble(), random.nextDouble(), random.nextDouble()));
        }
        harness.clear();

        harness.send("atlas", SpectorMessages.sample(401, 0.5, 500, 0.5));

        assertEquals(List.of("1 YES"), harness.sent("mcgyver", new ScoreDecoder(),
            (message) -> message.column() + " " + message.anomaly()));
    }

    @Test
    void shouldNameNoColumnWhenTheWholeRowIsMissing()
    {
        harness.send("atlas", SpectorMessages.opened(2));
        harness.send("atlas", SpectorMessages.sample(1, 1, 2));
        harness.clear();

        harness.send("atlas", SpectorMessages.sample(2, MISSING, MISSING));

        assertEquals(List.of(new Row(0, ScoreDecoder.columnNullValue(), BooleanType.NO)),
            harness.sent("mcgyver", new ScoreDecoder(), Row::of));
    }

    @Test
    void shouldPassOnWhatBelongsToTheRowWhenItIsScored()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        harness.send("atlas", TestMessage.sample(1, 77, "", 1.5).originTimestampNs(10));

        final SentMessage sent = harness.sent().getLast();
        final ScoreDecoder score = sent.decode(new ScoreDecoder());
        assertEquals(1, score.row());
        assertEquals(77, score.timestampNs());
        assertEquals(1, sent.correlation());
        assertEquals(10, sent.originTimestampNs());
    }

    @Test
    void shouldHandTheEndOnWhenTheStreamEnds()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        harness.send("atlas", TestMessage.streamEnded(0, EndReason.STOPPED));

        assertEquals(List.of("0 STOPPED"), harness.sent("mcgyver", new StreamEndedDecoder(),
            (message) -> message.rows() + " " + message.reason()));
    }

    @Test
    void shouldHandTheEndOnWhenTheStreamNeverOpened()
    {
        harness.send("atlas", TestMessage.streamEnded(0, EndReason.STOPPED));

        assertEquals(1, harness.sent().size());
    }

    @Test
    void shouldSendTheSameWhenAnyClaimIsRefused()
    {
        final BackPressureCheck check = new BackPressureCheck(Spector::new, (play) ->
        {
            play.send("atlas", SpectorMessages.opened(2));
            for (int row = 1; row <= 4; row++)
            {
                play.send("atlas", SpectorMessages.sample(row, row, row == 3 ? MISSING : -row));
                play.send("mechlar", SpectorMessages.lookBack(row, row, 1));
            }
            play.send("atlas", TestMessage.streamEnded(4, EndReason.END_OF_INPUT));
        });

        assertEquals(10, check.run());
    }

    private record Row(float score, int column, BooleanType anomaly)
    {
        static Row of(final ScoreDecoder message)
        {
            return new Row((float)message.score(), message.column(), message.anomaly());
        }
    }

    /** What the fields of the row have to be, by those of its columns. */
    private static Row expected(final SentMessage sent, final double[] values)
    {
        Row worst = new Row(0, ScoreDecoder.columnNullValue(), BooleanType.NO);
        int column = 0;
        for (final ScoreDecoder.ColumnsDecoder cell : sent.decode(new ScoreDecoder()).columns())
        {
            final boolean isFirst = worst.column() == ScoreDecoder.columnNullValue();
            if (!Double.isNaN(values[column]) && (isFirst || cell.score() > worst.score()))
            {
                worst = new Row(cell.score(), column, cell.anomaly());
            }
            column++;
        }
        return worst;
    }
}
