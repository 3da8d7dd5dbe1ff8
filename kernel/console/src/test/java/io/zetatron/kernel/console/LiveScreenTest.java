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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LiveScreenTest
{
    private static final Look UNICODE = Look.of(true, 256);
    private static final Look ASCII = Look.of(false, 0);
    private static final List<String> NOTES = List.of("an earlier note", "the latest note");

    @ParameterizedTest
    @CsvSource({"1,1", "5,3", "12,4", "40,8", "60,15", "72,18", "80,24", "100,30", "140,50", "300,100", "80,0"})
    void shouldFitAnySize(final int width, final int height)
    {
        for (final Look look : List.of(UNICODE, ASCII))
        {
            final List<AttributedString> lines = LiveScreen.render(frame(-1, false), look, width, height);

            assertTrue(lines.size() <= height);
            lines.forEach((line) -> assertTrue(line.columnLength() <= Math.max(0, width - 1), line.toString()));
        }
    }

    @Test
    void shouldShowEverythingOnAnOrdinaryTerminal()
    {
        final List<String> lines = text(frame(-1, false), UNICODE, 80, 24);

        assertEquals(" \u25c6 zetatron  this host, 3 columns                    running 1:05   Ctrl-C ends",
            lines.getFirst());
        assertTrue(lines.contains(
            " rows        65,001 in       65,000 out      1,000 rows/s    256 credit"), lines.toString());
        assertTrue(lines.contains(" found       12 anomalies    2 incidents     4 late          7 alarms"));
        assertTrue(lines.contains(" score       " + "\u2501".repeat(5) + "\u2500".repeat(15) + "  0.25"));
        assertTrue(lines.contains(
            " mcgyver     core 0   \u2501\u2578" + "\u2500".repeat(6) +
            "  20.0%     1,000     2,000   Some Engine: a task"), lines.toString());
        assertTrue(lines.contains(" hops        p50 1.20 us  p99 34.0 us  p99.9 560 us   max 7.80 ms  1,000/s"));
        assertTrue(lines.stream().anyMatch((line) -> line.startsWith(" incidents   #2 anomaly 0.60: ")));
        assertTrue(lines.stream().anyMatch((line) -> line.matches(" {13}#1 03:04:05 spike 0.90: cpu .*\u2026")));
        assertTrue(lines.stream().anyMatch((line) -> line.startsWith(" alarms      stall: loop-0")));
        assertTrue(lines.contains(" notes       the latest note"));
    }

    @Test
    void shouldDropWhatIsLessNeededWhereHeightIsShort()
    {
        final List<String> lines = text(frame(-1, false), UNICODE, 80, 14);

        assertEquals(14, lines.size());
        assertFalse(lines.contains(""));
        assertTrue(lines.get(10).startsWith(" hops "));
        assertTrue(lines.get(11).startsWith(" incidents "));
        assertTrue(lines.get(12).startsWith(" alarms "));
        assertTrue(lines.get(13).startsWith(" notes "));
    }

    @Test
    void shouldUseAsciiOnlyWhereThereIsNothingElse()
    {
        text(frame(0.5, true), ASCII, 80, 24)
            .forEach((line) -> assertTrue(line.chars().allMatch((c) -> c >= ' ' && c < 127), line));
    }

    @Test
    void shouldColourOnlyWhereThereAreColours()
    {
        assertTrue(LiveScreen.render(frame(-1, false), UNICODE, 80, 24).getFirst().toAnsi().contains("38;5;178"));
        LiveScreen.render(frame(-1, false), Look.of(true, 0), 80, 24).forEach((line) ->
            assertFalse(line.toAnsi().replaceAll("\u001b\\[(0|1|39|49|;)*m", "").contains("\u001b["), line.toAnsi()));
    }

    @Test
    void shouldNotLetTextSteerTheTerminal()
    {
        text(frame(-1, false), UNICODE, 80, 24)
            .forEach((line) -> assertTrue(line.chars().noneMatch(Character::isISOControl), line));
    }

    @Test
    void shouldSayHowFarItIsAndThatItStops()
    {
        final String title = text(frame(0.5, true), UNICODE, 100, 24).getFirst();

        assertTrue(title.endsWith("50%   stopping 1:05   Ctrl-C again aborts"), title);
    }

    @Test
    void shouldCutALongSourceBeforeTheState()
    {
        final RunHistory history = Statuses.history(1);
        final LiveFrame frame =
            new LiveFrame(Statuses.after(65, "/a/path/".repeat(30)), history, -1, false, List.of());

        final String title = text(frame, UNICODE, 80, 24).getFirst();

        assertTrue(title.endsWith("\u2026 running 1:05"), title);
    }

    private static LiveFrame frame(final double progress, final boolean isStopping)
    {
        final double[] halfSeconds = IntStream.rangeClosed(1, 130).mapToDouble((i) -> i / 2.0).toArray();
        return new LiveFrame(Statuses.after(65), Statuses.history(halfSeconds), progress, isStopping, NOTES);
    }

    private static List<String> text(final LiveFrame frame, final Look look, final int width, final int height)
    {
        return LiveScreen.render(frame, look, width, height).stream().map(AttributedString::toString).toList();
    }
}
