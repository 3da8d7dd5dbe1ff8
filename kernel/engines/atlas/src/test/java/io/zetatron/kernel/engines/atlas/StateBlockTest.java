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

import io.zetatron.figcom.codec.IncidentState;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.api.testing.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class StateBlockTest
{
    private final EngineHarness harness = new EngineHarness(new Atlas());

    @BeforeEach
    void open()
    {
        harness.open();
        AtlasMessages.open(harness, 64);
    }

    @AfterEach
    void close()
    {
        harness.close();
    }

    @Test
    void shouldPublishTheCountsWhenRowsAreJoined()
    {
        AtlasMessages.admit(harness, 1, 3);
        harness.send("mcgyver", AtlasMessages.incident(IncidentState.OPENED));
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.send("mcgyver", AtlasMessages.verdict(2, true));

        harness.drain();

        final GlobalState.View state = harness.globalState().refresh();
        assertEquals(3, state.rowsAdmitted());
        assertEquals(2, state.rowsJoined());
        assertEquals(1, state.anomalies());
        assertEquals(1, state.incidents());
        assertEquals(0.002, state.lastScore());
    }

    @Test
    void shouldDoNothingWhenNothingHasChanged()
    {
        AtlasMessages.admit(harness, 1, 3);
        harness.drain();

        assertEquals(0, harness.doWork());
    }

    @Test
    void shouldReportProgressAtOnceWhenNoRowIsInFlight()
    {
        AtlasMessages.admit(harness, 1, 1);
        harness.send("mcgyver", AtlasMessages.verdict(1));

        harness.drain();

        assertEquals(List.of(1L), joined());
    }

    @Test
    void shouldReportProgressInStepsWhenRowsAreInFlight()
    {
        AtlasMessages.admit(harness, 1, 40);

        for (int row = 1; row <= 39; row++)
        {
            harness.send("mcgyver", AtlasMessages.verdict(row));
            harness.doWork();
        }

        assertEquals(List.of(16L, 32L), joined());
    }

    @Test
    void shouldReportTheLastRowsWhenTheyAreFewerThanAStep()
    {
        AtlasMessages.admit(harness, 1, 20);
        for (int row = 1; row <= 20; row++)
        {
            harness.send("mcgyver", AtlasMessages.verdict(row));
            harness.doWork();
        }

        assertEquals(List.of(16L, 20L), joined());
    }

    @Test
    void shouldReportProgressLaterWhenDavidHasNoRoom()
    {
        AtlasMessages.admit(harness, 1, 2);
        harness.refuse("david", 2);
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.send("mcgyver", AtlasMessages.verdict(2));

        harness.drain();

        assertEquals(List.of(2L), joined());
    }

    @Test
    void shouldReportTheSlowestResultSinceTheLastReport()
    {
        AtlasMessages.admit(harness, 1, 1);
        harness.clock().advanceNs(700);
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.drain();
        AtlasMessages.admit(harness, 2, 3);
        harness.clock().advanceNs(300);
        harness.send("mcgyver", AtlasMessages.verdict(2));
        harness.doWork();
        harness.clock().advanceNs(100);
        harness.send("mcgyver", AtlasMessages.verdict(3));
        harness.drain();

        assertEquals(List.of(700L, 400L), slowest());
    }

    @Test
    void shouldStillReportTheSlowestResultWhenDavidHadNoRoom()
    {
        AtlasMessages.admit(harness, 1, 1);
        harness.clock().advanceNs(700);
        harness.refuse("david", 1);
        harness.send("mcgyver", AtlasMessages.verdict(1));
        harness.doWork();
        AtlasMessages.admit(harness, 2, 2);
        harness.send("mcgyver", AtlasMessages.verdict(2));

        harness.drain();

        assertEquals(List.of(700L), slowest());
    }

    private List<Long> slowest()
    {
        return harness.sent("david", new ProgressDecoder(), ProgressDecoder::slowestNs);
    }

    private List<Long> joined()
    {
        return harness.sent("david", new ProgressDecoder(), ProgressDecoder::rowsJoined);
    }
}
