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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write into a folder of checkpoints, or of folders of them, which one at a time has. Ends with the
 * process. Safe for use by any thread.
 */
public final class FolderLock implements AutoCloseable
{
    private static final int MAX_OWNER_BYTES = 512;
    // The system's locks are the process's, and closing any channel of the file gives them up: so it asks here.
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(final Path folder, final FileChannel channel)
    {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Take the right.
     *
     * @param folder that exists.
     * @param user   who takes it, for the one who finds it taken: for example {@code block detection}.
     * @return the right, until it is closed.
     * @throws CheckpointException if another has it, whom the message names.
     * @throws IOException         if the folder cannot be written to.
     */
    public static FolderLock acquire(final Path folder, final String user) throws IOException
    {
        final Path real = folder.toRealPath();
        final String owner = "process " + ProcessHandle.current().pid() + " for " + user;
        final String holder = HELD.putIfAbsent(real, owner);
        if (holder != null)
        {
            throw refused(folder, holder);
        }
        FileChannel channel = null;
        try
        {
            channel = FileChannel.open(folder.resolve(CheckpointNames.LOCK),
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock == null)
            {
                throw refused(folder, owner(channel));
            }
            channel.truncate(0).write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
            return new FolderLock(real, channel);
        }
        catch (final Throwable ex)
        {
            HELD.remove(real);
            if (channel != null)
            {
                channel.close();
            }
            throw ex;
        }
    }

    private static String owner(final FileChannel channel) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.allocate(MAX_OWNER_BYTES);
        final int length = channel.read(buffer, 0);
        return length <= 0 ? "another process" : new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
    }

    private static CheckpointException refused(final Path folder, final String owner)
    {
        return new CheckpointException("checkpoints are written into " + folder + " by " + owner +
            " already: stop that one, or choose another folder");
    }

    @Override
    public void close() throws IOException
    {
        try
        {
            channel.close();
        }
        finally
        {
            HELD.remove(folder);
        }
    }
}
