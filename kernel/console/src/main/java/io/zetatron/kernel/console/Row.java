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
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * One line of a screen, built from left to right. Text may come from an input's header: what would steer the terminal
 * is not let through.
 */
final class Row
{
    private static final int HALVES = 2;

    private final AttributedStringBuilder text = new AttributedStringBuilder();
    private final Look look;

    Row(final Look look)
    {
        this.look = look;
    }

    Row strong(final String part)
    {
        return add(part, look.strong());
    }

    Row accent(final String part)
    {
        return add(part, look.accent());
    }

    Row dim(final String part)
    {
        return add(part, look.dim());
    }

    Row alarm(final String part)
    {
        return add(part, look.alarm());
    }

    Row add(final String part, final AttributedStyle style)
    {
        text.styled(style, printable(part));
        return this;
    }

    Row add(final AttributedString other)
    {
        text.append(other);
        return this;
    }

    /**
     * Go on at some column, or one column further if the line is there already.
     *
     * @param column from 0.
     * @return this.
     */
    Row to(final int column)
    {
        text.append(" ".repeat(Math.max(1, column - text.columnLength())));
        return this;
    }

    /**
     * A bar.
     *
     * @param share that is filled, 0..1.
     * @param cells of the whole bar.
     * @return this.
     */
    Row bar(final double share, final int cells)
    {
        final long halves = Math.round(Math.clamp(share, 0, 1) * cells * HALVES);
        final int full = (int)(halves / HALVES);
        final String half = halves % HALVES == 0 ? "" : String.valueOf(look.half());
        accent(String.valueOf(look.full()).repeat(full) + half);
        return dim(String.valueOf(look.rest()).repeat(cells - full - half.length()));
    }

    AttributedString whole()
    {
        return text.toAttributedString();
    }

    int length()
    {
        return text.columnLength();
    }

    /**
     * The line, cut where it is too long.
     *
     * @param width in columns.
     * @return a line of at most that width.
     */
    AttributedString cut(final int width)
    {
        if (text.columnLength() <= width)
        {
            return text.toAttributedString();
        }
        final int kept = Math.max(0, width - look.ellipsis().length());
        return new AttributedStringBuilder()
            .append(text.columnSubSequence(0, kept))
            .styled(look.dim(), look.ellipsis().substring(0, Math.min(width, look.ellipsis().length())))
            .toAttributedString();
    }

    private static String printable(final String part)
    {
        return part.chars().anyMatch(Character::isISOControl) ?
            part.replaceAll("\\p{Cntrl}|[\u0080-\u009f]", "?") : part;
    }
}
