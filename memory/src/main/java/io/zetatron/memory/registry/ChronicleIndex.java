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

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * The Chronicle Map: keys and values of one length each in one mapped file of one length. Who may use it when is the
 * {@link ControlFile}'s business, so that its own locks, which a dead process would leave locked for good, are never
 * contended.
 */
final class ChronicleIndex implements AutoCloseable
{
    private static final ExceptionHandler SILENT = (type, message, thrown) ->
    {
    };

    private final ChronicleMap<byte[], byte[]> map;

    private ChronicleIndex(final ChronicleMap<byte[], byte[]> map)
    {
        this.map = map;
    }

    /**
     * Make a new, empty file, or open one that is known to be whole.
     *
     * @param file to make or map.
     * @return the index.
     * @throws IOException if the file cannot be made, read or mapped, or its header is damaged.
     */
    static ChronicleIndex open(final Path file) throws IOException
    {
        ChronicleSettings.apply();
        return new ChronicleIndex(builder().createPersistedTo(file.toFile()));
    }

    /**
     * Open a file that may be damaged anywhere behind its header, repairing it in place.
     *
     * @param file   whose header and length are right.
     * @param faults counts what was wrong.
     * @return the index with the entries whose checksums are right.
     * @throws IOException if it cannot be read or mapped.
     */
    static ChronicleIndex recover(final Path file, final Runnable faults) throws IOException
    {
        ChronicleSettings.apply();
        // It warns against itself at each call.
        Jvm.setThreadLocalExceptionHandlers(SILENT, SILENT, SILENT);
        try
        {
            return new ChronicleIndex(
                builder().recoverPersistedTo(file.toFile(), true, (corruption) -> faults.run()));
        }
        finally
        {
            Jvm.setThreadLocalExceptionHandlers(null, null, null);
        }
    }

    private static ChronicleMapBuilder<byte[], byte[]> builder()
    {
        // One segment: no entry can find its own segment full before the whole is. As many slots as a power of two: a
        // slot's number, whatever bits are flipped in it, is within the file. No tiers: the file never grows.
        return ChronicleMapBuilder.of(byte[].class, byte[].class)
            .constantKeySizeBySample(new byte[EntryCodec.KEY_BYTES])
            .constantValueSizeBySample(new byte[EntryCodec.VALUE_BYTES])
            .actualSegments(1)
            .entriesPerSegment(Registry.MAX_ENTRIES)
            .actualChunksPerSegmentTier(Registry.MAX_ENTRIES)
            .allowSegmentTiering(false)
            .checksumEntries(true)
            .putReturnsNull(true)
            .removeReturnsNull(true)
            .skipCloseOnExitHook(true);
    }

    /**
     * Bytes at the file's begin that are the same in every file of this layout: the header, and what counts tiers.
     */
    long prefixBytes()
    {
        return ((VanillaChronicleHash<?, ?, ?, ?>)map).segmentHeadersOffset;
    }

    int count()
    {
        return map.size();
    }

    byte[] get(final byte[] key)
    {
        return map.get(key);
    }

    void put(final byte[] key, final byte[] value)
    {
        map.put(key, value);
    }

    void remove(final byte[] key)
    {
        map.remove(key);
    }

    void forEach(final BiConsumer<byte[], byte[]> consumer)
    {
        map.forEach(consumer);
    }

    @Override
    public void close()
    {
        map.close();
    }
}
