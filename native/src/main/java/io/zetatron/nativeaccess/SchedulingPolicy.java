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

/**
 * How the kernel chooses among threads that want to run. Set and read back by {@link CurrentThread}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/sched.7.html">sched(7)</a>
 */
public sealed interface SchedulingPolicy
{
    /** The lowest priority of {@link Fifo} and {@link RoundRobin}. */
    int MIN_PRIORITY = 1;
    /** The highest priority of {@link Fifo} and {@link RoundRobin}. */
    int MAX_PRIORITY = 99;
    /** The nice value that wants most of a CPU. */
    int MIN_NICE = -20;
    /** The nice value that wants least of a CPU. */
    int MAX_NICE = 19;
    /** The smallest run time that the kernel accepts of a {@link Deadline}. */
    long MIN_RUNTIME_NS = 1024;

    /**
     * The usual policy: a share of the CPU according to the nice value.
     *
     * @param nice from {@link #MIN_NICE} to {@link #MAX_NICE}.
     */
    record Other(int nice) implements SchedulingPolicy
    {
        /** Checks the nice value. */
        public Other
        {
            checkNice(nice);
        }
    }

    /**
     * As {@link Other}, for work that nobody waits for: the thread is taken to need long turns.
     *
     * @param nice from {@link #MIN_NICE} to {@link #MAX_NICE}.
     */
    record Batch(int nice) implements SchedulingPolicy
    {
        /** Checks the nice value. */
        public Batch
        {
            checkNice(nice);
        }
    }

    /** Run when hardly anybody else wants to. A thread that may not lower its nice value cannot leave it again. */
    record Idle() implements SchedulingPolicy
    {
    }

    /**
     * Real time: run until blocked, or until a thread of a higher priority wants the CPU.
     *
     * @param priority from {@link #MIN_PRIORITY} to {@link #MAX_PRIORITY}, the highest.
     */
    record Fifo(int priority) implements SchedulingPolicy
    {
        /** Checks the priority. */
        public Fifo
        {
            checkPriority(priority);
        }
    }

    /**
     * Real time, as {@link Fifo}, but in turns among threads of the same priority.
     *
     * @param priority from {@link #MIN_PRIORITY} to {@link #MAX_PRIORITY}, the highest.
     */
    record RoundRobin(int priority) implements SchedulingPolicy
    {
        /** Checks the priority. */
        public RoundRobin
        {
            checkPriority(priority);
        }
    }

    /**
     * Real time, ahead of all other policies: run time that is granted anew in each period, to be had before the
     * deadline. The kernel refuses what it cannot grant to all such threads together (EBUSY).
     * <p>
     * The thread has to be allowed to run on all CPUs when the policy is set, and cannot be bound to fewer while it has
     * it (EBUSY). It can start threads, because they do not inherit the policy.
     *
     * @param runtimeNs  granted in each period, nanoseconds, at least {@link #MIN_RUNTIME_NS}.
     * @param deadlineNs by which it is to be had, nanoseconds from the start of the period, at least the run time.
     * @param periodNs   nanoseconds, at least the deadline. The kernel has bounds of its own, by default 100 us to
     *                   about 4 s.
     */
    record Deadline(long runtimeNs, long deadlineNs, long periodNs) implements SchedulingPolicy
    {
        /** Checks the order of the three. */
        public Deadline
        {
            if (runtimeNs < MIN_RUNTIME_NS || deadlineNs < runtimeNs || periodNs < deadlineNs)
            {
                throw new IllegalArgumentException("a DEADLINE thread needs " + MIN_RUNTIME_NS +
                    " ns <= run time <= deadline <= period, but they are " + runtimeNs + ", " + deadlineNs + " and " +
                    periodNs + " ns");
            }
        }
    }

    private static void checkNice(final int nice)
    {
        if (nice < MIN_NICE || nice > MAX_NICE)
        {
            throw new IllegalArgumentException("nice value " + nice + " is not in " + MIN_NICE + ".." + MAX_NICE);
        }
    }

    private static void checkPriority(final int priority)
    {
        if (priority < MIN_PRIORITY || priority > MAX_PRIORITY)
        {
            throw new IllegalArgumentException(
                "real-time priority " + priority + " is not in " + MIN_PRIORITY + ".." + MAX_PRIORITY);
        }
    }
}
