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

import java.util.ArrayList;
import java.util.List;

/**
 * A table on a screen: a name at the left of each row, figures right-aligned below their headings. Columns are as wide
 * as what is in them; the last may be a text, which is left-aligned.
 */
final class Table
{
    private static final String GAP = "  ";

    private final ScreenRows grid;
    private final Look look;
    private final String name;
    private final String[] headings;
    private final String textHeading;
    private final List<Cell[]> rows = new ArrayList<>();

    /**
     * A figure as text.
     *
     * @param text  of it.
     * @param isBad whether it should stand out.
     */
    private record Cell(String text, boolean isBad)
    {
    }

    /**
     * A row that is being filled.
     */
    final class Line
    {
        private final List<Cell> cells = new ArrayList<>();

        Line figure(final String text)
        {
            cells.add(new Cell(text, false));
            return this;
        }

        /**
         * A count of what should not happen.
         */
        Line bad(final long count)
        {
            cells.add(new Cell(count < 0 ? "-" : Figures.compact(count), count > 0));
            return this;
        }

        void end(final String text)
        {
            cells.add(new Cell(text, false));
            rows.add(cells.toArray(Cell[]::new));
        }
    }

    /**
     * A table without rows.
     *
     * @param grid        of the screen.
     * @param look        of the terminal.
     * @param name        that stands at the left of the headings.
     * @param textHeading of the last column, a text.
     * @param headings    of the figures.
     */
    Table(
        final ScreenRows grid, final Look look, final String name, final String textHeading, final String... headings)
    {
        this.grid = grid;
        this.look = look;
        this.name = name;
        this.textHeading = textHeading;
        this.headings = headings;
    }

    /**
     * Begin a row.
     *
     * @param rowName at its left.
     * @return the row: its figures and its text, which ends it, have to follow.
     */
    Line row(final String rowName)
    {
        final Line line = new Line();
        line.cells.add(new Cell(rowName, false));
        return line;
    }

    /**
     * The table as rows of the screen.
     *
     * @return headings and rows; nothing if there are none.
     */
    List<Row> rows()
    {
        if (rows.isEmpty())
        {
            return List.of();
        }
        final int[] widths = new int[headings.length + 1];
        widths[0] = Math.max(ScreenRows.GUTTER - GAP.length(), name.length());
        rows.forEach((cells) -> widths[0] = Math.max(widths[0], cells[0].text.length()));
        for (int i = 0; i < headings.length; i++)
        {
            final int at = i + 1;
            widths[at] = headings[i].length();
            rows.forEach((cells) -> widths[at] = Math.max(widths[at], cells[at].text.length()));
        }

        final Row header = grid.margin().accent(ScreenRows.padded(name, widths[0]));
        for (int i = 0; i < headings.length; i++)
        {
            header.dim(GAP + right(headings[i], widths[i + 1]));
        }
        header.dim(GAP + textHeading);
        final List<Row> all = new ArrayList<>(List.of(header));
        rows.forEach((cells) -> all.add(row(cells, widths)));
        return all;
    }

    private Row row(final Cell[] cells, final int[] widths)
    {
        final Row row = grid.margin().strong(ScreenRows.padded(cells[0].text, widths[0]));
        for (int i = 1; i <= headings.length; i++)
        {
            row.strong(GAP).add(right(cells[i].text, widths[i]), cells[i].isBad ? look.alarm() : look.strong());
        }
        return row.dim(GAP + cells[cells.length - 1].text);
    }

    private static String right(final String text, final int width)
    {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
