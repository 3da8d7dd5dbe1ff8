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
import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.BackPressureCheck;
import io.zetatron.kernel.api.testing.EngineHarness;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

class AtlasBackPressureTest
{
    private static final int ROWS = 9;
    private static final int WINDOW_ROWS = 4;

    @Test
    void shouldSendTheSameWhenAnyClaimIsRefused()
    {
        final BackPressureCheck check = new BackPressureCheck(Atlas::new, AtlasBackPressureTest::playStream)
            .conflated(ProgressEncoder.TEMPLATE_ID);

        assertTrue(check.run() > 2 * ROWS);
    }

    @Test
    void shouldSendTheSameWhenAnyClaimOfAnEmptyStreamIsRefused()
    {
        new BackPressureCheck(Atlas::new, (harness) ->
        {
            AtlasMessages.open(harness, WINDOW_ROWS);
            playEnd(harness, 0);
        }).run();
    }

    private static void playStream(final EngineHarness harness)
    {
        AtlasMessages.open(harness, WINDOW_ROWS);
        for (int row = 1; row <= ROWS; row += 3)
        {
            AtlasMessages.admit(harness, row, row + 2);
            harness.send("mcgyver", AtlasMessages.verdict(row + 1, true));
            harness.send("mcgyver", AtlasMessages.incident(IncidentState.OPENED));
            harness.send("mechlar", AtlasMessages.explanation("row " + row));
            harness.send("david", AtlasMessages.alarm("channel"));
            harness.send("mcgyver", AtlasMessages.verdict(row));
            harness.send("mcgyver", AtlasMessages.verdict(row + 2));
            // Before the next messages are relayed: whether they or ready results go first is free.
            harness.drain();
        }
        playEnd(harness, ROWS);
    }

    private static void playEnd(final EngineHarness harness, final int rows)
    {
        harness.send(BlockContext.HOST, AtlasMessages.ended(rows));
        harness.send("mcgyver", AtlasMessages.ended(rows));
        harness.send("mechlar", AtlasMessages.ended(rows));
        harness.drain();
    }
}
