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

import io.zetatron.bindings.linux.linux_h;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page sizes to choose from. A choice that this machine does not offer is an error where it is used, never another
 * size.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/mm/hugetlbpage.html">HugeTLB Pages</a>
 * @see <a href="https://docs.kernel.org/admin-guide/mm/transhuge.html">Transparent Hugepage Support</a>
 */
public enum Pages
{
    /** The processor's ordinary pages, 4 KiB on most machines. */
    BASE(0, 0),
    /** Ordinary pages that the kernel may join to large ones where it has some. It promises nothing. */
    TRANSPARENT_HUGE(0, 0),
    /** Pages of 2 MiB from a pool that the administrator has set aside. */
    HUGE_2_MIB(2L << 20, linux_h.MAP_HUGETLB() | linux_h.MAP_HUGE_2MB()),
    /** Pages of 1 GiB from a pool that the administrator has set aside. */
    HUGE_1_GIB(1L << 30, linux_h.MAP_HUGETLB() | linux_h.MAP_HUGE_1GB());

    private static final Path AUXILIARY_VECTOR = Path.of("/proc/self/auxv");
    private static final long AT_PAGESZ = 6;
    private static final Path TRANSPARENT = Path.of("/sys/kernel/mm/transparent_hugepage");
    private static final Path POOLS = Path.of("/sys/kernel/mm/hugepages");
    private static final String NODES = "/sys/devices/system/node/node";

    private final long hugeSizeBytes;
    private final int mapFlags;

    Pages(final long hugeSizeBytes, final int mapFlags)
    {
        this.hugeSizeBytes = hugeSizeBytes;
        this.mapFlags = mapFlags;
    }

    /** Loaded when first asked for. */
    private static final class BaseSize
    {
        private static final long BYTES = read();

        private static long read()
        {
            try
            {
                final ByteBuffer vector =
                    ByteBuffer.wrap(Files.readAllBytes(AUXILIARY_VECTOR)).order(ByteOrder.nativeOrder());
                while (vector.remaining() >= 2 * Long.BYTES)
                {
                    final long type = vector.getLong();
                    final long value = vector.getLong();
                    if (type == AT_PAGESZ)
                    {
                        return value;
                    }
                }
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException("cannot read " + AUXILIARY_VECTOR + " (is /proc mounted?)", ex);
            }
            throw new IllegalStateException(AUXILIARY_VECTOR + " does not say how large a page is");
        }
    }

    /**
     * How long a page is. For {@link #TRANSPARENT_HUGE} that of an ordinary one, as any number of them can be mapped.
     *
     * @return bytes, a power of two.
     * @see <a href="https://man7.org/linux/man-pages/man3/getauxval.3.html">getauxval(3), AT_PAGESZ</a>
     */
    public long sizeBytes()
    {
        return hugeSizeBytes == 0 ? BaseSize.BYTES : hugeSizeBytes;
    }

    /**
     * The least multiple of the page size that is not less than a length.
     *
     * @param lengthBytes of what has to fit, not negative.
     * @return bytes.
     */
    public long roundUp(final long lengthBytes)
    {
        return Math.ceilDiv(lengthBytes, sizeBytes()) * sizeBytes();
    }

    /**
     * Whether this machine has pages of this kind. Whether some are free is another question: {@link #free()}.
     *
     * @return true if it has.
     */
    public boolean isOffered()
    {
        return switch (this)
        {
            case BASE -> true;
            case TRANSPARENT_HUGE -> PseudoFile.value(TRANSPARENT.resolve("enabled"))
                .filter((text) -> !text.contains("[never]"))
                .isPresent();
            case HUGE_2_MIB, HUGE_1_GIB -> Files.isDirectory(pool());
        };
    }

    /**
     * How many pages the pool has that nobody uses and nobody has reserved.
     *
     * @return pages; 0 for kinds that have no pool and where this kind is not offered.
     */
    public long free()
    {
        return hugeSizeBytes == 0 ? 0 : Math.max(0, count(pool(), "free_hugepages") - count(pool(), "resv_hugepages"));
    }

    /**
     * How many pages a node's part of the pool has that nobody uses.
     *
     * @param node number.
     * @return pages; 0 for kinds that have no pool and where this kind is not offered.
     */
    public long freeOnNode(final int node)
    {
        return hugeSizeBytes == 0 ? 0 : count(Path.of(NODES + node, "hugepages", poolName()), "free_hugepages");
    }

    /**
     * How many pages the pool has altogether.
     *
     * @return pages; 0 for kinds that have no pool and where this kind is not offered.
     */
    public long total()
    {
        return hugeSizeBytes == 0 ? 0 : count(pool(), "nr_hugepages");
    }

    /**
     * To what addresses a mapping has to be aligned, so that it can consist of such pages.
     */
    long alignmentBytes()
    {
        return this == TRANSPARENT_HUGE ?
            PseudoFile.value(TRANSPARENT.resolve("hpage_pmd_size")).map(Long::parseLong).orElse(BaseSize.BYTES) :
            sizeBytes();
    }

    /**
     * What {@code mmap} needs for them, and {@code memfd_create} by the same encoding of the size.
     */
    int mapFlags()
    {
        return mapFlags;
    }

    boolean isPooled()
    {
        return hugeSizeBytes != 0;
    }

    Path pool()
    {
        return POOLS.resolve(poolName());
    }

    void requireOffered()
    {
        if (isOffered())
        {
            return;
        }
        throw new UnsupportedOperationException(this == TRANSPARENT_HUGE ?
            "transparent huge pages are switched off here: write madvise to " + TRANSPARENT.resolve("enabled") +
                ", or choose other pages" :
            "this machine has no pages of " + sizeBytes() + " bytes: there is no " + pool() +
                (this == HUGE_1_GIB ? " (the processor lacks the flag pdpe1gb, or a hypervisor hides it)" : "") +
                "; choose other pages");
    }

    void requireWholePages(final String what, final long lengthBytes)
    {
        if (lengthBytes <= 0 || lengthBytes > Long.MAX_VALUE / 2 || lengthBytes % sizeBytes() != 0)
        {
            throw new IllegalArgumentException(what + " of " + lengthBytes + " bytes is not a positive multiple of " +
                "the " + sizeBytes() + " bytes of a page" + (lengthBytes > 0 && lengthBytes <= Long.MAX_VALUE / 2 ?
                    "; the next one is " + roundUp(lengthBytes) : ""));
        }
    }

    private String poolName()
    {
        return "hugepages-" + (hugeSizeBytes >> 10) + "kB";
    }

    private static long count(final Path folder, final String file)
    {
        return PseudoFile.value(folder.resolve(file)).map(Long::parseLong).orElse(0L);
    }
}
