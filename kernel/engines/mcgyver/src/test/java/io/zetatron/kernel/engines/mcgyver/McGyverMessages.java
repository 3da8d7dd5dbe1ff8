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

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.CompareColumnsEncoder;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.Pattern;
import io.zetatron.figcom.codec.ScoreEncoder;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.TestMessage;

import java.util.stream.IntStream;

/**
 * What the other engines say to McGyver.
 */
final class McGyverMessages
{
    /** From here on a column of {@link #score} is anomalous. */
    static final double ANOMALY = 6;

    private McGyverMessages()
    {
    }

    static void open(final EngineHarness harness, final int columns)
    {
        harness.send("spector", TestMessage.streamOpened(
            8, IntStream.range(0, columns).mapToObj((column) -> "c" + column).toList()));
    }

    static TestMessage score(final long row, final double... deviations)
    {
        int worst = -1;
        for (int column = 0; column < deviations.length; column++)
        {
            if (!Double.isNaN(deviations[column]) &&
                (worst < 0 || Math.abs(deviations[column]) > Math.abs(deviations[worst])))
            {
                worst = column;
            }
        }
        final int column = worst < 0 ? ScoreEncoder.columnNullValue() : worst;
        final double deviation = worst < 0 ? 0 : Math.abs(deviations[worst]);
        return TestMessage.of(new ScoreEncoder(), (message) ->
        {
            final ScoreEncoder.ColumnsEncoder group = message
                .row(row)
                .timestampNs(row * 1_000)
                .score(scoreOf(deviation))
                .column(column)
                .anomaly(flag(deviation))
                .columnsCount(deviations.length);
            for (final double value : deviations)
            {
                final Pattern sign = value < 0 ? Pattern.DROPOUT : Pattern.SPIKE;
                group.next()
                    .deviation(value)
                    .score((float)scoreOf(value))
                    .anomaly(flag(value))
                    .pattern(flag(value) == BooleanType.YES ? sign : Pattern.NONE);
            }
        }).correlation(row).originTimestampNs(row * 10);
    }

    static double[] calm(final int columns)
    {
        return new double[columns];
    }

    static TestMessage compare(final long plan, final int column)
    {
        return TestMessage.of(new CompareColumnsEncoder(), (message) ->
            message.plan(plan).incident(1).column(column).deadlineNs(0)).correlation(plan).originTimestampNs(5);
    }

    static TestMessage ended(final long rows)
    {
        return TestMessage.streamEnded(rows, EndReason.END_OF_INPUT);
    }

    private static double scoreOf(final double deviation)
    {
        return Math.min(1, Math.abs(deviation) / 16);
    }

    private static BooleanType flag(final double deviation)
    {
        return Math.abs(deviation) >= ANOMALY ? BooleanType.YES : BooleanType.NO;
    }
}
