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
package io.zetatron.memory.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The index of domains, checkpoints, models and block versions that processes share, in a mapped file that outlives
 * them.
 * <p>
 * Any number of threads and processes may have one open; each operation is alone among all of them, and is seen by all
 * when it returns. An operation takes a lock between processes and allocates some kilobytes: it is not for the hot
 * path. The first registry that a process opens also loads Chronicle Map, which takes one to two seconds: open it from
 * a thread that is not pinned, and only if it is used.
 * <p>
 * A process that is killed in the middle of a write leaves the old entry or the new one, and the registry in order for
 * the next operation of whoever comes. What was written is safe from the death of processes at once, and from the loss
 * of power once the last process has closed the registry. A file found damaged is recovered entry by entry, or rebuilt
 * from the checkpoint files, and kept; {@link #opening} says which.
 */
public final class Registry implements AutoCloseable
{
    /**
     * The most entries that a registry holds.
     */
    public static final int MAX_ENTRIES = 4096;
    /**
     * Longest wait for other processes and threads, unless the caller says otherwise.
     */
    public static final long LOCK_TIMEOUT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);
    /**
     * The index, in the registry's folder.
     */
    public static final String INDEX_FILE = "registry.map";
    /**
     * Who holds the index and what a writer is about to do, in the registry's folder.
     */
    public static final String CONTROL_FILE = "registry.lock";

    /** Room on the disk that making a registry takes: an index is less than 6 MiB, and is repaired in a copy. */
    static final long SPACE_BYTES = 12L << 20;

    private static final Comparator<RegistryEntry> BY_KEY = Comparator
        .comparing(RegistryEntry::kind)
        .thenComparing(RegistryEntry::name)
        .thenComparingLong(RegistryEntry::version);

    private final RegistryFolder folder;
    private final long timeoutNs;
    private final RegistryCondition opening;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Registry(final RegistryFolder folder, final CheckpointCatalog catalog, final long timeoutNs)
    {
        this.folder = folder;
        this.timeoutNs = timeoutNs;
        opening = folder.open(catalog, timeoutNs);
    }

    /**
     * Open a registry that has no checkpoint files to be rebuilt from.
     *
     * @param folder of it; made if it is not there.
     * @return the registry, to be closed.
     */
    public static Registry open(final Path folder)
    {
        return open(folder, CheckpointCatalog.NONE);
    }

    /**
     * Open a registry.
     *
     * @param folder  of it; made if it is not there.
     * @param catalog of the checkpoint files, asked if something was lost.
     * @return the registry, to be closed.
     */
    public static Registry open(final Path folder, final CheckpointCatalog catalog)
    {
        return open(folder, catalog, LOCK_TIMEOUT_DEFAULT_NS);
    }

    /**
     * Open a registry with a wait of the caller's choice.
     *
     * @param folder    of it; made if it is not there.
     * @param catalog   of the checkpoint files, asked if something was lost. Where this process has the registry open
     *                  already, the catalog that was given first stays.
     * @param timeoutNs longest wait of each operation for others, above 0.
     * @return the registry, to be closed.
     * @throws RegistryBusyException if somebody held it for longer.
     * @throws RegistryException     if it can neither be opened nor made again; the files are as they were found.
     */
    public static Registry open(final Path folder, final CheckpointCatalog catalog, final long timeoutNs)
    {
        Objects.requireNonNull(catalog, "catalog");
        if (timeoutNs <= 0)
        {
            throw new IllegalArgumentException(
                "registry " + folder + ": time-out of " + timeoutNs + " ns must be above 0");
        }
        return new Registry(RegistryFolder.of(folder), catalog, timeoutNs);
    }

    /**
     * In which condition the files were found at opening.
     *
     * @return what was found and done.
     */
    public RegistryCondition opening()
    {
        return opening;
    }

    /**
     * What this process did last about another that died inside the registry, since it has it open.
     *
     * @return what was found and done; empty if nobody died.
     */
    public Optional<RegistryCondition> repair()
    {
        return Optional.ofNullable(folder.lastRepair());
    }

    /**
     * Write an entry, over the one with the same kind, name and version if there is one.
     *
     * @param entry to write.
     * @throws RegistryFullException if there are {@link #MAX_ENTRIES} others.
     * @throws RegistryBusyException if somebody held the registry for too long; nothing was changed.
     */
    public void put(final RegistryEntry entry)
    {
        final byte[] key = EntryCodec.key(entry);
        final byte[] value = EntryCodec.value(entry);
        perform(() ->
        {
            final ChronicleIndex index = folder.index();
            final ControlFile control = folder.control();
            control.activity(ControlFile.READING);
            final int countAfter = index.count() + (index.get(key) == null ? 1 : 0);
            if (countAfter > MAX_ENTRIES)
            {
                control.activity(ControlFile.IDLE);
                throw new RegistryFullException("registry " + folder.folder() + ": no room for " + entry.title() +
                    ": it holds its " + MAX_ENTRIES + " entries; remove some");
            }
            control.note(ControlFile.PUT, countAfter, key, value);
            control.activity(ControlFile.WRITING);
            index.put(key, value);
            control.count(countAfter);
            control.activity(ControlFile.IDLE);
            return null;
        });
    }

    /**
     * Read an entry.
     *
     * @param kind    of thing.
     * @param name    of it.
     * @param version of it.
     * @return the entry, or null if there is none.
     * @throws RegistryException if its bytes are not those that were written.
     */
    public RegistryEntry get(final EntryKind kind, final String name, final long version)
    {
        RegistryEntry.checkName(name);
        final byte[] key = EntryCodec.key(kind, name, version);
        return perform(() ->
        {
            folder.control().activity(ControlFile.READING);
            final byte[] value = folder.index().get(key);
            folder.control().activity(ControlFile.IDLE);
            if (value == null)
            {
                return null;
            }
            final RegistryEntry entry = EntryCodec.entry(key, value);
            if (entry == null)
            {
                throw damaged(RegistryEntry.title(kind, name, version));
            }
            return entry;
        });
    }

    /**
     * Remove an entry.
     *
     * @param kind    of thing.
     * @param name    of it.
     * @param version of it.
     * @return whether there was one.
     */
    public boolean remove(final EntryKind kind, final String name, final long version)
    {
        RegistryEntry.checkName(name);
        final byte[] key = EntryCodec.key(kind, name, version);
        return perform(() ->
        {
            final ChronicleIndex index = folder.index();
            final ControlFile control = folder.control();
            control.activity(ControlFile.READING);
            final boolean isThere = index.get(key) != null;
            if (isThere)
            {
                final int countAfter = index.count() - 1;
                control.note(ControlFile.REMOVE, countAfter, key, new byte[EntryCodec.VALUE_BYTES]);
                control.activity(ControlFile.WRITING);
                index.remove(key);
                control.count(countAfter);
            }
            control.activity(ControlFile.IDLE);
            return isThere;
        });
    }

    /**
     * All entries of a kind.
     *
     * @param kind of thing.
     * @return a snapshot, by name and version.
     * @throws RegistryException if the bytes of any entry are not those that were written.
     */
    public List<RegistryEntry> list(final EntryKind kind)
    {
        final List<RegistryEntry> entries = perform(() ->
        {
            final List<RegistryEntry> found = new ArrayList<>();
            folder.control().activity(ControlFile.READING);
            folder.index().forEach((key, value) -> found.add(EntryCodec.entry(key, value)));
            folder.control().activity(ControlFile.IDLE);
            return found;
        });
        if (entries.contains(null))
        {
            throw damaged("an entry");
        }
        return entries.stream().filter((entry) -> entry.kind() == kind).sorted(BY_KEY).toList();
    }

    /**
     * How many entries there are of all kinds.
     *
     * @return 0 to {@link #MAX_ENTRIES}.
     */
    public int size()
    {
        return perform(() ->
        {
            folder.control().activity(ControlFile.READING);
            final int count = folder.index().count();
            folder.control().activity(ControlFile.IDLE);
            return count;
        });
    }

    private <T> T perform(final RegistryFolder.Operation<T> operation)
    {
        return folder.perform(timeoutNs, () ->
        {
            if (isClosed.get())
            {
                throw new IOException("this object of it is closed");
            }
            return operation.perform();
        });
    }

    private RegistryException damaged(final String what)
    {
        return new RegistryException("registry " + folder.folder() + ": the bytes of " + what + " are not those that " +
            "were written; close it in every process and open it again: that keeps the file, and recovers what is " +
            "whole");
    }

    /**
     * Leave the registry. Closing again does nothing.
     *
     * @throws RegistryBusyException if another process held it for too long to note how it is left: the next to open it
     *                               will check all of it.
     */
    @Override
    public void close()
    {
        if (isClosed.compareAndSet(false, true))
        {
            folder.close(timeoutNs);
        }
    }

    @Override
    public String toString()
    {
        return "Registry{folder=" + folder.folder() + ", opening=" + opening.outcome() + "}";
    }
}
