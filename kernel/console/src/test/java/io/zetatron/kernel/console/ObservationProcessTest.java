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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Kernels in processes of their own, looked at from other processes.
 */
@Timeout(120)
class ObservationProcessTest
{
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final int CTRL_C = 3;
    private static final String NOBODY = "65534";

    private final String user = "watched" + ProcessHandle.current().pid();
    private final String folderPrefix = "zetatron-" + user + "-";
    @TempDir
    private Path folder;
    private Path input;

    @BeforeEach
    void writeInput() throws IOException
    {
        input = Streams.write(folder.resolve("in.csv"), 20_000, 3, Streams.Disturbance.NONE);
    }

    @AfterEach
    void shouldLeaveNothingInSharedMemory() throws Exception
    {
        // A kernel that was killed leaves its folder to the next one of this user.
        if (!busFolders().isEmpty())
        {
            try (ChildProcess next = start("run", "-q", "--seconds", "1", "--input", input.toString()))
            {
                next.awaitExit();
            }
        }
        assertEquals(List.of(), busFolders());
    }

    @Test
    void shouldAgreeWithWhatIsKnownOfARun() throws Exception
    {
        final Path report = folder.resolve("report.json");
        try (ChildProcess kernel = kernel("--set", "memory.domain.quota=64MiB", "--report", report.toString()))
        {
            final JsonNode top = json("top", "--once", "--json");
            final JsonNode memory = json("memory", "--json");
            final JsonNode later = json("top", "--once", "--json");
            kernel.signal("INT");
            kernel.awaitExit();

            assertEquals(kernel.process().pid(), top.get("pid").asLong());
            assertEquals("in.csv", Path.of(top.get("source").asText()).getFileName().toString());
            assertEquals(1, top.get("rows").get("columns").asInt());
            assertTrue(top.get("rows").get("in").asLong() >= top.get("rows").get("out").asLong());
            assertTrue(later.get("rows").get("out").asLong() > top.get("rows").get("out").asLong());
            assertTrue(top.get("rows").get("outPerS").asDouble() > 0);
            assertEquals(List.of("atlas", "david", "mcgyver", "mechlar", "spector"),
                texts(top.get("engines"), "id").stream().sorted().toList());
            assertTrue(texts(top.get("loops"), "name").containsAll(List.of("loop-0", "sink", "housekeeping")));
            top.get("loops").forEach((loop) -> assertTrue(loop.get("cycles").asLong() > 0, loop.toString()));
            assertBacklogsFit(top.get("channels"));
            assertEquals(List.of("kernel", "atlas", "david", "mcgyver", "mechlar", "spector"),
                texts(memory.get("domains"), "owner"));
            memory.get("domains").forEach((domain) ->
            {
                assertEquals(domain.get("owner").asText().equals("kernel") ? 1 << 20 : 64 << 20,
                    domain.get("quotaBytes").asLong());
                assertEquals("4 KiB", domain.get("pages").asText());
                assertTrue(domain.get("usedBytes").asLong() <= domain.get("quotaBytes").asLong());
            });
        }
    }

    private static void assertBacklogsFit(final JsonNode channels)
    {
        assertFalse(channels.isEmpty());
        channels.forEach((channel) ->
        {
            assertEquals(channel.get("sent").asLong() - channel.get("received").asLong(),
                channel.get("backlog").asLong(), channel.toString());
            assertEquals(0, channel.get("malformed").asLong());
        });
    }

    @Test
    void shouldShowTheMemoryThatTheReportSpeaksOf() throws Exception
    {
        final Path report = folder.resolve("report.json");
        try (ChildProcess kernel = start("run", "--seconds", "6", "--report", report.toString()))
        {
            kernel.await(() -> kernel.hasPrinted("rows "));
            final JsonNode domains = json("memory", "--json").get("domains");
            assertEquals(0, kernel.awaitExit(), kernel.err());

            final JsonNode reported = CommandRun.json(report).get("memoryBytes");
            domains.forEach((domain) -> assertEquals(
                reported.path(domain.get("owner").asText()).asLong(), domain.get("usedBytes").asLong(),
                domain.toString()));
        }
    }

