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

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The finite job, from file to file, through the whole kernel.
 */
@Timeout(60)
class FileRunTest
{
    @TempDir
    Path folder;

    @Test
    void shouldWriteOneLineForEachRowInInputOrder() throws IOException
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 3000, 1, Streams.Disturbance.NONE);
        final Path output = folder.resolve("out.jsonl");
        final Path report = folder.resolve("report.json");

        final CommandRun run = run(input, output, "--report", report.toString());

        assertEquals(0, run.exitCode(), run.err());
        final List<JsonNode> lines = CommandRun.lines(output);
        assertEquals(3000, lines.size());
        for (int i = 0; i < lines.size(); i++)
        {
            assertEquals(i + 1, lines.get(i).get("row").asInt());
            final double score = lines.get(i).get("score").asDouble();
            assertTrue(score >= 0 && score <= 1, "score " + score);
            assertEquals("value", lines.get(i).get("column").asText());
        }
        assertEquals("2026-01-05T00:05", lines.get(1).get("timestamp").asText());
        assertFalse(Files.exists(folder.resolve("out.jsonl.partial")));
        final JsonNode json = CommandRun.json(report);
        assertEquals(3000, json.get("rowsIn").asInt());
        assertEquals(3000, json.get("rowsOut").asInt());
        assertEquals(0, json.get("drops").asInt());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1500})
    void shouldLetEveryEngineHandleFramesOnTheCoreItReports(final int rows) throws IOException
    {
        final Path input = Streams.write(folder.resolve("in.csv"), rows, 1, Streams.Disturbance.NONE);
        final Path report = folder.resolve("report.json");

        final CommandRun run = run(input, folder.resolve("out.jsonl"), "--report", report.toString());

        assertEquals(0, run.exitCode(), run.err());
        final Set<String> ids = new HashSet<>();
        for (final JsonNode engine : CommandRun.json(report).get("engines"))
        {
            ids.add(engine.get("id").asText());
            assertTrue(engine.get("framesIn").asLong() > 0, engine.toString());
            assertTrue(engine.get("core").asInt() >= 0, engine.toString());
        }
        assertEquals(Set.of("atlas", "david", "mechlar", "mcgyver", "spector"), ids);
    }

    @Test
    void shouldReportWhatItPromises() throws IOException
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 500, 1, Streams.Disturbance.NONE);
        final Path report = folder.resolve("report.json");

        run(input, folder.resolve("out.jsonl"), "--report", report.toString());

        final JsonNode json = CommandRun.json(report);
        for (final String field : List.of("rowsIn", "rowsOut", "anomalies", "incidents", "drops", "deadlineMisses"))
        {
            assertTrue(json.get(field).isIntegralNumber(), field);
        }
        assertTrue(json.at("/boot/totalMs").asDouble() > 0);
        assertTrue(json.at("/boot/firstResultMs").asDouble() > 0);
        assertTrue(json.at("/boot/steps").size() > 5);
        assertTrue(json.at("/boot/steps/0/name").isTextual() && json.at("/boot/steps/0/ms").isNumber());
        for (final String field : List.of("p50Ns", "p99Ns", "p999Ns", "maxNs", "count"))
        {
            assertTrue(json.at("/hops/" + field).asLong() > 0, field);
        }
        assertTrue(json.at("/gc/count").isIntegralNumber());
        for (final String field : List.of("cpu", "cores", "kernel", "jdk", "stealShare"))
        {
            assertFalse(json.at("/host/" + field).isMissingNode(), field);
        }
    }

    @Test
    void shouldGiveTheSameScoresTwice() throws IOException
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 4000, 7,
            (row, cycle, noise) -> cycle + noise + (row % 900 == 0 ? 9 : 0));
        final Path first = folder.resolve("first.jsonl");
        final Path second = folder.resolve("second.jsonl");

        run(input, first);
        run(input, second, "--set", "bus.term.length=64KiB", "--set", "source.window.rows=3");

        assertTrue(Files.readString(first).contains("\"anomaly\":true"));
        assertEquals(-1, Files.mismatch(first, second));
    }

    @Test
    void shouldNotLookAhead() throws IOException
    {
        final Path whole = Streams.write(folder.resolve("whole.csv"), 2500, 7,
            (row, cycle, noise) -> cycle + noise + (row == 2000 ? 20 : 0));
        final Path part = folder.resolve("part.csv");
        Files.write(part, Files.readAllLines(whole).subList(0, 1900));
        final Path wholeOutput = folder.resolve("whole.jsonl");
        final Path partOutput = folder.resolve("part.jsonl");

        run(whole, wholeOutput);
        run(part, partOutput);

        assertEquals(Files.readAllLines(wholeOutput).subList(0, 1899), Files.readAllLines(partOutput));
    }

    @Test
    void shouldGiveRowsAndColumnsThatBelongTogetherOneIncident() throws IOException
    {
        final Path single = Streams.write(folder.resolve("in.csv"), 2400, 3,
            (row, cycle, noise) -> cycle + noise + (row >= 2000 && row < 2040 ? 12 : 0));
        final List<String> rows = Files.readAllLines(single);
        final Path twice = folder.resolve("twice.csv");
        Files.write(twice, rows.stream()
            .map((row) -> row + row.substring(row.indexOf(',')).replace("value", "other")).toList());
        final Path output = folder.resolve("out.jsonl");
        final Path report = folder.resolve("report.json");

        run(twice, output, "--report", report.toString());

        final List<JsonNode> anomalies = CommandRun.lines(output).stream()
            .filter((line) -> line.get("anomaly").asBoolean())
            .filter((line) -> line.get("row").asInt() >= 2000 && line.get("row").asInt() < 2010)
            .toList();
        assertFalse(anomalies.isEmpty());
        final int incident = anomalies.getFirst().get("incident").asInt();
        anomalies.forEach((line) -> assertEquals(incident, line.get("incident").asInt()));
        final JsonNode suspects = CommandRun.json(report).at("/incidentList/" + (incident - 1) + "/suspects");
        assertEquals(2, suspects.size());
        final JsonNode explanation = CommandRun.json(report).at("/incidentList/" + (incident - 1) + "/explanation");
        assertTrue(explanation.asText().contains("moves with"), explanation.asText());
    }

    @Test
    void shouldTakeMissingCellsAsMissingAndSaySo() throws IOException
    {
        final Path input = folder.resolve("in.csv");
        Files.writeString(input, "a,b\n1,2\nNaN,\n3,4\n");
        final Path output = folder.resolve("out.jsonl");

        final CommandRun run = run(input, output);

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("2 missing cells: a 1, b 1"), run.out());
        final JsonNode empty = CommandRun.lines(output).get(1);
        assertTrue(empty.get("column").isNull());
        assertEquals(0, empty.get("score").asDouble());
        assertTrue(empty.get("timestamp").isNull());
    }

    @Test
    void shouldScoreAsManyColumnsAsOneFrameHolds() throws IOException
    {
        final StringBuilder text = new StringBuilder("c0");
        for (int column = 1; column < 2000; column++)
        {
            text.append(",c").append(column);
        }
        final String row = "\n" + "1.5,".repeat(1999) + "1.5";
        final Path input = Files.writeString(folder.resolve("wide.csv"), text.append(row.repeat(20)));
        final Path output = folder.resolve("out.jsonl");

        final CommandRun run = run(input, output);

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(20, CommandRun.lines(output).size());
    }

    private static CommandRun run(final Path input, final Path output, final String... more)
    {
        final List<String> arguments = new ArrayList<>(
            List.of("run", "--input", input.toString(), "--output", output.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
