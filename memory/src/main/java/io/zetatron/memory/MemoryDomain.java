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

import org.agrona.concurrent.UnsafeBuffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The off-heap memory of one owner: regions that live until the domain closes, up to a quota, each byte accounted to
 * the owner.
 * <p>
 * Regions are handed out at start; there is no release of a single one. {@link #allocate} and {@link #close} belong to
 * the thread that set the domain up; the regions may be used by any thread, which is the owner's business.
 */
public final class MemoryDomain implements AutoCloseable
{
    /**
     * Regions begin at a multiple of this, so that two of them never share a cache line or its prefetched neighbour.
     */
    public static final int REGION_ALIGNMENT_BYTES = 128;

    private final String owner;
    private final long quotaBytes;
    private final MemoryAccounts accounts;
    private final Arena arena = Arena.ofShared();
    private long usedBytes;
    private boolean isClosed;

    /**
     * A domain without regions.
     *
     * @param owner      whose memory it is: the tag under which it is accounted.
     * @param quotaBytes the most that all of its regions may take together.
     * @param accounts   that keep the sum by owner.
     */
    public MemoryDomain(final String owner, final long quotaBytes, final MemoryAccounts accounts)
    {
        if (quotaBytes <= 0)
        {
            throw new IllegalArgumentException("memory domain of " + owner + ": quota of " + quotaBytes +
                " bytes must be above 0");
        }
        this.owner = owner;
        this.quotaBytes = quotaBytes;
        this.accounts = accounts;
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
        if (lengthBytes <= 0)
        {
            throw new IllegalArgumentException("memory domain of " + owner + ": a region of " + lengthBytes + " bytes");
        }
        if (isClosed)
        {
            throw new IllegalStateException("memory domain of " + owner + " is closed");
        }

        final long aligned = Math.addExact(lengthBytes, REGION_ALIGNMENT_BYTES - 1L) & -REGION_ALIGNMENT_BYTES;
        if (aligned > quotaBytes - usedBytes)
        {
            throw new QuotaExceededException(owner, lengthBytes, usedBytes, quotaBytes);
        }

        final MemorySegment region = arena.allocate(aligned, REGION_ALIGNMENT_BYTES).asSlice(0, lengthBytes);
        usedBytes += aligned;
        accounts.add(owner, aligned);
        return region;
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
     * How much has been handed out.
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
     * Give all regions back. Closing again does nothing.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            arena.close();
            accounts.add(owner, -usedBytes);
            usedBytes = 0;
        }
    }

    @Override
    public String toString()
    {
        return "MemoryDomain{owner=" + owner + ", usedBytes=" + usedBytes + ", quotaBytes=" + quotaBytes + "}";
    }
}
