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

/**
 * Whether the CPUs keep their speed, and how deeply they sleep.
 */
final class FrequencyExamination implements Examination
{
    private static final int LONG_WAKE_UP_US = 10;
    private static final String CPUS = "/sys/devices/system/cpu/cpu";
    private static final Subject GOVERNOR = new Subject("cpu.governor", Topic.CPU, "frequency governor");
    private static final Subject IDLE = new Subject("cpu.idle", Topic.CPU, "idle states");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(governor(host), idle(host));
    }

    private static Finding governor(final Host host)
    {
        final List<String> governors = host.topology().cpus().stream()
            .mapToObj((cpu) -> host.read(CPUS + cpu + "/cpufreq/scaling_governor").text())
            .filter((governor) -> !governor.isEmpty())
            .distinct()
            .toList();
        if (governors.isEmpty())
        {
            return host.isVirtual() ?
                GOVERNOR.note("not visible: virtual machine", "ask who runs its host for the performance governor") :
                GOVERNOR.note("not visible: no frequency driver, the firmware decides",
                    "choose the maximum-performance power profile in the firmware's setup");
        }
        return governors.equals(List.of("performance")) ? GOVERNOR.ok("performance") : GOVERNOR.warn(
            String.join(", ", governors),
            "tuned-adm profile latency-performance (package tuned), or until the next boot: " +
                Remedy.outside(host) + "echo performance | tee " + CPUS + "*/cpufreq/scaling_governor");
    }

    private static Finding idle(final Host host)
    {
        final String folder = CPUS + host.topology().cpus().first() + "/cpuidle";
        String deepest = "";
        long longestUs = 0;
        for (final String state : host.names(folder))
        {
            final String path = folder + "/" + state;
            final long latencyUs = host.read(path + "/latency").number(0);
            if (latencyUs > longestUs && host.read(path + "/disable").number(0) == 0)
            {
                deepest = host.read(path + "/name").text();
                longestUs = latencyUs;
            }
        }

        if (longestUs <= LONG_WAKE_UP_US)
        {
            return IDLE.ok(longestUs == 0 ? "none that takes time to leave" :
                deepest + " at most, left in " + longestUs + " us");
        }
        return IDLE.note(
            "down to " + deepest + ", left in " + longestUs + " us (a spinning core never enters it)",
            "tuned-adm profile latency-performance (package tuned), or cpupower idle-set -D " + LONG_WAKE_UP_US);
    }
}
