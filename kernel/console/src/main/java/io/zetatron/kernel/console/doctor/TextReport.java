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
package io.zetatron.kernel.console.doctor;

import io.zetatron.kernel.console.TextWrap;

import java.util.List;
import java.util.Map;

/**
 * Findings as people read them on a terminal: grouped by topic, at most 100 columns wide.
 *
 * @param unicode whether the terminal shows more than ASCII.
 * @param colours whether it understands ANSI colours.
 */
public record TextReport(boolean unicode, boolean colours)
{
    private static final int WIDTH = 100;
    private static final int MARK_WIDTH = 4;
    private static final int GAP = 2;
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final Map<Level, String> COLOURS =
        Map.of(Level.OK, "\u001b[32m", Level.INFO, "\u001b[2m", Level.NOTE, "\u001b[36m", Level.WARN, "\u001b[33m");

    /**
     * Render findings.
     *
     * @param findings in the order of their topics.
     * @return lines, each ended by a line feed, the last of them the count.
     */
    public String render(final List<Finding> findings)
    {
        final int titleWidth = findings.stream().mapToInt((finding) -> finding.title().length()).max().orElse(0);
        final StringBuilder report = new StringBuilder();
        Topic topic = null;
        for (final Finding finding : findings)
        {
            if (finding.topic() != topic)
            {
                report.append(topic == null ? "" : "\n");
                topic = finding.topic();
                report.append(coloured(BOLD, topic.title())).append('\n');
            }
            append(report, finding, titleWidth);
        }

        return report.append('\n').append(summary(findings)).append('\n').toString();
    }

    /**
     * The count in words.
     *
     * @param findings to count.
     * @return for example {@code 3 warnings, 1 note}.
     */
    public static String summary(final List<Finding> findings)
    {
        return counted(Level.WARN, "warning", findings) + ", " + counted(Level.NOTE, "note", findings);
    }

    static long count(final Level level, final List<Finding> findings)
    {
        return findings.stream().filter((finding) -> finding.level() == level).count();
    }

    private static String counted(final Level level, final String word, final List<Finding> findings)
    {
        final long count = count(level, findings);
        return (count == 0 ? "no" : count) + " " + word + (count == 1 ? "" : "s");
    }

    private void append(final StringBuilder report, final Finding finding, final int titleWidth)
    {
        final int indent = MARK_WIDTH + titleWidth + GAP;
        final String margin = "\n" + " ".repeat(indent);
        report.append("  ").append(coloured(COLOURS.get(finding.level()), mark(finding.level()))).append(' ')
            .append(finding.title()).append(" ".repeat(titleWidth - finding.title().length() + GAP))
            .append(String.join(margin, TextWrap.lines(finding.found(), WIDTH - indent)));
        if (!finding.advice().isEmpty())
        {
            final String arrow = unicode ? "\u2192 " : "> ";
            report.append(margin).append(arrow)
                .append(String.join(margin + "  ", TextWrap.lines(finding.advice(), WIDTH - indent - arrow.length())));
        }
        report.append('\n');
    }

    private String mark(final Level level)
    {
        return switch (level)
        {
            case OK -> unicode ? "\u2713" : "+";
            case INFO -> unicode ? "\u25cb" : "o";
            case NOTE -> unicode ? "\u00b7" : "-";
            case WARN -> "!";
        };
    }

    private String coloured(final String colour, final String text)
    {
        return colours ? colour + text + RESET : text;
    }
}
