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
package io.zetatron.figcom.ring;

import org.junit.jupiter.api.Assumptions;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A program in C, built by {@code native/figcom/build}, that runs in a process of its own. Tests that ask for one are
 * skipped where there is no C compiler.
 */
final class NativeProgram implements AutoCloseable
{
    private static final Path SCRIPT = Path.of("..", "native", "figcom", "build");
    private static final Path FOLDER = Path.of("target", "figcom-native");
    private static final int BUILD_TIMEOUT_S = 200;
    private static final String FUZZ_ROUNDS = "2000";

    private final Process process;
    private final BufferedReader output;

    private NativeProgram(final Process process)
    {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * A native engine at a ring; see peer.c for what it can do.
     */
    static NativeProgram peer(final Path ring, final String... arguments) throws IOException, InterruptedException
    {
        final List<String> all = new ArrayList<>(List.of(ring.toString()));
        all.addAll(List.of(arguments));
        return start("peer", all);
    }

    static NativeProgram start(final String name, final List<String> arguments)
        throws IOException, InterruptedException
    {
        build();
        final List<String> command = new ArrayList<>(List.of(FOLDER.resolve(name).toAbsolutePath().toString()));
        command.addAll(arguments);
        return new NativeProgram(new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
    }

    /**
     * Build what is out of date, and say what the script said.
     */
    static String build(final String... arguments) throws IOException, InterruptedException
    {
        Assumptions.assumeTrue(hasCompiler(), "there is no C compiler (cc) on the PATH: native engines are not tried");
        final List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "--to", FOLDER.toString()));
        command.addAll(List.of(arguments));
        Files.createDirectories(FOLDER);
        final Path log = FOLDER.resolve("build.log");
        final ProcessBuilder builder = new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
        builder.environment().putIfAbsent("FIGCOM_FUZZ_ROUNDS", FUZZ_ROUNDS);
        final Process build = builder.start();
        final boolean isDone = build.waitFor(BUILD_TIMEOUT_S, TimeUnit.SECONDS);
        build.destroyForcibly();
        final String said = Files.readString(log);
        assertTrue(isDone, SCRIPT + " takes more than " + BUILD_TIMEOUT_S + " s: " + said);
        assertEquals(0, build.exitValue(), SCRIPT + " failed: " + said);
        return said;
    }

    private static boolean hasCompiler()
    {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, "cc")));
    }

    /**
     * The next line that it prints; null at the end.
     */
    String line() throws IOException
    {
        return output.readLine();
    }

    int exitStatus() throws InterruptedException
    {
        return process.waitFor();
    }

    long pid()
    {
        return process.pid();
    }

    /**
     * Kill it, and do not wait.
     */
    void kill()
    {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException
    {
        process.destroyForcibly();
        output.close();
    }
}
