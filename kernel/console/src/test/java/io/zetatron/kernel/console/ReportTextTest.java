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

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReportTextTest
{
    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120})
    void shouldWrapWithinTheWidth(final int width)
    {
        final List<String> lines = ReportText.lines(Statuses.report(), width);

        lines.forEach((line) -> assertTrue(line.length() <= width && line.equals(line.stripTrailing()), line));
    }

    @Test
    void shouldEndWithTheSummary()
    {
        final List<String> lines = ReportText.lines(Statuses.report(), 100);

        assertEquals("Incidents:", lines.getFirst());
        assertTrue(lines.indexOf("The last 2 of 7 alarms:") < lines.indexOf(
            "rows     90,001 in, 90,000 out in 90.0 s (1,000 rows/s), 3 columns of this host"), lines.toString());
        assertEquals("input    2 empty cells were taken for missing values", lines.getLast());
    }
}
