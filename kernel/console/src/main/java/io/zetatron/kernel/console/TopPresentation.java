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

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Channel;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Domain;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Engine;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Loop;
import org.jline.utils.AttributedString;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A kernel at a glance: rows, engines, loops, memory, channels.
 */
final class TopPresentation implements Presentation
{
    @Override
    public List<AttributedString> screen(
        final KernelRates figures, final Look look, final int width, final int height)
    {
        final ScreenRows grid = new ScreenRows(look, width);
        final MemoryTables memory = new MemoryTables(figures.now(), grid, look);
        return Sections.fit(
            List.of(
                List.of(new KernelTitle(figures, look, grid).row()),
                rows(figures, grid),
                engines(figures, grid, width),
                loops(figures, grid, look),
                memory.domains(),
                memory.pools(),
                memory.state(),
                channels(figures, grid, look)),
            look, width, height);
    }

    private static List<Row> rows(final KernelRates figures, final ScreenRows grid)
    {
        final KernelSnapshot.Rows rows = figures.now().rows();
        final Row row = grid.row("rows");
        grid.cell(row, 0, Figures.compact(rows.in()), " in", false);
        grid.cell(row, 1, Figures.compact(rows.out()), " out", false);
        grid.cell(row, 2, Figures.compact(figures.rowsPerSecond()), " rows/s", false);
        grid.cell(row, 3, Figures.compact(rows.anomalies()),
            ScreenRows.word(rows.anomalies(), "anomaly", "anomalies"), false);
        return List.of(row);
    }

    private static List<Row> engines(final KernelRates figures, final ScreenRows grid, final int width)
    {
        final EngineRows table = new EngineRows(grid, width);
        final List<Row> rows = new ArrayList<>(List.of(table.header()));
        for (final Engine engine : figures.now().engines())
        {
            rows.add(table.engine(engine.id(), engine.cpu(), figures.busyShare(engine),
                figures.framesInPerSecond(engine), figures.framesOutPerSecond(engine), engine.title()));
        }
        return rows;
    }

    private static List<Row> loops(final KernelRates figures, final ScreenRows grid, final Look look)
    {
        final Table table = new Table(
            grid, look, "loops", "", "core", "busy", "cycles/s", "longest cycle", "longest gap", "stalls");
        for (final Loop loop : figures.now().loops())
        {
            table.row(loop.name())
                .figure(ReportText.core(loop.cpu()))
                .figure(Figures.percent(figures.busyShare(loop)))
                .figure(Figures.compact(figures.cyclesPerSecond(loop)))
                .figure(Figures.duration(loop.longestCycleNs()))
                .figure(Figures.duration(loop.longestGapNs()))
                .bad(loop.stalls())
                .end("");
        }
        return table.rows();
    }

    /**
     * The channels, and those first of which there is most to say, as the last may have no room.
     */
    private static List<Row> channels(final KernelRates figures, final ScreenRows grid, final Look look)
    {
        final Table table = new Table(
            grid, look, "channels", "", "sent/s", "received/s", "sent", "backlog", "refused", "malformed");
        figures.now().channels().stream()
            .sorted(Comparator.comparingLong(Channel::malformed)
                .thenComparingLong(Channel::backlog)
                .thenComparingDouble(figures::sentPerSecond)
                .thenComparingLong(Channel::sent)
                .reversed()
                .thenComparing(Channel::name))
            .forEach((channel) -> table.row(channel.name())
                .figure(Figures.compact(figures.sentPerSecond(channel)))
                .figure(Figures.compact(figures.receivedPerSecond(channel)))
                .figure(Figures.compact(channel.sent()))
                .figure(Figures.compact(channel.backlog()))
                .figure(Figures.compact(channel.refused()))
                .bad(channel.malformed())
                .end(""));
        return table.rows();
    }

    @Override
    public List<String> lines(final KernelRates figures)
    {
        final KernelSnapshot now = figures.now();
        final String engines = now.engines().stream()
            .map((engine) -> engine.id() + " " + Figures.percent(figures.busyShare(engine)))
            .collect(Collectors.joining(", "));
        return List.of(String.format(Locale.ROOT,
            "%s rows %d (%.0f/s) anomalies %d busy %s stalls %d backlog %d refused %d malformed %d memory %d",
            Figures.clock(figures.elapsedNs()),
            now.rows().out(),
            figures.rowsPerSecond(),
            now.rows().anomalies(),
            engines,
            now.loops().stream().mapToLong(Loop::stalls).sum(),
            now.channels().stream().mapToLong(Channel::backlog).sum(),
            now.channels().stream().mapToLong(Channel::refused).sum(),
            now.channels().stream().mapToLong(Channel::malformed).sum(),
            now.domains().stream().mapToLong(Domain::usedBytes).sum()));
    }

    @Override
    public void json(final KernelRates figures, final JsonGenerator json) throws IOException
    {
        final FigureJson writer = new FigureJson(figures, json);
        json.writeStartObject();
        writer.kernel();
        writer.rows();
        writer.engines();
        writer.loops();
        writer.channels();
        writer.domains();
        writer.pools();
        writer.state();
        json.writeEndObject();
    }
}
