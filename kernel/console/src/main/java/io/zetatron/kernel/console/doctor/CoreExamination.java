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

import io.zetatron.scheduler.topology.CpuGroup;
import io.zetatron.scheduler.topology.CpuTopology;

import java.util.List;

/**
 * How many CPUs the process gets, whether they share physical cores, and over how many memory nodes they spread.
 */
final class CoreExamination implements Examination
{
    private static final int ENGINES = 5;
    private static final Subject CORES = new Subject("cpu.cores", Topic.CPU, "cores");
    private static final Subject SMT = new Subject("cpu.smt", Topic.CPU, "SMT");
    private static final Subject NUMA = new Subject("cpu.numa", Topic.CPU, "NUMA nodes");

    @Override
    public List<Finding> examine(final Host host)
    {
        final CpuTopology topology = host.topology();
        return List.of(cores(topology), smt(host, topology), numa(topology));
    }

    private static Finding cores(final CpuTopology topology)
    {
        final int usable = topology.cpus().size();
        final int online = topology.online().size();
        final String found = usable + " of " + online + " online CPUs may be used: " + topology.cpus();
        final String advice = (ENGINES + 1) + " CPUs give each engine its own and leave one for housekeeping: " +
            (usable < online ? "taskset -c, docker --cpuset-cpus, systemd AllowedCPUs=" : "a larger machine");
        if (usable == 1)
        {
            return CORES.warn(found + "; engines and housekeeping take turns", advice);
        }
        return usable > ENGINES ? CORES.ok(found) : CORES.note(found + "; engines share them", advice);
    }

    private static Finding smt(final Host host, final CpuTopology topology)
    {
        final int cores = topology.physicalCores().size();
        if (!topology.isSmt())
        {
            return SMT.ok(host.isVirtual() ? "no siblings shown (a hypervisor may hide them)" :
                "off: each usable CPU is a physical core");
        }
        final int sibling = topology.siblingsOf(topology.cpus().stream()
            .filter((cpu) -> topology.siblingsOf(cpu).size() > 1).max().orElseThrow()).stream().max().orElseThrow();
        return SMT.note(
            "on: " + topology.cpus().size() + " usable CPUs on " + cores + " physical cores",
            "keep the sibling of each engine's CPU idle: " + Remedy.write(
                host, "0", "/sys/devices/system/cpu/cpu" + sibling + "/online") + " for one, " +
                "echo off > /sys/devices/system/cpu/smt/control for all (for good: nosmt on the kernel command line)");
    }

    private static Finding numa(final CpuTopology topology)
    {
        final List<CpuGroup> nodes = topology.nodes();
        if (nodes.size() == 1)
        {
            return NUMA.ok("all usable CPUs are on node " + nodes.getFirst().id());
        }
        final int first = nodes.getFirst().id();
        return NUMA.note(
            "the usable CPUs spread over nodes " +
                String.join(", ", nodes.stream().map((node) -> node.id() + " (" + node.cpus() + ")").toList()),
            "keep the process on one: numactl --cpunodebind=" + first + " --membind=" + first + " ./zetatron run");
    }
}
