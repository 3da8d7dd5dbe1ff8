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
package io.zetatron.bench.memory;

import io.zetatron.bench.rounds.Probe;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.nativeaccess.PseudoFile;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a block's memory takes beyond what it asked for: domains, each with regions of odd sizes that are used to the
 * last byte, as the kernel sees the process before and after. The Java heap's part is in it.
 */
final class OverheadProbe implements Probe
{
    static final String RESIDENT = "overhead.resident";
    static final String MAPPED = "overhead.mapped";

    private static final long[] REGIONS_BYTES = {100, 5_000, 70_001, 12};
    private static final int DOMAINS = 512;
    private static final int WARM_UP_DOMAINS = 64;
    private static final double KIB = 1024;

    @Override
    public Map<String, Double> measure() throws IOException
    {
        final MemoryAccounts accounts = new MemoryAccounts();
        // The first ones load classes.
        close(create(WARM_UP_DOMAINS, accounts));
        final List<MemoryDomain> domains = new ArrayList<>(DOMAINS);
        final Usage before = Usage.now();
        domains.addAll(create(DOMAINS, accounts));
        final Usage after = Usage.now();
        close(domains);
        long asked = 0;
        for (final long bytes : REGIONS_BYTES)
        {
            asked += bytes;
        }
        return Map.of(
            RESIDENT, ((after.residentBytes - before.residentBytes) / (double)DOMAINS - asked) / KIB,
            MAPPED, ((after.mappedBytes - before.mappedBytes) / (double)DOMAINS - asked) / KIB);
    }

    private static List<MemoryDomain> create(final int count, final MemoryAccounts accounts)
    {
        final List<MemoryDomain> domains = new ArrayList<>(count);
        long quotaBytes = 0;
        for (final long bytes : REGIONS_BYTES)
        {
            quotaBytes += bytes + MemoryDomain.REGION_ALIGNMENT_BYTES;
        }
        for (int i = 0; i < count; i++)
        {
            final MemoryDomain domain = MemoryDomain.create("block-" + i, quotaBytes, accounts);
            domains.add(domain);
            for (final long bytes : REGIONS_BYTES)
            {
                final MemorySegment region = domain.allocate(bytes);
                region.fill((byte)1);
            }
        }
        return domains;
    }

    private static void close(final List<MemoryDomain> domains)
    {
        domains.forEach(MemoryDomain::close);
    }

    /**
     * What the kernel sees of this process.
     */
    private record Usage(long residentBytes, long mappedBytes)
    {
        // Not statm, whose counts may lag behind by some pages for each thread.
        private static final Path ROLLUP = Path.of("/proc/self/smaps_rollup");
        private static final Path STATUS = Path.of("/proc/self/status");

        static Usage now() throws IOException
        {
            return new Usage(kib(ROLLUP, "Rss:") << 10, kib(STATUS, "VmSize:") << 10);
        }

        private static long kib(final Path file, final String field) throws IOException
        {
            return PseudoFile.text(file).lines()
                .filter((line) -> line.startsWith(field))
                .map((line) -> line.split("\\s+")[1])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException(file + " does not say " + field));
        }
    }
}
