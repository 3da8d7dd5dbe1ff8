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

import io.zetatron.kernel.runtime.Notes;
import io.zetatron.memory.registry.EntryKind;
import io.zetatron.memory.registry.Registry;
import io.zetatron.memory.registry.RegistryCondition;
import io.zetatron.memory.registry.RegistryEntry;
import io.zetatron.memory.state.CheckpointFolder;
import io.zetatron.memory.state.CheckpointInfo;
import org.agrona.concurrent.SystemEpochClock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registry of a folder of state: the kernel's domains while it runs, the blocks and their versions, and the
 * checkpoints that there are. Not thread-safe. To load this class is to load the registry.
 */
final class StateIndex implements AutoCloseable
{
    private final Registry registry;
    private final List<Domain> domains;
    private final Map<String, RegistryEntry> blocks = new HashMap<>();

    /**
     * A domain as the registry names it.
     *
     * @param owner      of it.
     * @param quotaBytes of it.
     */
    record Domain(String owner, long quotaBytes)
    {
    }

    private StateIndex(final Registry registry, final List<Domain> domains)
    {
        this.registry = registry;
        this.domains = domains;
    }

    /**
     * Open the registry, of which nobody else may write entries of this kernel's kinds now.
     *
     * @param folder  of it, whose lock the caller holds.
     * @param domains to enter until it is closed.
     * @param isNew   whether there is nothing that a registry should have known of.
     * @param notes   that get it if the registry was not found in order.
     */
    static StateIndex open(
        final Path folder, final List<Domain> domains, final boolean isNew, final Notes notes)
    {
        final Registry registry = Registry.open(folder, () -> onDisk(folder));
        try
        {
            final RegistryCondition found = registry.opening();
            if (!isNew && (found.outcome() == RegistryCondition.Outcome.RECOVERED ||
                found.outcome() == RegistryCondition.Outcome.REBUILT))
            {
                notes.add(found.text());
            }
            final StateIndex index = new StateIndex(registry, domains);
            index.enterDomains();
            return index;
        }
        catch (final RuntimeException ex)
        {
            registry.close();
            throw ex;
        }
    }

    private static List<RegistryEntry> onDisk(final Path folder) throws IOException
    {
        final List<RegistryEntry> entries = new ArrayList<>();
        for (final Path block : StateFolder.blockFolders(folder))
        {
            CheckpointFolder.at(block).verify().stream()
                .filter((info) -> info.state() == CheckpointInfo.State.GOOD)
                .map(StateIndex::entry)
                .forEach(entries::add);
        }
        return entries;
    }

    private static RegistryEntry entry(final CheckpointInfo info)
    {
        return RegistryEntry.of(EntryKind.CHECKPOINT, info.block(), info.sequence(),
            info.file().toAbsolutePath().toString(), info.bytes(), info.hash(), info.sequence(), info.wallClockMs());
    }

    private void enterDomains()
    {
        // Whoever else is named held the folder before this kernel, and is dead.
        registry.list(EntryKind.DOMAIN).forEach(this::remove);
        final long nowMs = SystemEpochClock.INSTANCE.time();
        domains.forEach((domain) -> registry.put(RegistryEntry.of(
            EntryKind.DOMAIN, domain.owner(), 1, "", domain.quotaBytes(), "", 0, nowMs)
            .ownedBy(ProcessHandle.current())));
    }

    /**
     * Enter a block, and make its checkpoints those that are on the disk.
     *
     * @param block       engine and block.
     * @param version     of its state.
     * @param folder      of its checkpoints.
     * @param lengthBytes of its state.
     */
    void enter(final String block, final long version, final Path folder, final long lengthBytes)
    {
        final long newest = enterCheckpoints(block, folder);
        final RegistryEntry entry = RegistryEntry.of(EntryKind.BLOCK, block, version,
            folder.toAbsolutePath().toString(), lengthBytes, "", newest, SystemEpochClock.INSTANCE.time());
        registry.put(entry.ownedBy(ProcessHandle.current()));
        blocks.put(block, entry);
    }

    /**
     * Make a block's checkpoints those that are on the disk.
     *
     * @return sequence of the newest; 0 if there is none.
     */
    long enterCheckpoints(final String block, final Path folder)
    {
        final Map<Long, RegistryEntry> known = new HashMap<>();
        registry.list(EntryKind.CHECKPOINT).stream().filter((entry) -> entry.name().equals(block))
            .forEach((entry) -> known.put(entry.sequence(), entry));
        final Set<Long> there = new HashSet<>();
        long newest = 0;
        for (final CheckpointInfo info : CheckpointFolder.at(folder).history())
        {
            if (info.state() == CheckpointInfo.State.UNREAD && info.block().equals(block))
            {
                there.add(info.sequence());
                newest = info.sequence();
                final RegistryEntry entry = known.get(info.sequence());
                // One that was merged when others were pruned has another hash than before.
                if (entry == null || !entry.hash().equals(info.hash()))
                {
                    registry.put(entry(info));
                }
            }
        }
        known.values().stream().filter((entry) -> !there.contains(entry.sequence())).forEach(this::remove);
        return newest;
    }

    private void remove(final RegistryEntry entry)
    {
        registry.remove(entry.kind(), entry.name(), entry.version());
    }

    /**
     * Remove the domains, say that the blocks run no more, and leave the registry.
     */
    @Override
    public void close()
    {
        try (registry)
        {
            domains.forEach((domain) -> registry.remove(EntryKind.DOMAIN, domain.owner(), 1));
            blocks.values().forEach(registry::put);
        }
    }
}
