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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Each thing that can be wrong ends in one plain line and an exit code, and never in an output that looks whole.
 */
@Timeout(60)
class BadInputTest
{
    @TempDir
    Path folder;

    static Stream<Arguments> inputs()
    {
        return Stream.of(
            Arguments.of("", "is empty"),
            Arguments.of("a,b\n", "no rows"),
            Arguments.of("a,b\n1,2\n3\n", "row 2 (line 3) has 1 cell, but the header has 2"),
            Arguments.of("a,b\n1,2\n3,x\n", "row 2 (line 3), column 'b': 'x' is no number"),
            Arguments.of("a,b,a\n1,2,3\n", "columns 1 and 3 are both called 'a'"),
            Arguments.of("PK\u0003\u0004....", "zip"),
            Arguments.of("a,b\n1,\u0000\n", "does not look like text"));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldSayWhatIsWrongWithAFile(final String text, final String part) throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), text);
        final Path output = folder.resolve("out.jsonl");

        final CommandRun run = CommandRun.of("run", "-i", input.toString(), "-o", output.toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains(part) && run.complaint().contains("in.csv"), run.err());
        assertFalse(Files.exists(output));
    }

    @Test
    void shouldSayThatAFileIsMissing()
    {
        final CommandRun run = CommandRun.of("run", "--input", folder.resolve("none.csv").toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("none.csv does not exist"), run.err());
    }

    @Test
    void shouldKeepWhatWasWrittenUnderAnotherNameWhenALaterRowIsBad() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), "a\n" + "1\n".repeat(2000) + "x\n");
        final Path output = folder.resolve("out.jsonl");

        final CommandRun run = CommandRun.of("run", "-i", input.toString(), "-o", output.toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("row 2001 (line 2002), column 'a'"), run.err());
        assertFalse(Files.exists(output));
    }

    @Test
    void shouldSkipBadRowsWhenAskedAndCountThem() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), "\uFEFFa,b\r\n1,2\r\n3\r\nx,4\r\n\"5\",6\r\n");
        final Path output = folder.resolve("out.jsonl");

        final CommandRun run =
            CommandRun.of("run", "-i", input.toString(), "-o", output.toString(), "--bad-rows", "skip");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(2, CommandRun.lines(output).size());
        assertTrue(run.out().contains("1 bad row skipped with too few cells"), run.out());
        assertTrue(run.out().contains("1 bad row skipped with a cell that is no number"), run.out());
    }

    @Test
    void shouldRefuseToOverwriteItsInput() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), "a\n1\n");
        final Path alias = Files.createSymbolicLink(folder.resolve("alias"), input);

        final CommandRun run = CommandRun.of("run", "-i", input.toString(), "-o", alias.toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("is the input itself"), run.err());
        assertEquals("a\n1\n", Files.readString(input));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-i in.csv --report in.csv|the report in.csv is the input itself",
        "-i in.csv -o out --report out|the report out is the output itself",
        "-i in.partial -o in|the input is what the output is called until it is whole"})
    void shouldRefuseOneFileInTwoRoles(final String arguments, final String part) throws IOException
    {
        Files.writeString(folder.resolve("in.csv"), "a\n1\n");
        Files.writeString(folder.resolve("in.partial"), "a\n1\n");
        final String[] parts = ("run " + arguments).split(" ");
        for (int i = 2; i < parts.length; i += 2)
        {
            parts[i] = folder.resolve(parts[i]).toString();
        }

        final CommandRun run = CommandRun.of(parts);

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().replace(folder + "/", "").contains(part), run.err());
        assertEquals("a\n1\n", Files.readString(folder.resolve("in.csv")));
        assertEquals("a\n1\n", Files.readString(folder.resolve("in.partial")));
    }

    @Test
    void shouldNotLeaveAnOldReportWhenTheRunFails() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), "a\nx\n");
        final Path report = Files.writeString(folder.resolve("report.json"), "{}");

        final CommandRun run = CommandRun.of("run", "-i", input.toString(), "--report", report.toString());

        assertEquals(1, run.exitCode());
        assertFalse(Files.exists(report));
    }

    @ParameterizedTest
    @CsvSource({"none/out.jsonl, no such folder", "., is a folder"})
    void shouldSayWhyAnOutputCannotBeWritten(final String output, final String part) throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), "a\n1\n");

        final CommandRun run = CommandRun.of("run", "-i", input.toString(), "-o", folder.resolve(output).toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains(part), run.err());
    }

    @Test
    void shouldSayThatTheDiskIsFull() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("in.csv"), "a\n" + "1\n".repeat(2000));

        final CommandRun run = CommandRun.of("run", "-i", input.toString(), "-o", "/dev/full");

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("No space left on device"), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "bus.term.lenght: 64KiB|:1:1: there is no key bus.term.lenght; did you mean bus.term.length?",
        "bus:\\n  term:\\n    length: 1KiB|:3:5: bus.term.length is \"1KiB\", but has to be a size in 64KiB..64MiB",
        "scheduler.idle: fast|:1:1: scheduler.idle is \"fast\", but has to be one of auto, spin, yield, backoff, park",
        "scheduler.cpus: 5-1|:1:1: scheduler.cpus is \"5-1\"",
        "engines.atlas.deadline.ms: soon|:1:1: engines.atlas.deadline.ms is \"soon\", but has to be a whole number",
        "- a|:1:1: the file has to be a mapping",
        "source: {rate|not YAML",
        "source.rate.hz: 1\\nsource: {rate: {hz: 2}}|source.rate.hz is set twice"})
    void shouldNameLineAndColumnOfAWrongConfiguration(final String text, final String part) throws IOException
    {
        final Path file = Files.writeString(folder.resolve("zetatron.yaml"), text.replace("\\n", "\n"));

        final CommandRun run = CommandRun.of("config", "--config", file.toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains(part), run.err());
        assertTrue(run.complaint().contains("zetatron.yaml"), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "run --seconds -3|--seconds -3 is below 0",
        "run --rate fast|--rate fast is neither a number nor max",
        "run --rate 0|is not in",
        "run --rate max|this host never ends",
        "run --columns a|need an --input",
        "run --bad-rows maybe|--bad-rows",
        "run --nonsense|--nonsense",
        "nonsense|nonsense",
        "''|a command is missing"})
    void shouldExitWithTwoOnWrongUsage(final String arguments, final String part)
    {
        final CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertEquals(2, run.exitCode());
        assertTrue(run.complaint().contains(part), run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "scheduler.cpus=8000|this process may only use",
        "bus.folder=/none/at/all|does not exist",
        "bus.folder=/proc/zetatron|/proc has room for 0 bytes",
        "memory.domain.quota=1MiB|raise memory.domain.quota",
        "memory.domain.nodes=1000|see memory.domain.*",
        "memory.domain.pages=1GiB|see memory.domain.*",
        "memory.domain.nodes=near|a list of NUMA nodes such as 0 or 0-1, or local"})
    void shouldSayWhatTheHostDoesNotHave(final String setting, final String part) throws IOException
    {
        final String cells = "1,".repeat(999) + "1\n";
        final StringBuilder header = new StringBuilder("c0");
        for (int i = 1; i < 1000; i++)
        {
            header.append(",c").append(i);
        }
        final Path input = Files.writeString(folder.resolve("in.csv"), header + "\n" + cells);

        final CommandRun run = CommandRun.of("run", "-q", "-i", input.toString(), "--set", setting);

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains(part), run.err());
    }

    @Test
    void shouldSayThatTheNamesOfTheColumnsAreTooLongForAFrame() throws IOException
    {
        final StringBuilder header = new StringBuilder("c0");
        for (int i = 1; i < 1000; i++)
        {
            header.append(',').append("c".repeat(80)).append(i);
        }
        final Path input = Files.writeString(folder.resolve("in.csv"), header + "\n" + "1,".repeat(999) + "1\n");

        final CommandRun run = CommandRun.of("run", "-q", "-i", input.toString());

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("a frame holds at most 65504; choose fewer with --columns"), run.err());
    }
}
