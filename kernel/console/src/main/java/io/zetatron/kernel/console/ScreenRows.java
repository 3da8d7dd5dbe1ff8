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
 * The grid that live screens share: a margin, labels in the gutter, cells beside one another, and a title line.
 */
final class ScreenRows
{
    static final int MARGIN = 1;
    static final int GUTTER = 12;

    private static final int WIDEST = 128;
    private static final int CELLS_IN_ROW = 4;
    private static final int NARROWEST_CELL = 16;

    private final Look look;
    private final int width;

    ScreenRows(final Look look, final int width)
    {
        this.look = look;
        this.width = width;
    }

    Row margin()
    {
        return new Row(look).strong(" ".repeat(MARGIN));
    }

    /**
     * How many columns there are behind the label of a row.
     */
    int textWidth()
    {
        return Math.max(1, Math.min(width, WIDEST) - 2 * MARGIN - GUTTER);
    }

    Row row(final String label)
    {
        return margin().accent(padded(label, GUTTER));
    }

    /**
     * Add a figure to a row of at most four.
     *
     * @param row   that it is added to.
     * @param at    its place, from 0.
     * @param value as text.
     * @param label behind it.
     * @param isBad whether it should stand out unless it is 0.
     */
    void cell(final Row row, final int at, final String value, final String label, final boolean isBad)
    {
        final int cellWidth = (Math.min(width, WIDEST) - 2 * MARGIN - GUTTER) / CELLS_IN_ROW;
        if (at > 0 && cellWidth >= NARROWEST_CELL)
        {
            row.to(MARGIN + GUTTER + at * cellWidth);
        }
        else if (at > 0)
        {
            row.strong("  ");
        }
        row.add(value, isBad && !value.equals("0") ? look.alarm() : look.strong()).dim(label);
    }

    /**
     * The first line: what is shown at the left, its state at the right.
     *
     * @param source  where rows come from.
     * @param columns of a row.
     * @param right   the state.
     * @param hint    left out where there is no room.
     * @return the line.
     */
    Row title(final String source, final long columns, final Row right, final String hint)
    {
        final Row left = margin().accent(look.mark() + " zetatron").to(MARGIN + GUTTER).strong(source)
            .dim(", " + Figures.counted(columns, "column"));
        final int end = Math.min(width, WIDEST) - MARGIN;
        if (left.length() + 2 + right.length() + hint.length() <= end)
        {
            right.dim(hint);
        }
        final int room = end - right.length() - 1;
        if (room < GUTTER)
        {
            return left;
        }
        return new Row(look).add(left.cut(room)).to(end - right.length()).add(right.whole());
    }

    static String word(final long count, final String one, final String many)
    {
        return " " + (count == 1 ? one : many);
    }

    static String padded(final String text, final int columns)
    {
        return text.length() >= columns ? text.substring(0, columns) : text + " ".repeat(columns - text.length());
    }

    static String aligned(final String text, final int columns)
    {
        return " ".repeat(Math.max(1, columns - text.length())) + text;
    }
}
