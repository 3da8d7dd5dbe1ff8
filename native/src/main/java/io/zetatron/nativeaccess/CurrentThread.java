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
import io.zetatron.bindings.linux.sched_attr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how Linux runs the calling thread: set, and read back. What is read is what holds, not what was asked for.
 * <p>
 * Affinity and policy belong to a thread of the system: of a virtual thread they are refused, because they would change
 * its carrier, which other virtual threads use too.
 */
public final class CurrentThread
{
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    /** Stands for the calling thread. */
    private static final long SELF = 0;
    private static final long NODE_OFFSET = Integer.BYTES;

    private CurrentThread()
    {
    }

    /**
     * The CPUs on which the calling thread may run.
     *
     * @return the affinity mask as the kernel has it now.
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
     */
    public static CpuList allowedCpus()
    {
        return CpuList.parse(requiredStatus("Cpus_allowed_list"));
    }

    /**
     * The kernel's id of the calling thread.
     *
     * @return the thread id.
     */
    public static int threadId()
    {
        return Integer.parseInt(requiredStatus("Pid"));
    }

    /**
     * The CPU on which the calling thread runs. Unless it is bound, it may run elsewhere by the time this returns.
     * Allocates nothing after a thread's first call.
     *
     * @return the CPU's number.
     * @see <a href="https://man7.org/linux/man-pages/man2/getcpu.2.html">getcpu(2)</a>
     */
    public static int cpu()
    {
        return place().get(ValueLayout.JAVA_INT, 0);
    }

    /**
     * The NUMA node of the CPU on which the calling thread runs. Unless it is bound, it may run elsewhere by the time
     * this returns. Allocates nothing after a thread's first call.
     *
     * @return the node's number.
     * @see <a href="https://man7.org/linux/man-pages/man2/getcpu.2.html">getcpu(2)</a>
     */
    public static int node()
    {
        return place().get(ValueLayout.JAVA_INT, NODE_OFFSET);
    }

    /**
     * Bind the calling thread to CPUs: to all of them, or not at all. The kernel itself leaves out those that it cannot
     * grant; here that is an error, and the thread is bound as it was before. Threads that the calling thread starts
     * later inherit the binding.
     *
     * @param cpus on which it may run.
     * @throws IllegalArgumentException      if there are none.
     * @throws IllegalStateException         if this is a virtual thread.
     * @throws NativeCallException           if one of them does not exist, is offline or outside the cpuset, or if the
     *                                       thread has the policy {@link SchedulingPolicy.Deadline}.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/sched_setaffinity.2.html">sched_setaffinity(2)</a>
     */
    public static void bind(final CpuList cpus)
    {
        requirePlatformThread("affinity");
        if (cpus.isEmpty())
        {
            throw new IllegalArgumentException(
                "a thread cannot be bound to no CPU at all; it may run on " + allowedCpus() + " now");
        }
        final CallBuffer buffer = CallBuffer.ofThread();
        final MemorySegment before = buffer.scratch();
        final MemorySegment wanted = buffer.secondScratch();
        final MemorySegment granted = buffer.thirdScratch();
        cpus.writeTo(wanted);
        readAffinity(before);
        final long result =
            SystemCall.SCHED_SETAFFINITY.invoke(SELF, wanted.byteSize(), wanted.address());
        if (result < 0)
        {
            throw refusedBinding(cpus, (int)-result);
        }
        readAffinity(granted);
        if (wanted.mismatch(granted) >= 0)
        {
            SystemCall.SCHED_SETAFFINITY.invoke(SELF, before.byteSize(), before.address());
            throw refusedBinding(cpus, linux_h.EINVAL());
        }
    }

    /**
     * The policy by which the calling thread is scheduled.
     *
     * @return the policy as the kernel has it now.
     * @throws IllegalStateException         if this is a virtual thread, or the kernel has a policy that is unknown
     *                                       here.
     * @throws NativeCallException           if the kernel refuses to say.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/sched_setattr.2.html">sched_getattr(2)</a>
     */
    public static SchedulingPolicy policy()
    {
        final MemorySegment attributes = attributes();
        final int policy = sched_attr.sched_policy(attributes);
        final int priority = sched_attr.sched_priority(attributes);
        final int nice = sched_attr.sched_nice(attributes);
        if (policy == linux_h.SCHED_OTHER())
        {
            return new SchedulingPolicy.Other(nice);
        }
        if (policy == linux_h.SCHED_BATCH())
        {
            return new SchedulingPolicy.Batch(nice);
        }
        if (policy == linux_h.SCHED_IDLE())
        {
            return new SchedulingPolicy.Idle();
        }
        if (policy == linux_h.SCHED_FIFO())
        {
            return new SchedulingPolicy.Fifo(priority);
        }
        if (policy == linux_h.SCHED_RR())
        {
            return new SchedulingPolicy.RoundRobin(priority);
        }
        if (policy == linux_h.SCHED_DEADLINE())
        {
            return new SchedulingPolicy.Deadline(sched_attr.sched_runtime(attributes),
                sched_attr.sched_deadline(attributes), sched_attr.sched_period(attributes));
        }
        throw new IllegalStateException("the kernel schedules this thread by a policy that is unknown here: " + policy);
    }

