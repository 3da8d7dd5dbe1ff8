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

import org.agrona.concurrent.EpochClock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A folder of checkpoints, to look at and to check. All but pruning takes no lock and changes nothing, so that it may
 * be used while a block's process writes into the folder.
 */
public final class CheckpointFolder
{
    private static final int CHUNK_BYTES = Math.max(1 << 20, StateRegion.MAX_PAGE_BYTES);
    private static final int MAX_LISTINGS = 5;

    private final Path folder;

    private CheckpointFolder(final Path folder)
    {
        this.folder = folder;
    }

    /**
     * Look at a folder.
     *
     * @param folder that holds checkpoints.
     * @return its checkpoints.
     */
    public static CheckpointFolder at(final Path folder)
    {
        return new CheckpointFolder(folder);
    }

    /**
     * How many checkpoints there are, by the names of their files alone.
     *
     * @return number of files.
     */
    public int size()
    {
        try
        {
            return CheckpointNames.checkpoints(folder).size();
        }
        catch (final IOException ex)
        {
            throw unreadable(ex);
        }
    }

    /**
     * What checkpoints there are, oldest first, without reading their pages: one that is broken in its pages only is
     * {@link CheckpointInfo.State#UNREAD} here.
     *
     * @return one for each file, and never {@link CheckpointInfo.State#GOOD}.
     */
    public List<CheckpointInfo> history()
    {
        return examine(null);
    }

    /**
     * Read all checkpoints whole and check each page's hash, each checkpoint's, and the links between them.
     *
     * @return one for each file, oldest first, and never {@link CheckpointInfo.State#UNREAD}.
     */
    public List<CheckpointInfo> verify()
    {
        return examine((bytes) -> {});
    }

    /**
     * The same, telling how far it has come.
     *
     * @param onRead is told, again and again, how many bytes more have been read and found whole.
     * @return one for each file, oldest first, and never {@link CheckpointInfo.State#UNREAD}.
     */
    public List<CheckpointInfo> verify(final LongConsumer onRead)
    {
        return examine(onRead);
    }

    /**
     * Delete what a policy does not keep, as {@link StateCheckpointer#prune} does for a block that runs. For a folder
     * into which nobody writes.
     *
     * @param block  whose checkpoints they are.
     * @param policy what to keep; only good checkpoints count.
     * @param clock  by which they have an age.
     * @return what was done.
     * @throws CheckpointException if somebody writes into the folder, no checkpoint is good, or the disk fails: there
     *                             is still a good chain then.
     */
    public PrunedCheckpoints prune(final String block, final PrunePolicy policy, final EpochClock clock)
    {
        try (FolderLock _ = FolderLock.acquire(folder, "pruning"))
        {
            return new CheckpointPruning(folder, block, CheckpointDisk.SYSTEM, verify()).prune(policy, clock.time());
        }
        catch (final IOException ex)
        {
            throw new CheckpointException("checkpoints in " + folder + " could not be pruned: " + ex +
                "; those that can be restored still can; see to it that the disk has room for one full checkpoint " +
                "and works, and that this user may write there, and prune again", ex);
        }
    }

    private List<CheckpointInfo> examine(final LongConsumer onRead)
    {
        try
        {
            for (int i = 1; i < MAX_LISTINGS; i++)
            {
                try
                {
                    return new Examination(onRead).run(folder);
                }
                catch (final NoSuchFileException ex)
                {
                    // Pruned between the listing and the reading: what it was needed for has been replaced.
                    if (!Files.isDirectory(folder))
                    {
                        throw ex;
                    }
                }
            }
            return new Examination(onRead).run(folder);
        }
        catch (final IOException ex)
        {
            throw unreadable(ex);
        }
    }

    private CheckpointException unreadable(final IOException cause)
    {
        return new CheckpointException("checkpoints in " + folder + " cannot be read: " + cause +
            "; check that the folder exists and may be read", cause);
    }

    /**
     * What of a checkpoint the ones that build on it ask for.
     */
    private record Link(Sha256 hash, Sha256 supersededHash, int pageBytes, List<CheckpointHeader.Region> regions)
    {
        boolean is(final Sha256 wanted)
        {
            return wanted.equals(hash) || wanted.equals(supersededHash);
        }
    }

