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

/**
 * When the kernel lets a woken thread have its core.
 */
final class SchedulerExamination implements Examination
{
    private static final String MODE_FILE = "/sys/kernel/debug/sched/preempt";
    private static final Subject PREEMPTION = new Subject("scheduling.preemption", Topic.SCHEDULING, "preemption");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(preemption(host));
    }

    private static Finding preemption(final Host host)
    {
        final Reading version = host.read("/proc/version");
        if (!version.isVisible())
        {
            return PREEMPTION.hidden(version);
        }
        final List<String> words = Arrays.asList(version.text().split("\\s+"));
        if (words.contains("PREEMPT_RT"))
        {
            return PREEMPTION.ok("PREEMPT_RT");
        }
        if (words.contains("PREEMPT_DYNAMIC"))
        {
            return dynamic(host);
        }
        return words.contains("PREEMPT") ? PREEMPTION.ok("full (PREEMPT)") : PREEMPTION.note(
            "none or voluntary: system calls of others run to their end first",
            "install a kernel with PREEMPT_DYNAMIC or PREEMPT_RT (Debian: linux-image-rt-amd64; Ubuntu: pro enable " +
                "realtime-kernel; RHEL: kernel-rt)");
    }

    private static Finding dynamic(final Host host)
    {
        final Reading file = host.read(MODE_FILE);
        final String asked = KernelExamination.parameter(host, "preempt");
        if (!file.isVisible() && asked.isEmpty())
        {
            return PREEMPTION.note(
                "PREEMPT_DYNAMIC; mode not visible: debugfs is not mounted, or only root may read it",
                "to see it, as root: mount -t debugfs none /sys/kernel/debug; cat " + MODE_FILE + "; to choose it, " +
                    Remedy.boot(host, "preempt=full"));
        }
        final String mode = file.isVisible() ? file.selected() : asked;
        return "full".equals(mode) ? PREEMPTION.ok("full (PREEMPT_DYNAMIC)") : PREEMPTION.note(
            mode + " (PREEMPT_DYNAMIC): a woken thread may wait for a tick or a system call's end",
            Remedy.write(host, "full", MODE_FILE) + "; for good, " + Remedy.boot(host, "preempt=full"));
    }
}
