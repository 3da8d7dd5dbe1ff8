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
package io.zetatron.figcom;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The lock of a bus folder: a lock on a file in it, which the system lets go of when the process that holds it dies.
 * <p>
 * Linux lets go of a file's locks as soon as the process closes any one channel to that file (fcntl(2), "Advisory
 * record locking"), so this process never opens the lock file of a folder that it holds: it keeps a list of them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fcntl_locking.2.html">fcntl_locking(2)</a>
 */
final class FolderLock implements AutoCloseable
{
    static final String FILE = "kernel.lock";

    private static final Set<Path> HELD_HERE = new HashSet<>();

    private final Path folder;
    private final FileChannel file;
    private final FileChannel witness;

    private FolderLock(final Path folder, final FileChannel file, final FileChannel witness)
    {
        this.folder = folder;
        this.file = file;
        this.witness = witness;
    }

    /**
     * Take the lock if nobody holds it.
     *
     * @param path    of the folder.
     * @param options beside reading and writing with which to open the lock file.
     * @return the lock, or null if it is held by this process or by another.
     * @throws NoSuchFileException if the folder or its lock file is not there, or was deleted on the way.
     * @throws IOException         if the lock file cannot be opened.
     */
    static FolderLock tryAcquire(final Path path, final StandardOpenOption... options) throws IOException
    {
        synchronized (HELD_HERE)
        {
            final Path folder = path.toRealPath();
            if (HELD_HERE.contains(folder))
            {
                return null;
            }

            final Path lockFile = folder.resolve(FILE);
            final FileChannel file = FileChannel.open(lockFile, readingWritingAnd(options));
            FileChannel witness = null;
            boolean isAcquired = false;
            try
            {
                if (tryLock(file) == null)
                {
                    return null;
                }

                // Who held the lock before may have deleted the file after it was opened here. A lock on such a file
                // guards nothing: it has to be on the file that is there now.
                witness = FileChannel.open(lockFile, readingWritingAnd());
                if (!isLockedHere(witness))
                {
                    throw new NoSuchFileException(lockFile.toString(), null, "was deleted while it was locked");
                }
                isAcquired = true;
                HELD_HERE.add(folder);
                return new FolderLock(folder, file, witness);
            }
            finally
            {
                if (!isAcquired)
                {
                    closeBoth(file, witness);
                }
            }
        }
    }

    /**
     * Whether anyone holds a folder's lock. If nobody does it is taken for an instant, to be shared with others that
     * ask.
     *
     * @param path of the folder.
     * @return true if this process or another holds it.
     * @throws NoSuchFileException if the folder or its lock file is not there.
     * @throws IOException         if the lock file cannot be opened.
     */
    static boolean isHeld(final Path path) throws IOException
    {
        synchronized (HELD_HERE)
        {
            final Path folder = path.toRealPath();
            if (HELD_HERE.contains(folder))
            {
                return true;
            }
            try (FileChannel file = FileChannel.open(folder.resolve(FILE), StandardOpenOption.READ);
                FileLock lock = file.tryLock(0, Long.MAX_VALUE, true))
            {
                return lock == null;
            }
        }
    }

    /**
     * Who holds a folder's lock.
     *
     * @param path of the folder.
     * @return the process, as far as it is known.
     * @throws IOException if the lock file cannot be read.
     */
    static String holder(final Path path) throws IOException
    {
        final String pid = signature(path);
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    /**
     * What who holds a folder's lock has written down.
     *
     * @param path of the folder.
     * @return the process's id; empty if nothing has been written yet.
     * @throws IOException if the lock file cannot be read.
     */
    static String signature(final Path path) throws IOException
    {
        synchronized (HELD_HERE)
        {
            return HELD_HERE.contains(path.toRealPath()) ? Long.toString(ProcessHandle.current().pid()) :
                Files.readString(path.resolve(FILE), StandardCharsets.US_ASCII).trim();
        }
    }

    /**
     * Write down who holds the lock.
     *
     * @throws IOException if the lock file cannot be written to.
     */
    void sign() throws IOException
    {
        file.truncate(0);
        file.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
    }

    boolean isHeld()
    {
        return file.isOpen();
    }

    /**
     * Let go of the lock. Closing again does nothing.
     */
    @Override
    public void close() throws IOException
    {
        synchronized (HELD_HERE)
        {
            if (isHeld())
            {
                HELD_HERE.remove(folder);
                closeBoth(file, witness);
            }
        }
    }

    private static Set<OpenOption> readingWritingAnd(final StandardOpenOption... options)
    {
        final Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(StandardOpenOption.READ);
        all.add(StandardOpenOption.WRITE);
        return all;
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException
    {
        try
        {
            return channel.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            return null;
        }
    }

    /**
     * Whether this JVM holds a lock on the file of a channel, and not on another file of the same name.
     */
    private static boolean isLockedHere(final FileChannel channel) throws IOException
    {
        try
        {
            channel.tryLock();
            return false;
        }
        catch (final OverlappingFileLockException ex)
        {
            return true;
        }
    }

    private static void closeBoth(final FileChannel file, final FileChannel witness) throws IOException
    {
        try (file; witness)
        {
            // Closes both, even if one fails.
        }
    }
}
