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

/**
 * The table of engines on a live screen: where each runs, how busy it is, what goes in and out.
 */
final class EngineRows
{
    private static final int BUSY_CELLS = 8;
    private static final int CORE_WIDTH = 9;
    private static final int SHARE_WIDTH = 7;
    private static final int RATE_WIDTH = 10;
    private static final int LEAST_TITLE_WIDTH = 5;

    private final ScreenRows rows;
    private final int width;

    EngineRows(final ScreenRows rows, final int width)
    {
        this.rows = rows;
        this.width = width;
    }

    Row header()
    {
        return rows.row("engines").dim(ScreenRows.padded("core", CORE_WIDTH))
            .dim(ScreenRows.padded("busy", BUSY_CELLS + SHARE_WIDTH))
            .dim(ScreenRows.aligned("in/s", RATE_WIDTH)).dim(ScreenRows.aligned("out/s", RATE_WIDTH));
    }

    Row engine(
        final String id,
        final int core,
        final double busy,
        final double inPerSecond,
        final double outPerSecond,
        final String title)
    {
        final Row row = rows.margin().strong(ScreenRows.padded(id, ScreenRows.GUTTER - 1) + " ")
            .strong(ScreenRows.padded(ReportText.core(core), CORE_WIDTH))
            .bar(busy, BUSY_CELLS).strong(ScreenRows.aligned(Figures.percent(busy), SHARE_WIDTH))
            .strong(ScreenRows.aligned(Figures.compact(inPerSecond), RATE_WIDTH))
            .strong(ScreenRows.aligned(Figures.compact(outPerSecond), RATE_WIDTH))
            .strong("   ");
        return row.dim(title(title, width - ScreenRows.MARGIN - row.length()));
    }

    /**
     * What an engine does; the name of its kind goes first where there is no room for both.
     */
    private static String title(final String title, final int room)
    {
        final String shown = title.length() <= room ? title : title.substring(title.indexOf(": ") + 1).strip();
        return room < LEAST_TITLE_WIDTH ? "" : shown;
    }
}
