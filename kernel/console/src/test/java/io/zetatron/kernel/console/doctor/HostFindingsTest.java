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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostFindingsTest
{
    @TempDir
    private Path root;
    private RecordedHost host;

    @BeforeEach
    void setUp()
    {
        host = new RecordedHost(root).tunedServer();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/proc/swaps | x\\nf p 1048576 0 -2 | memory.swap | NOTE | 1 GiB, 0 KiB in use | swapoff -a",
        "/proc/swaps | x\\nf p 1048576 512 -2 | memory.swap | WARN | 1 GiB, 512 KiB in use | MemorySwapMax=0",
        "/sys/kernel/mm/transparent_hugepage/enabled | [always] never | memory.thp | WARN | always | madvise",
        "/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages | 0 | memory.hugepages-2m | OK | 0 reserved, 512 | ''",
        "/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages | 0 | memory.hugepages-2m | NOTE | 512 | sysctl",
        "/proc/sys/kernel/sched_rt_runtime_us | 950000 | scheduling.rt-runtime | NOTE | 950000 of | runtime_us=-1",
        "/sys/kernel/debug/sched/preempt | (voluntary) full | scheduling.preemption | NOTE | voluntary | echo full >",
        "/proc/version | Linux version 6 #1 SMP PREEMPT_RT Debian | scheduling.preemption | OK | PREEMPT_RT | ''",
        "/proc/version | Linux version 5 #1 SMP Debian | scheduling.preemption | NOTE | none or voluntary | kernel-rt",
        "/proc/77/comm | irqbalance | scheduling.irqbalance | OK | running; it leaves | ''",
        "/proc/cmdline | quiet notsc | scheduling.command-line | WARN | notsc | take notsc",
        "/proc/stat | cpu 10 0 0 80 0 0 0 10 0 0 | platform.steal | WARN | 10.00% since boot, 0.0% | dedicated CPUs",
        "/proc/sys/kernel/perf_event_paranoid | 3 | platform.perf | NOTE | user mode at most | perf_event_paranoid=1",
        "/proc/self/mountinfo | 1 2 3 / /tmp noexec - tmpfs t rw | platform.tmp | WARN | mounted noexec | tmpdir",
    })
    void shouldFind(
        final String path,
        final String content,
        final String id,
        final Level level,
        final String found,
        final String advice)
    {
        host.file(path, content.replace("\\n", "\n"));

        check(id, level, found, advice);
    }

    @Test
    void shouldSayHowLargeSharedMemoryShouldBe()
    {
        host.shm(64 * Bytes.MIB, 60 * Bytes.MIB);

        check("memory.shm", Level.WARN, "60 MiB free of 64 MiB; the bus's logs want 96 MiB",
            "mount -o remount,size=128m /dev/shm");
        host.smallContainer();
        check("memory.shm", Level.WARN, "64 MiB free of 64 MiB", "docker run --shm-size=128m");
    }

    @Test
    void shouldWarnOfMemoryLimitBelowWhatLogsWant()
    {
        host.smallContainer().file("/sys/fs/cgroup/memory.max", 128 * Bytes.MIB);

        check("memory.limit", Level.WARN, "128 MiB of 62.5 GiB", "the heap plus 352 MiB");
    }

    @Test
    void shouldTakeCapabilitiesForLimits()
    {
        host.limits("65536", "0").status("0-7", "0000004000804000");

        check("memory.memlock", Level.OK, "unlimited (CAP_IPC_LOCK)", "");
        check("scheduling.rtprio", Level.OK, "up to 99 (CAP_SYS_NICE)", "");
        check("platform.perf", Level.OK, "all (CAP_PERFMON)", "");
    }

    @Test
    void shouldAdviseLimitsForLoginAndService()
    {
        host.limits("65536", "0");

        check("memory.memlock", Level.NOTE, "at most 64 KiB", "\"USER - memlock unlimited\"");
        check("scheduling.rtprio", Level.NOTE, "none", "LimitRTPRIO=95");
    }

    @Test
    void shouldSeeRealTimeRefusedByGroup()
    {
        host.virtualMachine().file("/sys/fs/cgroup/cpu,cpuacct/cpu.rt_runtime_us", 0);

        check("scheduling.rtprio", Level.NOTE, "refused by the cgroup", "echo 950000 >");
    }

    @Test
    void shouldNotMindThrottlingWhereKernelHasFairServer()
    {
        host.kernel("sched_rt_runtime_us", 950_000).kernel("osrelease", "6.12.9-generic");

        check("scheduling.rt-runtime", Level.OK, "all of a core on which nobody else waits", "");
    }

    @Test
    void shouldWantCheapestClock()
    {
        host.clock("hpet", "tsc hpet");
        check("clock.source", Level.WARN, "hpet: System.nanoTime() is a system call", "echo tsc >");
        host.clock("hpet", "hpet acpi_pm");
        check("clock.source", Level.WARN, "hpet", "dmesg | grep -i tsc");
        host.clock("kvm-clock", "kvm-clock tsc");
        check("clock.source", Level.NOTE, "kvm-clock, though tsc is there", "echo tsc >");
    }

    @Test
    void shouldSampleSteal()
    {
        host.virtualMachine().file("/proc/stat", "cpu  100 0 0 99900 0 0 0 0 0 0")
            .duringPause(() -> host.file("/proc/stat", "cpu  110 0 0 99920 0 0 0 10 0 0"));

        check("platform.steal", Level.WARN, "0.00% since boot, 25.0% in the last 200 ms", "dedicated CPUs");
    }

    @Test
    void shouldNotTakeDiskImageOfContainerForContainer()
    {
        host.file("/.dockerenv", "");

        check("scheduling.irqbalance", Level.OK, "not running", "");
        host.file("/proc/2/comm", "bash");
        check("scheduling.irqbalance", Level.NOTE, "not visible", "on the host");
    }

    @Test
    void shouldSayWhichRightIsLacking()
    {
        final Reading reading = Reading.failed("/proc/x", new AccessDeniedException("/proc/x"));

        final Finding finding = new Subject("a.b", Topic.CPU, "b").hidden(reading);

        assertEquals("not visible: /proc/x may be read by root only", finding.found());
        assertTrue(finding.advice().contains("sudo ./zetatron doctor"));
    }

    @Test
    void shouldFindUnreadableFile()
    {
        host.folder("/proc/odd");

        assertTrue(host.host().read("/proc/odd").why().startsWith("/proc/odd cannot be read"));
    }

    @ParameterizedTest
    @CsvSource({
        "Copy, 2, OK, ''", "Copy, 8, NOTE, UseZGC", "G1 Young Generation, 2, NOTE, UseSerialGC",
        "G1 Young Generation, 8, NOTE, UseZGC", "ZGC Minor Cycles, 8, OK, ''", "ZGC Minor Cycles, 2, NOTE, UseSerialGC",
        "PS Scavenge, 8, NOTE, UseZGC", "Shenandoah Pauses, 8, OK, ''",
    })
    void shouldChooseCollectorByProcessors(
        final String collector, final int processors, final Level level, final String advice)
    {
        host.java(RecordedHost.java(collector, processors));

        check("java.collector", level, "", advice);
    }

    @Test
    void shouldFindWrongJava()
    {
        host.java(new JavaFacts(21, "21.0.1", List.of("Copy"), false, false, 4, 15 * Bytes.GIB, 16 * Bytes.GIB));

        check("java.version", Level.WARN, "21.0.1", "install JDK 25");
        check("java.native-access", Level.WARN, "not allowed", "--enable-native-access");
        check("java.add-opens", Level.WARN, "jdk.internal.misc is closed", "--add-opens");
        check("java.memory", Level.NOTE, "heap of at most 15 GiB in 16 GiB, 4 processors where 8",
            "ActiveProcessorCount=8");
    }

    @Test
    void shouldSayWhyThereAreNoEccCounts()
    {
        check("memory.ecc", Level.INFO, "no counts: there is no /sys/devices/system/edac/mc", "amd64_edac");
        host.file("/sys/devices/system/edac/mc/power/control", "auto");
        check("memory.ecc", Level.INFO, "no counts: the kernel has no driver", "dmidecode -t memory");
        host.smallContainer();
        check("memory.ecc", Level.INFO, "no counts", "on the container's host: dmidecode");
        host.virtualMachine();
        check("memory.ecc", Level.INFO, "no counts: a virtual machine", "on the machine that runs it");
    }

    @Test
    void shouldNameTheModuleWhoseErrorsWereCorrectedOrNot()
    {
        host.memoryController(0, 0, 0).memoryController(1, 0, 0);
        check("memory.ecc", Level.OK, "none in mc0, mc1", "");

        host.memoryController(1, 41, 0)
            .module(1, "dimm0", "P1-DIMMA1", 0, 0).module(1, "dimm3", "P1-DIMMB1", 41, 0);
        check("memory.ecc", Level.WARN, "41 corrected, 0 uncorrected since boot or reset: " +
            "mc0 (Skylake Socket#0 IMC#0) 0 corrected, 0 uncorrected; mc1 (Skylake Socket#0 IMC#1) 41 corrected, " +
            "0 uncorrected (P1-DIMMB1 41 corrected, 0 uncorrected)", "replace the named module at the next stop");

        host.memoryController(0, 0, 2).module(0, "rank1", "", 0, 2);
        check("memory.ecc", Level.WARN, "data was lost: 41 corrected, 2 uncorrected since boot or reset: " +
            "mc0 (Skylake Socket#0 IMC#0) 0 corrected, 2 uncorrected (rank1 0 corrected, 2 uncorrected)",
            "replace the named module now");
    }

    @Test
    void shouldNameTheRowWhereTheDriverKnowsNoModules()
    {
        host.memoryController(0, 7, 0)
            .file("/sys/devices/system/edac/mc/mc0/csrow2/ce_count", 7)
            .file("/sys/devices/system/edac/mc/mc0/csrow2/ue_count", 0);
        check("memory.ecc", Level.WARN, "7 corrected, 0 uncorrected since boot or reset: " +
            "mc0 (Skylake Socket#0 IMC#0) 7 corrected, 0 uncorrected (csrow2 7 corrected, 0 uncorrected)", "");
    }

    @Test
    void shouldNotTakeUnreadableCountsForNone()
    {
        host.memoryController(0, 0, 0).file("/sys/devices/system/edac/mc/mc0/ue_count", "many");
        check("memory.ecc", Level.NOTE, "/sys/devices/system/edac/mc/mc0/ue_count holds no count: many", "dmesg");
        host.folder("/sys/devices/system/edac/mc/mc1");
        host.memoryController(0, 0, 0);
        check("memory.ecc", Level.NOTE,
            "not visible: there is no /sys/devices/system/edac/mc/mc1/ce_count", "look for");
    }

    private void check(final String id, final Level level, final String found, final String advice)
    {
        final Finding finding = host.finding(id);
        assertEquals(level, finding.level(), finding.toString());
        assertTrue(finding.found().startsWith(found), finding.toString());
        assertTrue(finding.advice().contains(advice), finding.toString());
    }
}
