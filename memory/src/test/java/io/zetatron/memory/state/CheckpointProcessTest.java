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
package io.zetatron.memory.state;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Processes that are killed, that want one folder, or whose disk is full or may not be written to.
 */
@Timeout(300)
class CheckpointProcessTest
{
    private static final int KILLS = Integer.getInteger("zetatron.test.state.kills", 6);

    @TempDir
    Path folder;

    @Test
    void shouldRestoreAWholeStateHoweverOftenKilled() throws Exception
    {
        final SplittableRandom random = new SplittableRandom(7);
        long last = 0;
        for (int i = 0; i < KILLS; i++)
        {
            final Process process = new ProcessBuilder(StateProcess.command("work", folder))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader output = process.inputReader())
            {
                assertEquals("from " + last, output.readLine());
                for (int reports = random.nextInt(1, 60); reports > 0; reports--)
                {
                    last = Long.parseLong(output.readLine());
                }
                Thread.sleep(random.nextInt(20));
                // By its handle, because destroying it otherwise closes the stream as well.
                process.toHandle().destroyForcibly();
                for (String line = output.readLine(); line != null; line = output.readLine())
                {
                    last = line.isEmpty() ? last : Math.max(last, Long.parseLong(line));
                }
            }
            finally
            {
                process.destroyForcibly();
            }
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            last = checkWhole(last);
        }
    }

    private long checkWhole(final long lastReported)
    {
        for (final CheckpointInfo info : CheckpointFolder.at(folder).verify())
        {
            assertEquals(CheckpointInfo.State.GOOD, info.state(), info::toString);
        }
        try (StateBlock block = StateProcess.block(folder); StateCheckpointer checkpointer = block.launch())
        {
            assertEquals(List.of(), CheckpointNames.temporaries(folder));
            final RestoredCheckpoint restored = checkpointer.restore().orElseThrow();
            assertTrue(restored.position() >= lastReported, restored + ", reported " + lastReported);
            assertEquals(List.of(), restored.passedOver());
            for (long page = 0; page < StateProcess.PAGES; page++)
            {
                assertEquals(restored.position(), block.region(0).getLong(page * StateProcess.PAGE_BYTES));
                assertEquals(restored.position(), block.region(1).getLong(page * StateProcess.PAGE_BYTES + 64));
            }
            return restored.position();
        }
        catch (final IOException ex)
        {
            throw new AssertionError(ex);
        }
    }

    @Test
    void shouldRefuseAFolderThatAnotherProcessHasAndNameIt() throws Exception
    {
        final Process process = new ProcessBuilder(StateProcess.command("hold", folder))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (StateBlock block = StateProcess.block(folder); BufferedReader output = process.inputReader())
        {
            assertEquals("holds " + folder, output.readLine());
            final CheckpointException refused = assertThrows(CheckpointException.class, block::launch);
            assertEquals("checkpoints are written into " + folder + " by process " + process.pid() +
                " for block b already: stop that one, or choose another folder", refused.getMessage());
            assertEquals(List.of(), CheckpointFolder.at(folder).verify(), "looking needs no right");
            process.destroyForcibly();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            block.launch().close();
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldKeepTheOneBeforeWhenTheFileSystemIsFull() throws Exception
    {
        assumeTrue(canMount(), "a small file system can be mounted by root only");
        final List<String> lines = runMounted("size=3m", "fill");
        assertTrue(lines.get(0).contains("No space left on device") &&
            lines.get(0).startsWith("checkpoint 2 of block b"),
            lines::toString);
        assertTrue(lines.get(1).startsWith("[checkpoint 1 GOOD") && !lines.get(1).contains("checkpoint 2"),
            lines::toString);
        assertEquals("left: []", lines.get(2));
        assertEquals("then: 3", lines.get(3));
        assertEquals("full", lines.get(4));
        assertTrue(lines.get(5).contains("could not be pruned") && lines.get(5).contains("No space left on device"),
            lines::toString);
        assertEquals("at last: 3", lines.get(6));
    }

    @Test
    void shouldSayThatTheFolderMayNotBeWrittenTo() throws Exception
    {
        assumeTrue(canMount(), "a file system can be mounted by root only, and to root all folders are writable");
        final List<String> lines = runMounted("ro", "hold");
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).startsWith("checkpoints of block b cannot be written into " + folder) &&
            lines.get(0).contains("Read-only file system") &&
            lines.get(0).contains("make it a folder that this user may write to, or choose another"), lines::toString);
    }

    private List<String> runMounted(final String options, final String what) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c",
            "mount -t tmpfs -o " + options + " none \"$0\" && exec \"$@\"", folder.toString()));
        command.addAll(StateProcess.command(what, folder));
        final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.outputWriter().close();
        try (BufferedReader output = process.inputReader())
        {
            final List<String> lines = output.lines().toList();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), lines::toString);
            return lines;
        }
        finally
        {
            process.destroyForcibly();
        }
    }

    private static boolean canMount() throws IOException, InterruptedException
    {
        return Stream.of(System.getenv("PATH").split(":"))
            .anyMatch((path) -> Files.isExecutable(Path.of(path, "unshare"))) &&
            new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/dev/shm").start().waitFor() == 0;
    }
}
