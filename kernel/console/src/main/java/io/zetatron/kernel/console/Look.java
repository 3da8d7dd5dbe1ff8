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

import org.jline.utils.AttributedStyle;

/**
 * Colours and characters of a screen: gold on what matters, little else.
 *
 * @param strong   for values.
 * @param accent   for what should catch the eye, in calm.
 * @param dim      for labels.
 * @param alarm    for what is wrong.
 * @param full     cell of a bar that is filled.
 * @param half     cell of a bar that is half filled.
 * @param rest     cell of a bar that is not.
 * @param levels   of a sparkline, lowest first.
 * @param gap      in a sparkline, where there is no value.
 * @param mark     before the name.
 * @param ellipsis after text that was cut.
 */
record Look(
    AttributedStyle strong,
    AttributedStyle accent,
    AttributedStyle dim,
    AttributedStyle alarm,
    char full,
    char half,
    char rest,
    String levels,
    char gap,
    String mark,
    String ellipsis)
{
    private static final int MANY_COLOURS = 256;
    private static final int FEW_COLOURS = 8;
    private static final int GOLD = 178;
    private static final int GREY = 245;
    private static final int SOFT_RED = 203;

    /**
     * The look for a terminal.
     *
     * @param isUnicode whether it shows more than ASCII.
     * @param colours   how many it has; 0 for none.
     * @return the look.
     */
    static Look of(final boolean isUnicode, final int colours)
    {
        final AttributedStyle plain = AttributedStyle.DEFAULT;
        if (colours >= MANY_COLOURS)
        {
            return of(isUnicode, plain.foreground(GOLD), plain.foreground(GREY), plain.foreground(SOFT_RED));
        }
        if (colours >= FEW_COLOURS)
        {
            return of(isUnicode, plain.foreground(AttributedStyle.YELLOW), plain.faint(),
                plain.foreground(AttributedStyle.RED));
        }
        return of(isUnicode, plain.bold(), plain, plain.bold());
    }

    private static Look of(
        final boolean isUnicode, final AttributedStyle accent, final AttributedStyle dim, final AttributedStyle alarm)
    {
        return isUnicode ?
            new Look(AttributedStyle.DEFAULT, accent, dim, alarm, '\u2501', '\u2578', '\u2500',
                "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588", '\u00b7', "\u25c6", "\u2026") :
            new Look(AttributedStyle.DEFAULT, accent, dim, alarm, '=', '-', '.', "_.,-=+*#", ' ', "*", "...");
    }
}
