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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Entries as bytes. Keys and values have one length each, padded with zeros: Chronicle Map then stores no lengths, and
 * a flipped bit cannot send it beyond its file. The value begins with a checksum over both, which every read checks.
 */
final class EntryCodec
{
    /** Kind, name's length, version, name. */
    static final int KEY_BYTES = 1 + 1 + Long.BYTES + RegistryEntry.MAX_NAME_BYTES + 6;
    /** Checksum, lengths of path and hash, six numbers, path, hash. */
    static final int VALUE_BYTES =
        Integer.BYTES + 2 * Short.BYTES + 6 * Long.BYTES + RegistryEntry.MAX_PATH_BYTES + RegistryEntry.MAX_HASH_BYTES;

    private EntryCodec()
    {
    }

    static byte[] key(final EntryKind kind, final String name, final long version)
    {
        final byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN)
            .put(kind.code())
            .put((byte)text.length)
            .putLong(version)
            .put(text)
            .array();
    }

    static byte[] key(final RegistryEntry entry)
    {
        return key(entry.kind(), entry.name(), entry.version());
    }

    static byte[] value(final RegistryEntry entry)
    {
        final byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        final byte[] hash = entry.hash().getBytes(StandardCharsets.UTF_8);
        final byte[] value = new byte[VALUE_BYTES];
        final ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN)
            .position(Integer.BYTES)
            .putShort((short)path.length)
            .putShort((short)hash.length)
            .putLong(entry.lengthBytes())
            .putLong(entry.sequence())
            .putLong(entry.createdEpochMs())
            .putLong(entry.modifiedEpochMs())
            .putLong(entry.ownerPid())
            .putLong(entry.ownerStartEpochMs())
            .put(path)
            .put(hash);
        buffer.putInt(0, checksum(key(entry), value));
        return value;
    }

    /**
     * Read an entry back.
     *
     * @param key   as stored.
     * @param value as stored.
     * @return the entry, or null if its bytes are not those that were written.
     */
    static RegistryEntry entry(final byte[] key, final byte[] value)
    {
        if (key.length != KEY_BYTES || value.length != VALUE_BYTES ||
            ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt() != checksum(key, value))
        {
            return null;
        }
        try
        {
            final ByteBuffer keys = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
            final EntryKind kind = EntryKind.of(keys.get());
            if (kind == null)
            {
                return null;
            }
            final int nameLength = Byte.toUnsignedInt(keys.get());
            final long version = keys.getLong();
            final ByteBuffer values = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(Integer.BYTES);
            final int pathLength = values.getShort();
            final int hashLength = values.getShort();
            final long lengthBytes = values.getLong();
            final long sequence = values.getLong();
            final long createdEpochMs = values.getLong();
            final long modifiedEpochMs = values.getLong();
            final long ownerPid = values.getLong();
            final long ownerStartEpochMs = values.getLong();
            return new RegistryEntry(
                kind, text(keys, nameLength), version, text(values, pathLength), lengthBytes, text(values, hashLength),
                sequence, createdEpochMs, modifiedEpochMs, ownerPid, ownerStartEpochMs);
        }
        catch (final IllegalArgumentException ignore)
        {
            // Bytes with the right checksum that were never an entry: a file that somebody else wrote.
            return null;
        }
    }

    private static String text(final ByteBuffer buffer, final int length)
    {
        final byte[] bytes = new byte[Math.clamp(length, 0, buffer.remaining())];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(final byte[] key, final byte[] value)
    {
        final CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(value, Integer.BYTES, VALUE_BYTES - Integer.BYTES);
        return (int)crc.getValue();
    }
}
