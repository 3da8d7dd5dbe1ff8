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
package io.zetatron.memory;

import io.zetatron.nativeaccess.PageNodes;
import io.zetatron.nativeaccess.Pages;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The off-heap memory of one owner: one mapping with a page size, a home and a quota, each byte that is handed out
 * accounted to the owner.
 * <p>
 * Regions are handed out at start; there is no release of a single one. Lay a {@link io.zetatron.memory.pool.SlabPool}
 * in one for what comes and goes. {@link #allocate} and {@link #close} belong to the thread that set the domain up; the
 * regions may be used by any thread, which is the owner's business.
 */
public final class MemoryDomain implements AutoCloseable
{
    /**
     * Regions begin at a multiple of this, so that two of them never share a cache line or its prefetched neighbour.
     */
    public static final int REGION_ALIGNMENT_BYTES = 128;

    private final DomainSettings settings;
    private final String owner;
    private final long quotaBytes;
    private final MemoryAccounts accounts;
    private final Arena arena = Arena.ofShared();
    private final DomainMapping mapping;
    // Written by the thread that sets up, read by those that resolve references or watch.
    private volatile long usedBytes;
    private boolean isClosed;

    private MemoryDomain(final DomainSettings settings, final MemoryAccounts accounts)
    {
        this.settings = settings;
        this.owner = settings.owner();
        this.quotaBytes = settings.sizeBytes();
        this.accounts = accounts;
        try
        {
            mapping = DomainMapping.make(settings, arena);
        }
        catch (final RuntimeException ex)
        {
            arena.close();
            throw ex;
        }
    }

    /**
     * Map a domain, with nothing handed out.
     *
     * @param settings what is wished for it.
     * @param accounts that keep the sum by owner.
     * @return the domain; {@link #describe()} says how much of the wish came true.
     * @throws IllegalArgumentException      if it is to be on a NUMA node that is not there.
     * @throws io.zetatron.nativeaccess.NativeCallException if the system refuses the memory, its place or its lock;
     *                                       nothing is left behind then.
     * @throws UnsupportedOperationException if the machine has none of the wished page sizes.
     */
    public static MemoryDomain create(final DomainSettings settings, final MemoryAccounts accounts)
    {
        return new MemoryDomain(settings, accounts);
    }

    /**
     * Map a domain of ordinary pages, which take memory when they are first written to.
     *
     * @param owner      whose memory it is: the tag under which it is accounted.
     * @param quotaBytes the most that all of its regions may take together.
     * @param accounts   that keep the sum by owner.
     * @return the domain.
     */
    public static MemoryDomain create(final String owner, final long quotaBytes, final MemoryAccounts accounts)
    {
        return create(DomainSettings.of(owner, quotaBytes), accounts);
    }

    /**
     * Hand out a region of zeroed memory, aligned to {@link #REGION_ALIGNMENT_BYTES}.
     *
     * @param lengthBytes of the region, above 0; accounted rounded up to the alignment.
     * @return the region, valid until this domain closes.
     * @throws QuotaExceededException if the quota does not hold it; nothing has been allocated then.
     */
    public MemorySegment allocate(final long lengthBytes)
    {
        return allocate(lengthBytes, REGION_ALIGNMENT_BYTES);
    }

    /**
     * Hand out a region of zeroed memory.
     *
     * @param lengthBytes    of the region, above 0; accounted rounded up to {@link #REGION_ALIGNMENT_BYTES}, with what
     *                       the alignment leaves unused in front of it.
     * @param alignmentBytes of its beginning: a power of two, at most a page.
     * @return the region, valid until this domain closes.
     * @throws QuotaExceededException if the quota does not hold it; nothing has been allocated then.
     */
    public MemorySegment allocate(final long lengthBytes, final int alignmentBytes)
    {
        if (lengthBytes <= 0)
        {
            throw new IllegalArgumentException("memory domain of " + owner + ": a region of " + lengthBytes + " bytes");
        }
        if (Integer.bitCount(alignmentBytes) != 1 || alignmentBytes > Pages.BASE.sizeBytes())
        {
            throw new IllegalArgumentException("memory domain of " + owner + ": an alignment of " + alignmentBytes +
                " bytes is no power of two up to " + Pages.BASE.sizeBytes());
        }
        if (isClosed)
        {
            throw new IllegalStateException("memory domain of " + owner + " is closed");
        }

        final long used = usedBytes;
        final long alignment = Math.max(alignmentBytes, REGION_ALIGNMENT_BYTES);
        final long begin = used + alignment - 1 & -alignment;
        final long end = Math.addExact(begin, Math.addExact(lengthBytes, REGION_ALIGNMENT_BYTES - 1L)) &
            -REGION_ALIGNMENT_BYTES;
        if (end > mapping.memory().byteSize() || begin + lengthBytes > quotaBytes)
        {
            throw new QuotaExceededException(owner, lengthBytes, used, quotaBytes);
        }

        accounts.add(owner, end - used);
        usedBytes = end;
        return mapping.memory().asSlice(begin, lengthBytes);
    }

    /**
     * Hand out a region as an Agrona buffer over the same bytes as {@link #allocate} would give.
     *
     * @param lengthBytes of the region.
     * @return a buffer that must not be used after this domain has closed.
     */
    public UnsafeBuffer allocateBuffer(final int lengthBytes)
    {
        return new UnsafeBuffer(allocate(lengthBytes).address(), lengthBytes);
    }

    /**
     * Whose memory it is.
     *
     * @return the owner's tag.
     */
    public String owner()
    {
        return owner;
    }

    /**
     * How much has been handed out. Any thread may ask.
     *
     * @return bytes, alignment included.
     */
    public long usedBytes()
    {
        return usedBytes;
    }

    /**
     * The most that may be handed out.
     *
     * @return bytes.
     */
    public long quotaBytes()
    {
        return quotaBytes;
    }

    /**
     * Where a region lies.
     *
     * @param region that was handed out of this domain.
     * @return bytes from the beginning of the domain, which are the same in every process that maps it.
     * @throws IllegalArgumentException if it lies elsewhere.
     */
    public long offset(final MemorySegment region)
    {
        final long offset = region.address() - mapping.memory().address();
        if (offset < 0 || offset + region.byteSize() > mapping.memory().byteSize())
        {
            throw new IllegalArgumentException("no region of the memory domain of " + owner + " lies at 0x" +
                Long.toHexString(region.address()));
        }
        return offset;
    }

    /**
     * A part of the domain by its place.
     *
     * @param offsetBytes from the beginning of the domain.
     * @param lengthBytes of the part.
     * @return the part, valid until this domain closes.
     * @throws IndexOutOfBoundsException if it is not all inside the domain.
     */
    public MemorySegment at(final long offsetBytes, final long lengthBytes)
    {
        return mapping.memory().asSlice(offsetBytes, lengthBytes);
    }

    /**
     * Say what the domain was to be and what it is, as the kernel has it now. Allocates and asks the kernel of every
     * page: not for use while messages flow.
     *
     * @return the description.
     */
    public DomainDescription describe()
    {
        if (isClosed)
        {
            throw new IllegalStateException("memory domain of " + owner + " is closed");
        }
        return mapping.describe(usedBytes);
    }

    /**
     * Say what the domain was to be and how it was made, without asking the kernel of its pages: as
     * {@link #describe()}, but nothing is known of what is in memory.
     *
     * @return the description.
     */
    public DomainDescription describeMade()
    {
        return mapping.describeMade(usedBytes);
    }

    /**
     * Keep an eye on how much of the domain is in memory.
     *
     * @param pages to ask by, which bounds what is asked at a time; may serve several domains in turn.
     * @return a new observer, which belongs to one thread at a time.
     */
    public DomainResidency residency(final PageNodes pages)
    {
        return new DomainResidency(this, mapping.memory(), mapping.pages().sizeBytes(), settings, pages);
    }

    /**
     * Give all regions back. Closing again does nothing.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            try
            {
                mapping.removeFile();
            }
            finally
            {
                arena.close();
                accounts.add(owner, -usedBytes);
                usedBytes = 0;
            }
        }
    }

    @Override
    public String toString()
    {
        return "MemoryDomain{owner=" + owner + ", usedBytes=" + usedBytes + ", quotaBytes=" + quotaBytes + "}";
    }
}
