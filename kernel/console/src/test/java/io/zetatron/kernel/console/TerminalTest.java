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

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs on a terminal, which {@code script} of util-linux plays.
 */
@Timeout(60)
class TerminalTest
{
    private static final String SCREEN_TAKEN = "\u001b[?1049h";
    private static final String SCREEN_GIVEN_BACK = "\u001b[?1049l";
    private static final int CTRL_C = 3;

    @TempDir
    Path folder;

    @Test
    void shouldShowOneScreenAndGiveTheTerminalBackOnCtrlC() throws Exception
    {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script (package util-linux)");
        final Path bus = folder.resolve("bus");
        try (ChildProcess child = onTerminal("run", "--set", "bus.folder=" + bus))
        {
            child.await(() -> child.hasPrinted("running"));
            final OutputStream keys = child.process().getOutputStream();
            keys.write(CTRL_C);
            keys.flush();

            assertEquals(0, child.awaitExit(), child.out());
            final String out = child.out();
            final int end = out.indexOf(SCREEN_GIVEN_BACK);
            assertTrue(out.indexOf(SCREEN_TAKEN) >= 0 && end > out.indexOf(SCREEN_TAKEN), out);
            assertTrue(out.indexOf("boot ") > end, out);
            assertTrue(out.substring(end).contains(" echo "), out);
            assertFalse(out.contains("Unable to create"), out);
        }
        assertFalse(Files.exists(bus));
    }

    @Test
    void shouldShowProgressInOneLineThatIsGoneAtTheEnd() throws Exception
    {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script (package util-linux)");
        final Path input = Streams.write(folder.resolve("in.csv"), 6_000, 1, Streams.Disturbance.NONE);
        try (ChildProcess child = onTerminal("run", "-i", input.toString()))
        {
            assertEquals(0, child.awaitExit(), child.out());
            final String out = child.out();
            assertFalse(out.contains(SCREEN_TAKEN), out);
            assertTrue(out.contains("rows/s"), out);
            assertTrue(out.contains("6,000 in, 6,000 out"), out);
        }
    }

    @Test
    void shouldAbortAtOnceOnTheSecondInterrupt() throws Exception
    {
        final Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is no mkfifo");
        final Path bus = folder.resolve("bus");
        // Holds the pipe's other end and never reads, so that the rows in flight cannot come out.
        try (RandomAccessFile stuck = new RandomAccessFile(pipe.toFile(), "rw");
            ChildProcess child = ChildProcess.start(folder, "run", "--set", "bus.folder=" + bus, "-o", pipe.toString(),
                "-i", Streams.write(folder.resolve("in.csv"), 20_000, 1, Streams.Disturbance.NONE).toString()))
        {
            assertTrue(stuck.getFD().valid());
            child.await(() -> child.hasPrinted("(0/s)"));
            child.signal("INT");
            Thread.sleep(300);
            assertTrue(child.process().isAlive());
            child.signal("INT");

            assertEquals(StopRequest.ABORTED, child.awaitExit(), child.err());
            assertTrue(child.err().endsWith("zetatron: aborted; rows in flight are lost\n"), child.err());
        }
        assertFalse(Files.exists(bus));
    }

    private ChildProcess onTerminal(final String... arguments) throws IOException
    {
        // The trap keeps the shell itself alive on Ctrl-C, which goes to all processes of the terminal.
        final String shell =
            "exec script -qefc \"trap : INT; stty cols 80 rows 24; $*; code=\\$?; stty -a; exit \\$code\" /dev/null";
        return ChildProcess.startWith(folder,
            List.of("env", "SHELL=/bin/sh", "TERM=xterm-256color", "LC_ALL=C.UTF-8", "sh", "-c", shell, "sh"),
            arguments);
    }
}
