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

import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CpuFindingsTest
{
    private static final String CPU = "/sys/devices/system/cpu/";

    @TempDir
    private Path root;
    private RecordedHost host;

    @BeforeEach
    void setUp()
    {
        host = new RecordedHost(root).tunedServer();
    }

    @Test
    void shouldWarnOfSingleCore()
    {
        host.status("3", "0");

        check("cpu.cores", Level.WARN, "1 of 8 online CPUs may be used: 3; engines and housekeeping take turns",
            "taskset -c");
    }

    @Test
    void shouldNameSiblingToTakeOffline()
    {
        host.file(CPU + "cpu3/topology/thread_siblings_list", "3,7")
            .file(CPU + "cpu7/topology/thread_siblings_list", "3,7");

        check("cpu.smt", Level.NOTE, "on: 8 usable CPUs on 7 physical cores", "echo 0 > " + CPU + "cpu7/online");
    }

    @Test
    void shouldNoteSeveralNodes()
    {
        host.file("/sys/devices/system/node/online", "0-1").file("/sys/devices/system/node/node0/cpulist", "0-3")
            .file("/sys/devices/system/node/node1/cpulist", "4-7");

        check("cpu.numa", Level.NOTE, "the usable CPUs spread over nodes 0 (0-3), 1 (4-7)",
            "--cpunodebind=0 --membind=0");
        host.kernel("numa_balancing", 1);
        check("memory.numa-balancing", Level.WARN, "on: it unmaps", "sysctl -w kernel.numa_balancing=0");
    }

    @Test
    void shouldAskForIsolationOfAllButFirstCores()
    {
        host.file(CPU + "isolated", "").file(CPU + "nohz_full", "").file("/etc/default/grub", "");

        check("cpu.isolated", Level.NOTE, "none",
            "add isolcpus=managed_irq,domain,3-7 nohz_full=3-7 rcu_nocbs=3-7 to GRUB_");
        host.file("/usr/sbin/grubby", "");
        check("cpu.isolated", Level.NOTE, "none",
            "grubby --update-kernel=ALL --args=\"isolcpus=managed_irq,domain,3-7 ");
    }

    @Test
    void shouldSayHowToReachIsolatedCores()
    {
        host.status("0-1", "0");

        check("cpu.isolated", Level.WARN, "2-7, but this process was started on 0-1 only",
            "taskset -c 0,2-7 ./zetatron run");
    }

    @Test
    void shouldNoteIsolatedCoresWithTick()
    {
        host.file(CPU + "nohz_full", "(null)");

        check("cpu.isolated", Level.NOTE, "2-7, with a timer tick (nohz_full: none)", "nohz_full=2-7 rcu_nocbs=2-7");
    }

    @Test
    void shouldTakeTightestQuotaOfVersion2()
    {
        host.file("/proc/self/cgroup", "0::/system.slice/engine.service")
            .file("/proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw")
            .file("/sys/fs/cgroup/system.slice/cpu.max", "150000 100000")
            .file("/sys/fs/cgroup/system.slice/cpu.stat", "nr_periods 9\nnr_throttled 3")
            .file("/sys/fs/cgroup/system.slice/engine.service/cpu.max", "max 100000");

        check("cpu.quota", Level.WARN, "1.50 CPUs (150000 of every 100000 us)", "set-property UNIT CPUQuota=");
        assertTrue(host.finding("cpu.quota").found().endsWith("stopped 3 times so far"));
    }

    @Test
    void shouldReadQuotaOfVersion1ThroughTheContainersMount()
    {
        host.file("/proc/self/cgroup", "2:cpu,cpuacct:/docker/abc\n1:cpuset:/docker/abc")
            .file("/proc/self/mountinfo",
                "7 6 0:2 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n" +
                "8 6 0:3 /docker/abc /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset")
            .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", 50_000)
            .file("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", 100_000)
            .file("/sys/fs/cgroup/cpuset/cpuset.cpus", "0-3");

        check("cpu.quota", Level.WARN, "0.50 CPUs", "limit by cores");
        check("cpu.cpuset", Level.NOTE, "0-3 of 0-7", "echo 1 > /sys/fs/cgroup/cpuset/cpuset.cpu_exclusive");
    }

    @Test
    void shouldFindUsualMountWhenMembershipIsHidden()
    {
        host.file("/sys/fs/cgroup/cgroup.controllers", "cpu").file("/sys/fs/cgroup/cpu.max", "50000 100000");

        check("cpu.quota", Level.WARN, "0.50 CPUs", "limit by cores");
    }

    @Test
    void shouldAcceptPartitionOfItsOwn()
    {
        host.smallContainer().file("/sys/fs/cgroup/cpuset.cpus.partition", "isolated");

        check("cpu.cpuset", Level.OK, "2-5 as a partition of its own (isolated)", "");
    }

    @Test
    void shouldWarnOfSlowGovernorAndDeepSleep()
    {
        host.file(CPU + "cpu5/cpufreq/scaling_governor", "schedutil").idleState(2, "C6", 133, 0);

        check("cpu.governor", Level.WARN, "performance, schedutil", "tuned-adm profile latency-performance");
        check("cpu.idle", Level.NOTE, "down to C6, left in 133 us", "cpupower idle-set -D 10");
    }

    private void check(final String id, final Level level, final String found, final String advice)
    {
        final Finding finding = host.finding(id);
        assertEquals(level, finding.level(), finding.toString());
        assertTrue(finding.found().startsWith(found), finding.toString());
        assertTrue(finding.advice().contains(advice), finding.toString());
    }
}
