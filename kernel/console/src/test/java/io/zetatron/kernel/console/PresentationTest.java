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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PresentationTest
{
    private static final Look UNICODE = Look.of(true, 256);
    private static final Look ASCII = Look.of(false, 0);
    private static final int ALL = Integer.MAX_VALUE;

    private final Presentation top = new TopPresentation();
    private final Presentation memory = new MemoryPresentation();

    @ParameterizedTest
    @CsvSource({"1,1", "5,3", "12,4", "40,8", "60,15", "80,24", "100,30", "120,40", "300,100", "80,0"})
    void shouldFitAnySize(final int width, final int height)
    {
        for (final Presentation shown : List.of(top, memory))
        {
            for (final Look look : List.of(UNICODE, ASCII))
            {
                final List<AttributedString> lines = shown.screen(Snapshots.rates(8, 10), look, width, height);

                assertTrue(lines.size() <= height);
                lines.forEach((line) ->
                    assertTrue(line.columnLength() <= Math.max(0, width - 1), line.toString()));
            }
        }
    }

    @Test
    void shouldShowAKernelAtAGlance()
    {
        final List<String> lines = text(top, UNICODE, 80, ALL);

        assertEquals(" \u25c6 zetatron  this host, 34 columns                       " +
            "pid 4321  running 0:10", lines.getFirst());
        assertTrue(lines.contains(" rows        1,010 in        1,000 out       100 rows/s      7 anomalies"),
            lines.toString());
        assertTrue(lines.contains(" atlas       core 2   \u2501\u2501" + "\u2500".repeat(6) +
            "  25.0%     1,000     2,000   coordination"), lines.toString());
        assertTrue(lines.contains(
            " loops            core   busy  cycles/s  longest cycle  longest gap  stalls"), lines.toString());
        assertTrue(lines.contains(
            " loop-0         core 2  25.0%     5,000        2.50 ms      34.0 us       3"), lines.toString());
        assertTrue(lines.contains(
            " housekeeping  unbound   0.0%       900        1.00 us      1.20 us       0"), lines.toString());
        assertTrue(lines.contains(
            " channels        sent/s  received/s   sent  backlog  refused  malformed"), lines.toString());
        assertTrue(lines.contains(
            " spector->atlas     500         500  5,000       12        4          0"), lines.toString());
    }

    @Test
    void shouldShowTheChannelsWithABacklogFirst()
    {
        final List<String> lines = text(top, UNICODE, 80, ALL);

        final int table = index(lines, " channels ");
        assertTrue(lines.get(table + 1).startsWith(" spector->atlas "));
        assertTrue(lines.get(table + 2).startsWith(" atlas->spector "));
    }

    @Test
    void shouldShowMemoryAsWishedAndAsGot()
    {
        final List<String> lines = text(memory, UNICODE, 120, ALL);

        assertTrue(lines.contains(" memory          used       of  resident   locked  pages, nodes"), lines.toString());
        assertTrue(lines.contains(" kernel         256 B    1 MiB     4 KiB      0 B  4 KiB; local: node 0"),
            lines.toString());
        assertTrue(lines.get(index(lines, " spector ")).startsWith(
            " spector        3 MiB  256 MiB   256 MiB  256 MiB  " +
            "2 MiB (wished 1 GiB, 2 MiB, 4 KiB); interleave 0-1: 192 MiB on "), lines.toString());
        assertTrue(lines.contains(" total       3.00 MiB  257 MiB   256 MiB  256 MiB"), lines.toString());
        assertTrue(lines.contains(" reasons     spector: not HUGE_1_GIB: this machine has no such pages"),
            lines.toString());
        assertTrue(lines.contains(" pools            slot  slots  in use  most  exhausted  stale  reclaimed"),
            lines.toString());
        assertTrue(lines.contains(" spector/frames  4 KiB  1,000      17   250          2      0          0"),
            lines.toString());
        assertTrue(lines.contains(" spector.anomaly            9       0  1.50 MiB   #11"), lines.toString());
        assertTrue(lines.contains(" scrubbed    12,345 pages in 6 passes, 1 other than sealed"), lines.toString());
    }

    @Test
    void shouldMakeWhatIsWrongStandOutAndNothingElse()
    {
        final List<AttributedString> lines = top.screen(Snapshots.rates(8, 10), UNICODE, 80, ALL);
        final String alarm = "38;5;203m";

        assertTrue(line(lines, "loop-0").toAnsi().contains(alarm));
        assertTrue(line(lines, "scrubbed").toAnsi().contains(alarm));
        assertTrue(line(lines, "spector/frames").toAnsi().contains(alarm));
        assertFalse(line(lines, "housekeeping").toAnsi().contains(alarm));
        assertFalse(line(lines, "spector->atlas").toAnsi().contains(alarm));
    }

    @Test
    void shouldUseAsciiOnlyAndNoColoursIntoAPipe()
    {
        for (final Presentation shown : List.of(top, memory))
        {
            shown.lines(Snapshots.rates(8, 10)).forEach((line) ->
                assertTrue(line.chars().allMatch((c) -> c >= ' ' && c < 127), line));
            text(shown, ASCII, 120, ALL).forEach((line) ->
                assertTrue(line.chars().allMatch((c) -> c >= ' ' && c < 127), line));
        }
    }

    @Test
    void shouldPutATopIntoOneLineForAPipe()
    {
        assertEquals(List.of("0:10 rows 1000 (100/s) anomalies 7 busy atlas 25.0%, spector 0.0% stalls 3 " +
            "backlog 12 refused 4 malformed 0 memory 3145984"), top.lines(Snapshots.rates(8, 10)));
    }

    @Test
    void shouldWriteTheSameAsJson() throws IOException
    {
        final JsonNode json = json(top);

        assertEquals(Snapshots.PID, json.get("pid").asLong());
        assertEquals(10, json.get("elapsedS").asDouble());
        assertEquals(2, json.get("intervalS").asDouble());
        assertEquals(1000, json.get("rows").get("out").asLong());
        assertEquals(100, json.get("rows").get("outPerS").asDouble());
        assertEquals(0.25, json.get("engines").get(0).get("busyShare").asDouble());
        assertEquals(5000, json.get("loops").get(0).get("cyclesPerS").asDouble());
        assertEquals(34_000, json.get("loops").get(0).get("longestGapNs").asLong());
        assertEquals(12, json.get("channels").get(1).get("backlog").asLong());
        assertEquals(64 << 20, json.get("domains").get(1).get("residentBytesByNode").get("1").asLong());
        assertEquals(250, json.get("pools").get(0).get("highWater").asLong());
        assertEquals(1, json.get("scrubber").get("mismatches").asLong());
        assertEquals(11, json.get("states").get(0).get("lastSequence").asLong());
        assertEquals(json.get("domains"), json(memory).get("domains"));
    }

    @Test
    void shouldNotMakeUpWhatIsNotKnown() throws IOException
    {
        final KernelSnapshot.Domain unknown = new KernelSnapshot.Domain(0, "atlas", 256, 1 << 20,
            KernelSnapshot.UNKNOWN, KernelSnapshot.UNKNOWN, Map.of(), "4 KiB", "4 KiB", "local", "anonymous",
            List.of());
        final KernelSnapshot known = Snapshots.after(1);
        final KernelSnapshot snapshot = new KernelSnapshot(known.kernel(), known.version(), false, 1, 1,
            known.source(), known.rows(), List.of(), List.of(), List.of(),
            List.of(unknown, known.domains().getFirst()), List.of(), Optional.empty(), List.of());
        final KernelRates figures = new KernelRates(snapshot, snapshot);

        final List<String> lines = memory.screen(figures, ASCII, 80, ALL).stream().map(AttributedString::toString)
            .map(String::stripTrailing).toList();
        final JsonNode domain = json(memory, figures).get("domains").get(0);

        assertTrue(lines.contains(" atlas       256 B  1 MiB         -       -  4 KiB; local"), lines.toString());
        assertTrue(lines.contains(" total       512 B  2 MiB         -       -"), lines.toString());
        assertTrue(domain.get("residentBytes").isNull() && domain.get("lockedBytes").isNull());
    }

    @Test
    void shouldPrintBytesInTheUnitThatSuitsThem()
    {
        assertEquals("0 B", Figures.bytes(0));
        assertEquals("1023 B", Figures.bytes(1023));
        assertEquals("206 KiB", Figures.bytes(211_200));
        assertEquals("1.25 GiB", Figures.bytes((5L << 30) / 4));
        assertEquals("8 EiB", Figures.bytes(Long.MAX_VALUE));
    }

    private static JsonNode json(final Presentation shown) throws IOException
    {
        return json(shown, Snapshots.rates(8, 10));
    }

    private static JsonNode json(final Presentation shown, final KernelRates figures) throws IOException
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            shown.json(figures, json);
        }
        assertFalse(text.toString().contains("\n"), "one line");
        return CommandRun.parse(text.toString());
    }

    private static int index(final List<String> lines, final String begin)
    {
        for (int i = 0; i < lines.size(); i++)
        {
            if (lines.get(i).startsWith(begin))
            {
                return i;
            }
        }
        throw new AssertionError("no line begins with " + begin + ": " + lines);
    }

    private static AttributedString line(final List<AttributedString> lines, final String begin)
    {
        return lines.stream().filter((line) -> line.toString().startsWith(" " + begin)).findFirst().orElseThrow();
    }

    private static List<String> text(
        final Presentation shown, final Look look, final int width, final int height)
    {
        return shown.screen(Snapshots.rates(8, 10), look, width, height).stream()
            .map((line) -> line.toString().stripTrailing()).toList();
    }
}
