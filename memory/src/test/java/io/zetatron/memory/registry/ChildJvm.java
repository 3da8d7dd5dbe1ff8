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
package io.zetatron.memory.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link RegistryProgram} in a JVM of its own, with the flags of this one. Closing kills it.
 */
final class ChildJvm implements AutoCloseable
{
    private static final long TIMEOUT_S = 60;

    private final Process process;
    private final BufferedReader out;
    private final Path err;

    private ChildJvm(final Process process, final Path err)
    {
        this.process = process;
        this.err = err;
        out = process.inputReader();
    }

    static ChildJvm start(final String... arguments) throws IOException
    {
        return start(List.of(), List.of(), arguments);
    }

    static ChildJvm start(final List<String> prefix, final List<String> flags, final String... arguments)
        throws IOException
    {
        final Path err = Files.createTempFile("zetatron-registry-child", ".err");
        final ProcessBuilder builder = new ProcessBuilder(command(prefix, flags, arguments));
        return new ChildJvm(builder.redirectError(err.toFile()).start(), err);
    }

    static List<String> command(final List<String> prefix, final List<String> flags, final String... arguments)
    {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((flag) -> flag.startsWith("--add-opens") || flag.startsWith("--enable-native-access") ||
                flag.startsWith("--sun-misc-unsafe"))
            .forEach(command::add);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(flags);
        command.addAll(List.of(
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RegistryProgram.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    Process process()
    {
        return process;
    }

    long pid()
    {
        return process.pid();
    }

    /**
     * The next line that it says.
     */
    String line() throws IOException
    {
        final String line = out.readLine();
        if (line == null)
        {
            throw new AssertionError("the child has ended: " + err());
        }
        return line;
    }

    /**
     * What is left to read of what it has said.
     */
    List<String> lines()
    {
        return out.lines().toList();
    }

    void kill() throws InterruptedException
    {
        process.destroyForcibly();
        awaitExit();
    }

    int awaitExit() throws InterruptedException
    {
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
        {
            throw new AssertionError("the child is still running after " + TIMEOUT_S + " s");
        }
        return process.exitValue();
    }

    String err() throws IOException
    {
        return Files.readString(err);
    }

    @Override
    public void close() throws IOException
    {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(err);
    }
}
