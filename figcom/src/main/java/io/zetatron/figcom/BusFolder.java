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

import org.agrona.IoUtil;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of one kernel's bus, held by a lock for as long as the kernel lives: a second kernel on the same folder is
 * refused, and what a killed one left behind is told apart from what is in use, because its lock died with it.
 * <p>
 * The folder is readable by its owner only: whoever can map the logs can read and forge frames.
 */
public final class BusFolder implements AutoCloseable
{
    private static final String LOCK_FILE = "kernel.lock";
    private static final String DRIVER_FOLDER = "aeron";

    private final Path path;
    private final FileChannel lockFile;

    private BusFolder(final Path path, final FileChannel lockFile)
    {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Make the folder, or take over one that a killed kernel left behind, and lock it.
     *
     * @param path of the folder, whose parent has to exist.
     * @return the folder, which the caller closes.
     * @throws FolderInUseException if another kernel lives in it.
     * @throws IOException          if it cannot be made or written to, or holds something that no kernel made.
     */
    public static BusFolder claim(final Path path) throws IOException
    {
        if (Files.isDirectory(path) && !Files.exists(path.resolve(LOCK_FILE)) && !isEmpty(path))
        {
            throw new IOException(path + " holds files of something else; name an empty or a new folder");
        }
        if (!Files.isDirectory(path))
        {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        }

        final FileChannel lockFile = FileChannel.open(
            path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(lockFile) == null)
        {
            lockFile.close();
            throw new FolderInUseException(path, holder(path));
        }

        IoUtil.delete(path.resolve(DRIVER_FOLDER).toFile(), true);
        lockFile.truncate(0);
        lockFile.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
        return new BusFolder(path, lockFile);
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
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*"))
        {
            for (final Path folder : folders)
            {
                if (Files.isRegularFile(folder.resolve(LOCK_FILE)) && Files.isWritable(folder) && sweep(folder))
                {
                    swept.add(folder);
                }
            }
        }
        return swept;
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
        return path.resolve(DRIVER_FOLDER);
    }

    /**
     * Delete the folder and let go of its lock.
     */
    @Override
    public void close() throws IOException
    {
        try (lockFile)
        {
            IoUtil.delete(path.toFile(), true);
        }
    }

    private static boolean sweep(final Path folder) throws IOException
    {
        try (FileChannel lockFile = FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.WRITE))
        {
            if (tryLock(lockFile) == null)
            {
                return false;
            }
            IoUtil.delete(folder.toFile(), true);
            return true;
        }
        catch (final NoSuchFileException ex)
        {
            // Its owner, or another sweep, was faster.
            return false;
        }
    }

    private static FileLock tryLock(final FileChannel lockFile) throws IOException
    {
        try
        {
            return lockFile.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            return null;
        }
    }

    private static String holder(final Path path) throws IOException
    {
        final String text = Files.readString(path.resolve(LOCK_FILE), StandardCharsets.US_ASCII).trim();
        return text.isEmpty() ? "another process" : "process " + text;
    }

    private static boolean isEmpty(final Path path) throws IOException
    {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path))
        {
            return !entries.iterator().hasNext();
        }
    }
}
