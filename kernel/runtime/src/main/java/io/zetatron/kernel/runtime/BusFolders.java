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
package io.zetatron.kernel.runtime;

import io.zetatron.figcom.BusFolder;
import io.zetatron.figcom.LogSizing;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Chooses and claims the folder of the bus, and the length of its logs: in memory if there is room for them.
 */
final class BusFolders
{
    private static final Path SHARED_MEMORY = BusPlaces.SHARED_MEMORY;
    private static final int HEADROOM_PERCENT = 90;

    private final Configuration configuration;
    private final int channels;
    private final int longestMessage;
    private final Notes notes;

    /**
     * A claimed folder and the sizing of the logs in it.
     *
     * @param folder that the caller closes.
     * @param sizing of the logs.
     */
    record Claim(BusFolder folder, LogSizing sizing)
    {
    }

    BusFolders(final Configuration configuration, final int channels, final int longestMessage, final Notes notes)
    {
        this.configuration = configuration;
        this.channels = channels;
        this.longestMessage = longestMessage;
        this.notes = notes;
    }

    Claim claim()
    {
        final String wish = configuration.text(KernelProperties.BUS_FOLDER);
        if (!wish.equals(KernelProperties.AUTO))
        {
            final Path folder = Path.of(wish).toAbsolutePath();
            final LogSizing sizing = sizing(folder.getParent(), true);
            return new Claim(claim(folder), sizing);
        }

        // What the dead have left takes room from the living: it goes before the room is measured.
        final Path temporary = BusPlaces.temporary();
        sweep(SHARED_MEMORY);
        sweep(temporary);
        final LogSizing inMemory = Files.isWritable(SHARED_MEMORY) ? sizing(SHARED_MEMORY, false) : null;
        if (inMemory == null)
        {
            notes.add("the bus's logs are in " + temporary + ", because " + SHARED_MEMORY +
                (Files.isWritable(SHARED_MEMORY) ? " is too small for them" : " cannot be written to") +
                "; hops may wait for the disk (a container: --shm-size=64m)");
        }
        final Path parent = inMemory == null ? temporary : SHARED_MEMORY;
        final LogSizing sizing = inMemory == null ? sizing(temporary, true) : inMemory;
        return new Claim(claim(parent.resolve(prefix() + ProcessHandle.current().pid())), sizing);
    }

    private static String prefix()
    {
        return BusPlaces.prefix(BusPlaces.user());
    }

    private void sweep(final Path parent)
    {
        if (!Files.isWritable(parent))
        {
            return;
        }
        try
        {
            BusFolder.sweep(parent, prefix()).forEach((folder) ->
                notes.add("removed " + folder + ", which a killed kernel had left behind"));
        }
        catch (final IOException ex)
        {
            notes.add("what killed kernels may have left behind in " + parent + " could not be removed: " +
                ex.getMessage());
        }
    }

    private static BusFolder claim(final Path folder)
    {
        try
        {
            return BusFolder.claim(folder);
        }
        catch (final NoSuchFileException ex)
        {
            throw new KernelException("bus.folder " + folder + " cannot be made: its parent does not exist", ex);
        }
        catch (final AccessDeniedException ex)
        {
            throw new KernelException("bus.folder " + folder + " cannot be made or written to: permission denied", ex);
        }
        catch (final IOException ex)
        {
            throw new KernelException(ex.getMessage(), ex);
        }
    }

    private LogSizing sizing(final Path parent, final boolean isLastResort)
    {
        if (longestMessage > LogSizing.MAX_FRAME_LENGTH_BYTES)
        {
            throw new KernelException("the columns of this input make a message of " + longestMessage +
                " bytes, but a frame holds at most " + LogSizing.MAX_FRAME_LENGTH_BYTES +
                "; choose fewer with --columns, or shorten their names");
        }
        final int wanted = (int)configuration.number(KernelProperties.BUS_TERM_LENGTH);
        final long usableBytes = usableBytes(parent) * HEADROOM_PERCENT / 100;
        final LogSizing sizing =
            LogSizing.fit(usableBytes, channels, Integer.highestOneBit(wanted - 1) << 1, longestMessage);
        if (sizing == null && isLastResort)
        {
            throw new KernelException(parent + " has room for " + usableBytes + " bytes, but the logs of " + channels +
                " channels need at least " + LogSizing.totalBytes(channels, LogSizing.MIN_TERM_LENGTH_BYTES) +
                "; free some, or set bus.folder to a larger place");
        }
        if (sizing != null && sizing.isReduced())
        {
            notes.add("the bus's terms are " + sizing.termLengthBytes() + " bytes long instead of " + wanted +
                ", because " + parent + " has room for only " + usableBytes + " bytes");
        }
        return sizing;
    }

    private static long usableBytes(final Path parent)
    {
        try
        {
            return Files.getFileStore(parent).getUsableSpace();
        }
        catch (final IOException ex)
        {
            throw new KernelException("bus.folder: " + parent + " does not exist or cannot be looked at", ex);
        }
    }
}
