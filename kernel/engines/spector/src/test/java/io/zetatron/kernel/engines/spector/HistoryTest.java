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
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HistoryTest
{
    private final History history = new History(8);

    @Test
    void shouldKeepTheLastValuesWhenItWraps()
    {
        for (int i = 0; i < 20; i++)
        {
            history.add(i, 1);
        }
        assertEquals(8, history.size());
        assertEquals(19, history.value(0));
        assertEquals(12, history.value(7));
    }

    @Test
    void shouldHoldNothingForTheRowsOfAGap()
    {
        history.add(1, 1);
        history.add(2, 4);
        assertEquals(5, history.size());
        assertEquals(2, history.value(0));
        assertTrue(Double.isNaN(history.value(2)));
        assertEquals(1, history.value(4));
        history.add(3, 1_000_000);
        assertEquals(3, history.value(0));
        assertTrue(Double.isNaN(history.value(7)));
    }
}
