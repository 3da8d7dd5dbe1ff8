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

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColumnDetectorSettingsTest
{
    @Test
    void shouldHoldTheDefaultsWhenAskedForThem()
    {
        assertEquals(5e-5, ColumnDetectorSettings.defaults().alarmProbability());
    }

    @Test
    void shouldNameFieldValueAndBoundWhenOutOfRange()
    {
        final IllegalArgumentException exception = assertThrows(IllegalArgumentException.class,
            () -> new ColumnDetectorSettings(1e-4, 72, 3, 101, 256, 4, 128));
        assertTrue(exception.getMessage().contains("treesCount=101"));
        assertTrue(exception.getMessage().contains("100]"));
        assertThrows(IllegalArgumentException.class,
            () -> new ColumnDetectorSettings(Double.NaN, 72, 3, 10, 256, 4, 128));
    }

    @Test
    void shouldAskForLessProbableAlarmsWhenThereAreManyColumnsOrSomebodyWatches()
    {
        final double one = ColumnDetectorSettings.forColumn(0, 1, false).alarmProbability();

        assertEquals(ColumnDetectorSettings.ALARM_PROBABILITY_DEFAULT, one);
        assertEquals(one, ColumnDetectorSettings.forColumn(3, 4, false).alarmProbability());
        assertEquals(one / 10, ColumnDetectorSettings.forColumn(0, 40, false).alarmProbability(), 1e-12);
        assertTrue(ColumnDetectorSettings.forColumn(0, 1, true).alarmProbability() < one);
        assertEquals(1e-8, ColumnDetectorSettings.forColumn(0, 4000, true).alarmProbability());
    }

    @Test
    void shouldNotMakeAllForestsInOneRow()
    {
        assertNotEquals(ColumnDetectorSettings.forColumn(0, 2, false).forestStartRows(),
            ColumnDetectorSettings.forColumn(1, 2, false).forestStartRows());
    }
}
