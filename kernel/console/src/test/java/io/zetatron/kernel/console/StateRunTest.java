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
import io.zetatron.memory.registry.EntryKind;
import io.zetatron.memory.registry.Registry;
import io.zetatron.memory.registry.RegistryEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs that go on where the one before ended.
 */
@Timeout(120)
class StateRunTest
{
    private static final int FIRST_ROWS = 800;
    private static final int SECOND_ROWS = 60;
    private static final int SPIKE_ROW = 5;
    private static final String DETECTION = "spector.detection";

    @TempDir
    Path folder;

    private Path state()
    {
        return folder.resolve("state");
    }

    /**
     * A stream in two halves, the second with a spike soon after its beginning.
     */
    private List<Path> halves() throws IOException
    {
        final Path whole = Streams.write(folder.resolve("whole.csv"), FIRST_ROWS + SECOND_ROWS, 1,
            (row, cycle, noise) -> cycle + noise + (row == FIRST_ROWS + SPIKE_ROW ? 8 : 0));
        final List<String> lines = Files.readAllLines(whole);
        final Path first = Files.write(folder.resolve("first.csv"), lines.subList(0, FIRST_ROWS + 1));
        final Path second = Files.write(folder.resolve("second.csv"),
            Stream.concat(lines.stream().limit(1), lines.stream().skip(FIRST_ROWS + 1)).toList());
        return List.of(first, second);
    }

    private CommandRun run(final Path input, final String... more)
    {
        return CommandRun.of(Stream.concat(
            Stream.of("run", "--quiet", "-i", input.toString(), "-o", folder.resolve("out.jsonl").toString(),
                "--report", folder.resolve("report.json").toString()),
            Stream.of(more)).toArray(String[]::new));
    }

    private CommandRun runWithState(final Path input, final String... more)
    {
        return run(input, Stream.concat(Stream.of("--state", state().toString()), Stream.of(more))
            .toArray(String[]::new));
    }

    private void runWell(final Path input, final String... more)
    {
        final CommandRun run = runWithState(input, more);
        assertEquals(0, run.exitCode(), run.err());
    }

