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

import io.zetatron.figcom.codec.LookBackDoneDecoder;
import io.zetatron.kernel.api.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HistoryBlockTest
{
    private static final int HISTORY_ROWS = 5;
    private static final double MISSING = Double.NaN;

    private final EngineHarness harness = new EngineHarness(new Spector()).setting("history.rows", HISTORY_ROWS);

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
    void shouldLookAtTheRowsBeforeWhenTheyAreKept()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        SpectorMessages.rows(harness, 1, 40, 10, 30, 99, 7);

        assertEquals("4 rows: 99.0 median 30.0 in 10.0..40.0", lookBack(4, 0));
    }

    @Test
    void shouldLeaveMissingValuesOutWhenItLooksBack()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        SpectorMessages.rows(harness, 1, 40, MISSING, 30, 99);

        assertEquals("3 rows: 99.0 median 40.0 in 30.0..40.0", lookBack(4, 0));
    }

    @Test
    void shouldLookAtTheColumnThatWasAskedFor()
    {
        harness.send("atlas", SpectorMessages.opened(3));
        harness.send("atlas", SpectorMessages.sample(1, 1, 2, 3));
        harness.send("atlas", SpectorMessages.sample(2, 4, 5, 6));

        assertEquals("2 rows: 6.0 median 3.0 in 3.0..3.0", lookBack(2, 2));
    }

    @Test
    void shouldHaveNoRowsBeforeWhenItIsTheFirst()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        SpectorMessages.rows(harness, 1, 40, 50);

        assertEquals("1 rows: 40.0 median NaN in NaN..NaN", lookBack(1, 0));
    }

    @Test
    void shouldLookAtNoMoreRowsThanAreKeptWhenManyHaveCome()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        for (int row = 1; row <= 23; row++)
        {
            SpectorMessages.rows(harness, row, row);
        }

        assertEquals("5 rows: 23.0 median 21.0 in 19.0..22.0", lookBack(23, 0));
        assertEquals("1 rows: 19.0 median NaN in NaN..NaN", lookBack(19, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {18, 1, 0, -1, Long.MIN_VALUE, 24, 1_000, Long.MAX_VALUE})
    void shouldSayThatNothingIsThereWhenTheRowIsGoneOrHasNotCome(final long row)
    {
        harness.send("atlas", SpectorMessages.opened(1));
        for (int sample = 1; sample <= 23; sample++)
        {
            SpectorMessages.rows(harness, sample, sample);
        }

        assertEquals("0 rows: NaN median NaN in NaN..NaN", lookBack(row, 0));
    }

    @Test
    void shouldSayThatNothingIsThereWhenTheValueWasMissing()
    {
        harness.send("atlas", SpectorMessages.opened(1));
        SpectorMessages.rows(harness, 1, 40, MISSING);

        assertEquals("0 rows: NaN median NaN in NaN..NaN", lookBack(2, 0));
    }

    @Test
    void shouldSayThatNothingIsThereWhenNoStreamIsOpen()
    {
        assertEquals("0 rows: NaN median NaN in NaN..NaN", lookBack(1, 0));
    }

    @Test
    void shouldSayWhatTheAnswerBelongsToWhenItLooksBack()
    {
        harness.send("mechlar", SpectorMessages.lookBack(17, 1, 3));

        assertEquals(List.of("17 3"), harness.sent("mechlar", new LookBackDoneDecoder(),
            (message) -> message.plan() + " " + message.column()));
        assertEquals(17, harness.sent().getLast().correlation());
        assertEquals(7, harness.sent().getLast().originTimestampNs());
    }

    private String lookBack(final long row, final int column)
    {
        harness.send("mechlar", SpectorMessages.lookBack(1, row, column));
        return harness.sent("mechlar", new LookBackDoneDecoder(), (message) -> message.rows() + " rows: " +
            message.value() + " median " + message.median() + " in " + message.minimum() + ".." + message.maximum())
            .getLast();
    }
}
