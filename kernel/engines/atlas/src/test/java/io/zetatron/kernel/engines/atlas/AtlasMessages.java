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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.figcom.codec.AlarmEncoder;
import io.zetatron.figcom.codec.AlarmKind;
import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.IncidentEncoder;
import io.zetatron.figcom.codec.IncidentState;
import io.zetatron.figcom.codec.Pattern;
import io.zetatron.figcom.codec.PlanStatus;
import io.zetatron.figcom.codec.ResultDecoder;
import io.zetatron.figcom.codec.VerdictEncoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.TestMessage;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the other engines and the host say to Atlas.
 */
final class AtlasMessages
{
    static final List<String> COLUMNS = List.of("load", "température");

    private AtlasMessages()
    {
    }

    static void open(final EngineHarness harness, final int windowRows)
    {
        harness.send(BlockContext.HOST, TestMessage.streamOpened(windowRows, COLUMNS));
    }

    static void admit(final EngineHarness harness, final long firstRow, final long lastRow)
    {
        for (long row = firstRow; row <= lastRow; row++)
        {
            harness.send(BlockContext.HOST, sample(row).originTimestampNs(harness.clock().nanoTime()));
        }
    }

    static TestMessage sample(final long row)
    {
        return TestMessage.sample(row, row * 1_000, "t" + row, (double)row, (double)-row);
    }

    static TestMessage ended(final long rows)
    {
        return TestMessage.streamEnded(rows, EndReason.END_OF_INPUT);
    }

    static TestMessage verdict(final long row)
    {
        return verdict(row, false);
    }

    static TestMessage verdict(final long row, final boolean isAnomaly)
    {
        return TestMessage.of(new VerdictEncoder(), (message) -> message
            .row(row)
            .score(row / 1000.0)
            .incident(isAnomaly ? 9 : 0)
            .column((int)row % 2)
            .anomaly(isAnomaly ? BooleanType.YES : BooleanType.NO)).correlation(row);
    }

    static TestMessage incident(final IncidentState state)
    {
        return TestMessage.of(new IncidentEncoder(), (message) -> message
            .incident(3)
            .firstRow(10)
            .lastRow(12)
            .rows(2)
            .peakScore(0.75)
            .state(state)
            .pattern(Pattern.SHIFT)
            .suspectsCount(2)
            .next().column(1).firstRow(10).weight(0.75)
            .next().column(0).firstRow(11).weight(0.25)).correlation(3).originTimestampNs(30);
    }

    static TestMessage explanation(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TestMessage.of(new ExplanationEncoder(), (message) -> message
            .plan(1)
            .incident(3)
            .status(PlanStatus.LATE)
            .lateTasks(1)
            .elapsedNs(5)
            .putText(bytes, 0, bytes.length)).correlation(3).originTimestampNs(40);
    }

    static TestMessage alarm(final String subject)
    {
        return TestMessage.of(new AlarmEncoder(), (message) -> message
            .value(7)
            .threshold(2)
            .kind(AlarmKind.BACKLOG)
            .subject(subject)).correlation(0).originTimestampNs(50);
    }

    static List<Long> resultRows(final EngineHarness harness)
    {
        return harness.sent(BlockContext.HOST, new ResultDecoder(), ResultDecoder::row);
    }
}
