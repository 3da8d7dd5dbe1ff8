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
package io.zetatron.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.bench.rounds.Figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of figures.
 *
 * @param rows       in the order of the report.
 * @param notes      what was other than asked for or is lacking; empty if nothing is.
 * @param conditions of the run.
 */
public record RowReport(List<Row> rows, List<String> notes, Conditions conditions) implements Report
{
    @Override
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        lines.add(line("key", "median", "", "lowest..highest", "ratio", "of the rounds", "to", "bound"));
        lines.add("");
        for (final Row row : rows)
        {
            lines.add(line(row.key(), number(row.value()), row.unit(), spread(row.rounds()),
                row.ratio().map((ratio) -> number(ratio.median())).orElse(""),
                row.ratio().map(RowReport::spread).orElse(""),
                row.peer().map((peer) -> peer.name() + ", " + number(peer.rounds().median())).orElse(""),
                bound(row)));
        }
        lines.add("");
        notes.forEach((note) -> lines.add("note   " + note));
        lines.addAll(conditions.lines("operation of some nanoseconds"));
        return List.copyOf(lines);
    }

    @Override
    public void write(final JsonGenerator json) throws IOException
    {
        conditions.write(json);
        json.writeArrayFieldStart("notes");
        for (final String note : notes)
        {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (final Row row : rows)
        {
            row.write(json);
        }
        json.writeEndArray();
    }

    private static String line(final Object... cells)
    {
        return String.format(Locale.ROOT, "%-40s %7s %-4s %-18s %7s %-15s %-36s %s", cells).stripTrailing();
    }

    private static String bound(final Row row)
    {
        return row.bound().map((bound) ->
            (bound.isOfRatio() ? "ratio " : "") + (row.better() == Row.Better.LOWER ? "<= " : ">= ") +
            number(bound.limit()) + (bound.isOfRatio() ? "" : " " + row.unit()) +
            (row.isMet().orElseThrow() ? ": met" : ": NOT MET")).orElse("");
    }

    private static String spread(final Figures figures)
    {
        return number(figures.lowest()) + ".." + number(figures.highest());
    }

    private static String number(final double value)
    {
        final double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.2g",
            value);
    }
}