    @Test
    void shouldPrintAnObjectASecondUntilItIsInterrupted() throws Exception
    {
        try (ChildProcess kernel = kernel(); ChildProcess top = start("top", "--json"))
        {
            top.await(() -> lines(top) >= 2);
            top.signal("INT");

            assertEquals(0, top.awaitExit(), top.err());
            assertEquals("", own(top.err()));
            top.out().lines().forEach((line) ->
                assertEquals(kernel.process().pid(), CommandRun.parse(line).get("pid").asLong()));
        }
    }

    @Test
    void shouldSayThatAWatchedKernelWasKilledAndWhatIsLeftOfIt() throws Exception
    {
        try (ChildProcess kernel = kernel(); ChildProcess top = start("top"))
        {
            top.await(() -> lines(top) >= 1);
            kernel.signal("KILL");

            assertEquals(1, top.awaitExit(), top.out());
            assertTrue(own(top.err()).startsWith(
                "zetatron: kernel " + kernel.process().pid() + " in /dev/shm/" + folderPrefix), top.err());
            assertTrue(own(top.err()).contains(" died: "), top.err());
        }
        try (ChildProcess memory = start("memory"))
        {
            assertEquals(1, memory.awaitExit());
            assertTrue(own(memory.err()).startsWith("zetatron: no kernel of " + user + " is running"), memory.err());
            assertTrue(own(memory.err()).contains("A killed one has left " + busFolders().getFirst()), memory.err());
        }
    }

    @Test
    void shouldSayThatAWatchedKernelHasEnded() throws Exception
    {
        try (ChildProcess kernel = kernel(); ChildProcess memory = start("memory", "--watch"))
        {
            memory.await(() -> memory.hasPrinted("spector"));
            kernel.signal("INT");

            assertEquals(0, memory.awaitExit(), memory.err());
            assertTrue(own(memory.err()).matches("note: kernel \\d+ in .* has ended"), memory.err());
        }
    }

    @Test
    void shouldListSeveralKernelsAndLookAtTheChosenOne() throws Exception
    {
        final Path other = folder.resolve("bus");
        try (ChildProcess first = kernel(); ChildProcess second = kernel();
            ChildProcess third = kernel("--set", "bus.folder=" + other))
        {
            final long pid = second.process().pid();
            try (ChildProcess top = start("top", "--once"))
            {
                assertEquals(1, top.awaitExit());
                assertTrue(own(top.err()).startsWith("zetatron: 2 kernels are running; choose one with --pid"),
                    top.err());
                assertTrue(own(top.err()).contains(first.process().pid() + " (for "), top.err());
                assertTrue(own(top.err()).contains("/dev/shm/" + folderPrefix + pid), top.err());
            }
            assertEquals(pid, json("memory", "--json", "--pid", Long.toString(pid)).get("pid").asLong());
            assertEquals(third.process().pid(),
                json("memory", "--json", "--folder", other.toString()).get("pid").asLong());
            for (final ChildProcess kernel : List.of(first, second, third))
            {
                kernel.signal("INT");
                kernel.awaitExit();
            }
        }
    }

