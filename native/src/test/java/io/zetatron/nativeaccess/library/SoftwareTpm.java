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
package io.zetatron.nativeaccess.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A TPM 2.0 in software, in a process of its own, with a state that is forgotten with its folder.
 */
final class SoftwareTpm
{
    private static final long TIMEOUT_MS = 10_000;

    private final Process process;
    private final Path socket;

    private SoftwareTpm(final Process process, final Path socket)
    {
        this.process = process;
        this.socket = socket;
    }

    static boolean isInstalled()
    {
        return TestLibraries.hasProgram("swtpm");
    }

    /**
     * @param folder for its state; absolute, because swtpm changes its own folder.
     */
    static SoftwareTpm start(final Path folder) throws IOException, InterruptedException
    {
        final Path socket = folder.resolve("sock");
        final Path control = folder.resolve("sock.ctrl");
        final Process process = new ProcessBuilder("swtpm", "socket", "--tpm2", "--tpmstate", "dir=" + folder,
            "--server", "type=unixio,path=" + socket, "--ctrl", "type=unixio,path=" + control,
            "--flags", "not-need-init,startup-clear")
            .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (!Files.exists(socket) || !Files.exists(control))
        {
            assertTrue(process.isAlive() && System.nanoTime() < deadlineNs,
                () -> "swtpm does not start: " + log(folder));
            Thread.sleep(5);
        }
        return new SoftwareTpm(process, socket);
    }

    /**
     * How the TPM stack reaches it.
     */
    String connection()
    {
        return "swtpm:path=" + socket;
    }

    void close() throws InterruptedException
    {
        process.destroy();
        if (!process.waitFor(TIMEOUT_MS, TimeUnit.MILLISECONDS))
        {
            process.destroyForcibly().waitFor();
        }
    }

    private static String log(final Path folder)
    {
        try
        {
            return Files.readString(folder.resolve("log"));
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
