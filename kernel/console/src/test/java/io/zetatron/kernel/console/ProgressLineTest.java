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
package io.zetatron.kernel.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ProgressLineTest
{
    private static final Look LOOK = Look.of(false, 0);

    @Test
    void shouldShowBarRateAndTimeLeft()
    {
        assertEquals("======......  50%   10,000 rows   1,000 rows/s   0:10 left   12 anomalies", line(0.5, 80));
    }

    @Test
    void shouldCountWhereTheEndIsNotKnown()
    {
        assertEquals("10,000 rows   1,000 rows/s   0:10   12 anomalies", line(-1, 80));
    }

    @Test
    void shouldGiveTheBarUpWhereItHasNoRoom()
    {
        assertTrue(line(0.5, 60).startsWith("50%   10,000 rows"), line(0.5, 60));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 40, 80, 120, 500})
    void shouldStayShorterThanTheTerminalIsWide(final int width)
    {
        assertTrue(line(0.5, width).length() <= Math.max(1, width - 1));
        assertTrue(line(-1, width).length() <= Math.max(1, width - 1));
    }

    private static String line(final double progress, final int width)
    {
        final RunHistory history = new RunHistory();
        history.add(Statuses.after(0), progress < 0 ? progress : 0);
        history.add(Statuses.after(9), progress < 0 ? progress : progress * 0.9);
        history.add(Statuses.after(10), progress);
        return ProgressLine.render(history, Statuses.after(10), progress, LOOK, width).toString();
    }
}
