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

import org.jline.utils.AttributedString;

import java.util.ArrayList;
import java.util.List;

/**
 * Sections of a screen, one below the other.
 */
final class Sections
{
    /** Columns of what goes into a pipe. */
    static final int PIPE_WIDTH = 120;

    private Sections()
    {
    }

    /**
     * Put sections below one another, with empty lines between them if all fits then, and leave out from the bottom
     * what does not fit.
     *
     * @param sections in the order of their weight; an empty one is not shown.
     * @param look     of the terminal.
     * @param width    in columns.
     * @param height   in lines.
     * @return at most as many lines as it is high, none wider than it is wide.
     */
    static List<AttributedString> fit(
        final List<List<Row>> sections, final Look look, final int width, final int height)
    {
        final List<List<Row>> shown = sections.stream().filter((section) -> !section.isEmpty()).toList();
        final int lines = shown.stream().mapToInt(List::size).sum();
        final boolean isRoomy = (long)lines + shown.size() - 1 <= height;
        final List<Row> rows = new ArrayList<>();
        for (final List<Row> section : shown)
        {
            if (isRoomy && !rows.isEmpty())
            {
                rows.add(new Row(look));
            }
            rows.addAll(section);
        }
        return rows.stream()
            .limit(Math.max(0, height))
            .map((row) -> row.cut(Math.max(0, width - ScreenRows.MARGIN)))
            .toList();
    }
}
