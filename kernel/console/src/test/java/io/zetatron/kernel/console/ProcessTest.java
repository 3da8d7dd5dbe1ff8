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
import io.zetatron.nativeaccess.CurrentThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Signals, killed kernels, one core, little shared memory: what only a process of its own can show.
 */
@Timeout(120)
class ProcessTest
{
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void shouldEndWatchingThisHostWithAReportWhenSignalled(final String signal) throws Exception
    {
        final Path bus = folder.resolve("bus");
        final Path report = folder.resolve("report.json");
        try (ChildProcess child = ChildProcess.start(
            folder, "run", "--set", "bus.folder=" + bus, "--report", report.toString()))
        {
            child.await(() -> child.hasPrinted("rows "));
            child.signal(signal);

            assertEquals(0, child.awaitExit(), child.err());
            assertTrue(child.out().contains("boot "), child.out());
        }
        final JsonNode json = CommandRun.json(report);
        assertTrue(json.get("rowsIn").asLong() > 0);
        assertEquals(json.get("rowsIn"), json.get("rowsOut"));
        assertFalse(Files.exists(bus));
    }

    @Test
    void shouldKeepAnInterruptedOutputUnderItsPartialName() throws Exception
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 1000, 1, Streams.Disturbance.NONE);
        final Path output = folder.resolve("out.jsonl");
        try (ChildProcess child = ChildProcess.start(
            folder, "run", "-i", input.toString(), "-o", output.toString(), "--rate", "20"))
        {
            child.await(() -> child.hasPrinted("rows "));
            child.signal("INT");

            assertEquals(1, child.awaitExit());
            assertTrue(child.err().contains("stopped before the end of the input"), child.err());
            assertTrue(child.err().contains("out.jsonl.partial"), child.err());
        }
        assertFalse(Files.exists(output));
        final List<JsonNode> lines = CommandRun.lines(folder.resolve("out.jsonl.partial"));
        assertTrue(!lines.isEmpty() && lines.size() < 1000);
    }

    @Test
    void shouldAnswerEachRowOfStandardInputAsItComesAndStopWhileItWaits() throws Exception
    {
        try (ChildProcess child = ChildProcess.start(folder, "run", "--input", "-", "--output", "-"))
        {
            final OutputStream input = child.process().getOutputStream();
            input.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            child.await(() -> child.hasPrinted("\"row\":1,") && child.hasPrinted("}\n"));
            input.write("2\n".getBytes(StandardCharsets.UTF_8));
            input.flush();
            child.await(() -> child.hasPrinted("\"row\":2,"));
            child.signal("INT");

            assertEquals(1, child.awaitExit());
            assertTrue(child.err().contains("stopped before the end of the input"), child.err());
        }
    }

    @Test
    void shouldEndInTimeAndCleanUpWhenNobodyReadsItsResults() throws Exception
    {
        final Path bus = folder.resolve("bus");
        final Path input = Streams.write(folder.resolve("in.csv"), 5000, 1, Streams.Disturbance.NONE);
        final Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw");
            ChildProcess child = ChildProcess.start(folder, "run", "-i", input.toString(), "-o", pipe.toString(),
                "--set", "bus.folder=" + bus, "--set", "shutdown.timeout.s=1"))
        {
            child.await(() -> child.hasPrinted("rows "));
            child.signal("TERM");

            assertEquals(1, child.awaitExit());
            assertTrue(
                child.err().contains("did not come out within") || child.err().contains("given up"), child.err());
            assertTrue(reader.getChannel().isOpen());
        }
        assertFalse(Files.exists(bus));
    }

    @Test
    void shouldLeaveNothingWhenItIsAbortedWhileItBoots() throws Exception
    {
        final Path bus = folder.resolve("bus");
        final Path input = Streams.write(folder.resolve("in.csv"), 10, 1, Streams.Disturbance.NONE);
        final Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        try (ChildProcess child = ChildProcess.start(
            folder, "run", "-i", input.toString(), "-o", pipe.toString(), "--set", "bus.folder=" + bus))
        {
            child.await(() -> Files.exists(bus.resolve("aeron")));
            child.signal("INT");
            child.signal("INT");
            while (child.process().isAlive())
            {
                child.signal("INT");
                Thread.sleep(50);
            }

            assertEquals(StopRequest.ABORTED, child.awaitExit());
        }
        assertFalse(Files.exists(bus));
    }

    @Test
    void shouldSayWhatIsWrongWhenTheReaderOfItsResultsIsGone() throws Exception
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 20_000, 1, Streams.Disturbance.NONE);
        final Path err = folder.resolve("err.txt");

        final int exitCode = runIntoHead("run -q -i " + input + " -o -", err);

        assertEquals(1, exitCode);
        assertTrue(Files.readString(err).contains("zetatron: cannot write results after row"), Files.readString(err));
        assertFalse(Files.readString(err).contains("defect"), Files.readString(err));
    }

    @Test
    void shouldEndWhenTheReaderOfWhatItShowsIsGone() throws Exception
    {
        final Path err = folder.resolve("err.txt");

        final int exitCode = runIntoHead("run", err);

        assertEquals(1, exitCode);
        assertTrue(Files.readString(err).contains("its reader is gone"), Files.readString(err));
    }

    private static int runIntoHead(final String arguments, final Path err) throws IOException, InterruptedException
    {
        final String java = Path.of(System.getProperty("java.home"), "bin", "java") +
            " --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -cp " +
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder("bash", "-c", "set -o pipefail; " + java + " " +
            Main.class.getName() + " " + arguments + " 2>" + err + " | head -n 2").start().waitFor();
    }

    @Test
    void shouldRefuseAnOutputThatAnotherRunIsWritingTo() throws Exception
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 1000, 1, Streams.Disturbance.NONE);
        final Path output = folder.resolve("out.jsonl");
        try (ChildProcess child = ChildProcess.start(
            folder, "run", "-i", input.toString(), "-o", output.toString(), "--rate", "20"))
        {
            child.await(() -> child.hasPrinted("rows "));

            final CommandRun second = CommandRun.of("run", "-q", "-i", input.toString(), "-o", output.toString());

            assertEquals(1, second.exitCode());
            assertTrue(second.complaint().contains("another run is writing to it"), second.err());
        }
    }

    @Test
    void shouldScoreStandardInputToItsEnd() throws Exception
    {
        try (ChildProcess child = ChildProcess.start(folder, "run", "--input", "-", "--output", "-"))
        {
            try (OutputStream input = child.process().getOutputStream())
            {
                input.write("a\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
            }

            assertEquals(0, child.awaitExit(), child.err());
            assertEquals(3, child.out().lines().count());
            child.out().lines().forEach(CommandRun::parse);
        }
    }

    @Test
    void shouldRefuseASecondKernelOnTheSameFolder() throws Exception
    {
        final Path bus = folder.resolve("bus");
        try (ChildProcess child = ChildProcess.start(folder, "run", "--set", "bus.folder=" + bus))
        {
            child.await(() -> child.hasPrinted("rows "));

            final CommandRun second = CommandRun.of("run", "--seconds", "1", "--set", "bus.folder=" + bus);

            assertEquals(1, second.exitCode());
            assertTrue(second.complaint().contains("in use by the kernel of process " + child.process().pid()),
                second.err());
            child.signal("INT");
            assertEquals(0, child.awaitExit(), child.err());
        }
    }

    @Test
    void shouldRemoveWhatAKilledKernelLeftBehind() throws Exception
    {
        // A user of its own, so that no other kernel on this machine sweeps first.
        final String user = "zetatron-test-" + ProcessHandle.current().pid();
        final List<String> asUser = List.of("env", "JAVA_TOOL_OPTIONS=-Duser.name=" + user);
        final Path left;
        try (ChildProcess child = ChildProcess.startWith(folder, asUser, "run"))
        {
            left = Path.of("/dev/shm", "zetatron-" + user + "-" + child.process().pid());
            assumeTrue(Files.isWritable(left.getParent()), "there is no /dev/shm to write to");
            child.await(() -> child.hasPrinted("rows "));
            child.signal("KILL");
            child.awaitExit();
        }
        assertTrue(Files.exists(left));

        try (ChildProcess next = ChildProcess.startWith(folder, asUser, "run", "--seconds", "1"))
        {
            assertEquals(0, next.awaitExit(), next.err());
            assertTrue(next.err().contains("note: removed " + left), next.err());
        }
        assertFalse(Files.exists(left));
    }

    @Test
    void shouldRunOnOneCoreAndSayThatItIsOne() throws Exception
    {
        assumeTrue(exists("taskset"), "there is no taskset (package util-linux)");
        final Path input = Streams.write(folder.resolve("in.csv"), 1000, 1, Streams.Disturbance.NONE);
        final Path output = folder.resolve("out.jsonl");
        final String cpu = Integer.toString(CurrentThread.allowedCpus().first());
        try (ChildProcess child = ChildProcess.startWith(folder, List.of("taskset", "-c", cpu),
            "run", "-i", input.toString(), "-o", output.toString()))
        {
            assertEquals(0, child.awaitExit(), child.err());
            assertTrue(child.err().contains("note: one core only"), child.err());
        }
        assertEquals(1000, CommandRun.lines(output).size());
    }

    @Test
    void shouldUseSmallerLogsWhereSharedMemoryIsSmallAndSaySo() throws Exception
    {
        assumeTrue(canMount(), "a small file system can be mounted by root only");
        final Path input = Streams.write(folder.resolve("in.csv"), 1000, 1, Streams.Disturbance.NONE);
        final Path output = folder.resolve("out.jsonl");
        try (ChildProcess child = ChildProcess.startWith(folder,
            List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=24m none /dev/shm && exec \"$@\"", "sh"),
            "run", "-i", input.toString(), "-o", output.toString()))
        {
            assertEquals(0, child.awaitExit(), child.err());
            assertTrue(
                child.err().contains("note: the bus's terms are 65536 bytes long instead of 262144"), child.err());
        }
        assertEquals(1000, CommandRun.lines(output).size());
    }

    @Test
    void shouldLeaveSharedMemoryWhereItIsTooSmallAndSaySo() throws Exception
    {
        assumeTrue(canMount(), "a small file system can be mounted by root only");
        final Path input = Streams.write(folder.resolve("in.csv"), 100, 1, Streams.Disturbance.NONE);
        try (ChildProcess child = ChildProcess.startWith(folder,
            List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=1m none /dev/shm && exec \"$@\"", "sh"),
            "run", "-i", input.toString()))
        {
            assertEquals(0, child.awaitExit(), child.err());
            assertTrue(child.err().contains("because /dev/shm is too small for them"), child.err());
        }
    }

    @Test
    void shouldRunUnboundWhenBindingIsRefusedAndSaySo() throws Exception
    {
        final Path filter = refusingFilter();
        assumeTrue(filter != null, "there is no C compiler to build the filter that refuses");
        final Path input = Streams.write(folder.resolve("in.csv"), 100, 1, Streams.Disturbance.NONE);
        final Path report = folder.resolve("report.json");
        try (ChildProcess child = ChildProcess.startWith(folder, List.of(filter.toString()),
            "run", "-i", input.toString(), "--report", report.toString()))
        {
            assertEquals(0, child.awaitExit(), child.err());
            assertTrue(child.err().contains("note: loop-0 runs unbound: the system refused"), child.err());
            assertTrue(child.err().contains("failed: EPERM (1), operation not permitted"), child.err());
        }
        for (final JsonNode engine : CommandRun.json(report).get("engines"))
        {
            assertEquals(-1, engine.get("core").asInt());
        }
    }

    /**
     * A program that runs another one behind a seccomp filter, as containers do, which refuses to bind threads.
     */
    private Path refusingFilter() throws IOException, InterruptedException
    {
        if (!exists("gcc"))
        {
            return null;
        }
        final Path source = Files.writeString(folder.resolve("refuse.c"), """
            #include <errno.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stddef.h>
            #include <stdio.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(int count, char **arguments)
            {
              struct sock_filter code[] = {
                BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_setaffinity, 0, 1),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
              };
              struct sock_fprog filter = { sizeof code / sizeof code[0], code };
              if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0)
              {
                execvp(arguments[1], arguments + 1);
              }
              perror("refuse");
              return 1;
            }
            """);
        final Path program = folder.resolve("refuse");
        final int exitCode = new ProcessBuilder(
            "gcc", "-o", program.toString(), source.toString()).inheritIO().start().waitFor();
        assertEquals(0, exitCode, "the filter does not compile");
        return program;
    }

    private static boolean canMount() throws IOException, InterruptedException
    {
        return exists("unshare") && new ProcessBuilder(
            "unshare", "-m", "mount", "-t", "tmpfs", "none", "/dev/shm").start().waitFor() == 0;
    }

    private static boolean exists(final String program)
    {
        return Stream.of(System.getenv("PATH").split(":"))
            .anyMatch((path) -> Files.isExecutable(Path.of(path, program)));
    }
}
