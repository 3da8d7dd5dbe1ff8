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

import io.zetatron.nativeaccess.NativeCallException;
import io.zetatron.nativeaccess.NodeList;
import io.zetatron.nativeaccess.PageMemory;
import io.zetatron.nativeaccess.PageNodes;

import java.lang.foreign.MemorySegment;

/**
 * Keeps an eye on how much of a domain is in memory, and on which NUMA nodes, by asking the kernel about a bounded
 * number of pages at a time. A pass goes over what has been handed out, or over everything where everything is to be
 * in memory; its sums hold until the next pass is complete. Allocates nothing.
 * <p>
 * Not thread-safe; not for use after the domain has closed.
 */
public final class DomainResidency
{
    /**
     * Stands for bytes that are not known.
     */
    public static final long UNKNOWN = -1;

    private final MemoryDomain domain;
    private final MemorySegment memory;
    private final long pageBytes;
    private final boolean isWhole;
    private final boolean isLocked;
    private final PageNodes pages;
    private final int[] nodes;
    private final long[] passBytes;
    private final long[] nodeBytes;
    private long passResidentBytes;
    private long residentBytes = UNKNOWN;
    private long offset;

    DomainResidency(
        final MemoryDomain domain,
        final MemorySegment memory,
        final long pageBytes,
        final DomainSettings settings,
        final PageNodes pages)
    {
        this.domain = domain;
        this.memory = memory;
        this.pageBytes = pageBytes;
        this.pages = pages;
        isLocked = settings.isLocked();
        isWhole = isLocked || settings.isPrefaulted() || settings.file().isPresent();
        nodes = NodeList.online().stream().toArray();
        passBytes = new long[nodes.length];
        nodeBytes = new long[nodes.length];
    }

    /**
     * Ask about the next pages of the pass.
     *
     * @return true if the pass is complete, and the sums are new.
     * @throws NativeCallException           if the system refuses: the sums are unknown from then on, until a pass is
     *                                       complete.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public boolean step()
    {
        final long end = isWhole ? memory.byteSize() : domain.usedBytes();
        final int count = (int)Math.min(pages.capacity(), Math.ceilDiv(end - offset, pageBytes));
        if (count > 0)
        {
            ask(count);
            offset += count * pageBytes;
        }
        if (offset < end)
        {
            return false;
        }
        complete();
        return true;
    }

    private void ask(final int count)
    {
        try
        {
            pages.ask(memory.address() + offset, pageBytes, count);
        }
        catch (final NativeCallException ex)
        {
            residentBytes = UNKNOWN;
            begin();
            throw ex;
        }
        for (int i = 0; i < count; i++)
        {
            final int node = pages.node(i);
            if (node != PageMemory.NOT_RESIDENT)
            {
                passResidentBytes += pageBytes;
                add(node);
            }
        }
    }

    private void add(final int node)
    {
        for (int i = 0; i < nodes.length; i++)
        {
            if (nodes[i] == node)
            {
                passBytes[i] += pageBytes;
            }
        }
    }

    private void complete()
    {
        residentBytes = passResidentBytes;
        System.arraycopy(passBytes, 0, nodeBytes, 0, nodeBytes.length);
        begin();
    }

    private void begin()
    {
        offset = 0;
        passResidentBytes = 0;
        for (int i = 0; i < passBytes.length; i++)
        {
            passBytes[i] = 0;
        }
    }

    /**
     * How much is in memory.
     *
     * @return bytes; {@link #UNKNOWN} before the first pass is complete.
     */
    public long residentBytes()
    {
        return residentBytes;
    }

    /**
     * How much is in memory and cannot leave it. A lock holds until the domain is closed, and a domain whose lock was
     * refused is not made.
     *
     * @return bytes; {@link #UNKNOWN} before the first pass is complete.
     */
    public long lockedBytes()
    {
        return isLocked ? residentBytes : Math.min(residentBytes, 0);
    }

    /**
     * How many NUMA nodes there are.
     *
     * @return those that were online when this was made.
     */
    public int nodes()
    {
        return nodes.length;
    }

    /**
     * Which node it is.
     *
     * @param index below {@link #nodes()}.
     * @return the node's number.
     */
    public int node(final int index)
    {
        return nodes[index];
    }

    /**
     * How much is in memory on a node.
     *
     * @param index of the node, below {@link #nodes()}.
     * @return bytes; {@link #UNKNOWN} before the first pass is complete.
     */
    public long bytesOnNode(final int index)
    {
        return residentBytes == UNKNOWN ? UNKNOWN : nodeBytes[index];
    }
}
