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
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * What a mapping was really given. The kernel tells it per mapping, and joins neighbours of the same kind to one: so it
 * is said of all mappings that a range touches, as a whole.
 *
 * @param pageSizeBytes        the smallest page size among them, bytes.
 * @param residentBytes        in memory now, without pooled huge pages.
 * @param transparentHugeBytes of these, in transparent huge pages.
 * @param pooledHugeBytes      in memory now, in pooled huge pages.
 * @param lockedBytes          that may not leave memory.
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html">proc_pid_smaps(5)</a>
 */
public record PageUsage(
    long pageSizeBytes, long residentBytes, long transparentHugeBytes, long pooledHugeBytes, long lockedBytes)
{
    private static final Path SMAPS = Path.of("/proc/self/smaps");

    /**
     * Read what a range was given. Takes long and allocates: not for use while messages flow.
     *
     * @param segment of mapped memory.
     * @return the sum over the mappings that it touches.
     * @throws IllegalArgumentException if it is not mapped.
     */
    public static PageUsage of(final MemorySegment segment)
    {
        final long first = Range.address(segment);
        final long end = first + segment.byteSize();
        final long[] sums = new long[4];
        long pageBytes = Long.MAX_VALUE;
        boolean isTouched = false;
        for (final String line : text().split("\n"))
        {
            final String key = line.substring(0, line.indexOf(' '));
            if (!key.endsWith(":"))
            {
                final int dash = key.indexOf('-');
                // The last mapping lies above what a signed number can say.
                isTouched = Long.compareUnsigned(Long.parseUnsignedLong(key, 0, dash, 16), end) < 0 &&
                    Long.compareUnsigned(Long.parseUnsignedLong(key, dash + 1, key.length(), 16), first) > 0;
            }
            else if (isTouched)
            {
                switch (key)
                {
                    case "KernelPageSize:" -> pageBytes = Math.min(pageBytes, bytes(line));
                    case "Rss:" -> sums[0] += bytes(line);
                    case "AnonHugePages:", "ShmemPmdMapped:", "FilePmdMapped:" -> sums[1] += bytes(line);
                    case "Private_Hugetlb:", "Shared_Hugetlb:" -> sums[2] += bytes(line);
                    case "Locked:" -> sums[3] += bytes(line);
                    default ->
                    {
                    }
                }
            }
        }
        if (pageBytes == Long.MAX_VALUE)
        {
            throw new IllegalArgumentException("the memory at " + Range.describe(segment) + " is not mapped");
        }
        return new PageUsage(pageBytes, sums[0], sums[1], sums[2], sums[3]);
    }

    private static long bytes(final String line)
    {
        final String[] words = line.split("\\s+");
        return Long.parseLong(words[1]) << 10;
    }

    private static String text()
    {
        try
        {
            return PseudoFile.text(SMAPS);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + SMAPS + " (is /proc mounted?)", ex);
        }
    }
}
