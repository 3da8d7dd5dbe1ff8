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

import java.util.Locale;

/**
 * The system calls that are made, with their numbers on x86-64 and on aarch64. All go through one call shape,
 * {@link CallShapes#systemCall}, because each further shape costs some milliseconds at start. So does loading the
 * bindings, which have some of the numbers for x86-64: a test holds these to being the same.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/syscalls.2.html">syscalls(2)</a>
 */
enum SystemCall
{
    CLOSE(3, 57),
    FALLOCATE(285, 47),
    FCNTL(72, 25),
    FTRUNCATE(77, 46),
    FUTEX(202, 98),
    GETCPU(309, 168),
    GETTID(186, 178),
    GET_MEMPOLICY(239, 236),
    IOCTL(16, 29),
    LSEEK(8, 62),
    MADVISE(28, 233),
    MBIND(237, 235),
    MEMFD_CREATE(319, 279),
    MLOCK(149, 228),
    MLOCK2(325, 284),
    MLOCKALL(151, 230),
    MMAP(9, 222),
    MOVE_PAGES(279, 239),
    MPROTECT(10, 226),
    MUNLOCK(150, 229),
    MUNLOCKALL(152, 231),
    MUNMAP(11, 215),
    OPENAT(257, 56),
    PRLIMIT64(302, 261),
    SCHED_GETAFFINITY(204, 123),
    SCHED_GETATTR(315, 275),
    SCHED_SETAFFINITY(203, 122),
    SCHED_SETATTR(314, 274),
    SET_MEMPOLICY(238, 237);

    /** Why no call can be made on this machine; empty where calls can. */
    private static final String REFUSAL =
        refusal(System.getProperty("os.name"), System.getProperty("os.arch"));

    private final int x86Number;
    private final int armNumber;
    private final long number;

    SystemCall(final int x86Number, final int armNumber)
    {
        this.x86Number = x86Number;
        this.armNumber = armNumber;
        number = System.getProperty("os.arch").equals("aarch64") ? armNumber : x86Number;
    }

    /**
     * Make the call.
     *
     * @return what it returned, at least 0; or the error's number, negated. For calls that return addresses too: none
     *         is in the range of errors.
     * @throws UnsupportedOperationException if this system or architecture is unknown here.
     */
    long invoke(final long a, final long b, final long c, final long d, final long e, final long f)
    {
        if (!REFUSAL.isEmpty())
        {
            throw new UnsupportedOperationException(REFUSAL);
        }
        final CallBuffer buffer = CallBuffer.ofThread();
        final long result = CallShapes.systemCall(buffer, number, a, b, c, d, e, f);
        return result == -1 ? -buffer.errno() : result;
    }

    long invoke(final long a, final long b, final long c, final long d)
    {
        return invoke(a, b, c, d, 0, 0);
    }

    long invoke(final long a, final long b, final long c)
    {
        return invoke(a, b, c, 0, 0, 0);
    }

    long invoke(final long a, final long b)
    {
        return invoke(a, b, 0, 0, 0, 0);
    }

    /**
     * What the manual calls it.
     */
    String manualName()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    int x86Number()
    {
        return x86Number;
    }

    int armNumber()
    {
        return armNumber;
    }

    static boolean isKnownHere()
    {
        return REFUSAL.isEmpty();
    }

    /**
     * Why no call can be made here.
     *
     * @return the reason; empty if calls can be made.
     */
    static String refusalHere()
    {
        return REFUSAL;
    }

    static String refusal(final String system, final String architecture)
    {
        if (!system.equals("Linux"))
        {
            return "system calls are made on Linux only, and this is " + system;
        }
        return architecture.equals("amd64") || architecture.equals("aarch64") ? "" :
            "the numbers of the system calls are known for x86-64 (amd64) and aarch64, and this machine is " +
                architecture + ": add them to " + SystemCall.class.getName();
    }
}
