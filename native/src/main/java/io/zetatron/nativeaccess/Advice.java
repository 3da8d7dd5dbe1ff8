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

import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What to do when the system refuses a call: one method for each kind of call, one case for each error that has a
 * remedy, with what this machine says about it now.
 */
final class Advice
{
    private static final Path RT_RUNTIME = Path.of("/proc/sys/kernel/sched_rt_runtime_us");
    private static final Path RT_PERIOD = Path.of("/proc/sys/kernel/sched_rt_period_us");
    private static final Path DEADLINE_LEAST = Path.of("/proc/sys/kernel/sched_deadline_period_min_us");
    private static final Path DEADLINE_MOST = Path.of("/proc/sys/kernel/sched_deadline_period_max_us");
    private static final Path ONLINE_CPUS = Path.of("/sys/devices/system/cpu/online");
    private static final Path MAX_MAPPINGS = Path.of("/proc/sys/vm/max_map_count");
    private static final Path OVERCOMMIT = Path.of("/proc/sys/vm/overcommit_memory");

    private Advice()
    {
    }

    static String affinity(final CpuList cpus, final int errno)
    {
        return switch (name(errno))
        {
            case EINVAL -> "Not all of CPUs " + cpus + " are online and inside the cpuset: online are " +
                value(ONLINE_CPUS) + ", this thread may run on " + CurrentThread.allowedCpus() +
                " now (cpuset.cpus of its cgroup, docker run --cpuset-cpus)";
            case EBUSY -> "A thread with the policy DEADLINE cannot be bound to fewer CPUs: bind another one, or " +
                "choose FIFO and bind that";
            default -> general(errno);
        };
    }

    static String scheduling(final SchedulingPolicy policy, final int errno)
    {
        return switch (name(errno))
        {
            case EPERM -> schedulingRight(policy);
            case EBUSY -> "The kernel cannot grant that much to all DEADLINE threads together: they may have " +
                value(RT_RUNTIME) + " of each " + value(RT_PERIOD) + " us of a CPU (" + RT_RUNTIME + "); ask for " +
                "less run time or a longer period";
            case EINVAL -> policy instanceof SchedulingPolicy.Deadline ?
                "The kernel takes periods from " + value(DEADLINE_LEAST) + " to " + value(DEADLINE_MOST) + " us (" +
                    DEADLINE_LEAST + ", " + DEADLINE_MOST + ")" :
                "This kernel does not know the policy";
            case E2BIG -> "This kernel is older than the structure of 56 bytes that it was given (Linux 5.3)";
            default -> general(errno);
        };
    }

    private static String schedulingRight(final SchedulingPolicy policy)
    {
        final String right = Capability.CAP_SYS_NICE.state();
        final String grant =
            "setcap, AmbientCapabilities=CAP_SYS_NICE in a systemd unit, docker run --cap-add SYS_NICE";
        return switch (policy)
        {
            case SchedulingPolicy.Fifo _, SchedulingPolicy.RoundRobin _ ->
                value(RT_RUNTIME).equals("0") ?
                    RT_RUNTIME + " is 0, which leaves no time to real-time threads: write 950000 to it" :
                    "The real-time priority limit (RLIMIT_RTPRIO, ulimit -r) is " +
                        ResourceLimit.REAL_TIME_PRIORITY.text() + " and " + right + ": raise the limit (\"USER - " +
                        "rtprio 99\" in /etc/security/limits.d, LimitRTPRIO=99 in a systemd unit, docker run " +
                        "--ulimit rtprio=99), or grant the capability (" + grant + "). Where both are given, the " +
                        "CPU controller of cgroup v1 grants no real-time run time (cpu.rt_runtime_us)";
            case SchedulingPolicy.Deadline _ ->
                "DEADLINE needs CAP_SYS_NICE, and " + right + " (" + grant + "). Where it is held, the thread has " +
                    "to be allowed to run on all CPUs of its scheduling domain: it may run on " +
                    CurrentThread.allowedCpus() + " of " + value(ONLINE_CPUS);
            case SchedulingPolicy.Other _, SchedulingPolicy.Batch _, SchedulingPolicy.Idle _ ->
                "Its nice value cannot be lowered, nor can it leave IDLE for a policy with a lower one than the " +
                    "limit allows (RLIMIT_NICE, ulimit -e), which is " + ResourceLimit.NICE.text() + ", for 20 less " +
                    "that, and " + right + " (" + grant + ")";
        };
    }

    static String lock(final int errno)
    {
        return switch (name(errno))
        {
            case EPERM, ENOMEM, EAGAIN -> "The locked memory limit (RLIMIT_MEMLOCK, ulimit -l) is " +
                ResourceLimit.LOCKED_MEMORY.text() + " bytes, of which " + MemoryLock.lockedBytes() + " are in use, " +
                "and " + Capability.CAP_IPC_LOCK.state() + ": raise the limit (\"USER - memlock unlimited\" in " +
                "/etc/security/limits.d, LimitMEMLOCK=infinity in a systemd unit, docker run --ulimit memlock=-1), " +
                "or grant the capability (docker run --cap-add IPC_LOCK)" +
                (errno == linux_h.ENOMEM() ? ". Where that suffices, a part of the range is not mapped, or memory is " +
                    "full" : "");
            default -> general(errno);
        };
    }

