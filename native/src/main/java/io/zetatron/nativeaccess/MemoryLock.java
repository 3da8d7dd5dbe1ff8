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

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;

/**
 * Memory that may not leave RAM. Locks belong to the process and do not nest: unlocking a page once unlocks it. The
 * kernel locks whole pages, so a range locks whatever else is on its first and last page. Stateless and thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mlock.2.html">mlock(2), mlock2(2), mlockall(2)</a>
 */
public final class MemoryLock
{
    /** What of the process is to be locked. */
    public enum Extent
    {
        /** What is mapped now. */
        CURRENT(linux_h.MCL_CURRENT()),
        /** What will be mapped. */
        FUTURE(linux_h.MCL_FUTURE()),
        /** With one of the others: a page when it comes into memory, instead of all at once. */
        ON_FAULT(linux_h.MCL_ONFAULT());

        private final int flag;

        Extent(final int flag)
        {
            this.flag = flag;
        }
    }

    private MemoryLock()
    {
    }

    /**
     * Bring a range into memory and lock it there.
     *
     * @param segment of native memory.
     * @throws IllegalArgumentException      if the segment is on the Java heap or empty.
     * @throws NativeCallException           if it is more than the process may lock.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static void lock(final MemorySegment segment)
    {
        check("mlock", segment, SystemCall.MLOCK.invoke(address(segment), segment.byteSize()));
    }

    /**
     * Lock those pages of a range that are in memory, and others when they come in.
     *
     * @param segment of native memory.
     * @throws IllegalArgumentException      if the segment is on the Java heap or empty.
     * @throws NativeCallException           if it is more than the process may lock.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static void lockOnFault(final MemorySegment segment)
    {
        check("mlock2", segment,
            SystemCall.MLOCK2.invoke(address(segment), segment.byteSize(), linux_h.MLOCK_ONFAULT()));
    }

    /**
     * Unlock the pages of a range.
     *
     * @param segment of native memory.
     * @throws IllegalArgumentException      if the segment is on the Java heap or empty.
     * @throws NativeCallException           if the system refuses.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static void unlock(final MemorySegment segment)
    {
        check("munlock", segment, SystemCall.MUNLOCK.invoke(address(segment), segment.byteSize()));
    }

    /**
     * Lock all memory of the process.
     *
     * @param first of what is to be locked.
     * @param more  of it.
     * @throws IllegalArgumentException      if it is {@link Extent#ON_FAULT} alone.
     * @throws NativeCallException           if it is more than the process may lock.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static void lockAll(final Extent first, final Extent... more)
    {
        final EnumSet<Extent> extents = EnumSet.of(first, more);
        if (extents.equals(EnumSet.of(Extent.ON_FAULT)))
        {
            throw new IllegalArgumentException("ON_FAULT says when, not what: add CURRENT or FUTURE");
        }
        final int flags = extents.stream().mapToInt((extent) -> extent.flag).reduce(0, (one, other) -> one | other);
        final long result = SystemCall.MLOCKALL.invoke(flags, 0);
        if (result < 0)
        {
            throw new NativeCallException("mlockall", extents.toString(), (int)-result, Advice.lock((int)-result));
        }
    }

    /**
     * Unlock all memory of the process, and lock none that will be mapped.
     *
     * @throws NativeCallException           if the system refuses.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static void unlockAll()
    {
        final long result = SystemCall.MUNLOCKALL.invoke(0, 0);
        if (result < 0)
        {
            throw new NativeCallException("munlockall", "", (int)-result, Advice.lock((int)-result));
        }
    }

    /**
     * How much memory the process has locked.
     *
     * @return bytes, as the kernel counts them now.
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5), VmLck</a>
     */
    public static long lockedBytes()
    {
        final String text = CurrentThread.status("VmLck").orElse("0 kB");
        return Long.parseLong(text.substring(0, text.indexOf(' '))) << 10;
    }

    private static long address(final MemorySegment segment)
    {
        if (segment.byteSize() == 0)
        {
            throw new IllegalArgumentException("there is nothing to lock or unlock in an empty segment");
        }
        return Range.address(segment);
    }

    private static void check(final String call, final MemorySegment segment, final long result)
    {
        if (result < 0)
        {
            throw new NativeCallException(
                call, Range.describe(segment), (int)-result, Advice.lock((int)-result));
        }
    }
}
