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

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Memory in whole pages: mapped with a choice of page size, brought into memory ahead of its use, protected. Stateless
 * and thread-safe; who closes an arena while another thread works on its memory here breaks both.
 * <p>
 * A mapping lives as long as its arena. Close a shared arena at the end only: that stops other threads.
 */
public final class PageMemory
{
    /** Stands for a page that is not in memory. */
    public static final int NOT_RESIDENT = -1;

    private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();
    private static final long NO_FILE = -1;

    /** How pages were brought into memory. */
    public enum Prefault
    {
        /** By the kernel in one call, MADV_POPULATE_WRITE. */
        POPULATED,
        /** By writing to each page what it had, because the kernel is older than 5.14. */
        WRITTEN
    }

    private PageMemory()
    {
    }

    /**
     * Map memory that belongs to no file and is filled with zeros. Pooled huge pages are reserved here, so that none
     * can be missing later; others are taken when first used, or by {@link #prefault}.
     *
     * @param arena       whose closing unmaps the memory.
     * @param lengthBytes a positive multiple of {@link Pages#sizeBytes()}.
     * @param pages       of which it is to be made.
     * @return the memory, aligned to its pages; for transparent huge pages to those.
     * @throws IllegalArgumentException      if the length is no such multiple.
     * @throws NativeCallException           if there is no such memory, for example because the pool has too few pages.
     * @throws UnsupportedOperationException if this machine has no such pages, or on a system or an architecture that
     *                                       is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/mmap.2.html">mmap(2)</a>
     */
    public static MemorySegment map(final Arena arena, final long lengthBytes, final Pages pages)
    {
        pages.requireOffered();
        pages.requireWholePages("memory", lengthBytes);
        final long alignmentBytes = pages.alignmentBytes();
        final boolean isToBeTrimmed = alignmentBytes > pages.sizeBytes() && lengthBytes >= alignmentBytes;
        final long mappedBytes = isToBeTrimmed ? lengthBytes + alignmentBytes : lengthBytes;
        final int flags = linux_h.MAP_PRIVATE() | linux_h.MAP_ANONYMOUS() | pages.mapFlags();
        final long mapped = map(mappedBytes, Protection.READ_WRITE, flags, NO_FILE, 0, pages);
        final long address = isToBeTrimmed ? Math.ceilDiv(mapped, alignmentBytes) * alignmentBytes : mapped;
        if (isToBeTrimmed)
        {
            unmap(mapped, address - mapped);
            unmap(address + lengthBytes, mapped + mappedBytes - address - lengthBytes);
        }
        final MemorySegment segment = segment(arena, address, lengthBytes);
        if (pages == Pages.TRANSPARENT_HUGE)
        {
            advise(segment, MemoryAdvice.HUGE_PAGE);
        }
        return segment;
    }

    /**
     * Bring all pages of a range into memory, writable, without changing what is in them, so that their first use later
     * does not wait for the kernel. Where memory is short this is an error, and not the signal that would end the
     * process at the first use.
     *
     * @param segment of whole, writable pages.
     * @return how it was done.
     * @throws IllegalArgumentException      if the range is not made of whole pages, or may not be written to.
     * @throws NativeCallException           if a page cannot be had.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2), MADV_POPULATE_WRITE</a>
     */
    public static Prefault prefault(final MemorySegment segment)
    {
        final long address = Range.pageAddress(segment);
        if (segment.isReadOnly())
        {
            throw new IllegalArgumentException(
                "the memory at " + Range.describe(segment) + " is read-only: advise POPULATE_READ");
        }
        final long result =
            SystemCall.MADVISE.invoke(address, segment.byteSize(), linux_h.MADV_POPULATE_WRITE());
        // Said of pages that may not be written to as well, and of those only where the kernel knows the advice.
        if (result == -linux_h.EINVAL() && !knowsPopulate(address))
        {
            write(segment);
            return Prefault.WRITTEN;
        }
        if (result < 0)
        {
            throw new NativeCallException("madvise", Range.describe(segment) + ", POPULATE_WRITE", (int)-result,
                Advice.memory((int)-result));
        }
        return Prefault.POPULATED;
    }

    /**
     * Say what may be done with pages.
     *
     * @param segment    of whole pages.
     * @param protection from now on, for all threads.
     * @throws IllegalArgumentException      if the range is not made of whole pages.
     * @throws NativeCallException           if the system refuses.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/mprotect.2.html">mprotect(2)</a>
     */
    public static void protect(final MemorySegment segment, final Protection protection)
    {
        final long result =
            SystemCall.MPROTECT.invoke(Range.pageAddress(segment), segment.byteSize(), protection.flags());
        if (result < 0)
        {
            throw new NativeCallException("mprotect", Range.describe(segment) + ", " + protection, (int)-result,
                Advice.memory((int)-result));
        }
    }

