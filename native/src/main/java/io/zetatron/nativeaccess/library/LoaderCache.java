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
package io.zetatron.nativeaccess.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the dynamic loader knows of libraries: its cache, which {@code ldconfig} writes. Read by itself, because asking
 * the loader would load the library and run its code.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ldconfig.8.html">ldconfig(8)</a>
 */
final class LoaderCache
{
    private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_LENGTH = 48;
    private static final int ENTRY_LENGTH = 24;

    private final Map<String, List<Path>> paths = new TreeMap<>();

    private LoaderCache()
    {
    }

    /**
     * Read a cache.
     *
     * @param file such as {@code /etc/ld.so.cache}.
     * @return the cache; empty if there is none or it is of a format that is not known.
     */
    static LoaderCache read(final Path file)
    {
        final LoaderCache cache = new LoaderCache();
        try
        {
            final byte[] bytes = Files.readAllBytes(file);
            final int start = indexOf(bytes, MAGIC);
            if (start >= 0)
            {
                cache.fill(ByteBuffer.wrap(bytes, start, bytes.length - start).slice().order(ByteOrder.nativeOrder()));
            }
        }
        catch (final IOException | IndexOutOfBoundsException ex)
        {
            // Not there, as where the C library is musl, or damaged: the usual folders are looked into all the same.
            return cache;
        }
        return cache;
    }

    /**
     * Where the loader would look for a library.
     *
     * @param name such as {@code libcuda.so.1}.
     * @return the paths in the loader's order, for any architecture.
     */
    List<Path> paths(final String name)
    {
        return paths.getOrDefault(name, List.of());
    }

    private void fill(final ByteBuffer cache)
    {
        final int count = cache.getInt(MAGIC.length);
        for (int i = 0; i < count; i++)
        {
            final int at = HEADER_LENGTH + i * ENTRY_LENGTH;
            paths.computeIfAbsent(string(cache, cache.getInt(at + 4)), (name) -> new ArrayList<>())
                .add(Path.of(string(cache, cache.getInt(at + 8))));
        }
    }

    private static String string(final ByteBuffer cache, final int place)
    {
        int end = place;
        while (cache.get(end) != 0)
        {
            end++;
        }
        final byte[] bytes = new byte[end - place];
        cache.get(place, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Older versions of the loader put a table of an older format before this one.
     */
    private static int indexOf(final byte[] bytes, final byte[] part)
    {
        for (int i = 0; i + part.length <= bytes.length; i++)
        {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length))
            {
                return i;
            }
        }

        return -1;
    }
}