    private static final class Examination
    {
        private final boolean isThorough;
        private final CheckpointFile.Visitor visitor;
        private final byte[] chunk;
        private final MessageDigest digest = Sha256.digest();
        private final Map<Long, CheckpointInfo> infos = new HashMap<>();
        private final Map<Long, Link> links = new HashMap<>();

        /**
         * @param onRead null for not reading pages.
         */
        Examination(final LongConsumer onRead)
        {
            this.isThorough = onRead != null;
            this.visitor = new CheckpointFile.Visitor()
            {
                @Override
                public boolean wants(final int region, final int page)
                {
                    return true;
                }

                @Override
                public void visit(
                    final int region, final int page, final byte[] data, final int offset, final int length)
                {
                    onRead.accept(length);
                }
            };
            this.chunk = new byte[isThorough ? CHUNK_BYTES : 0];
        }

        List<CheckpointInfo> run(final Path folder) throws IOException
        {
            final List<CheckpointInfo> list = new ArrayList<>();
            for (final Map.Entry<Long, Path> entry : CheckpointNames.checkpoints(folder).entrySet())
            {
                final CheckpointInfo info = examine(entry.getValue(), entry.getKey());
                infos.put(info.sequence(), info);
                list.add(info);
            }
            return list;
        }

        private CheckpointInfo examine(final Path path, final long sequence) throws IOException
        {
            try (CheckpointFile file = CheckpointFile.open(path, sequence))
            {
                String reason = linkFault(file.header());
                if (isThorough && reason.isEmpty())
                {
                    reason = pageFault(file);
                }
                final CheckpointHeader header = file.header();
                links.put(sequence,
                    new Link(file.hash(), header.supersededHash(), header.pageBytes(), header.regions()));
                return new CheckpointInfo(path, sequence, header.wallClockMs(), header.kind(), header.pages(),
                    file.lengthBytes(), header.position(), header.previousSequence(), header.block(),
                    file.hash().toString(),
                    !reason.isEmpty() ? CheckpointInfo.State.BROKEN :
                    isThorough ? CheckpointInfo.State.GOOD : CheckpointInfo.State.UNREAD, reason);
            }
            catch (final BrokenCheckpointException ex)
            {
                return withoutHeader(path, sequence, CheckpointInfo.State.BROKEN, ex.getMessage());
            }
            catch (final CheckpointException ex)
            {
                return withoutHeader(path, sequence, CheckpointInfo.State.FOREIGN, ex.getMessage());
            }
        }

        private String pageFault(final CheckpointFile file) throws IOException
        {
            try
            {
                file.read(0, file.header().pages(), visitor, chunk, digest);
                return "";
            }
            catch (final BrokenCheckpointException ex)
            {
                return ex.getMessage();
            }
        }

        private String linkFault(final CheckpointHeader header)
        {
            final long previous = header.previousSequence();
            final CheckpointInfo info = infos.get(previous);
            final Link link = links.get(previous);
            final boolean isBroken = info == null || link == null || info.state() == CheckpointInfo.State.BROKEN;
            if (header.kind() == CheckpointKind.INCREMENTAL)
            {
                if (isBroken)
                {
                    return "it builds on checkpoint " + previous + ", which is " +
                        (info == null ? "missing" : "not good: " + info.reason());
                }
                if (link.pageBytes() != header.pageBytes() || !link.regions().equals(header.regions()))
                {
                    return "it builds on checkpoint " + previous + ", which has other regions or pages";
                }
            }
            return isBroken || link.is(header.previousHash()) ? "" :
                wrongLink(previous, header.previousHash(), link.hash());
        }

        private static CheckpointInfo withoutHeader(final Path path, final long sequence,
            final CheckpointInfo.State state, final String reason) throws IOException
        {
            return new CheckpointInfo(
                path, sequence, 0, null, 0, Files.size(path), 0, 0, "", "", state, reason);
        }
    }

    static String wrongLink(final long previous, final Sha256 expected, final Sha256 found)
    {
        return "it follows checkpoint " + previous + " with the hash " + expected +
            ", but the one there has the hash " +
            found + ": one of the two is not the one that was written";
    }
}
