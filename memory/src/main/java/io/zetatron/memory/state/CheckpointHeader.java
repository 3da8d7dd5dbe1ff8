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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The beginning of a checkpoint file: whose it is, of what, and what it builds on. Little-endian:
 * <pre>
 *   0  magic                     8 bytes
 *   8  format version            int
 *  12  length of the header      int, bytes, with its hash
 *  16  kind                      int, 1 full, 2 incremental
 *  20  page size                 int, bytes
 *  24  sequence                  long
 *  32  position                  long
 *  40  wall clock                long, ms since 1970
 *  48  previous sequence         long, 0 if none
 *  56  previous hash             32 bytes
 *  88  superseded hash           32 bytes, of the incremental checkpoint that this full one was merged from
 * 120  pages                     int, in this file
 * 124  regions                   int
 * 128  data                      long, bytes
 * 136  block                     int length, UTF-8
 *      per region                int length, UTF-8 name; int schema id; int schema version; long length
 *      SHA-256 of all of the above
 * </pre>
 * Behind it come the pages' data; then the table, 40 bytes a page: int region, int page, SHA-256 of the data; then 32
 * bytes, the checkpoint's hash: the SHA-256 of header and table, and so, through the pages' hashes, of everything.
 * <p>
 * In every format version, past and to come, the first 16 bytes and the hash at the header's end are as here, so that a
 * file of another version can be told from a broken one.
 */
