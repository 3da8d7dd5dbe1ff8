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

import io.zetatron.kernel.runtime.KernelStatus;
import org.jline.utils.AttributedString;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Lays a run out on a screen: the name, figures, engines, hops, and below them the latest incidents, alarms and notes
 * in the room that is left. What does not fit is left out from the bottom, and lines are cut at the right.
 */
final class LiveScreen
{
    private static final int SCORE_CELLS = 20;
    private static final int DURATION_WIDTH = 7;
    private static final int NARROW = 72;
    private static final int SCALE_WIDTH = 18;
    private static final int LEAST_NEWS_LINES = 3;

    private final LiveFrame frame;
    private final KernelStatus status;
    private final Look look;
    private final ScreenRows grid;
    private final int width;
    private final int height;

    private LiveScreen(final LiveFrame frame, final Look look, final int width, final int height)
    {
        this.frame = frame;
        this.status = frame.status();
        this.look = look;
        this.grid = new ScreenRows(look, width);
        this.width = width;
        this.height = height;
    }

    /**
     * Render a screen.
     *
     * @param frame  what it shows.
     * @param look   of the terminal.
     * @param width  of the terminal, in columns.
     * @param height of the terminal, in lines.
     * @return at most as many lines as it is high, none wider than it is wide.
     */
    static List<AttributedString> render(
        final LiveFrame frame, final Look look, final int width, final int height)
    {
        final List<AttributedString> lines = new LiveScreen(frame, look, width, height).lines();
        return List.copyOf(lines.subList(0, Math.clamp(height, 0, lines.size())));
    }

    private List<AttributedString> lines()
    {
        final List<List<Row>> sections = new ArrayList<>(List.of(List.of(title()), figures(), engines(), hops()));
        final int fixed = sections.stream().mapToInt(List::size).sum();
        final boolean isRoomy = height >= fixed + sections.size() + LEAST_NEWS_LINES;
        if (!isRoomy && height < fixed + LEAST_NEWS_LINES)
        {
            sections.set(sections.size() - 1, hops().subList(0, 1));
        }

        final List<Row> rows = new ArrayList<>();
        for (final List<Row> section : sections)
        {
            rows.addAll(section);
            if (isRoomy)
            {
                rows.add(new Row(look));
            }
        }
        rows.addAll(news(height - rows.size()));
        return rows.stream().map((row) -> row.cut(width - ScreenRows.MARGIN)).toList();
    }

    private Row title()
    {
        final Row right = new Row(look);
        if (frame.progress() >= 0)
        {
            right.strong(String.format(Locale.ROOT, "%.0f%%", Math.floor(Math.min(1, frame.progress()) * 100)));
            right.dim(" " + frame.history().remaining().text()).dim("  ");
        }
        right.accent(frame.isStopping() ? "stopping" : "running").strong(" " + Figures.clock(status.elapsedNs()));

        final String hint = frame.isStopping() ? "   Ctrl-C again aborts" : "   Ctrl-C ends";
        return grid.title(status.source(), status.columns(), right, hint);
    }

    private List<Row> figures()
    {
        final Row rows = grid.row("rows");
        grid.cell(rows, 0, Figures.compact(status.rowsIn()), " in", false);
        grid.cell(rows, 1, Figures.compact(status.rowsOut()), " out", false);
        grid.cell(rows, 2, Figures.compact(frame.history().rowsPerSecond()), " rows/s", false);
        grid.cell(rows, 3, Figures.compact(status.creditWindow()), " credit", false);

        final Row found = grid.row("found");
        grid.cell(found, 0, Figures.compact(status.anomalies()),
            ScreenRows.word(status.anomalies(), "anomaly", "anomalies"), false);
        grid.cell(found, 1, Figures.compact(status.incidents()),
            ScreenRows.word(status.incidents(), "incident", "incidents"), false);
        grid.cell(found, 2, Figures.compact(status.deadlineMisses()), " late", true);
        grid.cell(found, 3, Figures.compact(status.alarms()),
            ScreenRows.word(status.alarms(), "alarm", "alarms"), true);

        final Row score = grid.row("score").bar(status.lastScore(), SCORE_CELLS)
            .strong(String.format(Locale.ROOT, "  %.2f", status.lastScore()));
        return List.of(rows, found, score);
    }

