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
package io.zetatron.figcom;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Another JVM that claims a bus folder. It prints one line for each thing that it has done.
 */
final class FolderProcess implements AutoCloseable
{
    static final String CLAIMED = "claimed";
    static final String DONE = "done";

    private final Process process;
    private final BufferedReader output;

    private FolderProcess(final Process process)
    {
        this.process = process;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * A process that claims the folder and holds it until its input ends.
     */
    static FolderProcess claiming(final Path folder) throws IOException
    {
        return start("claim", folder, "1");
    }

    /**
     * A process that claims the folder and closes it, over and over.
     */
    static FolderProcess contending(final Path folder, final int rounds) throws IOException
    {
        return start("contend", folder, Integer.toString(rounds));
    }

    private static FolderProcess start(final String mode, final Path folder, final String rounds) throws IOException
    {
        return new FolderProcess(new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FolderProcess.class.getName(), mode, folder.toString(), rounds)
            .redirectErrorStream(true)
            .start());
    }

    String line() throws IOException
    {
        return output.readLine();
    }

    long pid()
    {
        return process.pid();
    }

    void kill() throws InterruptedException
    {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException
    {
        process.destroyForcibly();
        output.close();
    }

    public static void main(final String[] args) throws IOException
    {
        final Path folder = Path.of(args[1]);
        try
        {
            if (args[0].equals("claim"))
            {
                claim(folder);
            }
            else
            {
                contend(folder, Integer.parseInt(args[2]));
            }
        }
        catch (final FolderInUseException ex)
        {
            System.out.println(ex.getMessage());
        }
    }

    private static void claim(final Path path) throws IOException
    {
        try (BusFolder folder = BusFolder.claim(path))
        {
            Files.createDirectories(folder.driverFolder());
            Files.writeString(folder.driverFolder().resolve("cnc.dat"), "left behind");
            System.out.println(CLAIMED);
            System.in.read();
        }
    }

    private static void contend(final Path path, final int rounds) throws IOException
    {
        for (int round = 0; round < rounds; )
        {
            try (BusFolder folder = BusFolder.claim(path))
            {
                // Fails if another process believes that it holds the folder, too.
                Files.createDirectory(folder.driverFolder());
                Files.delete(folder.driverFolder());
                round++;
            }
            catch (final FolderInUseException ex)
            {
                // The claim has waited already: it is tried again at once.
            }
        }
        System.out.println(DONE);
    }
}
