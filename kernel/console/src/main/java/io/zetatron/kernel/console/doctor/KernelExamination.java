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

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which kernel runs, and with which parameters that matter to latency.
 */
final class KernelExamination implements Examination
{
    private static final Set<String> RELEVANT = Set.of(
        "isolcpus", "nohz_full", "nohz", "rcu_nocbs", "rcu_nocb_poll", "irqaffinity", "kthread_cpus", "threadirqs",
        "preempt", "intel_pstate", "amd_pstate", "intel_idle.max_cstate", "processor.max_cstate", "idle", "cpuidle.off",
        "cpufreq.default_governor", "cpuidle_haltpoll.force", "nosmt", "mitigations", "spectre_v2", "pti", "nopti",
        "transparent_hugepage", "hugepages", "hugepagesz", "default_hugepagesz", "numa_balancing", "tsc", "notsc",
        "clocksource", "nosoftlockup", "nowatchdog", "nmi_watchdog", "skew_tick", "audit", "psi", "maxcpus", "iommu",
        "intel_iommu", "amd_iommu", "mce");
    private static final Subject KERNEL = new Subject("platform.kernel", Topic.PLATFORM, "kernel");
    private static final Subject COMMAND_LINE =
        new Subject("scheduling.command-line", Topic.SCHEDULING, "kernel command line");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(kernel(host), commandLine(host));
    }

    /**
     * The value of a parameter on the kernel's command line, or an empty string.
     */
    static String parameter(final Host host, final String name)
    {
        return Arrays.stream(host.read("/proc/cmdline").text().split("\\s+"))
            .filter((word) -> word.startsWith(name + "="))
            .map((word) -> word.substring(name.length() + 1))
            .reduce("", (earlier, later) -> later);
    }

    /**
     * Whether the kernel is at least of a release.
     */
    static boolean isAtLeast(final Host host, final int major, final int minor)
    {
        final String[] numbers = host.read("/proc/sys/kernel/osrelease").text().split("[.-]");
        final long found = Reading.of(numbers[0]).number(0);
        return found > major || found == major && numbers.length > 1 && Reading.of(numbers[1]).number(0) >= minor;
    }

    private static Finding kernel(final Host host)
    {
        final Reading release = host.read("/proc/sys/kernel/osrelease");
        return release.isVisible() ? KERNEL.ok("Linux " + release.text()) : KERNEL.hidden(release);
    }

    private static Finding commandLine(final Host host)
    {
        final Reading line = host.read("/proc/cmdline");
        if (!line.isVisible())
        {
            return COMMAND_LINE.hidden(line);
        }
        final List<String> relevant = Arrays.stream(line.text().split("\\s+"))
            .filter((word) -> RELEVANT.contains(word.split("=", 2)[0]))
            .toList();
        if (relevant.contains("notsc") || relevant.contains("clocksource=hpet"))
        {
            return COMMAND_LINE.warn(
                String.join(" ", relevant),
                "take notsc and clocksource=hpet out: they make each look at the clock slow");
        }
        return COMMAND_LINE.ok(relevant.isEmpty() ? "nothing that matters to latency" : String.join(" ", relevant));
    }
}
