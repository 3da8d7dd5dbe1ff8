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
import java.util.Set;

/**
 * What it costs to read the time.
 */
final class ClockExamination implements Examination
{
    private static final String FOLDER = "/sys/devices/system/clocksource/clocksource0/";
    private static final Set<String> READ_WITHOUT_SYSTEM_CALL = Set.of(
        "tsc", "arch_sys_counter", "kvm-clock", "hyperv_clocksource_tsc_page", "timebase", "riscv_clocksource");
    private static final Subject SOURCE = new Subject("clock.source", Topic.CLOCK, "clock source");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(source(host));
    }

    private static Finding source(final Host host)
    {
        final Reading current = host.read(FOLDER + "current_clocksource");
        if (!current.isVisible())
        {
            return SOURCE.hidden(current);
        }
        final String source = current.text();
        final String available = host.read(FOLDER + "available_clocksource").text();
        final boolean tscThere = List.of(available.split("\\s+")).contains("tsc");
        if ("tsc".equals(source) || !tscThere && READ_WITHOUT_SYSTEM_CALL.contains(source))
        {
            return SOURCE.ok(source + ", read without a system call");
        }
        final String advice = tscThere ?
            Remedy.write(host, "tsc", FOLDER + "current_clocksource") + "; for good, " +
                Remedy.boot(host, "clocksource=tsc") :
            "see why the kernel gave up the TSC (dmesg | grep -i tsc); in a VM, ask for an invariant TSC";
        return READ_WITHOUT_SYSTEM_CALL.contains(source) ?
            SOURCE.note(source + ", though tsc is there and cheaper to read", advice) :
            SOURCE.warn(source + ": System.nanoTime() is a system call", advice);
    }
}