    private List<Row> engines()
    {
        final EngineRows table = new EngineRows(grid, width);
        final List<Row> rows = new ArrayList<>(List.of(table.header()));
        for (int i = 0; i < status.engines().size(); i++)
        {
            final KernelStatus.EngineStatus engine = status.engines().get(i);
            rows.add(table.engine(engine.id(), engine.core(), frame.history().busyShare(i),
                frame.history().framesInPerSecond(i), frame.history().framesOutPerSecond(i), engine.title()));
        }
        return rows;
    }

    private List<Row> hops()
    {
        final KernelStatus.Hops hops = status.hops();
        final Row now = grid.row("hops");
        final boolean isNarrow = width < NARROW;
        (isNarrow ? Stream.of("p50", "p99", "max") : Stream.of("p50", "p99", "p99.9", "max")).forEach((name) -> now
            .dim(name + " ")
            .strong(ScreenRows.padded(Figures.duration(valueNs(hops, name)), DURATION_WIDTH))
            .strong("  "));
        now.strong(isNarrow ? "" : Figures.compact(frame.history().hopsPerSecond())).dim(isNarrow ? "" : "/s");

        final int room = width - 2 * ScreenRows.MARGIN - ScreenRows.GUTTER - SCALE_WIDTH;
        final int secondsPerCell = room >= RunHistory.SECONDS ? 1 : 2;
        final int cells = RunHistory.SECONDS / secondsPerCell;
        final Row p99 = history("p99, 1 min", frame.history().p99Ns(cells, secondsPerCell));
        final Row max = history("max, 1 min", frame.history().maxNs(cells, secondsPerCell));
        return List.of(now, p99, max);
    }

    private static double valueNs(final KernelStatus.Hops hops, final String name)
    {
        return switch (name)
        {
            case "p50" -> hops.p50Ns();
            case "p99" -> hops.p99Ns();
            case "p99.9" -> hops.p999Ns();
            default -> hops.maxNs();
        };
    }

    private Row history(final String label, final long[] valuesNs)
    {
        final Sparkline sparkline = new Sparkline(valuesNs);
        final String text = sparkline.text(look.levels(), look.gap());
        final int known = text.length() - text.replaceFirst("^[" + look.gap() + "]+", "").length();
        return grid.row(label).dim(text.substring(0, known)).accent(text.substring(known))
            .dim(sparkline.isEmpty() ? "" : "  " + sparkline.scale());
    }

    private List<Row> news(final int room)
    {
        final List<List<String>> texts = List.of(
            status.lastIncidents().isEmpty() ? List.of("none yet") :
                status.lastIncidents().stream().map(IncidentText::brief).toList(),
            status.lastAlarms().stream().distinct().toList(),
            frame.notes().reversed());
        final int[] shown = share(texts, room);
        final List<Row> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++)
        {
            for (int j = 0; j < shown[i]; j++)
            {
                rows.add(news(i, j == 0, texts.get(i).get(j)));
            }
        }
        return rows;
    }

    private Row news(final int kind, final boolean isFirst, final String text)
    {
        final String[] labels = {"incidents", "alarms", "notes"};
        final Row row = grid.row(isFirst ? labels[kind] : "");
        return kind == 0 && !status.lastIncidents().isEmpty() ? row.strong(text) :
            kind == 1 ? row.alarm(text) : row.dim(text);
    }

    /**
     * Deals lines out, one to each list in turn, so that none goes without while another has many.
     */
    private static int[] share(final List<List<String>> texts, final int room)
    {
        final int[] shown = new int[texts.size()];
        int left = room;
        boolean isDealt = true;
        while (isDealt)
        {
            isDealt = false;
            for (int i = 0; i < shown.length; i++)
            {
                if (left > 0 && shown[i] < texts.get(i).size())
                {
                    shown[i]++;
                    left--;
                    isDealt = true;
                }
            }
        }
        return shown;
    }
}
