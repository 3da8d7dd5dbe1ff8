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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process of its own that has state: the other side of {@link CheckpointProcessTest}.
 */
final class StateProcess
{
    static final int PAGE_BYTES = 4096;
    static final int PAGES = 150;

    private StateProcess()
    {
    }

    /**
     * Command that runs this.
     */
    static List<String> command(final String what, final Path folder)
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx128m", "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            StateProcess.class.getName(), what, folder.toString()));
        return command;
    }

    static StateBlock block(final Path folder)
    {
        return StateBlock.of(folder, PAGE_BYTES, PAGES * PAGE_BYTES, PAGES * PAGE_BYTES);
    }

    /**
     * Run.
     *
     * @param args what to do, and the folder of the checkpoints.
     * @throws IOException if standard input or the folder fails.
     */
    public static void main(final String[] args) throws IOException
    {
        final Path folder = Path.of(args[1]);
        try (StateBlock block = block(folder))
        {
            switch (args[0])
            {
                case "hold" -> hold(block);
                case "work" -> work(block);
                case "fill" -> fill(block, folder);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static void hold(final StateBlock block) throws IOException
    {
        try (StateCheckpointer checkpointer = block.launch())
        {
            System.out.println("holds " + checkpointer.folder());
            if (System.in.read() >= 0)
            {
                throw new IllegalStateException("nothing was to come");
            }
        }
        catch (final CheckpointException ex)
        {
            System.out.println(ex.getMessage());
        }
    }

    /**
     * Stamp all pages again and again, take checkpoints as fast as they can be written, and prune, until killed.
     */
    private static void work(final StateBlock block)
    {
        final SplittableRandom random = new SplittableRandom();
        try (StateCheckpointer checkpointer =
            StateCheckpointer.launch(block.context().invoked(false).fullEvery(3).pollIntervalNs(10_000)))
        {
            long cycle = checkpointer.restore().map(RestoredCheckpoint::position).orElse(0L);
            System.out.println("from " + cycle);
            Thread.ofPlatform().daemon().start(() ->
            {
                while (true)
                {
                    if (checkpointer.checkpoints() > 3)
                    {
                        checkpointer.prune(PrunePolicy.keepLast(3));
                    }
                }
            });
            long reported = 0;
            while (true)
            {
                cycle++;
                stamp(block, cycle, random.nextInt(PAGES));
                checkpointer.beginCheckpoint(cycle);
                if (checkpointer.lastPosition() != reported)
                {
                    reported = checkpointer.lastPosition();
                    System.out.println(reported);
                }
            }
        }
    }

    private static void stamp(final StateBlock block, final long cycle, final int start)
    {
        for (int i = 0; i < PAGES; i++)
        {
            block.region(0).putLong((start + i) % PAGES * (long)PAGE_BYTES, cycle);
            block.region(1).putLong((start + i) % PAGES * (long)PAGE_BYTES + 64, cycle);
        }
    }

    /**
     * Take checkpoints until the file system is full, then make room.
     */
    private static void fill(final StateBlock block, final Path folder) throws IOException
    {
        final Path filler = Files.write(folder.resolve("filler"), new byte[1_000_000]);
        try (StateCheckpointer checkpointer = block.launch())
        {
            stamp(block, 1, 0);
            StateBlock.save(checkpointer, 1);
            stamp(block, 2, 0);
            StateBlock.save(checkpointer, 2);
            System.out.println(checkpointer.lastFailure().orElseThrow().getMessage());
            System.out.println(checkpointer.verify());
            System.out.println("left: " + CheckpointNames.temporaries(folder));
            Files.delete(filler);
            stamp(block, 3, 0);
            StateBlock.save(checkpointer, 3);
            System.out.println("then: " + checkpointer.lastPosition());
            Files.write(filler, new byte[100_000]);
            try
            {
                for (int i = 0; i < 10; i++)
                {
                    Files.write(folder.resolve("filler" + i), new byte[100_000]);
                }
            }
            catch (final IOException ex)
            {
                System.out.println("full");
            }
            stamp(block, 4, 0);
            StateBlock.save(checkpointer, 4);
            try
            {
                checkpointer.prune(PrunePolicy.keepLast(1));
            }
            catch (final CheckpointException ex)
            {
                System.out.println(ex.getMessage());
            }
            System.out.println("at last: " + checkpointer.restore().orElseThrow().position());
        }
    }
}
