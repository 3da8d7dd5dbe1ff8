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

import io.zetatron.figcom.codec.CompareColumnsDoneEncoder;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.IncidentEncoder;
import io.zetatron.figcom.codec.IncidentState;
import io.zetatron.figcom.codec.LookBackDoneEncoder;
import io.zetatron.figcom.codec.Pattern;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.TestMessage;

import java.util.List;

/**
 * What the other engines say to Mechlar.
 */
final class MechlarMessages
{
    static final List<String> COLUMNS = List.of("load", "température", "noise");
    static final long ORIGIN_NS = 4711;

    private MechlarMessages()
    {
    }

    static void open(final EngineHarness harness)
    {
        harness.send("atlas", TestMessage.streamOpened(8, COLUMNS));
    }

    static TestMessage incident(final long incident, final int... suspects)
    {
        return TestMessage.of(new IncidentEncoder(), (message) ->
        {
            final IncidentEncoder.SuspectsEncoder group = message
                .incident(incident)
                .firstRow(100 + incident)
                .lastRow(100 + incident)
                .rows(1)
                .peakScore(0.75)
                .state(IncidentState.OPENED)
                .pattern(Pattern.SPIKE)
                .suspectsCount(suspects.length);
            for (final int suspect : suspects)
            {
                group.next().column(suspect).firstRow(100).weight(1.0 / suspects.length);
            }
        }).correlation(incident).originTimestampNs(ORIGIN_NS);
    }

    static TestMessage lookedBack(final long plan, final int rows)
    {
        return TestMessage.of(new LookBackDoneEncoder(), (message) -> message
            .plan(plan)
            .column(1)
            .rows(rows)
            .value(12.5)
            .median(3)
            .minimum(-1)
            .maximum(4.25)).correlation(plan);
    }

    static TestMessage compared(final long plan, final int... partners)
    {
        return TestMessage.of(new CompareColumnsDoneEncoder(), (message) ->
        {
            final CompareColumnsDoneEncoder.PartnersEncoder group =
                message.plan(plan).column(1).partnersCount(partners.length);
            for (final int partner : partners)
            {
                group.next().column(partner).correlation(0.9 - partner);
            }
        }).correlation(plan);
    }

    static TestMessage ended(final long rows)
    {
        return TestMessage.streamEnded(rows, EndReason.END_OF_INPUT);
    }
}
