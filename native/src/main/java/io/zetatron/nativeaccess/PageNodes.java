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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Asks the kernel, again and again and without allocating, on which NUMA node pages are. Each question costs time in
 * proportion to the pages asked about, so that who asks for a few at a time bounds it.
 * <p>
 * Not thread-safe; may be handed from one thread to another.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/move_pages.2.html">move_pages(2)</a>
 */
public final class PageNodes
{
    private final int capacity;
    private final MemorySegment addresses;
    private final MemorySegment status;

    /**
     * Room for questions, which lives as long as this object.
     *
     * @param capacity the most pages that are asked about at once, above 0.
     */
    public PageNodes(final int capacity)
    {
        if (capacity <= 0)
        {
            throw new IllegalArgumentException("room for " + capacity + " pages must be above 0");
        }
        this.capacity = capacity;
        final Arena arena = Arena.ofAuto();
        addresses = arena.allocate(ValueLayout.JAVA_LONG, capacity);
        status = arena.allocate(ValueLayout.JAVA_INT, capacity);
    }

    /**
     * The most pages that are asked about at once.
     *
     * @return pages.
     */
    public int capacity()
    {
        return capacity;
    }

    /**
     * Ask about pages that follow one another.
     *
     * @param address   of the first.
     * @param pageBytes from one to the next.
     * @param count     how many, 1 to {@link #capacity()}.
     * @throws NativeCallException           if the system refuses: EPERM where a container's filter does.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public void ask(final long address, final long pageBytes, final int count)
    {
        if (count <= 0 || count > capacity)
        {
            throw new IllegalArgumentException(count + " pages: there is room for 1 to " + capacity);
        }
        for (int i = 0; i < count; i++)
        {
            addresses.setAtIndex(ValueLayout.JAVA_LONG, i, address + i * pageBytes);
        }
        final long result = SystemCall.MOVE_PAGES.invoke(0, count, addresses.address(), 0, status.address(), 0);
        if (result < 0)
        {
            throw new NativeCallException("move_pages", count + " pages from 0x" + Long.toHexString(address) +
                ", read back", (int)-result, Advice.numa((int)-result));
        }
    }

    /**
     * What the last question was answered.
     *
     * @param index of the page among those asked about.
     * @return a node's number, or {@link PageMemory#NOT_RESIDENT} for one that is not in memory, or is the kernel's
     *         shared page of zeros.
     */
    public int node(final int index)
    {
        return Math.max(status.getAtIndex(ValueLayout.JAVA_INT, index), PageMemory.NOT_RESIDENT);
    }
}
