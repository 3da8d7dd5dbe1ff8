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
import io.zetatron.figcom.codec.ScoreDecoder;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Spector over several runs that keep their state.
 */
class KeptHistoryTest
{
    private static final int COLUMNS = 3;
    private static final int HISTORY_ROWS = 300;

    @TempDir
    Path folder;

    /**
     * Let a run go over rows of one long stream, as rows 1 and on of its own.
     */
    private static List<String> scores(final EngineHarness harness, final int from, final int to)
    {
        harness.send("atlas", SpectorMessages.opened(COLUMNS));
        harness.clear();
        for (int row = from; row <= to; row++)
        {
            final SplittableRandom random = new SplittableRandom(row);
            final double[] values = new double[COLUMNS];
            Arrays.setAll(values, (column) -> random.nextInt(30) == 0 ? Double.NaN : random.nextDouble());
            values[0] += row == 380 || row == 720 ? 100 : 0;
            // The times go on too.
            harness.send("atlas", TestMessage.sample(
                row - from + 1, row * 60_000_000_000L, "", values));
        }
        return harness.sent("mcgyver", new ScoreDecoder(),
            (message) -> message.score() + " " + message.column() + " " + message.anomaly());
    }

    private EngineHarness open()
    {
        return new EngineHarness(new Spector()).setting(Spector.HISTORY_ROWS.name(), HISTORY_ROWS)
            .keepState(folder).open();
    }

    private void run(final int from, final int to)
    {
        try (EngineHarness harness = open())
        {
            scores(harness, from, to);
            harness.checkpoint();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 71, 200, 299, 300})
    void shouldScoreAsIfTheRunHadNeverEndedWhenAllRowsAreKept(final int firstRows)
    {
        final List<String> expected;
        try (EngineHarness whole = new EngineHarness(new Spector()).open())
        {
            expected = scores(whole, 1, 400);
        }
        final List<String> actual = new ArrayList<>();
        try (EngineHarness first = open())
        {
            actual.addAll(scores(first, 1, firstRows));
            first.checkpoint();
        }
        try (EngineHarness second = open())
        {
            actual.addAll(scores(second, firstRows + 1, 400));
        }

        assertEquals(expected, actual);
        assertTrue(expected.stream().anyMatch((row) -> row.endsWith("YES")), "there is something to find");
    }

    @Test
    void shouldHaveAVerdictInTheFirstRowAfterManyRunsThatWrapTheHistory()
    {
        run(1, 250);
        run(251, 500);
        run(501, 719);
        try (EngineHarness harness = open())
        {
            assertTrue(scores(harness, 720, 720).getFirst().endsWith("0 YES"));
        }
    }

    @Test
    void shouldLookBackIntoTheRunBefore()
    {
        run(1, 100);
        try (EngineHarness harness = open())
        {
            scores(harness, 101, 105);
            harness.send("mechlar", SpectorMessages.lookBack(1, 5, 0));
            harness.send("mechlar", SpectorMessages.lookBack(2, -99, 0));
            harness.send("mechlar", SpectorMessages.lookBack(3, -100, 0));

            final List<Integer> rows = harness.sent("mechlar", new LookBackDoneDecoder(), LookBackDoneDecoder::rows);
            final int values = (int)IntStream.rangeClosed(1, 105)
                .filter((row) -> new SplittableRandom(row).nextInt(30) != 0).count();
            assertEquals(List.of(values, 1, 0), rows);
        }
    }
}
