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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What changes something on the disk, each a step at which a disk can fail or a process can end. Tests do both.
 */
interface CheckpointDisk
{
    /**
     * The file system that the folder lies in.
     */
    CheckpointDisk SYSTEM = new CheckpointDisk()
    {
        @Override
        public Output create(final Path file) throws IOException
        {
            final FileChannel channel = FileChannel.open(file,
                StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new Output()
            {
                @Override
                public void write(final ByteBuffer data) throws IOException
                {
                    while (data.hasRemaining())
                    {
                        channel.write(data);
                    }
                }

                @Override
                public void force() throws IOException
                {
                    channel.force(true);
                }

                @Override
                public void close() throws IOException
                {
                    channel.close();
                }
            };
        }

        @Override
        public void rename(final Path from, final Path to) throws IOException
        {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(final Path file) throws IOException
        {
            Files.deleteIfExists(file);
        }

        @Override
        public void forceFolder(final Path folder) throws IOException
        {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ))
            {
                channel.force(true);
            }
        }
    };

    /**
     * A file being written.
     */
    interface Output extends AutoCloseable
    {
        void write(ByteBuffer data) throws IOException;

        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    Output create(Path file) throws IOException;

    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    void forceFolder(Path folder) throws IOException;
}
