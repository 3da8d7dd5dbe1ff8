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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * Deletes checkpoints that a policy does not keep. What the kept ones need of them is first merged into full ones that
 * take the place of incremental ones, and only good checkpoints count as kept: so there is a good chain at each moment.
 */
final class CheckpointPruning
{
    private final Path folder;
    private final String block;
    private final CheckpointDisk disk;
    private final List<CheckpointInfo> all;
    private final List<Long> merged = new ArrayList<>();
    private final List<Path> deleted = new ArrayList<>();

    CheckpointPruning(final Path folder, final String block, final CheckpointDisk disk, final List<CheckpointInfo> all)
    {
        this.folder = folder;
        this.block = block;
        this.disk = disk;
        this.all = all;
    }

    PrunedCheckpoints prune(final PrunePolicy policy, final long nowMs) throws IOException
    {
        final List<CheckpointInfo> good = all.stream()
            .filter((info) -> info.state() == CheckpointInfo.State.GOOD && info.block().equals(block))
            .toList();
        if (good.isEmpty())
        {
            if (all.isEmpty())
            {
                return new PrunedCheckpoints(0, List.of(), List.of());
            }
            throw new CheckpointException("no checkpoint of block " + block + " in " + folder +
                " is good: nothing has been deleted; " + all);
        }
        final long oldestKept = good
            .get(Math.min(oldestByCount(good, policy), oldestByAge(good, policy, nowMs))).sequence();
        for (final CheckpointInfo info : good)
        {
            if (info.sequence() >= oldestKept && info.kind() == CheckpointKind.INCREMENTAL &&
                info.previousSequence() < oldestKept)
            {
                merge(info);
            }
        }
        delete(oldestKept);
        return new PrunedCheckpoints(oldestKept, List.copyOf(merged), List.copyOf(deleted));
    }

    private static int oldestByCount(final List<CheckpointInfo> good, final PrunePolicy policy)
    {
        return Math.max(0, good.size() - policy.keepLast());
    }

    private static int oldestByAge(final List<CheckpointInfo> good, final PrunePolicy policy, final long nowMs)
    {
        for (int i = 0; i < good.size(); i++)
        {
            if (nowMs - good.get(i).wallClockMs() < policy.keepYoungerThan().toMillis())
            {
                return i;
            }
        }
        return good.size();
    }

    private void merge(final CheckpointInfo info) throws IOException
    {
        final NavigableMap<Long, Path> paths = CheckpointNames.checkpoints(folder);
        try (CheckpointChain chain = CheckpointChain.open(paths, info.sequence()))
        {
            final CheckpointHeader header = chain.newest().header();
            final int pageBytes = header.pageBytes();
            final long[][] sets = header.regions().stream()
                .map((region) -> PageSets.all(region.pages(pageBytes))).toArray(long[][]::new);
            final int pages = header.regions().stream().mapToInt((region) -> region.pages(pageBytes)).sum();
            final long dataBytes = header.regions().stream().mapToLong(CheckpointHeader.Region::lengthBytes).sum();
            final CheckpointHeader full = new CheckpointHeader(CheckpointKind.FULL, pageBytes, header.sequence(),
                header.position(), header.wallClockMs(), header.previousSequence(), header.previousHash(),
                chain.newest().hash(), pages, dataBytes, header.block(), header.regions());
            new CheckpointWriter(folder, disk, pageBytes, pages).write(full, sets, chain);
            merged.add(info.sequence());
        }
        catch (final BrokenCheckpointException ex)
        {
            throw new CheckpointException("checkpoint " + ex.sequence() + " in " + folder + ", on which checkpoint " +
                info.sequence() + " builds, has broken while it was pruned: " + ex.getMessage() +
                "; nothing has been deleted", ex);
        }
    }

    private void delete(final long oldestKept) throws IOException
    {
        // From the newest on: what is left never lacks what it builds on.
        for (int i = all.size() - 1; i >= 0; i--)
        {
            final CheckpointInfo info = all.get(i);
            final boolean isOwn = info.block().equals(block) ||
                info.block().isEmpty() && info.state() == CheckpointInfo.State.BROKEN;
            if (info.sequence() < oldestKept && isOwn)
            {
                disk.delete(info.file());
                deleted.add(info.file());
            }
        }
        if (!deleted.isEmpty())
        {
            disk.forceFolder(folder);
        }
    }
}
