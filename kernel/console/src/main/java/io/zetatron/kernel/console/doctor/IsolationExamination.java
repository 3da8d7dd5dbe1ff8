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

import io.zetatron.nativeaccess.CpuList;
import io.zetatron.scheduler.topology.CpuTopology;

import java.util.List;

/**
 * Which CPUs the kernel keeps free of other work, and whether the process may use them.
 */
final class IsolationExamination implements Examination
{
    private static final int MAX_ISOLATED_CORES = 5;
    private static final Subject ISOLATED = new Subject("cpu.isolated", Topic.CPU, "isolated cores");

    private static final String TICKLESS_FILE = "/sys/devices/system/cpu/nohz_full";

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(isolated(host, host.topology()));
    }

    private static Finding isolated(final Host host, final CpuTopology topology)
    {
        final CpuList isolated = topology.isolated();
        if (isolated.isEmpty())
        {
            return none(host, topology);
        }
        if (isolated.and(topology.cpus()).isEmpty())
        {
            return ISOLATED.warn(
                isolated + ", but this process was started on " + topology.cpus() + " only",
                "start it with taskset -c " + topology.cpus().first() + "," + isolated + " ./zetatron run");
        }
        if (!isolated.and(topology.nohzFull()).equals(isolated))
        {
            return ISOLATED.note(
                isolated + ", with a timer tick (nohz_full: " + orNone(topology.nohzFull()) + ")",
                host.exists(TICKLESS_FILE) ? Remedy.boot(host, tickless(isolated).trim()) :
                    "install a kernel with CONFIG_NO_HZ_FULL, which this one lacks; boot it with" +
                        tickless(isolated));
        }
        return ISOLATED.ok(isolated + ", without a timer tick");
    }

    private static Finding none(final Host host, final CpuTopology topology)
    {
        if (topology.physicalCores().size() == 1)
        {
            return ISOLATED.note("none: there is one core only", "give the machine or container a second core");
        }
        final CpuList cpus = engineCpus(topology);
        return ISOLATED.note(
            "none: the kernel runs other threads, timers and interrupts on every core",
            Remedy.boot(host, "isolcpus=managed_irq,domain," + cpus +
                (host.exists(TICKLESS_FILE) ? tickless(cpus) : "")));
    }

    private static String tickless(final CpuList cpus)
    {
        return " nohz_full=" + cpus + " rcu_nocbs=" + cpus;
    }

    /**
     * The last cores, one for each engine as far as there are; the first is left to the kernel.
     */
    private static CpuList engineCpus(final CpuTopology topology)
    {
        final List<CpuList> cores = topology.physicalCores();
        final int first = Math.max(1, cores.size() - MAX_ISOLATED_CORES);
        return CpuList.of(cores.subList(first, cores.size()).stream().flatMapToInt(CpuList::stream).toArray());
    }

    private static String orNone(final CpuList cpus)
    {
        return cpus.isEmpty() ? "none" : cpus.toString();
    }
}
