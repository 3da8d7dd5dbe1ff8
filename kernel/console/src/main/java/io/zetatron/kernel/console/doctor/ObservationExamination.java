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
 * What may be observed of the machine while the process runs.
 */
final class ObservationExamination implements Examination
{
    private static final int CAP_PERFMON = 38;
    private static final Subject PRESSURE = new Subject("platform.psi", Topic.PLATFORM, "pressure (PSI)");
    private static final Subject PERF = new Subject("platform.perf", Topic.PLATFORM, "perf events");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(pressure(host), perf(host));
    }

    private static Finding pressure(final Host host)
    {
        return host.read("/proc/pressure/cpu").isVisible() ? PRESSURE.ok("/proc/pressure is there") : PRESSURE.note(
            "not visible: no readable /proc/pressure",
            Remedy.boot(host, "psi=1") + " (needs a kernel with CONFIG_PSI)");
    }

    private static Finding perf(final Host host)
    {
        final Reading paranoid = host.read("/proc/sys/kernel/perf_event_paranoid");
        if (!paranoid.isVisible())
        {
            return PERF.hidden(paranoid);
        }
        if (host.hasCapability(CAP_PERFMON))
        {
            return PERF.ok("all (CAP_PERFMON)");
        }
        return paranoid.number(Long.MAX_VALUE) <= 1 ?
            PERF.ok("all of this process (perf_event_paranoid " + paranoid.text() + ")") :
            PERF.note("user mode at most (perf_event_paranoid " + paranoid.text() + ", without CAP_PERFMON)",
                "to profile with the kernel's part: " + Remedy.sysctl(host, "kernel.perf_event_paranoid=1"));
    }
}
