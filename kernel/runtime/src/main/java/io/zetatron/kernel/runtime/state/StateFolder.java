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
package io.zetatron.kernel.runtime.state;

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.Notes;
import io.zetatron.memory.registry.Registry;
import io.zetatron.memory.registry.RegistryException;
import io.zetatron.memory.state.CheckpointException;
import io.zetatron.memory.state.CheckpointFolder;
import io.zetatron.memory.state.CheckpointInfo;
import io.zetatron.memory.state.FolderLock;
import io.zetatron.memory.state.PrunePolicy;
import io.zetatron.memory.state.PrunedCheckpoints;
import org.agrona.concurrent.SystemEpochClock;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * A folder of state as an operator sees it: the folder of a kernel, or that of one block in it. Not thread-safe.
 */
public final class StateFolder
{
    private final Path folder;
    private final List<Path> blocks;

    /**
     * A checkpoint.
     *
     * @param block       engine and block.
     * @param file        it lies in.
     * @param sequence    number; later ones have larger numbers.
     * @param wallClockMs when it was taken, since 1970; 0 if that cannot be read.
     * @param kind        {@code full} or {@code incremental}; empty if that cannot be read.
     * @param pages       that it holds.
     * @param bytes       length of the file.
     * @param position    that the block had come to.
     * @param state       {@code good}, {@code unread}, {@code broken} or {@code foreign}.
     * @param reason      why it is not good; empty if there is nothing to say.
     */
    public record Checkpoint(String block, Path file, long sequence, long wallClockMs, String kind, int pages,
        long bytes, long position, String state, String reason)
    {
        /**
         * Whether nothing is known against it.
         *
         * @return false if it is broken or foreign.
         */
        public boolean isUsable()
        {
            return reason.isEmpty();
        }
    }

    /**
     * What pruning has done to a block's checkpoints.
     *
     * @param block      engine and block.
     * @param oldestKept sequence of the oldest good one that is left.
     * @param merged     how many have been made full, because what they built on was deleted.
     * @param deleted    files that are gone.
     */
    public record Pruned(String block, long oldestKept, int merged, List<Path> deleted)
    {
    }

    private StateFolder(final Path folder, final List<Path> blocks)
    {
        this.folder = folder;
        this.blocks = blocks;
    }

    /**
     * Look at a folder.
     *
     * @param folder of state.
     * @return what is in it.
     * @throws KernelException if it cannot be read or holds no checkpoint.
     */
    public static StateFolder at(final Path folder)
    {
        if (!Files.isDirectory(folder))
        {
            throw new KernelException(folder + " is no folder; name one that a run with --state has written to");
        }
        try
        {
            final List<Path> blocks = blockFolders(folder);
            if (blocks.isEmpty())
            {
                throw new KernelException(
                    folder + " holds no checkpoint; name a folder that a run with --state has written to");
            }
            return new StateFolder(folder, blocks);
        }
        catch (final IOException | CheckpointException ex)
        {
            throw new KernelException(folder + " cannot be read: " + ex + "; may this user read it?", ex);
        }
    }

    /**
     * What checkpoints there are, by block and oldest first, without reading their pages.
     *
     * @return one for each file.
     */
    public List<Checkpoint> history()
    {
        return list(CheckpointFolder::history);
    }

    /**
     * Read all checkpoints whole and check them.
     *
     * @param onRead is told, again and again, how many bytes more have been read.
     * @return one for each file.
     */
    public List<Checkpoint> verify(final LongConsumer onRead)
    {
        return list((checkpoints) -> checkpoints.verify(onRead));
    }

    /**
     * Delete what need not be kept, of each block, and tell the registry if there is one.
     *
     * @param keepLast how many of the newest good ones to keep, at least 1.
     * @param keepAge  how old those may be that are kept beside them.
     * @param notes    that get what a person should know about the registry.
     * @return one for each block.
     * @throws KernelException if a kernel uses the folder, a block has no good checkpoint, or the disk fails.
     */
    public List<Pruned> prune(final int keepLast, final Duration keepAge, final Notes notes)
    {
        final PrunePolicy policy = new PrunePolicy(keepLast, keepAge);
        // A block's own folder is locked by its pruning.
        try (FolderLock _ = blocks.contains(folder) ? null : FolderLock.acquire(folder, "pruning"))
        {
            final List<Pruned> pruned = new ArrayList<>();
            for (final Path block : blocks)
            {
                pruned.add(prune(block, policy));
            }
            if (Files.exists(folder.resolve(Registry.INDEX_FILE)))
            {
                tellRegistry(notes);
            }
            return pruned;
        }
        catch (final IOException ex)
        {
            throw new KernelException(folder + " cannot be pruned: " + ex + "; may this user write there?", ex);
        }
        catch (final CheckpointException ex)
        {
            throw new KernelException(ex.getMessage(), ex);
        }
    }

    private Pruned prune(final Path block, final PrunePolicy policy)
    {
        final CheckpointFolder checkpoints = CheckpointFolder.at(block);
        final String name = checkpoints.history().stream().map(CheckpointInfo::block)
            .filter((found) -> !found.isEmpty()).reduce((first, last) -> last).orElse(name(block));
        final PrunedCheckpoints done = checkpoints.prune(name, policy, SystemEpochClock.INSTANCE);
        return new Pruned(name, done.oldestKept(), done.merged().size(), done.deleted());
    }

    private void tellRegistry(final Notes notes)
    {
        try (StateIndex index = StateIndex.open(folder, List.of(), false, notes))
        {
            blocks.forEach((block) -> index.enterCheckpoints(name(block), block));
        }
        catch (final RegistryException ex)
        {
            notes.add("the registry has not been told: " + ex.getMessage());
        }
    }

    private List<Checkpoint> list(final Function<CheckpointFolder, List<CheckpointInfo>> question)
    {
        try
        {
            final List<Checkpoint> checkpoints = new ArrayList<>();
            for (final Path block : blocks)
            {
                question.apply(CheckpointFolder.at(block)).forEach((info) -> checkpoints.add(checkpoint(block, info)));
            }
            return checkpoints;
        }
        catch (final CheckpointException ex)
        {
            throw new KernelException(ex.getMessage(), ex);
        }
    }

    private static Checkpoint checkpoint(final Path folder, final CheckpointInfo info)
    {
        return new Checkpoint(
            info.block().isEmpty() ? name(folder) : info.block(),
            info.file(),
            info.sequence(),
            info.wallClockMs(),
            info.kind() == null ? "" : info.kind().name().toLowerCase(Locale.ROOT),
            info.pages(),
            info.bytes(),
            info.position(),
            info.state().name().toLowerCase(Locale.ROOT),
            info.reason());
    }

    private static String name(final Path block)
    {
        return block.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * The folders that hold checkpoints: the given one itself, and those in it.
     */
    static List<Path> blockFolders(final Path folder) throws IOException
    {
        final List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory))
        {
            entries.forEach(folders::add);
        }
        catch (final DirectoryIteratorException ex)
        {
            throw ex.getCause();
        }
        folders.sort(Comparator.naturalOrder());
        folders.addFirst(folder);
        folders.removeIf((candidate) -> CheckpointFolder.at(candidate).size() == 0);
        return folders;
    }
}
