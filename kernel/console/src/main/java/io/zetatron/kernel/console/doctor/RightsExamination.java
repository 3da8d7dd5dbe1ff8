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

import java.util.List;
import java.util.Optional;

/**
 * Whether the process may take real-time priorities, and how much of a core they may fill.
 */
final class RightsExamination implements Examination
{
    private static final int CAP_SYS_NICE = 23;
    private static final Subject RTPRIO = new Subject("scheduling.rtprio", Topic.SCHEDULING, "real-time priority");
    private static final Subject THROTTLING = new Subject("scheduling.rt-runtime", Topic.SCHEDULING, "real-time share");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(priority(host), throttling(host));
    }

    private static Finding priority(final Host host)
    {
        final Optional<Cgroup> group = Cgroup.of(host, "cpu").filter((cgroup) -> !cgroup.unified());
        if (group.isPresent() && host.read(group.get().folders().getFirst() + "/cpu.rt_runtime_us").number(-1) == 0)
        {
            return RTPRIO.note(
                "refused by the cgroup: its cpu.rt_runtime_us is 0",
                "as root: echo 950000 > " + group.get().folders().getFirst() + "/cpu.rt_runtime_us");
        }
        if (host.hasCapability(CAP_SYS_NICE))
        {
            return RTPRIO.ok("up to 99 (CAP_SYS_NICE)");
        }
        final Reading limit = Limits.soft(host, "Max realtime priority");
        if (!limit.isVisible())
        {
            return RTPRIO.hidden(limit);
        }
        return limit.number(0) > 0 ? RTPRIO.ok("up to " + limit.text()) : RTPRIO.note(
            "none: SCHED_FIFO would be refused, without CAP_SYS_NICE",
            Limits.advice(host, "rtprio", "95", "LimitRTPRIO=95", "--cap-add SYS_NICE"));
    }

    private static Finding throttling(final Host host)
    {
        final Reading runtime = host.read("/proc/sys/kernel/sched_rt_runtime_us");
        if (!runtime.isVisible())
        {
            return THROTTLING.hidden(runtime);
        }
        final long runtimeUs = runtime.number(0);
        final long periodUs = host.read("/proc/sys/kernel/sched_rt_period_us").number(1_000_000);
        if (runtimeUs < 0 || runtimeUs >= periodUs)
        {
            return THROTTLING.ok("not limited");
        }
        // Linux 6.12 replaced the throttling by a server that helps only those threads that starve.
        return KernelExamination.isAtLeast(host, 6, 12) ?
            THROTTLING.ok("all of a core on which nobody else waits (fair server)") : THROTTLING.note(
            runtimeUs + " of every " + periodUs + " us: a spinning SCHED_FIFO thread is stopped for the rest",
            "only if engines run under SCHED_FIFO on cores of their own: " +
                Remedy.sysctl(host, "kernel.sched_rt_runtime_us=-1"));
    }
}