record CheckpointHeader(CheckpointKind kind, int pageBytes, long sequence, long position, long wallClockMs,
    long previousSequence, Sha256 previousHash, Sha256 supersededHash, int pages, long dataBytes, String block,
    List<Region> regions)
{
    static final long MAGIC = 0x31_50_4B_43_5F_4E_54_5AL;
    static final int FORMAT_VERSION = 1;
    static final int PREFIX_BYTES = 16;
    static final int FIXED_BYTES = 136;
    static final int MAX_BYTES = 1 << 20;
    static final int ENTRY_BYTES = 2 * Integer.BYTES + Sha256.LENGTH_BYTES;

    /**
     * A region as a file declares it.
     */
    record Region(StateSchema schema, long lengthBytes)
    {
        int pages(final int pageBytes)
        {
            return (int)((lengthBytes + pageBytes - 1) / pageBytes);
        }

        int lengthBytes(final int page, final int pageBytes)
        {
            return (int)Math.min(pageBytes, lengthBytes - (long)page * pageBytes);
        }

        @Override
        public String toString()
        {
            return schema + " of " + lengthBytes + " bytes";
        }
    }

    long fileBytes(final int headerBytes)
    {
        return headerBytes + dataBytes + (long)pages * ENTRY_BYTES + Sha256.LENGTH_BYTES;
    }

    byte[] encode()
    {
        final ByteBuffer buffer = ByteBuffer.allocate(encodedBytes()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(MAGIC).putInt(FORMAT_VERSION).putInt(buffer.capacity());
        buffer.putInt(kind.code()).putInt(pageBytes);
        buffer.putLong(sequence).putLong(position).putLong(wallClockMs).putLong(previousSequence);
        previousHash.write(buffer.array(), buffer.position());
        supersededHash.write(buffer.array(), buffer.position() + Sha256.LENGTH_BYTES);
        buffer.position(buffer.position() + 2 * Sha256.LENGTH_BYTES);
        buffer.putInt(pages).putInt(regions.size()).putLong(dataBytes);
        putString(buffer, block);
        for (final Region region : regions)
        {
            putString(buffer, region.schema().name());
            buffer.putInt(region.schema().id()).putInt(region.schema().version()).putLong(region.lengthBytes());
        }
        Sha256.of(buffer.array(), 0, buffer.position()).write(buffer.array(), buffer.position());
        return buffer.array();
    }

    private int encodedBytes()
    {
        int length = FIXED_BYTES + Integer.BYTES + block.getBytes(StandardCharsets.UTF_8).length + Sha256.LENGTH_BYTES;
        for (final Region region : regions)
        {
            length += 3 * Integer.BYTES + Long.BYTES + region.schema().name().getBytes(StandardCharsets.UTF_8).length;
        }
        return length;
    }

    private static void putString(final ByteBuffer buffer, final String value)
    {
        final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(bytes.length).put(bytes);
    }

    /**
     * Read the length of a header from its first {@link #PREFIX_BYTES}.
     *
     * @throws BrokenCheckpointException if a header does not begin so.
     */
    static int length(final byte[] prefix, final long sequence) throws BrokenCheckpointException
    {
        final ByteBuffer buffer = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN);
        final long magic = buffer.getLong();
        if (magic != MAGIC)
        {
            throw new BrokenCheckpointException(sequence, "it begins with 0x" + Long.toHexString(magic) +
                ", not as a checkpoint does");
        }
        final int length = buffer.getInt(12);
        if (length < PREFIX_BYTES + Sha256.LENGTH_BYTES || length > MAX_BYTES)
        {
            throw new BrokenCheckpointException(sequence, "its header cannot be " + length + " bytes long");
        }
        return length;
    }

    /**
     * Read a header.
     *
     * @throws BrokenCheckpointException if its hash or what it says cannot be.
     * @throws CheckpointException       if it is whole, but of another format version.
     */
    static CheckpointHeader decode(final String file, final byte[] bytes, final long sequence)
        throws BrokenCheckpointException
    {
        final int hashed = bytes.length - Sha256.LENGTH_BYTES;
        final Sha256 found = Sha256.of(bytes, 0, hashed);
        final Sha256 expected = Sha256.read(bytes, hashed);
        if (!found.equals(expected))
        {
            throw new BrokenCheckpointException(sequence, "its header has the hash " + found + " instead of " +
                expected);
        }
        final ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, hashed).order(ByteOrder.LITTLE_ENDIAN);
        final int version = buffer.getInt(Long.BYTES);
        if (version != FORMAT_VERSION)
        {
            throw new CheckpointException(file + " has format version " + version +
                ", and this program reads version " +
                FORMAT_VERSION + ": use the program that wrote it, or move the file away");
        }
        try
        {
            final CheckpointHeader header = decode(buffer.position(PREFIX_BYTES));
            if (header.sequence != sequence)
            {
                throw new BrokenCheckpointException(sequence, "it says that it is checkpoint " + header.sequence);
            }
            return header;
        }
        catch (final RuntimeException ex)
        {
            throw new BrokenCheckpointException(sequence, "its header is impossible: " + ex.getMessage());
        }
    }

    private static CheckpointHeader decode(final ByteBuffer buffer)
    {
        final CheckpointKind kind = CheckpointKind.of(buffer.getInt());
        final int pageBytes = buffer.getInt();
        check(Integer.bitCount(pageBytes) == 1 && pageBytes >= StateRegion.MIN_PAGE_BYTES &&
            pageBytes <= StateRegion.MAX_PAGE_BYTES, "page size " + pageBytes);
        final long sequence = buffer.getLong();
        final long position = buffer.getLong();
        final long wallClockMs = buffer.getLong();
        final long previousSequence = buffer.getLong();
        final Sha256 previousHash = getHash(buffer);
        final Sha256 supersededHash = getHash(buffer);
        final int pages = buffer.getInt();
        final int regionCount = buffer.getInt();
        final long dataBytes = buffer.getLong();
        final String block = getString(buffer);
        final List<Region> regions = new ArrayList<>();
        long allPages = 0;
        for (int i = 0; i < regionCount; i++)
        {
            final Region region = new Region(
                new StateSchema(getString(buffer), buffer.getInt(), buffer.getInt()), buffer.getLong());
            check(region.lengthBytes > 0 && region.lengthBytes <= (long)StateRegion.MAX_PAGES * pageBytes,
                "length of " + region);
            regions.add(region);
            allPages += region.pages(pageBytes);
        }
        check(!buffer.hasRemaining(), "length of header");
        check(pages >= 0 && pages <= allPages && (kind != CheckpointKind.FULL || pages == allPages), "pages " + pages);
        check(dataBytes >= 0 && dataBytes <= (long)pages * pageBytes, "data " + dataBytes);
        check(previousSequence >= 0 && previousSequence < sequence, "previous sequence " + previousSequence);
        return new CheckpointHeader(kind, pageBytes, sequence, position, wallClockMs, previousSequence, previousHash,
            supersededHash, pages, dataBytes, block, List.copyOf(regions));
    }

    private static void check(final boolean isTrue, final String what)
    {
        if (!isTrue)
        {
            throw new IllegalArgumentException(what);
        }
    }

    private static Sha256 getHash(final ByteBuffer buffer)
    {
        final byte[] bytes = new byte[Sha256.LENGTH_BYTES];
        buffer.get(bytes);
        return Sha256.read(bytes, 0);
    }

    private static String getString(final ByteBuffer buffer)
    {
        final byte[] bytes = new byte[Objects.checkIndex(buffer.getInt(), buffer.remaining() + 1)];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
