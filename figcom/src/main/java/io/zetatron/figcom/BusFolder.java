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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The folder of one kernel's bus, held by a lock for as long as the kernel lives: a second kernel on the same folder is
 * refused, and what a killed one left behind is told apart from what is in use, because its lock died with it.
 * <p>
 * The folder is readable by its owner only: whoever can map the logs can read and forge frames. Its lock file is made
 * first and deleted last, so that a folder which holds something without a lock file is no kernel's.
 */
public final class BusFolder implements AutoCloseable
{
    private static final String DRIVER_FOLDER = "aeron";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final int CLAIM_ATTEMPTS = 10;
    private static final long CLAIM_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Path path;
    private final FolderLock lock;

    private BusFolder(final Path path, final FolderLock lock)
    {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Make the folder, or take over one that a killed kernel left behind, and lock it. A folder that another process is
     * just deleting is waited for, a fifth of a second at most.
     *
     * @param path of the folder, whose parent has to exist.
     * @return the folder, which the caller closes.
     * @throws FolderInUseException if another kernel lives in it.
     * @throws IOException          if it cannot be made or written to, or holds something that no kernel made.
     */
    public static BusFolder claim(final Path path) throws IOException
    {
        for (int attempt = 1; ; attempt++)
        {
            final boolean isNew = isMade(path);
            try
            {
                if (!isNew)
                {
                    checkIsKernelsOrEmpty(path);
                }
                final FolderLock lock = FolderLock.tryAcquire(path, StandardOpenOption.CREATE);
                if (lock != null)
                {
                    return takeOver(path, lock);
                }
                if (attempt == CLAIM_ATTEMPTS)
                {
                    throw new FolderInUseException(path, FolderLock.holder(path));
                }
            }
            catch (final NoSuchFileException ex)
            {
                // The folder's last owner, or a sweep, deleted it between two of these steps.
                if (attempt == CLAIM_ATTEMPTS)
                {
                    throw new FolderInUseException(path, "another process");
                }
            }
            LockSupport.parkNanos(CLAIM_PAUSE_NS);
        }
    }

    /**
     * Delete the folders that killed kernels have left behind.
     *
     * @param parent folder to look into.
     * @param prefix of the names to look at.
     * @return the folders that were deleted.
     * @throws IOException if the parent cannot be listed.
     */
    public static List<Path> sweep(final Path parent, final String prefix) throws IOException
    {
        final List<Path> swept = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, (folder) -> isKernels(folder, prefix)))
        {
            for (final Path folder : folders)
            {
                if (sweep(folder))
                {
                    swept.add(folder);
                }
            }
        }
        return swept;
    }

    /**
     * Whether a kernel lives in a folder. Asking does not disturb it; one that is just moving in may wait for a moment.
     *
     * @param path of the folder.
     * @return false if no one lives there: also if there is no such folder, or it is no kernel's.
     * @throws IOException if that cannot be found out, for example because the folder is another user's.
     */
    public static boolean isLivedIn(final Path path) throws IOException
    {
        try
        {
            return FolderLock.isHeld(path);
        }
        catch (final NoSuchFileException ex)
        {
            return false;
        }
    }

    /**
     * Whether a folder was made by a kernel, which may live there or be dead.
     *
     * @param path of the folder.
     * @return true if so.
     */
    public static boolean isAKernels(final Path path)
    {
        return Files.isRegularFile(path.resolve(FolderLock.FILE));
    }

    /**
     * Which process has moved into a folder.
     *
     * @param path of the folder.
     * @return its id, as it sees it itself; 0 if it has not been written down.
     * @throws IOException if that cannot be read.
     */
    public static long occupant(final Path path) throws IOException
    {
        final String pid = FolderLock.signature(path);
        return pid.matches("[0-9]{1,18}") ? Long.parseLong(pid) : 0;
    }

    /**
     * When a process has moved into a folder.
     *
     * @param path of the folder.
     * @return milliseconds since 1970.
     * @throws IOException if that cannot be read.
     */
    public static long occupiedSinceEpochMs(final Path path) throws IOException
    {
        return Files.getLastModifiedTime(path.resolve(FolderLock.FILE)).toMillis();
    }

    /**
     * Where the folder is.
     *
     * @return its path.
     */
    public Path path()
    {
        return path;
    }

    /**
     * Where the media driver's files go.
     *
     * @return a folder inside this one.
     */
    Path driverFolder()
    {
        return driverFolder(path);
    }

    static Path driverFolder(final Path folder)
    {
        return folder.resolve(DRIVER_FOLDER);
    }

    /**
     * Delete the folder and let go of its lock. Closing again does nothing.
     */
    @Override
    public void close() throws IOException
    {
        if (lock.isHeld())
        {
            try (lock)
            {
                deleteLocked(path);
            }
        }
    }

    private static boolean isMade(final Path path) throws IOException
    {
        try
        {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            return true;
        }
        catch (final FileAlreadyExistsException ex)
        {
            return false;
        }
    }

    private static void checkIsKernelsOrEmpty(final Path path) throws IOException
    {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory())
        {
            throw new IOException(path + " is no folder; name an empty or a new one");
        }
        final List<Path> entries = entries(path);
        if (!entries.isEmpty() && !entries.contains(path.resolve(FolderLock.FILE)))
        {
            throw new IOException(path + " holds files of something else; name an empty or a new folder");
        }
    }

    private static BusFolder takeOver(final Path path, final FolderLock lock) throws IOException
    {
        try
        {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
            deleteTree(path.resolve(DRIVER_FOLDER));
            lock.sign();
            return new BusFolder(path, lock);
        }
        catch (final IOException ex)
        {
            try (lock)
            {
                throw ex;
            }
        }
    }

    private static boolean isKernels(final Path folder, final String prefix)
    {
        return folder.getFileName().toString().startsWith(prefix) &&
            Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) &&
            Files.isWritable(folder) &&
            isAKernels(folder);
    }

    private static boolean sweep(final Path folder) throws IOException
    {
        try (FolderLock lock = FolderLock.tryAcquire(folder))
        {
            if (lock != null)
            {
                deleteLocked(folder);
            }
            return lock != null;
        }
        catch (final NoSuchFileException ex)
        {
            // Its owner, or another sweep, was faster.
            return false;
        }
    }

    private static void deleteLocked(final Path folder) throws IOException
    {
        final Path lockFile = folder.resolve(FolderLock.FILE);
        for (final Path entry : entries(folder))
        {
            if (!entry.equals(lockFile))
            {
                deleteTree(entry);
            }
        }
        Files.deleteIfExists(lockFile);
        try
        {
            Files.deleteIfExists(folder);
        }
        catch (final DirectoryNotEmptyException ex)
        {
            // Another kernel has moved in as soon as the lock file was gone.
            return;
        }
    }

    private static List<Path> entries(final Path folder) throws IOException
    {
        final List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder))
        {
            stream.forEach(entries::add);
        }
        return entries;
    }

    /**
     * Delete a file or a folder with all that is in it, but never what a symbolic link points to.
     */
    private static void deleteTree(final Path root) throws IOException
    {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS))
        {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>()
        {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException
            {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(final Path folder, final IOException failure) throws IOException
            {
                if (failure != null)
                {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