    private Set<Integer> anomalies() throws IOException
    {
        return CommandRun.lines(folder.resolve("out.jsonl")).stream()
            .filter((line) -> line.get("anomaly").asBoolean())
            .map((line) -> line.get("row").asInt())
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private JsonNode reported(final String block) throws IOException
    {
        for (final JsonNode node : CommandRun.json(folder.resolve("report.json")).at("/state/blocks"))
        {
            if (node.get("block").asText().equals(block))
            {
                return node;
            }
        }
        throw new AssertionError("the report says nothing of " + block);
    }

    private List<Path> checkpoints(final String block) throws IOException
    {
        final Path in = state().resolve(block);
        if (!Files.isDirectory(in))
        {
            return List.of();
        }
        try (Stream<Path> files = Files.list(in))
        {
            return files.filter((file) -> file.toString().endsWith(".state")).sorted().toList();
        }
    }

    private static void flip(final Path file) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 3] ^= 0x10;
        Files.write(file, bytes);
    }

    @Test
    void shouldJudgeTheFirstRowsByWhatTheRunBeforeHasLearnt() throws IOException
    {
        final List<Path> halves = halves();
        assertEquals(0, run(halves.get(1)).exitCode());
        assertEquals(Set.of(), anomalies(), "alone, the second half is too short for verdicts");

        runWell(halves.get(0));
        assertTrue(reported(DETECTION).get("restored").isNull());
        runWell(halves.get(1));

        assertTrue(anomalies().contains(SPIKE_ROW), anomalies().toString());
        assertTrue(anomalies().size() < 5, anomalies().toString());
        final JsonNode state = reported(DETECTION);
        assertTrue(state.get("restored").asText().contains("position " + FIRST_ROWS), state.toString());
        assertEquals(FIRST_ROWS + SECOND_ROWS, state.get("position").asInt());
        assertEquals(1, state.get("checkpoints").asInt());
        assertTrue(state.get("bytes").asLong() > 0 && state.get("longestHoldNs").asLong() > 0, state.toString());
        assertTrue(CommandRun.json(folder.resolve("report.json")).at("/boot/steps").findValuesAsText("name")
            .containsAll(List.of("state", "restore spector.detection", "restore mcgyver.fusion")));
    }

    @Test
    void shouldExplainWithRowsOfTheRunBefore() throws IOException
    {
        final List<Path> halves = halves();
        runWell(halves.get(0));
        runWell(halves.get(1));

        final JsonNode incident = CommandRun.json(folder.resolve("report.json")).at("/incidentList/0");
        final Matcher rows = Pattern.compile("in the ([0-9]+) rows before")
            .matcher(incident.get("explanation").asText());
        assertTrue(rows.find() && Integer.parseInt(rows.group(1)) > SECOND_ROWS, incident.toString());
    }

    @Test
    void shouldGiveTheSameResultsWhenThereIsNothingToGoOnFrom() throws IOException
    {
        final Path input = halves().get(0);
        assertEquals(0, run(input).exitCode());
        final byte[] without = Files.readAllBytes(folder.resolve("out.jsonl"));
        assertTrue(CommandRun.json(folder.resolve("report.json")).path("state").isMissingNode());

        runWell(input);

        assertArrayEquals(without, Files.readAllBytes(folder.resolve("out.jsonl")));
    }

    @Test
    void shouldRefuseTheStateOfAnotherInput() throws IOException
    {
        runWell(halves().get(0));
        final Path other = Files.writeString(folder.resolve("other.csv"), "pressure,value\n1,2\n3,4\n");

        final CommandRun run = runWithState(other);

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("columns value ") && run.complaint().contains("pressure, value ") &&
            run.complaint().contains("with the same input"), run.err());
        assertEquals(1, checkpoints(DETECTION).size());
    }

    @Test
    void shouldUseTheOneBeforeAndNameBothWhenTheNewestIsDamaged() throws IOException
    {
        final List<Path> halves = halves();
        runWell(halves.get(0));
        runWell(halves.get(1));
        final List<Path> files = checkpoints(DETECTION);
        flip(files.getLast());

        final CommandRun run = runWithState(halves.get(1));

        assertEquals(0, run.exitCode(), run.err());
        final String note = run.err().lines().filter((line) -> line.contains("is broken")).findFirst().orElseThrow();
        assertTrue(note.startsWith("note: ") && note.contains(files.getFirst().getFileName().toString()) &&
            note.contains(files.getLast().getFileName().toString()), note);
        assertTrue(reported(DETECTION).get("restored").asText().contains("position " + FIRST_ROWS));
    }

    @Test
    void shouldFailAndTouchNothingWhenAllAreDamaged() throws IOException
    {
        final Path input = halves().get(0);
        runWell(input);
        final Path only = checkpoints(DETECTION).getFirst();
        flip(only);
        final byte[] damaged = Files.readAllBytes(only);

        final CommandRun run = runWithState(input);

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("can be restored") && run.complaint().contains(only.toString()), run.err());
        assertArrayEquals(damaged, Files.readAllBytes(only));
        assertEquals(1, checkpoints(DETECTION).size());
    }

    @Test
    void shouldRefuseAFolderThatCannotBeWrittenTo() throws IOException
    {
        final Path input = halves().get(0);
        Files.writeString(state(), "a file");

        final CommandRun run = runWithState(input);

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("state cannot be kept in " + state()), run.err());
        assertEquals("a file", Files.readString(state()));
    }

    @Test
    void shouldKeepInTheRegistryWhatThereIs() throws IOException
    {
        final List<Path> halves = halves();
        runWell(halves.get(0));
        runWell(halves.get(1));

        try (Registry registry = Registry.open(state()))
        {
            assertEquals(List.of(), registry.list(EntryKind.DOMAIN), "domains end with the kernel");
            final List<RegistryEntry> blocks = registry.list(EntryKind.BLOCK);
            assertEquals(List.of("mcgyver.fusion", DETECTION), blocks.stream().map(RegistryEntry::name).toList());
            assertTrue(blocks.stream().allMatch((block) -> block.ownerPid() == 0 && block.version() == 1));
            assertEquals(
                Stream.concat(checkpoints("mcgyver.fusion").stream(), checkpoints(DETECTION).stream())
                    .map(Path::toString).toList(),
                registry.list(EntryKind.CHECKPOINT).stream().map(RegistryEntry::path).toList());
        }
    }

    @Test
    void shouldRebuildADamagedRegistryFromTheCheckpointsAndSaySo() throws IOException
    {
        final Path input = halves().get(0);
        runWell(input);
        Files.write(state().resolve(Registry.INDEX_FILE), new byte[1000]);

        final CommandRun run = runWithState(input);

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("rebuilt from 2 checkpoints"), run.err());
        try (Registry registry = Registry.open(state()))
        {
            assertEquals(4, registry.list(EntryKind.CHECKPOINT).size());
        }
    }

    @Test
    void shouldPruneByItself() throws IOException
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 2000, 1, Streams.Disturbance.NONE);

        runWell(input, "--rate", "1000", "--set", "memory.state.interval.ms=10", "--set", "memory.state.keep.last=2");

        final long taken = reported(DETECTION).get("checkpoints").asLong();
        assertTrue(taken > 40, taken + " checkpoints");
        // Kept ones, those since the last pruning, and those that came while it went on.
        assertTrue(checkpoints(DETECTION).size() <= 2 + 2 * 16, checkpoints(DETECTION).size() + " of " + taken);
        assertEquals(0, CommandRun.of("state", "verify", state().toString()).exitCode());
    }

    @Test
    void shouldGoOnAfterAKill() throws Exception
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 5000, 1, Streams.Disturbance.NONE);
        try (ChildProcess child = ChildProcess.start(folder, "run", "-q", "-i", input.toString(), "--rate", "500",
            "--state", state().toString(), "--set", "memory.state.interval.ms=50"))
        {
            child.await(() -> count(DETECTION) > 3);
            final CommandRun other = runWithState(input);
            assertEquals(1, other.exitCode(), "the folder is taken");
            assertTrue(other.complaint().contains("process " + child.process().pid()), other.err());
            child.process().destroyForcibly().waitFor();
        }

        runWell(halves().get(1));

        final JsonNode state = reported(DETECTION);
        assertTrue(state.get("position").asLong() > SECOND_ROWS, state.toString());
        assertTrue(state.get("restored").asText().contains("state restored from"), state.toString());
        assertEquals(0, CommandRun.of("state", "verify", state().toString()).exitCode());
    }

    private int count(final String block)
    {
        try
        {
            return checkpoints(block).size();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    @Test
    void shouldCompleteAndSaySoWhenTheDiskIsFull() throws Exception
    {
        assumeTrue(
            new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/dev/shm").start().waitFor() == 0,
            "a small file system can be mounted by root only");
        final List<Path> halves = halves();
        runWell(halves.get(0));
        final Path small = Files.createDirectory(folder.resolve("small"));
        final Path after = folder.resolve("after");
        final Path report = folder.resolve("full.json");
        // Room for what the run before has kept, not for another checkpoint of each block.
        try (ChildProcess child = ChildProcess.startWith(folder, List.of("unshare", "-m", "sh", "-c",
            "mount -t tmpfs -o size=32k none \"$0\" && cp -r " + state().resolve(DETECTION) + " " +
            state().resolve("mcgyver.fusion") + " \"$0\" && \"$@\"; code=$?; cp -r \"$0\" " + after + "; exit $code",
            small.toString()),
            "run", "-q", "-i", halves.get(1).toString(), "-o", folder.resolve("out.jsonl").toString(),
            "--state", small.toString(), "--report", report.toString()))
        {
            assertEquals(0, child.awaitExit(), child.err());
            assertTrue(child.err().contains("note: state of " + DETECTION) &&
                child.err().contains("could not be written"), child.err());
        }
        assertTrue(anomalies().contains(SPIKE_ROW), anomalies().toString());
        assertTrue(CommandRun.json(report).at("/state/blocks").findValuesAsText("failures").contains("1"));
        assertEquals(0, CommandRun.of("state", "verify", after.resolve(DETECTION).toString()).exitCode());
        assertFalse(Files.exists(after.resolve(Registry.INDEX_FILE)));
    }
}
