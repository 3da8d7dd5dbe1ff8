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
package io.zetatron.nativeaccess;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file of {@code /proc} or {@code /sys} that is read again and again, from its beginning, into one buffer: the kernel
 * makes such a file's text anew at each read, so its size says nothing and it has to be read to the end.
 * <p>
 * Not thread-safe. Reading allocates only when the text has outgrown the buffer.
 */
public final class PseudoFile implements AutoCloseable
{
    private static final int INITIAL_LENGTH_BYTES = 4096;
    private static final int MAX_LENGTH_BYTES = 4 * 1024 * 1024;

    private final Path path;
    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_LENGTH_BYTES);

    private PseudoFile(final Path path, final FileChannel channel)
    {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Open a file for repeated reading.
     *
     * @param path of the file.
     * @return the open file, which the caller closes.
     * @throws IOException if it is not there or may not be read.
     */
    public static PseudoFile open(final Path path) throws IOException
    {
        return new PseudoFile(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    /**
     * Read a file once.
     *
     * @param path of the file.
     * @return its whole text.
     * @throws IOException if it is not there or may not be read.
     */
    public static String text(final Path path) throws IOException
    {
        try (InputStream in = Files.newInputStream(path))
        {
            // Not Files.readString, which asks for one byte first: /proc/sys answers only the first read of a number.
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * The trimmed text of a file that may not be there.
     *
     * @param path of the file.
     * @return its text without surrounding white space, or empty if it is missing, unreadable or blank.
     */
    public static Optional<String> value(final Path path)
    {
        try
        {
            return Optional.of(text(path).trim()).filter((text) -> !text.isEmpty());
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }

    /**
     * Read the file from its beginning to its end.
     *
     * @return its bytes from position 0 to the limit, valid until the next read or close.
     * @throws IOException if reading fails, or the text is longer than 4 MiB.
     */
    public ByteBuffer read() throws IOException
    {
        buffer.clear();
        while (channel.read(buffer, buffer.position()) >= 0)
        {
            if (!buffer.hasRemaining())
            {
                grow();
            }
        }

        return buffer.flip();
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }

    @Override
    public String toString()
    {
        return path.toString();
    }

    private void grow() throws IOException
    {
        if (buffer.capacity() >= MAX_LENGTH_BYTES)
        {
            throw new IOException(path + " is longer than " + MAX_LENGTH_BYTES + " bytes");
        }
        buffer = ByteBuffer.allocateDirect(buffer.capacity() * 2).put(buffer.flip());
    }
}
