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
package io.zetatron.kernel.console.doctor;

import io.zetatron.nativeaccess.library.Library;
import io.zetatron.nativeaccess.library.LibrarySearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the files that Linux would show on a host, and examines it.
 */
final class RecordedHost
{
    static final long REQUIRED_BYTES = 96 * Bytes.MIB;
    private static final String CPU = "/sys/devices/system/cpu/";
    private static final String HUGE_PAGES = "/sys/kernel/mm/hugepages/hugepages-";
    private static final String MEMORY_CONTROLLERS = "/sys/devices/system/edac/mc/mc";
    private static final String CLOCK = "/sys/devices/system/clocksource/clocksource0/";

    private final Path root;
    private Space shm = new Space(4 * Bytes.GIB, 4 * Bytes.GIB);
    private final Set<String> refused = new HashSet<>();
    private LibraryFacts libraries;
    private Runnable duringPause = () -> {};
    private JavaFacts java = java("ZGC Minor Cycles", 8);

    RecordedHost(final Path root)
    {
        this.root = root;
    }

    static JavaFacts java(final String collector, final int processors)
    {
        return new JavaFacts(25, "25.0.3", List.of(collector), true, true, processors, 4 * Bytes.GIB, 16 * Bytes.GIB);
    }

    RecordedHost file(final String path, final Object content)
    {
        try
        {
            final Path file = root.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, content + "\n");
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    RecordedHost folder(final String path)
    {
        try
        {
            Files.createDirectories(root.resolve(path.substring(1)));
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    RecordedHost shm(final long totalBytes, final long freeBytes)
    {
        shm = new Space(totalBytes, freeBytes);
        return folder("/dev/shm");
    }

    RecordedHost duringPause(final Runnable action)
    {
        duringPause = action;
        return this;
    }

    RecordedHost java(final JavaFacts facts)
    {
        java = facts;
        return this;
    }

    /**
     * A device, which this user may open or not.
     */
    RecordedHost device(final String path, final boolean isAccessible)
    {
        if (!isAccessible)
        {
            refused.add(root.resolve(path.substring(1)).toString());
        }
        return file(path, "");
    }

    RecordedHost libraries(final LibraryFacts facts)
    {
        libraries = facts;
        return this;
    }

    /**
     * What is known of libraries: if nothing was said, none is there.
     */
    LibraryFacts libraries()
    {
        final LibrarySearch search = new LibrarySearch(root, "", null);
        return libraries != null ? libraries :
            new LibraryFacts(Library.optional().stream().map(search::probe).toList(), Map.of());
    }

    Host host()
    {
        return new Host(
            root, (folder) -> shm, (durationNs) -> duringPause.run(), (path) -> !refused.contains(path.toString()));
    }

    Doctor doctor()
    {
        return new Doctor(Doctor.standardExaminations(REQUIRED_BYTES, java, this::libraries));
    }

    List<Finding> findings()
    {
        return doctor().examine(host());
    }

    Finding finding(final String id)
    {
        return findings().stream().filter((finding) -> finding.id().equals(id)).findFirst().orElseThrow();
    }

    /**
     * A server without a hypervisor on which everything was done: eight cores, six of them isolated.
     */
    RecordedHost tunedServer()
    {
        shm(4 * Bytes.GIB, 4 * Bytes.GIB).folder("/tmp");
        cpus(8, "2-7", "2-7");
        file("/proc/cpuinfo", "processor : 0\nflags\t\t: fpu tsc constant_tsc nonstop_tsc");
        file("/proc/cmdline", "BOOT_IMAGE=/vmlinuz root=/dev/sda1 isolcpus=2-7 nohz_full=2-7 preempt=full");
        status("0-7", "0000000000000000").limits("unlimited", "95");
        file("/proc/meminfo", "MemTotal:       65536000 kB\nMemFree: 1 kB");
        file("/proc/version", "Linux version 6.1.0-18-amd64 (x@y) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1");
        file("/sys/kernel/debug/sched/preempt", "none voluntary (full)");
        kernel("osrelease", "6.1.0-18-amd64").kernel("numa_balancing", 0).kernel("perf_event_paranoid", 1);
        kernel("sched_rt_runtime_us", -1).kernel("sched_rt_period_us", 1_000_000);
        file("/proc/swaps", "Filename\tType\tSize\tUsed\tPriority").file("/proc/pressure/cpu", "some avg10=0.00");
        file("/proc/stat", "cpu  100 0 100 1000 0 0 0 0 0 0").file("/proc/2/comm", "kthreadd");
        file("/proc/1/comm", "systemd");
        hugePages("2048kB", 512, 512).hugePages("1048576kB", 2, 2);
        file("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        return clock("tsc", "tsc hpet acpi_pm");
    }

    /**
     * A container of Docker on the tuned server: four CPUs, half of their time, 64 MiB of shared memory.
     */
    RecordedHost smallContainer()
    {
        tunedServer().shm(64 * Bytes.MIB, 64 * Bytes.MIB);
        file("/.dockerenv", "").file("/proc/2/comm", "java");
        status("2-5", "00000000a80425fb").limits("65536", "0");
        file("/proc/self/cgroup", "0::/");
        file("/proc/self/mountinfo",
            "600 1 0:70 / / rw,relatime - overlay overlay rw,lowerdir=/a\n" +
            "605 600 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate");
        file("/sys/fs/cgroup/cpuset.cpus.effective", "2-5").file("/sys/fs/cgroup/cpuset.cpus.partition", "member");
        file("/sys/fs/cgroup/cpu.max", "200000 100000").file("/sys/fs/cgroup/cpu.stat", "usage_usec 5\nnr_throttled 7");
        return file("/sys/fs/cgroup/memory.max", 512 * Bytes.MIB);
    }

    /**
     * A virtual machine of two CPUs, as it comes.
     */
    RecordedHost virtualMachine()
    {
        tunedServer();
        cpus(2, "", "(null)").status("0-1", "0000000000000000").limits("8388608", "0");
        file("/proc/cpuinfo", "flags : fpu tsc hypervisor").file("/proc/cmdline", "quiet psi=1");
        file("/sys/class/dmi/id/sys_vendor", "QEMU").file("/sys/class/dmi/id/product_name", "Standard PC");
        file("/proc/stat", "cpu  100 0 100 1000 0 0 0 2 0 0");
        hugePages("2048kB", 0, 0).hugePages("1048576kB", 0, 0).clock("kvm-clock", "kvm-clock acpi_pm");
        return file("/proc/self/cgroup", "4:memory:/job\n3:cpuset:/\n1:cpu,cpuacct:/\n0::/")
            .file("/proc/self/mountinfo",
                "33 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n" +
                "35 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset\n" +
                "36 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n" +
                "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw")
            .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", -1)
            .file("/sys/fs/cgroup/cpuset/cpuset.cpus", "0-1")
            .file("/sys/fs/cgroup/memory/memory.limit_in_bytes", 9223372036854771712L)
            .file("/sys/fs/cgroup/memory/job/memory.limit_in_bytes", 9223372036854771712L);
    }

    RecordedHost cpus(final int count, final String isolated, final String tickless)
    {
        final String all = "0-" + (count - 1);
        file(CPU + "online", all).file(CPU + "isolated", isolated).file(CPU + "nohz_full", tickless);
        file("/sys/devices/system/node/online", "0").file("/sys/devices/system/node/node0/cpulist", all);
        for (int cpu = 0; cpu < count; cpu++)
        {
            final String folder = CPU + "cpu" + cpu;
            file(folder + "/topology/physical_package_id", 0).file(folder + "/topology/core_id", cpu);
            file(folder + "/topology/thread_siblings_list", cpu);
            file(folder + "/cpufreq/scaling_governor", "performance");
        }

        return idleState(1, "C1", 2, 0).idleState(2, "C6", 133, 1);
    }

    RecordedHost idleState(final int state, final String name, final int latencyUs, final int disable)
    {
        final String folder = CPU + "cpu0/cpuidle/state" + state + "/";
        return file(folder + "name", name).file(folder + "latency", latencyUs).file(folder + "disable", disable);
    }

    RecordedHost status(final String allowed, final String capabilities)
    {
        return file("/proc/self/status", "Name:\tjava\nCapEff:\t" + capabilities + "\nCpus_allowed_list:\t" + allowed);
    }

    RecordedHost limits(final String memlock, final String rtprio)
    {
        return file("/proc/self/limits",
            "Limit                     Soft Limit           Hard Limit           Units     \n" +
            "Max locked memory         " + memlock + "                " + memlock + "                bytes     \n" +
            "Max realtime priority     " + rtprio + "                    " + rtprio + "                    ");
    }

    RecordedHost kernel(final String name, final Object value)
    {
        return file("/proc/sys/kernel/" + name, value);
    }

    RecordedHost hugePages(final String size, final int reserved, final int free)
    {
        return file(HUGE_PAGES + size + "/nr_hugepages", reserved).file(HUGE_PAGES + size + "/free_hugepages", free);
    }

    RecordedHost memoryController(final int number, final long corrected, final long uncorrected)
    {
        final String folder = MEMORY_CONTROLLERS + number;
        return file(folder + "/mc_name", "Skylake Socket#0 IMC#" + number)
            .file(folder + "/ce_count", corrected).file(folder + "/ue_count", uncorrected);
    }

    /**
     * A module of memory below its controller.
     */
    RecordedHost module(
        final int controller, final String name, final String label, final long corrected, final long uncorrected)
    {
        final String folder = MEMORY_CONTROLLERS + controller + "/" + name;
        return file(folder + "/dimm_label", label)
            .file(folder + "/dimm_ce_count", corrected).file(folder + "/dimm_ue_count", uncorrected);
    }

    RecordedHost clock(final String current, final String available)
    {
        return file(CLOCK + "current_clocksource", current).file(CLOCK + "available_clocksource", available);
    }
}
