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

/**
 * How much of something the system allows this process: limits that calls of this package run into. Asked by a call and
 * not of {@code /proc}, so that it can be said also when no more files can be opened. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">prlimit(2)</a>
 */
public enum ResourceLimit
{
    /** Bytes of locked memory, without CAP_IPC_LOCK; RLIMIT_MEMLOCK. */
    LOCKED_MEMORY(linux_h.RLIMIT_MEMLOCK()),
    /** The highest real-time priority, without CAP_SYS_NICE; RLIMIT_RTPRIO. */
    REAL_TIME_PRIORITY(linux_h.RLIMIT_RTPRIO()),
    /** How far the nice value may be lowered without CAP_SYS_NICE: to 20 less this; RLIMIT_NICE. */
    // Not in the bindings.
    NICE(13),
    /** Open files; RLIMIT_NOFILE. */
    OPEN_FILES(linux_h.RLIMIT_NOFILE());

    /** Stands for a limit that is none. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final int SELF = 0;
    private static final int NOTHING_TO_SET = 0;
    private static final long HARD_OFFSET = Long.BYTES;

    private final int number;

    ResourceLimit(final int number)
    {
        this.number = number;
    }

    /**
     * What holds now.
     *
     * @return the soft limit in this limit's unit, or {@link #UNLIMITED}.
     * @throws NativeCallException           if the system refuses to say.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public long soft()
    {
        return read(0);
    }

    /**
     * Up to where the process may raise it by itself.
     *
     * @return the hard limit in this limit's unit, or {@link #UNLIMITED}.
     * @throws NativeCallException           if the system refuses to say.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public long hard()
    {
        return read(HARD_OFFSET);
    }

    /**
     * The soft limit for a message.
     */
    String text()
    {
        final long soft = soft();
        return soft == UNLIMITED ? "unlimited" : Long.toString(soft);
    }

    private long read(final long offset)
    {
        final MemorySegment limits = CallBuffer.ofThread().scratch();
        final long result = SystemCall.PRLIMIT64.invoke(SELF, number, NOTHING_TO_SET, limits.address());
        if (result < 0)
        {
            throw new NativeCallException("prlimit", toString(), (int)-result, "");
        }
        final long value = limits.get(ValueLayout.JAVA_LONG, offset);
        // RLIM_INFINITY is the largest number without sign.
        return value < 0 ? UNLIMITED : value;
    }
}