    /**
     * Tell the kernel about pages.
     *
     * @param segment of whole pages.
     * @param advice  to be followed.
     * @throws IllegalArgumentException      if the range is not made of whole pages.
     * @throws NativeCallException           if the kernel does not know the advice, or cannot follow it here.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise(2)</a>
     */
    public static void advise(final MemorySegment segment, final MemoryAdvice advice)
    {
        final long result = SystemCall.MADVISE.invoke(Range.pageAddress(segment), segment.byteSize(), advice.number());
        if (result < 0)
        {
            throw new NativeCallException("madvise", Range.describe(segment) + ", " + advice, (int)-result,
                Advice.memory((int)-result));
        }
    }

    /**
     * On which NUMA node each page of a range is: read back, not remembered. Allocates; not for use while messages
     * flow.
     *
     * @param segment of whole pages.
     * @return a node's number for each ordinary page, or {@link #NOT_RESIDENT} for one that is not in memory, or is the
     *         kernel's shared page of zeros.
     * @throws IllegalArgumentException      if the range is not made of whole pages, or has more than 2<sup>20</sup>.
     * @throws NativeCallException           if the system refuses.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/move_pages.2.html">move_pages(2)</a>
     */
    public static int[] nodes(final MemorySegment segment)
    {
        final long address = Range.pageAddress(segment);
        final long pageBytes = Pages.BASE.sizeBytes();
        final long count = segment.byteSize() / pageBytes;
        if (count > 1 << 20)
        {
            throw new IllegalArgumentException(count + " pages at once are more than " + (1 << 20) + ": ask in parts");
        }
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment pages = arena.allocate(ValueLayout.JAVA_LONG, count);
            final MemorySegment status = arena.allocate(ValueLayout.JAVA_INT, count);
            for (int i = 0; i < count; i++)
            {
                pages.setAtIndex(ValueLayout.JAVA_LONG, i, address + i * pageBytes);
            }
            final long result = SystemCall.MOVE_PAGES.invoke(0, count, pages.address(), 0, status.address(), 0);
            if (result < 0)
            {
                throw new NativeCallException("move_pages", Range.describe(segment) + ", read back", (int)-result,
                    Advice.numa((int)-result));
            }
            final int[] nodes = status.toArray(ValueLayout.JAVA_INT);
            for (int i = 0; i < nodes.length; i++)
            {
                nodes[i] = Math.max(nodes[i], NOT_RESIDENT);
            }
            return nodes;
        }
    }

    /**
     * Map and return the address.
     */
    static long map(
        final long lengthBytes,
        final Protection protection,
        final int flags,
        final long descriptor,
        final long offsetBytes,
        final Pages pages)
    {
        final long result =
            SystemCall.MMAP.invoke(0, lengthBytes, protection.flags(), flags, descriptor, offsetBytes);
        if (result < 0)
        {
            throw new NativeCallException("mmap", lengthBytes + " bytes, " + protection + ", " + pages + " pages" +
                (descriptor == NO_FILE ? "" : ", of a file from byte " + offsetBytes), (int)-result,
                Advice.mapping(pages, lengthBytes, (int)-result));
        }
        return result;
    }

    /**
     * A mapping as a segment that its arena unmaps.
     */
    // The address and length are those of a mapping that nobody else knows.
    @SuppressWarnings("restricted")
    static MemorySegment segment(final Arena arena, final long address, final long lengthBytes)
    {
        try
        {
            return MemorySegment.ofAddress(address)
                .reinterpret(lengthBytes, arena, (mapped) -> unmap(address, lengthBytes));
        }
        catch (final RuntimeException ex)
        {
            unmap(address, lengthBytes);
            throw ex;
        }
    }

    /**
     * Bring pages into memory on kernels that cannot do it by themselves.
     */
    static void write(final MemorySegment segment)
    {
        for (long offset = 0; offset < segment.byteSize(); offset += Pages.BASE.sizeBytes())
        {
            // Atomic, so that a write of another thread is not undone.
            final int ignored = (int)WORD.getAndAdd(segment, offset, 0);
        }
    }

    private static boolean knowsPopulate(final long address)
    {
        return SystemCall.MADVISE.invoke(address, 0, linux_h.MADV_POPULATE_WRITE()) == 0;
    }

    private static void unmap(final long address, final long lengthBytes)
    {
        if (lengthBytes > 0)
        {
            final long result = SystemCall.MUNMAP.invoke(address, lengthBytes);
            if (result < 0)
            {
                throw new NativeCallException("munmap", "0x" + Long.toHexString(address) + ", " + lengthBytes +
                    " bytes", (int)-result, Advice.memory((int)-result));
            }
        }
    }
}
