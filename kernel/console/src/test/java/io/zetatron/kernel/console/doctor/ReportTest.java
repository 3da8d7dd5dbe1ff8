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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReportTest
{
    private static final String LONG_ADVICE = "do this and that ".repeat(20).trim();
    private static final List<Finding> FINDINGS = List.of(
        new Subject("cpu.cores", Topic.CPU, "cores").ok("8 of 8"),
        new Subject("cpu.quota", Topic.CPU, "CPU quota").warn("half", LONG_ADVICE),
        new Subject("java.version", Topic.JAVA, "JDK").note("\"25\"", "none"));

    @Test
    void shouldAlignAndGroup()
    {
        final List<String> lines = new TextReport(true, false).render(FINDINGS).lines().toList();

        assertEquals("cpu", lines.get(0));
        assertEquals("  \u2713 cores      8 of 8", lines.get(1));
        assertEquals("  ! CPU quota  half", lines.get(2));
        assertTrue(lines.get(3).startsWith("               \u2192 do this"));
        assertTrue(lines.get(4).startsWith("                 "));
        assertTrue(lines.contains("java"));
        assertEquals("1 warning, 1 note", lines.getLast());
    }

    @Test
    void shouldStayWithinWidthAndAscii()
    {
        final String report = new TextReport(false, false).render(FINDINGS);

        assertTrue(report.lines().allMatch((line) -> line.length() <= 100), report);
        assertTrue(report.chars().allMatch((c) -> c < 128), report);
    }

    @Test
    void shouldColourOnlyWhenAsked()
    {
        assertTrue(new TextReport(true, true).render(FINDINGS).contains("\u001b[33m!\u001b[0m"));
        assertTrue(new TextReport(true, false).render(FINDINGS).indexOf('\u001b') < 0);
    }

    @Test
    void shouldCountNothing()
    {
        assertEquals("no warnings, no notes", TextReport.summary(List.of()));
    }

    @Test
    void shouldWriteJson() throws IOException
    {
        final StringWriter out = new StringWriter();

        JsonReport.write(FINDINGS, out);

        final StringBuilder text = new StringBuilder();
        try (JsonParser parser = new JsonFactory().createParser(out.toString()))
        {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken())
            {
                text.append(parser.getText()).append(' ');
            }
        }
        assertTrue(text.toString().startsWith(
            "{ findings [ { id cpu.cores topic cpu title cores level ok found 8 of 8 advice "));
        assertTrue(text.toString().endsWith("level note found \"25\" advice none } ] warnings 1 notes 1 } "));
    }
}
