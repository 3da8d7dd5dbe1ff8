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
package io.zetatron.nativeaccess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A class of these tests in a process of its own, behind commands that take rights from it.
 *
 * @param exitCode of the process.
 * @param output   that it printed.
 */
public record ChildJvm(int exitCode, String output)
{
    private static final long TIMEOUT_S = 40;
    /** No capabilities, whoever the user is; an ordinary user has none in any case. */
    private static final List<String> POWERLESS = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

    /**
     * Run a class with this class path, and wait for its end.
     *
     * @param folder    for its output, and for the log of a crash.
     * @param prefix    command that it is run by, such as {@code prlimit}; may be empty.
     * @param main      class to run.
     * @param arguments of it.
     * @return how it ended.
     * @throws IOException          if it cannot be started.
     * @throws InterruptedException if the wait is.
     */
    public static ChildJvm run(
        final Path folder, final List<String> prefix, final Class<?> main, final String... arguments)
        throws IOException, InterruptedException
    {
        final Path output = Files.createTempFile(folder, "output", ".txt");
        final List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-Xmx32m",
            "-Xshare:auto",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName()));
        command.addAll(List.of(arguments));
        final Process process = new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        try
        {
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
            {
                throw new AssertionError("still running after " + TIMEOUT_S + " s: " + Files.readString(output));
            }
            return new ChildJvm(process.exitValue(), Files.readString(output).trim());
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    /**
     * What runs a command under a limit, without the rights to exceed it.
     *
     * @param limit as {@code prlimit} wants it, such as {@code --memlock=0}.
     * @return a prefix; {@link #canRun} says whether it works here.
     */
    public static List<String> powerless(final String limit)
    {
        final List<String> prefix = new ArrayList<>(List.of("prlimit", limit));
        if (Capability.CAP_SYS_NICE.isHeld() || Capability.CAP_IPC_LOCK.isHeld())
        {
            prefix.addAll(POWERLESS);
        }
        return prefix;
    }

    /**
     * Whether a command can be run here, and does what it is for.
     *
     * @param prefix command that runs another.
     * @return true if it is installed and runs {@code true}.
     * @throws IOException          if it cannot be started.
     * @throws InterruptedException if the wait is.
     */
    public static boolean canRun(final List<String> prefix) throws IOException, InterruptedException
    {
        final String program = prefix.getFirst();
        if (Stream.of(System.getenv("PATH").split(":")).noneMatch((path) -> Files.isExecutable(Path.of(path, program))))
        {
            return false;
        }
        final List<String> command = new ArrayList<>(prefix);
        command.add("true");
        return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor() == 0;
    }
}
