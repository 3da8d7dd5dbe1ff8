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

import java.util.Locale;

/**
 * How far a finite job is, in one line.
 */
final class ProgressLine
{
    private static final int LONGEST_BAR = 30;
    private static final int SHORTEST_BAR = 8;
    private static final int FIGURES_WIDTH = 68;
    private static final String GAP = "   ";

    private ProgressLine()
    {
    }

    /**
     * Render the line.
     *
     * @param history  of the run.
     * @param status   the latest.
     * @param progress 0..1; negative if it is not known.
     * @param look     of the terminal.
     * @param width    of the terminal, in columns.
     * @return a line that is shorter than the width, so that the cursor stays in it.
     */
    static AttributedString render(
        final RunHistory history, final KernelStatus status, final double progress, final Look look, final int width)
    {
        final Row figures = figures(history, status, look);
        final Row row = new Row(look);
        if (progress >= 0)
        {
            final String percent = String.format(Locale.ROOT, " %3.0f%%", Math.floor(Math.min(1, progress) * 100));
            // Its length is a matter of the width alone: it must not breathe with the digits of the figures.
            final int cells = Math.clamp(width - FIGURES_WIDTH, SHORTEST_BAR, LONGEST_BAR);
            if (cells + percent.length() + GAP.length() + figures.length() < width)
            {
                row.bar(progress, cells);
            }
            row.strong(row.length() == 0 ? percent.strip() : percent).strong(GAP);
        }
        return row.add(figures.whole()).cut(Math.max(1, width - 1));
    }

    private static Row figures(
        final RunHistory history, final KernelStatus status, final Look look)
    {
        final Row row = new Row(look).strong(Figures.compact(status.rowsOut())).dim(" rows").dim(GAP)
            .strong(Figures.compact(history.rowsPerSecond())).dim(" rows/s").dim(GAP);
        final String remaining = history.remaining().text();
        row.strong(remaining.isEmpty() ? Figures.clock(status.elapsedNs()) : remaining).dim(GAP);
        return row.add(Figures.compact(status.anomalies()), status.anomalies() > 0 ? look.accent() : look.strong())
            .dim(status.anomalies() == 1 ? " anomaly" : " anomalies");
    }
}
