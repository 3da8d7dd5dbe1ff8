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
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Waiting in the kernel until a word of shared memory may have changed. Stateless and thread-safe; allocates nothing
 * after a thread's first call. A virtual thread that waits keeps its carrier. {@link Thread#interrupt()} ends no wait,
 * which is why each has an end.
 * <p>
 * To wait for a change: read the word, then wait with what was read as expected; look again whatever the answer. To
 * announce one: write the word, then wake.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/futex.2.html">futex(2)</a>
 */
public final class Futex
{
    private static final long NANOSECONDS_OFFSET = Long.BYTES;

    /** Who shares the word. Both sides have to say the same. */
    public enum Scope
    {
        /** Threads of this process: the faster one. */
        PROCESS(linux_h.FUTEX_PRIVATE_FLAG()),
        /** Other processes too, through a shared mapping. */
        MACHINE(0);

        private final int flag;

        Scope(final int flag)
        {
            this.flag = flag;
        }
    }

    /** Why waiting ended. */
    public enum Outcome
    {
        /** Somebody woke this thread. The word may be as it was. */
        WOKEN,
        /** The word was not as expected, so there was no waiting. */
        CHANGED,
        /** The time is over. */
        TIMED_OUT,
        /** A signal came. */
        INTERRUPTED
    }

    private Futex()
    {
    }

    /**
     * Wait while a word is as expected, until woken.
     *
     * @param segment     of native memory.
     * @param offsetBytes of the word of 4 bytes, so that its address is a multiple of 4.
     * @param expected    value of the word.
     * @param timeoutNs   at most, nanoseconds, positive.
     * @param scope       who shares the word.
     * @return why waiting ended.
     * @throws IllegalArgumentException      if the memory is on the Java heap, the word is not aligned or the time-out
     *                                       is not positive.
     * @throws IndexOutOfBoundsException     if the word is not inside the segment.
     * @throws NativeCallException           if the system refuses.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static Outcome await(
        final MemorySegment segment,
        final long offsetBytes,
        final int expected,
        final long timeoutNs,
        final Scope scope)
    {
        final long address = address(segment, offsetBytes);
        if (timeoutNs <= 0)
        {
            throw new IllegalArgumentException("a wait needs a positive time-out, not " + timeoutNs + " ns");
        }
        final MemorySegment timeout = CallBuffer.ofThread().scratch();
        final long second = TimeUnit.SECONDS.toNanos(1);
        timeout.set(ValueLayout.JAVA_LONG, 0, timeoutNs / second);
        timeout.set(ValueLayout.JAVA_LONG, NANOSECONDS_OFFSET, timeoutNs % second);
        final long result = SystemCall.FUTEX.invoke(
            address, linux_h.FUTEX_WAIT() | scope.flag, Integer.toUnsignedLong(expected), timeout.address());
        return result == 0 ? Outcome.WOKEN : outcome((int)-result, address, scope);
    }

    /**
     * Wake threads that wait for a word.
     *
     * @param segment     of native memory.
     * @param offsetBytes of the word of 4 bytes, so that its address is a multiple of 4.
     * @param most        threads to be woken, at least 1.
     * @param scope       who shares the word.
     * @return how many were woken.
     * @throws IllegalArgumentException      if the memory is on the Java heap, the word is not aligned or the number is
     *                                       not positive.
     * @throws IndexOutOfBoundsException     if the word is not inside the segment.
     * @throws NativeCallException           if the system refuses.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static int wake(final MemorySegment segment, final long offsetBytes, final int most, final Scope scope)
    {
        final long address = address(segment, offsetBytes);
        if (most <= 0)
        {
            throw new IllegalArgumentException("at least 1 thread has to be woken, not " + most);
        }
        final long result = SystemCall.FUTEX.invoke(address, linux_h.FUTEX_WAKE() | scope.flag, most, 0);
        if (result < 0)
        {
            throw refused("FUTEX_WAKE", (int)-result, address, scope);
        }
        return (int)result;
    }

    private static Outcome outcome(final int errno, final long address, final Scope scope)
    {
        if (errno == linux_h.EAGAIN())
        {
            return Outcome.CHANGED;
        }
        if (errno == linux_h.ETIMEDOUT())
        {
            return Outcome.TIMED_OUT;
        }
        if (errno == linux_h.EINTR())
        {
            return Outcome.INTERRUPTED;
        }
        throw refused("FUTEX_WAIT", errno, address, scope);
    }

    private static NativeCallException refused(
        final String operation, final int errno, final long address, final Scope scope)
    {
        return new NativeCallException("futex", operation + ", 0x" + Long.toHexString(address) + ", " + scope, errno,
            Advice.general(errno));
    }

    private static long address(final MemorySegment segment, final long offsetBytes)
    {
        Objects.checkFromIndexSize(offsetBytes, Integer.BYTES, segment.byteSize());
        final long address = Range.address(segment) + offsetBytes;
        if (address % Integer.BYTES != 0)
        {
            throw new IllegalArgumentException(
                "the word at 0x" + Long.toHexString(address) + " is not aligned to " + Integer.BYTES + " bytes");
        }
        return address;
    }
}
