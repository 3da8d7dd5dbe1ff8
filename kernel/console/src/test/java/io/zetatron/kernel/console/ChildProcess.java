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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The command line in a process of its own, as a person starts it.
 */
final class ChildProcess implements AutoCloseable
{
    private static final long TIMEOUT_S = 40;

    private final Process process;
    private final Path out;
    private final Path err;

    private ChildProcess(final Process process, final Path out, final Path err)
    {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ChildProcess start(final Path folder, final String... arguments) throws IOException
    {
        return startWith(folder, List.of(), arguments);
    }

    /**
     * Start it behind another command, for example {@code taskset -c 0}.
     */
    static ChildProcess startWith(final Path folder, final List<String> prefix, final String... arguments)
        throws IOException
    {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((flag) -> flag.startsWith("--add-opens="))
            .forEach(command::add);
        command.addAll(List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        final Path out = Files.createTempFile(folder, "out", ".txt");
        final Path err = Files.createTempFile(folder, "err", ".txt");
        final Process process = new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
        return new ChildProcess(process, out, err);
    }

    Process process()
    {
        return process;
    }

    void signal(final String name) throws IOException, InterruptedException
    {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    int awaitExit() throws InterruptedException, IOException
    {
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS))
        {
            throw new AssertionError("still running after " + TIMEOUT_S + " s: " + out() + err());
        }
        return process.exitValue();
    }

    String out() throws IOException
    {
        return Files.readString(out);
    }

    String err() throws IOException
    {
        return Files.readString(err);
    }

    /**
     * Wait for something to become true while the process lives.
     */
    void await(final BooleanSupplier condition) throws InterruptedException, IOException
    {
        while (!condition.getAsBoolean())
        {
            if (!process.isAlive())
            {
                throw new AssertionError("ended with " + process.exitValue() + ": " + out() + err());
            }
            Thread.sleep(20);
        }
    }

    boolean hasPrinted(final String text)
    {
        try
        {
            return out().contains(text);
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    @Override
    public void close()
    {
        process.destroyForcibly();
    }
}
