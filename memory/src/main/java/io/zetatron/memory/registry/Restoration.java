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

import io.zetatron.memory.registry.RegistryCondition.Outcome;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a new file for the index out of what is left of the old one, of a dead writer's note, and of the checkpoint
 * files, and puts it in the old one's place in one step. A death in the middle leaves the old one, to be restored
 * again.
 * <p>
 * The old file is only read: Chronicle Map repairs a copy of it, into which the beginning of a new file was grafted,
 * so that nothing that the old one says of lengths and positions is believed. Of the entries that Chronicle finds
 * whole, those that are whole by our own checksum are written to the new file.
 */
final class Restoration
{
    private final Path folder;
    private final ControlFile control;
    private final CheckpointCatalog catalog;
    private final Path file;
    private final Path fresh;
    private final Path scratch;
    private final List<Path> keptAside = new ArrayList<>();
    private int faults;

    Restoration(final Path folder, final ControlFile control, final CheckpointCatalog catalog)
    {
        this.folder = folder;
        this.control = control;
        this.catalog = catalog;
        file = folder.resolve(Registry.INDEX_FILE);
        fresh = folder.resolve(Registry.INDEX_FILE + ".new");
        scratch = folder.resolve(Registry.INDEX_FILE + ".scratch");
    }

    /**
     * Restore what can be; the index must not be open in this process, and the registry is held.
     *
     * @param reason     why, for the record.
     * @param isSuspect  whether the old file is damaged or strange, and not only left by a dead process: it is kept.
     * @param isReadable whether to look into the old file at all.
     * @return what was done; the control file says how many entries there are now.
     * @throws IOException if the new file cannot be made; all is as it was then.
     */
    RegistryCondition restore(final String reason, final boolean isSuspect, final boolean isReadable)
        throws IOException
    {
        try
        {
            Files.deleteIfExists(fresh);
            final RegistryCondition condition;
            final int count;
            try (ChronicleIndex target = create(fresh))
            {
                final String damage = Files.exists(file) && isReadable ? damage(target) : "";
                condition = fill(target, reason + damage, isSuspect || !damage.isEmpty(), isReadable);
                count = target.count();
            }
            IndexFile.force(fresh);
            IndexFile.replace(file, fresh);
            control.count(count);
            return condition;
        }
        finally
        {
            Files.deleteIfExists(scratch);
            Files.deleteIfExists(fresh);
        }
    }

    /**
     * What the old file has to have in common with every other, and has not.
     */
    private String damage(final ChronicleIndex target) throws IOException
    {
        return (Files.size(file) == Files.size(fresh) ? "" : ", its length is wrong") +
            (IndexFile.beginAlike(file, fresh, target.prefixBytes()) ? "" : ", its header is damaged");
    }

    private ChronicleIndex create(final Path target) throws IOException
    {
        final long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < Registry.SPACE_BYTES)
        {
            throw new IOException("no room: " + usable + " bytes are free of the " + Registry.SPACE_BYTES +
                " that making a registry takes; free some, and try again");
        }
        try
        {
            ChronicleIndex.open(target).close();
        }
        catch (final InternalError ex)
        {
            // How a store into a mapped page shows that the disk has filled up since it was asked.
            throw new IOException("no room: the disk filled up while a registry was made; free some, and retry", ex);
        }
        IndexFile.allocate(target);
        return ChronicleIndex.open(target);
    }

    private RegistryCondition fill(
        final ChronicleIndex target, final String reason, final boolean isSuspect, final boolean isReadable)
        throws IOException
    {
        final boolean existed = Files.exists(file);
        final boolean isSalvaged = existed && isReadable && salvage(target);
        final int expected = followNote(target);
        final int whole = target.count();
        final int dropped = isReadable && expected >= 0 ? Math.max(0, expected - whole) : faults;
        final boolean isLost = existed ? !isSalvaged || whole == 0 && expected != 0 : expected > 0;

        int checkpoints = 0;
        if (!existed || isLost || dropped > 0)
        {
            checkpoints = putBack(target);
        }
        if (existed && (isSuspect || isLost || dropped > 0))
        {
            keptAside.add(IndexFile.keepAside(file));
        }
        final Outcome outcome = existed && !isLost ? Outcome.RECOVERED :
            !existed && !isLost && target.count() == 0 ? Outcome.CREATED : Outcome.REBUILT;
        return new RegistryCondition(
            outcome, folder, reason, whole + dropped, dropped, checkpoints, keptAside);
    }

    /**
     * Keep the control file's content too, before it is made anew.
     */
    void keepControlAside() throws IOException
    {
        keptAside.add(IndexFile.keepAside(folder.resolve(Registry.CONTROL_FILE), control.content()));
    }

    private boolean salvage(final ChronicleIndex target) throws IOException
    {
        IndexFile.graft(scratch, fresh, target.prefixBytes(), file, Files.size(fresh));
        try (ChronicleIndex index = ChronicleIndex.recover(scratch, () -> faults++))
        {
            index.forEach((key, value) ->
            {
                if (EntryCodec.entry(key, value) != null)
                {
                    target.put(key, value);
                }
                else
                {
                    faults++;
                }
            });
            return true;
        }
        catch (final RuntimeException | AssertionError ignore)
        {
            // Chronicle Map gives up on the file. What it gave before is whole, as our own checksum says.
            return target.count() > 0;
        }
    }

    /**
     * Do what a dead writer was about to.
     *
     * @return entries that there should be then; -1 if nobody knows.
     */
    private int followNote(final ChronicleIndex target)
    {
        if (!control.hasNote())
        {
            return control.count();
        }
        final byte[] key = control.noteKey();
        if (control.noteOperation() == ControlFile.PUT)
        {
            target.put(key, control.noteValue());
        }
        else
        {
            target.remove(key);
        }
        return control.noteCount();
    }

    private int putBack(final ChronicleIndex target) throws IOException
    {
        int count = 0;
        for (final RegistryEntry entry : catalog.checkpoints())
        {
            if (entry.kind() != EntryKind.CHECKPOINT)
            {
                throw new IOException("the checkpoint files say something of a " + entry.title());
            }
            final byte[] key = EntryCodec.key(entry);
            if (target.get(key) == null)
            {
                if (target.count() == Registry.MAX_ENTRIES)
                {
                    throw new IOException("there are more checkpoint files than the " + Registry.MAX_ENTRIES +
                        " entries that a registry holds: prune them");
                }
                target.put(key, EntryCodec.value(entry));
                count++;
            }
        }
        return count;
    }
}
