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
package io.zetatron.figcom.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A ring file that a kernel was killed without removing.
 */
final class StaleRing
{
    private StaleRing()
    {
    }

    /**
     * Remove the file if its kernel is dead. Does nothing if there is no file.
     *
     * @throws FileAlreadyExistsException if its kernel lives, or if it is something else.
     */
    static void clear(final Path path) throws IOException
    {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        {
            return;
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
        {
            throw refused(path, "is no file");
        }
        final ByteBuffer header = ByteBuffer.allocate(RingLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ))
        {
            file.read(header, 0);
        }
        if (header.position() < RingLayout.HEADER_BYTES || header.getLong(RingLayout.MAGIC_OFFSET) != RingLayout.MAGIC)
        {
            throw refused(path, "is no ring");
        }
        final long pid = header.getLong(RingLayout.KERNEL_PID_OFFSET);
        try (NativeProcess kernel = NativeProcess.find(pid))
        {
            if (kernel != null && kernel.isAlive() &&
                kernel.startTicks() == header.getLong(RingLayout.KERNEL_START_TICKS_OFFSET))
            {
                throw refused(path, "is the ring of kernel process " + pid + ", which lives");
            }
        }
        Files.delete(path);
    }

    private static FileAlreadyExistsException refused(final Path path, final String reason)
    {
        return new FileAlreadyExistsException(path.toString(), null, reason + "; name another path, or remove it");
    }
}
