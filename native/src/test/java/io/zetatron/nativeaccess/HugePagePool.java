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
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Some free huge pages of 2 MiB for a test: root makes the pool larger for as long as the test takes, others have to
 * find them.
 */
final class HugePagePool implements AutoCloseable
{
    private final Path size;
    private final long before;

    private HugePagePool(final Path size, final long before)
    {
        this.size = size;
        this.before = before;
    }

    static HugePagePool with(final int pages) throws IOException
    {
        assumeTrue(Pages.HUGE_2_MIB.isOffered(), "this machine has no pages of 2 MiB");
        final Path size = Pages.HUGE_2_MIB.pool().resolve("nr_hugepages");
        final HugePagePool pool = new HugePagePool(size, Pages.HUGE_2_MIB.total());
        if (Pages.HUGE_2_MIB.free() < pages && Files.isWritable(size))
        {
            Files.writeString(size, Long.toString(pool.before + pages));
        }
        if (Pages.HUGE_2_MIB.free() < pages)
        {
            pool.close();
            assumeTrue(false, "there are no " + pages + " free huge pages: as root write a larger number to " + size);
        }
        return pool;
    }

    long pageBytes()
    {
        return Pages.HUGE_2_MIB.sizeBytes();
    }

    @Override
    public void close() throws IOException
    {
        if (Pages.HUGE_2_MIB.total() != before && Files.isWritable(size))
        {
            Files.writeString(size, Long.toString(before));
        }
    }
}