    static String mapping(final Pages pages, final long lengthBytes, final int errno)
    {
        return switch (name(errno))
        {
            case ENOMEM, ENOSPC -> pages.isPooled() ? poolAdvice(pages, lengthBytes) :
                "There is no room for it: vm.max_map_count is " + value(MAX_MAPPINGS) + ", vm.overcommit_memory is " +
                    value(OVERCOMMIT) + "; see ulimit -v and the memory limit of the cgroup";
            case EAGAIN -> lock(errno);
            case EACCES -> "The file is not open for that: open it READ_WRITE to map it so";
            case EPERM -> "A seal of the file forbids it, or its file system is mounted noexec";
            case ENODEV -> "Its file system cannot map files";
            default -> general(errno);
        };
    }

    private static String poolAdvice(final Pages pages, final long lengthBytes)
    {
        final long wanted = lengthBytes / pages.sizeBytes();
        final String nodes = NodeList.online().stream()
            .mapToObj((node) -> "node " + node + ": " + pages.freeOnNode(node))
            .collect(Collectors.joining(", "));
        return "It takes " + wanted + " pages of " + pages.sizeBytes() + " bytes, and the pool has " + pages.free() +
            " free of " + pages.total() + " (" + nodes + "): as root write a larger number to " +
            pages.pool().resolve("nr_hugepages") + ", or choose other pages";
    }

    static String memory(final int errno)
    {
        return switch (name(errno))
        {
            case EFAULT -> "A page cannot be had: the pool of huge pages on the nodes of its policy is used up, the " +
                "file is shorter than the mapping, or the memory is broken";
            case ENOMEM -> "A part of the range is not mapped, or memory is full (memory limit of the cgroup)";
            case EACCES -> "The file is not open for writing";
            case EINVAL -> "This kernel does not know the advice (uname -r), or cannot follow it for this kind of " +
                "memory or this protection";
            case EAGAIN -> "Some resource is short for the moment: try again";
            default -> general(errno);
        };
    }

    static String numa(final int errno)
    {
        return switch (name(errno))
        {
            case EINVAL -> "Not all of these nodes exist inside the cpuset: online are " + NodeList.online() +
                ", allowed are " + NodeList.allowed() + " (cpuset.mems of its cgroup, docker run --cpuset-mems)";
            case EPERM -> "A seccomp filter refuses it, as docker's own does without CAP_SYS_NICE, and " +
                Capability.CAP_SYS_NICE.state() + " (docker run --cap-add SYS_NICE)";
            case EIO -> "A page is on another node. MOVE moves it, unless it is locked by the kernel or mapped by " +
                "other processes too, or the node is full";
            case EFAULT -> "A part of the range is not mapped";
            case ENOMEM -> "The nodes of the policy have no memory left";
            default -> general(errno);
        };
    }

    static String file(final int errno)
    {
        return file(errno, Pages.BASE);
    }

    static String file(final int errno, final Pages pages)
    {
        return switch (name(errno))
        {
            case ENOSPC, ENOMEM -> pages.isPooled() ? poolAdvice(pages, pages.sizeBytes()) :
                "The file system is full (df says so): make room, or make it larger (mount -o remount,size=, docker " +
                    "run --shm-size)";
            case EDQUOT -> "The user's quota on this file system is used up";
            case EOPNOTSUPP -> "Its file system cannot do that: use one of /dev/shm";
            case EACCES, EPERM -> "The file's permissions or a seal forbid it";
            case ENOENT -> "There is no such file";
            case EEXIST -> "Somebody has made it already: remove it or choose another name";
            case EBUSY -> "It is mapped for writing: unmap it before sealing it";
            case EINVAL -> "It is not that kind of file, or the length does not suit its pages";
            case EFBIG -> "That is longer than its file system or ulimit -f allows";
            default -> general(errno);
        };
    }

    static String general(final int errno)
    {
        return switch (name(errno))
        {
            case ENOSYS -> "This kernel does not have the call (uname -r says which it is), or a seccomp filter of " +
                "the container hides it: docker run --security-opt seccomp=PROFILE";
            case EMFILE -> "This process may have " + ResourceLimit.OPEN_FILES.text() + " files open " +
                "(RLIMIT_NOFILE): raise it (ulimit -n, LimitNOFILE= in a systemd unit, docker run --ulimit nofile=)";
            case ENFILE -> "The machine has as many files open as it may: see /proc/sys/fs/file-max";
            case EPERM, EACCES -> "The right to do so is missing, or a seccomp filter of the container refuses it";
            case EINTR -> "A signal interrupted it: try again";
            case ENOMEM -> "The kernel has no memory left for it";
            default -> "";
        };
    }

    /**
     * For a switch: any error without a case will do for numbers that have no name.
     */
    private static Errno name(final int errno)
    {
        return Errno.of(errno).orElse(Errno.EDOM);
    }

    private static String value(final Path file)
    {
        return PseudoFile.value(file).orElse("unknown");
    }
}
