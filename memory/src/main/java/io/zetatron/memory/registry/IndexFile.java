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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * The index's file as bytes: its digest, its allocation on the disk, its replacement, and what is kept of it.
 */
final class IndexFile
{
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int MOST_NAMES = 1000;
    private static final DateTimeFormatter STAMP =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private IndexFile()
    {
    }

    /**
     * SHA-256 of a file.
     */
    static byte[] digest(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            while (channel.read(block.clear()) >= 0)
            {
                digest.update(block.flip());
            }
            return digest.digest();
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("this Java has no SHA-256, which the platform demands", ex);
        }
    }

    static boolean hasDigest(final Path file, final byte[] digest) throws IOException
    {
        return Arrays.equals(digest(file), digest);
    }

    /**
     * Whether two files have the same first bytes.
     */
    static boolean beginAlike(final Path one, final Path other, final long lengthBytes) throws IOException
    {
        return Arrays.equals(begin(one, lengthBytes), begin(other, lengthBytes));
    }

    private static byte[] begin(final Path file, final long lengthBytes) throws IOException
    {
        try (InputStream in = Files.newInputStream(file))
        {
            return in.readNBytes((int)lengthBytes);
        }
    }

    static void force(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.force(true);
        }
    }

    /**
     * Have the disk hold every byte of a file that nobody else has open, and not only those that were written: a store
     * into a mapped page that the disk has no room for would end the JVM. The bytes stay what they are.
     */
    static void allocate(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            for (long position = 0; position < channel.size(); position += block.limit())
            {
                readFully(channel, block.clear(), position);
                writeFully(channel, block.flip(), position);
            }
            channel.force(true);
        }
    }

    /**
     * Make a file of a length that begins with one file's bytes and goes on with another's, and with zeros where that
     * has no more.
     *
     * @param target       to make.
     * @param prefix       whose first bytes are taken.
     * @param prefixBytes  how many.
     * @param rest         from which what follows is taken, from the same position.
     * @param lengthBytes  of the target.
     */
    static void graft(
        final Path target, final Path prefix, final long prefixBytes, final Path rest, final long lengthBytes)
        throws IOException
    {
        try (FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
            FileChannel first = FileChannel.open(prefix, StandardOpenOption.READ);
            FileChannel second = FileChannel.open(rest, StandardOpenOption.READ))
        {
            final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            for (long position = 0; position < lengthBytes; position += block.limit())
            {
                final boolean isPrefix = position < prefixBytes;
                final long most = (isPrefix ? prefixBytes : lengthBytes) - position;
                block.clear().limit((int)Math.min(BLOCK_BYTES, most));
                readFully(isPrefix ? first : second, block, position);
                Arrays.fill(block.array(), block.position(), block.limit(), (byte)0);
                writeFully(to, block.rewind(), position);
            }
        }
    }

    private static void readFully(final FileChannel channel, final ByteBuffer block, final long position)
        throws IOException
    {
        int read;
        do
        {
            read = channel.read(block, position + block.position());
        }
        while (read >= 0 && block.hasRemaining());
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer block, final long position)
        throws IOException
    {
        while (block.hasRemaining())
        {
            channel.write(block, position + block.position());
        }
    }

    /**
     * Give a file a second name, so that it stays when its first goes to another.
     *
     * @param file to keep.
     * @return the name, which says damaged and when.
     */
    static Path keepAside(final Path file) throws IOException
    {
        for (int i = 0; i < MOST_NAMES; i++)
        {
            final Path aside = asideName(file, i);
            try
            {
                Files.createLink(aside, file);
                return aside;
            }
            catch (final FileAlreadyExistsException ignore)
            {
                // The next name.
            }
            catch (final UnsupportedOperationException | IOException ignore)
            {
                // A file system without links: a copy it is, or the failure of that.
                return Files.copy(file, aside);
            }
        }
        throw tooMany(file);
    }

    /**
     * Keep bytes under a name of their own.
     *
     * @param file    that they came from.
     * @param content to keep.
     * @return the name, which says damaged and when.
     */
    static Path keepAside(final Path file, final byte[] content) throws IOException
    {
        for (int i = 0; i < MOST_NAMES; i++)
        {
            final Path aside = asideName(file, i);
            try
            {
                return Files.write(aside, content, StandardOpenOption.CREATE_NEW);
            }
            catch (final FileAlreadyExistsException ignore)
            {
                // The next name.
            }
        }
        throw tooMany(file);
    }

    private static Path asideName(final Path file, final int number)
    {
        return file.resolveSibling(file.getFileName() + ".damaged-" + STAMP.format(Instant.now()) +
            (number == 0 ? "" : "-" + number));
    }

    private static IOException tooMany(final Path file)
    {
        return new IOException("more than " + MOST_NAMES + " damaged files beside " + file + ": remove some");
    }

    /**
     * Put a file in another's place in one step.
     */
    static void replace(final Path file, final Path replacement) throws IOException
    {
        Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
