/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AlarmGateTest
{
    private final AlarmGate gate = new AlarmGate(4, 3);

    @Test
    void shouldReportAFewRowsWhenADisturbanceLasts()
    {
        int reported = 0;
        for (int i = 0; i < 50; i++)
        {
            reported += gate.pass(7) >= 4 ? 1 : 0;
        }
        assertEquals(3, reported);
        assertTrue(gate.open());
    }

    @Test
    void shouldReportAgainWhenQuietCameBetween()
    {
        assertTrue(gate.pass(7) >= 4);
        for (int i = 0; i < 20; i++)
        {
            gate.pass(0.5);
        }
        assertFalse(gate.open());
        assertTrue(gate.pass(7) >= 4);
    }

    @Test
    void shouldGrowQuietWhenOdditiesAreUsual()
    {
        int reported = 0;
        for (int i = 0; i < 20_000; i++)
        {
            reported += gate.pass(i % 40 == 0 ? 8 : 0.5) >= 4 ? 1 : 0;
        }
        assertTrue(reported < 80, "reported=" + reported);
    }
}
