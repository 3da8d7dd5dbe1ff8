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

import io.zetatron.figcom.codec.LookBackEncoder;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.TestMessage;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the other engines say to Spector.
 */
final class SpectorMessages
{
    private static final long ROW_NS = 60_000_000_000L;

    private SpectorMessages()
    {
    }

    static TestMessage opened(final int columns)
    {
        final List<String> names = IntStream.range(0, columns).mapToObj((column) -> "column " + column).toList();
        return TestMessage.streamOpened(8, names).originTimestampNs(3);
    }

    static TestMessage sample(final long row, final double... values)
    {
        return TestMessage.sample(row, row * ROW_NS, "", values).originTimestampNs(row * 10);
    }

    static TestMessage lookBack(final long plan, final long row, final int column)
    {
        return TestMessage.of(new LookBackEncoder(), (message) ->
            message.plan(plan).row(row).column(column).deadlineNs(0)).correlation(plan).originTimestampNs(7);
    }

    static void rows(final EngineHarness harness, final int firstRow, final double... values)
    {
        for (int i = 0; i < values.length; i++)
        {
            harness.send("atlas", sample(firstRow + i, values[i]));
        }
    }
}