    @Test
    void shouldLoadNothingOfTheDriverOrTheKernelToLookAtOne() throws Exception
    {
        final Path classes = folder.resolve("classes.log");
        try (ChildProcess kernel = kernel();
            ChildProcess memory = ChildProcess.startWith(folder, List.of("env", "JDK_JAVA_OPTIONS=-Duser.name=" +
                user + " -Xlog:class+load:file=" + classes), "memory"))
        {
            assertTrue(kernel.process().isAlive());
            assertEquals(0, memory.awaitExit(), memory.err());
        }
        final List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.stream().anyMatch((line) -> line.contains("io.zetatron.figcom.CountersFile ")));
        for (final String name : List.of("io.aeron.driver.", "io.aeron.Aeron ",
            "io.zetatron.kernel.runtime.KernelBoot ", "io.zetatron.kernel.engines.", "io.zetatron.scheduler.CoreLoop ",
            "io.zetatron.memory.", "org.snakeyaml."))
        {
            assertEquals(List.of(), loaded.stream().filter((line) -> line.contains(" " + name)).toList());
        }
    }

    @Test
    void shouldShowOneScreenAndGiveTheTerminalBackOnCtrlC() throws Exception
    {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script (package util-linux)");
        try (ChildProcess kernel = kernel();
            ChildProcess top = ChildProcess.startWith(folder, List.of("env", "SHELL=/bin/sh", "TERM=xterm-256color",
                "LC_ALL=C.UTF-8", "JDK_JAVA_OPTIONS=-Duser.name=" + user, "sh", "-c",
                "exec script -qefc \"trap : INT; stty cols 80 rows 40; $*; exit \\$?\" /dev/null", "sh"), "top"))
        {
            top.await(() -> top.hasPrinted("housekeeping") && top.hasPrinted("spector->mcgyver"));
            final OutputStream keys = top.process().getOutputStream();
            keys.write(CTRL_C);
            keys.flush();

            assertEquals(0, top.awaitExit(), top.out());
            assertTrue(top.out().contains("\u001b[?1049h") && top.out().contains("\u001b[?1049l"), top.out());
            assertTrue(kernel.process().isAlive());
        }
    }

    @Test
    void shouldSayWhoseKernelMayNotBeLookedAt() throws Exception
    {
        final Path foreign = Files.createDirectory(folder.resolve("zetatron-another-777"));
        Files.createFile(foreign.resolve("kernel.lock"));
        assumeTrue(succeeds("chown", "-R", NOBODY, foreign.toString()), "only root can give a folder away");
        assumeTrue(succeeds("setpriv", "--bounding-set=-all", "true"), "there is no setpriv (package util-linux)");
        assertTrue(succeeds("chmod", "700", foreign.toString()));
        for (final List<String> choice : List.of(List.of("--pid", "777"), List.of("--folder", foreign.toString())))
        {
            final List<String> arguments = new ArrayList<>(List.of("top", "--once"));
            arguments.addAll(choice);
            try (ChildProcess top = ChildProcess.startWith(folder,
                List.of("env", "JDK_JAVA_OPTIONS=-Duser.name=" + user + " -Djava.io.tmpdir=" + folder,
                    "setpriv", "--bounding-set=-all"), arguments.toArray(String[]::new)))
            {
                assertEquals(1, top.awaitExit(), top.out());
                assertTrue(own(top.err()).matches("zetatron: " + foreign + " is open to \\S+ only; look at that " +
                    "kernel as \\S+"), top.err());
            }
        }
    }

    @Test
    void shouldRefuseTwoChoices()
    {
        final CommandRun run = CommandRun.of("top", "--pid", "1", "--folder", "/x");

        assertEquals(2, run.exitCode());
        assertTrue(run.complaint().contains("give one"), run.err());
        assertEquals(2, CommandRun.of("memory", "--pid", "x").exitCode());
    }

    private ChildProcess kernel(final String... more) throws Exception
    {
        final List<String> arguments =
            new ArrayList<>(List.of("run", "--input", input.toString(), "--rate", "200"));
        arguments.addAll(List.of(more));
        final ChildProcess kernel = start(arguments.toArray(String[]::new));
        kernel.await(() -> kernel.hasPrinted("rows "));
        return kernel;
    }

    private ChildProcess start(final String... arguments) throws IOException
    {
        return ChildProcess.startWith(folder, List.of("env", "JDK_JAVA_OPTIONS=-Duser.name=" + user), arguments);
    }

    private JsonNode json(final String... arguments) throws Exception
    {
        try (ChildProcess command = start(arguments))
        {
            assertEquals(0, command.awaitExit(), command.err());
            return CommandRun.parse(command.out());
        }
    }

    private List<Path> busFolders() throws IOException
    {
        try (Stream<Path> entries = Files.list(SHARED_MEMORY))
        {
            return entries.filter((entry) -> entry.getFileName().toString().startsWith(folderPrefix)).toList();
        }
    }

    /**
     * What the command itself said, and not the Java launcher of its options.
     */
    private static String own(final String err)
    {
        return String.join("\n", err.lines().filter((line) -> !line.startsWith("NOTE: Picked up")).toList());
    }

    private static long lines(final ChildProcess process)
    {
        try
        {
            return process.out().lines().count();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static List<String> texts(final JsonNode nodes, final String field)
    {
        final List<String> texts = new ArrayList<>();
        nodes.forEach((node) -> texts.add(node.get(field).asText()));
        return texts;
    }

    private static boolean succeeds(final String... command) throws IOException, InterruptedException
    {
        try
        {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }
}
