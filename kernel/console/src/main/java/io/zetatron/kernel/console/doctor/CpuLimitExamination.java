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

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which CPUs and how much of their time the control groups let the process have.
 */
final class CpuLimitExamination implements Examination
{
    private static final Subject CPUSET = new Subject("cpu.cpuset", Topic.CPU, "cgroup cpuset");
    private static final Subject QUOTA = new Subject("cpu.quota", Topic.CPU, "cgroup CPU quota");
    private static final int DEFAULT_PERIOD_US = 100_000;

    /**
     * So much time in each period.
     */
    private record Quota(long quotaUs, long periodUs, String folder)
    {
        double cpus()
        {
            return (double)quotaUs / periodUs;
        }
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(cpuset(host), quota(host));
    }

    private static Finding cpuset(final Host host)
    {
        final Optional<Cgroup> group = Cgroup.of(host, "cpuset");
        final CpuList online = host.topology().online();
        final CpuList cpus = group.map((cgroup) -> cpus(host, cgroup)).orElse(CpuList.of());
        if (cpus.isEmpty() || online.and(cpus).equals(online))
        {
            return CPUSET.ok(cpus.isEmpty() ? "none" : "all online CPUs (" + cpus + ")");
        }
        final String partition = group.orElseThrow().nearest(host, "cpuset.cpus.partition").text();
        if (group.orElseThrow().unified() && ("isolated".equals(partition) || "root".equals(partition)))
        {
            return CPUSET.ok(cpus + " as a partition of its own (" + partition + ")");
        }
        return CPUSET.note(
            cpus + " of " + online + "; other processes may run there too",
            exclusive(host, group.orElseThrow()));
    }

    private static String exclusive(final Host host, final Cgroup group)
    {
        if (host.isContainer())
        {
            return "Kubernetes: static CPU manager, whole CPUs in a Guaranteed pod; Docker: give these " +
                "--cpuset-cpus to no other container";
        }
        final String folder = group.folders().getFirst();
        return "as root: echo " + (group.unified() ? "isolated > " + folder + "/cpuset.cpus.partition" :
            "1 > " + folder + "/cpuset.cpu_exclusive");
    }

    private static CpuList cpus(final Host host, final Cgroup group)
    {
        final String name = group.unified() ? "cpuset.cpus.effective" : "cpuset.effective_cpus";
        final Reading effective = group.nearest(host, name);
        return CpuList.parse((effective.isVisible() ? effective : group.nearest(host, "cpuset.cpus")).text());
    }

    private static Finding quota(final Host host)
    {
        final Optional<Cgroup> group = Cgroup.of(host, "cpu");
        if (group.isEmpty())
        {
            return QUOTA.ok("none: no cgroup limits CPU time here");
        }
        final Quota quota = group.get().folders().stream()
            .map((folder) -> quota(host, group.get().unified(), folder))
            .filter((candidate) -> candidate.quotaUs() > 0)
            .reduce((one, other) -> one.cpus() <= other.cpus() ? one : other)
            .orElse(null);
        return quota == null ? QUOTA.ok("none (cgroup version " + (group.get().unified() ? 2 : 1) + ")") : QUOTA.warn(
            found(host, quota),
            "limit by cores instead: " + (host.isContainer() ?
                "docker run --cpuset-cpus=LIST without --cpus; Kubernetes: no CPU limit, or static CPU manager " +
                "with the kubelet's --cpu-cfs-quota=false" :
                "systemctl set-property UNIT CPUQuota= AllowedCPUs=LIST"));
    }

    private static Quota quota(final Host host, final boolean unified, final String folder)
    {
        if (!unified)
        {
            return new Quota(
                host.read(folder + "/cpu.cfs_quota_us").number(-1),
                host.read(folder + "/cpu.cfs_period_us").number(DEFAULT_PERIOD_US),
                folder);
        }
        final String[] parts = host.read(folder + "/cpu.max").text().split(" ");
        return new Quota(
            Reading.of(parts[0]).number(-1),
            Reading.of(parts[parts.length - 1]).number(DEFAULT_PERIOD_US),
            folder);
    }

    private static String found(final Host host, final Quota quota)
    {
        final long throttled = host.read(quota.folder() + "/cpu.stat").text().lines()
            .filter((line) -> line.startsWith("nr_throttled "))
            .mapToLong((line) -> Reading.of(line.substring("nr_throttled ".length())).number(0))
            .sum();
        return String.format(
            Locale.ROOT, "%.2f CPUs (%d of every %d us); once spent, all threads stop until the next period; " +
                "stopped %d times so far", quota.cpus(), quota.quotaUs(), quota.periodUs(), throttled);
    }
}
