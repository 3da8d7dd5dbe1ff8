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
 * Whether something moves interrupts onto the engines' cores.
 */
final class InterruptExamination implements Examination
{
    private static final Subject IRQBALANCE = new Subject("scheduling.irqbalance", Topic.SCHEDULING, "irqbalance");

    @Override
    public List<Finding> examine(final Host host)
    {
        final List<String> processes = host.names("/proc").stream()
            .filter((name) -> Character.isDigit(name.charAt(0)))
            .toList();
        return List.of(irqbalance(host, processes));
    }

    private static Finding irqbalance(final Host host, final List<String> processes)
    {
        if (host.isContainer() || processes.size() <= 1)
        {
            return IRQBALANCE.note(
                "not visible: only this container's or user's processes are",
                "on the host: systemctl is-active irqbalance");
        }
        final boolean running = processes.stream()
            .anyMatch((process) -> host.read("/proc/" + process + "/comm").text().equals("irqbalance"));
        if (!running)
        {
            return IRQBALANCE.ok("not running");
        }
        return !host.topology().isolated().isEmpty() ?
            IRQBALANCE.ok("running; it leaves the isolated cores alone") :
            IRQBALANCE.note("running: it may put interrupts on the engines' cores",
                "systemctl disable --now irqbalance, or IRQBALANCE_BANNED_CPULIST=LIST in " +
                    (host.exists("/etc/sysconfig") ? "/etc/sysconfig/irqbalance" : "/etc/default/irqbalance"));
    }
}
