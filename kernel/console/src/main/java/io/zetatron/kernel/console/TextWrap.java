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
 * Breaks text into lines between its words. A word that is too long for a line stands alone and whole.
 */
public final class TextWrap
{
    private TextWrap()
    {
    }

    /**
     * Break a text whose lines are all as long.
     *
     * @param text  in which more than one space between words is kept.
     * @param width of a line.
     * @return the lines, at least one.
     */
    public static List<String> lines(final String text, final int width)
    {
        return lines(text, width, width);
    }

    /**
     * Break a text whose first line has another length.
     *
     * @param text       in which more than one space between words is kept.
     * @param firstWidth of the first line.
     * @param width      of the others.
     * @return the lines, at least one.
     */
    static List<String> lines(final String text, final int firstWidth, final int width)
    {
        final List<String> lines = new ArrayList<>();
        String rest = text;
        int room = firstWidth;
        while (rest.length() > room && rest.indexOf(' ') > 0)
        {
            final int last = rest.lastIndexOf(' ', room);
            final int cut = last > 0 ? last : rest.indexOf(' ');
            lines.add(rest.substring(0, cut).stripTrailing());
            rest = rest.substring(cut + 1);
            room = width;
        }
        lines.add(rest);
        return lines;
    }
}