    /**
     * Whether threads that the calling thread starts have the usual policy instead of its own. So it is after
     * {@link #schedule(SchedulingPolicy)}.
     *
     * @return true if they do not inherit its policy.
     * @throws IllegalStateException         if this is a virtual thread.
     * @throws NativeCallException           if the kernel refuses to say.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public static boolean isPolicyResetOnFork()
    {
        return (sched_attr.sched_flags(attributes()) & linux_h.SCHED_FLAG_RESET_ON_FORK()) != 0;
    }

    /**
     * Let the calling thread be scheduled by a policy. Threads that it starts do not inherit it: they have the usual
     * policy and a nice value of at least 0 (reset on fork, which is always set, and stays set when the policy is
     * changed again, because only a privileged thread could take it back).
     *
     * @param policy by which it is to be scheduled.
     * @throws IllegalStateException         if this is a virtual thread.
     * @throws NativeCallException           if the thread lacks the right, or the kernel cannot grant a
     *                                       {@link SchedulingPolicy.Deadline}.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/sched_setattr.2.html">sched_setattr(2)</a>
     */
    public static void schedule(final SchedulingPolicy policy)
    {
        requirePlatformThread("scheduling policy");
        final MemorySegment attributes = CallBuffer.ofThread().scratch();
        attributes.fill((byte)0);
        sched_attr.size(attributes, (int)sched_attr.sizeof());
        sched_attr.sched_flags(attributes, linux_h.SCHED_FLAG_RESET_ON_FORK());
        switch (policy)
        {
            case SchedulingPolicy.Other(final int nice) -> fill(attributes, linux_h.SCHED_OTHER(), 0, nice);
            case SchedulingPolicy.Batch(final int nice) -> fill(attributes, linux_h.SCHED_BATCH(), 0, nice);
            case SchedulingPolicy.Idle() -> fill(attributes, linux_h.SCHED_IDLE(), 0, 0);
            case SchedulingPolicy.Fifo(final int priority) -> fill(attributes, linux_h.SCHED_FIFO(), priority, 0);
            case SchedulingPolicy.RoundRobin(final int priority) -> fill(attributes, linux_h.SCHED_RR(), priority, 0);
            case SchedulingPolicy.Deadline(final long runtimeNs, final long deadlineNs, final long periodNs) ->
            {
                fill(attributes, linux_h.SCHED_DEADLINE(), 0, 0);
                sched_attr.sched_runtime(attributes, runtimeNs);
                sched_attr.sched_deadline(attributes, deadlineNs);
                sched_attr.sched_period(attributes, periodNs);
            }
        }
        final long result = SystemCall.SCHED_SETATTR.invoke(SELF, attributes.address(), 0);
        if (result < 0)
        {
            throw new NativeCallException(
                "sched_setattr", policy + ", reset on fork", (int)-result, Advice.scheduling(policy, (int)-result));
        }
    }

    /**
     * A field of what the kernel says of the calling thread.
     */
    static Optional<String> status(final String name)
    {
        final String prefix = name + ":";
        return read(STATUS).lines()
            .filter((line) -> line.startsWith(prefix))
            .map((line) -> line.substring(prefix.length()).trim())
            .findFirst();
    }

    private static void fill(final MemorySegment attributes, final int policy, final int priority, final int nice)
    {
        sched_attr.sched_policy(attributes, policy);
        sched_attr.sched_priority(attributes, priority);
        sched_attr.sched_nice(attributes, nice);
    }

    private static MemorySegment attributes()
    {
        requirePlatformThread("scheduling policy");
        final MemorySegment attributes = CallBuffer.ofThread().scratch();
        final long result =
            SystemCall.SCHED_GETATTR.invoke(SELF, attributes.address(), sched_attr.sizeof(), 0);
        if (result < 0)
        {
            throw new NativeCallException("sched_getattr", "this thread", (int)-result, Advice.general((int)-result));
        }
        return attributes;
    }

    private static MemorySegment place()
    {
        final MemorySegment place = CallBuffer.ofThread().scratch();
        CallShapes.getCpu(place.address(), place.address() + NODE_OFFSET);
        return place;
    }

    private static void readAffinity(final MemorySegment mask)
    {
        // The kernel writes as many words as it has CPUs for.
        mask.fill((byte)0);
        final long result = SystemCall.SCHED_GETAFFINITY.invoke(SELF, mask.byteSize(), mask.address());
        if (result < 0)
        {
            throw new NativeCallException("sched_getaffinity", "this thread", (int)-result,
                Advice.general((int)-result));
        }
    }

    private static NativeCallException refusedBinding(final CpuList cpus, final int errno)
    {
        return new NativeCallException("sched_setaffinity", "CPUs " + cpus, errno, Advice.affinity(cpus, errno));
    }

    private static void requirePlatformThread(final String what)
    {
        if (Thread.currentThread().isVirtual())
        {
            throw new IllegalStateException("a virtual thread has no " + what + " of its own: that of its carrier " +
                "would be changed, which other virtual threads use too; use a platform thread");
        }
    }

    private static String requiredStatus(final String name)
    {
        return status(name).orElseThrow(() -> new IllegalStateException(STATUS + " has no field " + name));
    }

    private static String read(final Path file)
    {
        try
        {
            return PseudoFile.text(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + file + " (is /proc mounted?)", ex);
        }
    }
}
