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
package io.zetatron.kernel.runtime.sink;

import java.util.List;

/**
 * An incident as the report tells it.
 *
 * @param id          from 1.
 * @param firstRow    of its anomalies.
 * @param lastRow     of its anomalies.
 * @param rows        with an anomaly.
 * @param peakScore   0..1.
 * @param isOpen      whether it may still go on.
 * @param pattern     of its first anomaly, in lower case.
 * @param suspects    columns, likeliest origin first.
 * @param explanation what its plan found out; empty while it is under way.
 * @param timestamp   of the first row, as the input has it; empty if it has none.
 */
public record IncidentRecord(
    long id,
    long firstRow,
    long lastRow,
    int rows,
    double peakScore,
    boolean isOpen,
    String pattern,
    List<Suspect> suspects,
    String explanation,
    String timestamp)
{
    /**
     * A column that may have started an incident.
     *
     * @param column   name.
     * @param firstRow in which it was off.
     * @param weight   0..1, beside the other suspects.
     */
    public record Suspect(String column, long firstRow, double weight)
    {
    }

    IncidentRecord withExplanation(final String text)
    {
        return new IncidentRecord(
            id, firstRow, lastRow, rows, peakScore, isOpen, pattern, suspects, text, timestamp);
    }

    IncidentRecord withTimestamp(final String text)
    {
        return new IncidentRecord(
            id, firstRow, lastRow, rows, peakScore, isOpen, pattern, suspects, explanation, text);
    }
}
