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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A registry's files as one process has them open, however many {@link Registry} objects look at them: locks between
 * processes belong to a process and not to a thread or an object. Safe for any thread.
 */
final class RegistryFolder
{
    /**
     * Something done with the files while nobody else does anything.
     *
     * @param <T> what comes of it.
     */
    @FunctionalInterface
    interface Operation<T>
    {
        T perform() throws IOException;
    }

    /** Folders are never forgotten: one object for each that the process ever opened. */
    private static final Map<Path, RegistryFolder> FOLDERS = new ConcurrentHashMap<>();

    private final Path folder;
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private CheckpointCatalog catalog;
    private ControlFile control;
    private ChronicleIndex index;
    private long generation;
    private int users;
    private RegistryCondition lastRepair;

    private RegistryFolder(final Path folder)
    {
        this.folder = folder;
        file = folder.resolve(Registry.INDEX_FILE);
    }

    /**
     * The one object for a folder, which is made if it is not there, for its owner only.
     */
    static RegistryFolder of(final Path folder)
    {
        final Path absolute = folder.toAbsolutePath();
        try
        {
            if (!Files.isDirectory(absolute))
            {
                Files.createDirectories(absolute,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return FOLDERS.computeIfAbsent(absolute.toRealPath(), RegistryFolder::new);
        }
        catch (final IOException ex)
        {
            throw new RegistryException("registry " + folder + ": the folder cannot be made or read: " + ex, ex);
        }
    }

    Path folder()
    {
        return folder;
    }

    ChronicleIndex index()
    {
        return index;
    }

    ControlFile control()
    {
        return control;
    }

    private RegistryCondition opened(final int entries)
    {
        return new RegistryCondition(Outcome.OPENED, folder, "", entries, 0, 0, List.of());
    }

    RegistryCondition lastRepair()
    {
        lock.lock();
        try
        {
            return lastRepair;
        }
        finally
        {
            lock.unlock();
        }
    }

    /**
     * Open the files, or join those of this process that have them open.
     */
    RegistryCondition open(final CheckpointCatalog checkpoints, final long timeoutNs)
    {
        ChronicleSettings.apply();
        return alone(timeoutNs, () ->
        {
            final RegistryCondition condition;
            if (users > 0)
            {
                condition = held(timeoutNs, () -> opened(index.count()));
            }
            else
            {
                catalog = checkpoints;
                condition = openFiles(timeoutNs);
            }
            users++;
            return condition;
        });
    }

    /**
     * Leave the files; the last user of a process closes them, and the last process notes how it leaves them.
     */
    void close(final long timeoutNs)
    {
        alone(timeoutNs, () ->
        {
            users--;
            if (users == 0)
            {
                closeFiles(timeoutNs);
            }
            return null;
        });
    }

    /**
     * Do something with the index: alone among the threads and processes, on a file that nobody died in.
     */
    <T> T perform(final long timeoutNs, final Operation<T> operation)
    {
        return alone(timeoutNs, () -> held(timeoutNs, operation));
    }

    private <T> T alone(final long timeoutNs, final Operation<T> operation)
    {
        // An interrupt would close the channels under everybody's hands: it is kept for the caller to see.
        boolean wasInterrupted = Thread.interrupted();
        try
        {
            if (!lock.tryLock(timeoutNs, TimeUnit.NANOSECONDS))
            {
                throw new RegistryBusyException("registry " + folder + ": other threads of this process have kept it " +
                    "for longer than " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms; try again");
            }
            try
            {
                return operation.perform();
            }
            finally
            {
                lock.unlock();
            }
        }
        catch (final InterruptedException ex)
        {
            wasInterrupted = true;
            throw new RegistryException("registry " + folder + ": interrupted while waiting for it", ex);
        }
        catch (final IOException ex)
        {
            throw new RegistryException("registry " + folder + ": " + ex.getMessage(), ex);
        }
        finally
        {
            if (wasInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T held(final long timeoutNs, final Operation<T> operation) throws IOException
    {
        if (control == null)
        {
            throw new IOException("it is closed");
        }
        take(timeoutNs);
        try
        {
            follow();
            return operation.perform();
        }
        finally
        {
            control.unlock();
        }
    }

    private void take(final long timeoutNs) throws IOException
    {
        if (!control.lock(timeoutNs))
        {
            throw new RegistryBusyException("registry " + folder + ": held by " + control.holder() + ", longer than " +
                "the " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms that this process waits. Is it stopped or " +
                "hung? Let it go on or end it, and try again");
        }
    }

    /**
     * Put in order what a process left that died inside the index, and follow another process to a new file.
     */
    private void follow() throws IOException
    {
        if (control.activity() != ControlFile.IDLE)
        {
            final String reason = deathOfActor();
            closeIndex();
            lastRepair = new Restoration(folder, control, catalog).restore(reason, false, true);
            settle();
        }
        else if (index == null || control.generation() != generation)
        {
            closeIndex();
            index = ChronicleIndex.open(file);
            generation = control.generation();
        }
    }

    private String deathOfActor()
    {
        return "process " + control.actorPid() + " ended or failed in the middle of " +
            (control.activity() == ControlFile.WRITING ? "a write" : "a read");
    }

    private void settle() throws IOException
    {
        generation = control.generation() + 1;
        control.generation(generation);
        control.activity(ControlFile.IDLE);
        index = ChronicleIndex.open(file);
    }

    private RegistryCondition openFiles(final long timeoutNs) throws IOException
    {
        boolean isOpen = false;
        control = ControlFile.open(folder.resolve(Registry.CONTROL_FILE));
        try
        {
            take(timeoutNs);
            final RegistryCondition condition = control.isOnlyUser() ? openFirst() : openNext();
            control.join();
            control.unlock();
            isOpen = true;
            return condition;
        }
        finally
        {
            if (!isOpen)
            {
                closeIndex();
                control.close();
                control = null;
            }
        }
    }

    /**
     * Open while no other process has it open: the file is as the last user left it, or it is restored.
     */
    private RegistryCondition openFirst() throws IOException
    {
        final Restoration restoration = new Restoration(folder, control, catalog);
        final RegistryCondition condition;
        if (!control.isWhole())
        {
            final boolean isDamaged = !control.isBlank();
            if (isDamaged)
            {
                restoration.keepControlAside();
                control.clear();
            }
            condition = restoration.restore(isDamaged ? Registry.CONTROL_FILE + " is damaged" :
                Registry.CONTROL_FILE + " is missing or empty", true, true);
        }
        else if (control.version() != ControlFile.FORMAT_VERSION)
        {
            final int version = control.version();
            restoration.keepControlAside();
            control.clear();
            condition = restoration.restore("its files have format version " + version + ", and this is version " +
                ControlFile.FORMAT_VERSION, true, false);
        }
        else
        {
            final String damage = damage();
            if (damage.isEmpty() && control.isClean())
            {
                control.writeOpen();
                index = ChronicleIndex.open(file);
                generation = control.generation();
                return opened(index.count());
            }
            condition = restoration.restore(
                damage.isEmpty() ? unclean() : damage, !damage.isEmpty(), true);
        }
        control.writeOpen();
        settle();
        return condition;
    }

    private String unclean()
    {
        return control.activity() == ControlFile.IDLE ? "it was not closed in order" :
            deathOfActor();
    }

    /**
     * What is wrong with the index's file, as far as its length and its digest tell.
     */
    private String damage() throws IOException
    {
        if (!Files.exists(file))
        {
            return Registry.INDEX_FILE + " is missing";
        }
        if (control.isClean() && Files.size(file) != control.dataLengthBytes())
        {
            return Registry.INDEX_FILE + " has " + Files.size(file) + " bytes instead of " + control.dataLengthBytes();
        }
        if (control.isClean() && !IndexFile.hasDigest(file, control.digest()))
        {
            return Registry.INDEX_FILE + " was changed since it was closed";
        }
        return "";
    }

    private RegistryCondition openNext() throws IOException
    {
        if (!control.isWhole() || control.version() != ControlFile.FORMAT_VERSION)
        {
            throw new IOException(Registry.CONTROL_FILE + (control.isWhole() ?
                " has format version " + control.version() + ", and this is version " + ControlFile.FORMAT_VERSION :
                " is damaged") + ", and other processes have it open: end them (lslocks finds them), and try again");
        }
        follow();
        return lastRepair != null ? lastRepair : opened(index.count());
    }

    private void closeFiles(final long timeoutNs) throws IOException
    {
        try
        {
            take(timeoutNs);
            final boolean isInOrder = isInOrder();
            closeIndex();
            if (control.isOnlyUser() && isInOrder)
            {
                IndexFile.force(file);
                control.writeClosed(Files.size(file), IndexFile.digest(file));
            }
        }
        finally
        {
            closeIndex();
            control.close();
            control = null;
            lastRepair = null;
        }
    }

    /**
     * Whether the file may be called good: a digest over a damaged one would hide the damage.
     */
    private boolean isInOrder()
    {
        if (control.activity() != ControlFile.IDLE || control.generation() != generation ||
            index.count() != control.count())
        {
            return false;
        }
        final boolean[] isWhole = {true};
        index.forEach((key, value) -> isWhole[0] &= EntryCodec.entry(key, value) != null);
        return isWhole[0];
    }

    private void closeIndex()
    {
        final ChronicleIndex open = index;
        index = null;
        if (open != null)
        {
            open.close();
        }
    }
}
