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
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whether a hypervisor runs this machine, and how much of its CPUs' time it gives to others.
 */
final class VirtualizationExamination implements Examination
{
    private static final long SAMPLE_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double NOTABLE_SHARE = 0.001;
    private static final double HARMFUL_SHARE = 0.01;
    private static final double HARMFUL_SAMPLE_SHARE = 0.05;
    private static final int STEAL_FIELD = 8;
    private static final Subject HYPERVISOR = new Subject("platform.hypervisor", Topic.PLATFORM, "virtualisation");
    private static final Subject STEAL = new Subject("platform.steal", Topic.PLATFORM, "stolen CPU time");

    /**
     * Ticks of all CPUs since boot.
     */
    private record Ticks(long stolen, long total)
    {
        double share()
        {
            return total <= 0 ? 0 : (double)stolen / total;
        }

        Ticks since(final Ticks earlier)
        {
            return new Ticks(stolen - earlier.stolen, total - earlier.total);
        }
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(hypervisor(host), steal(host));
    }

    private static Finding hypervisor(final Host host)
    {
        final String dmi = "/sys/class/dmi/id/";
        final String product = String.join(" ", Stream.of("sys_vendor", "product_name")
            .map((file) -> host.read(dmi + file).text())
            .filter((text) -> !text.isEmpty())
            .toList());
        final String container = host.isContainer() ? ", in a container" : "";
        if (host.isVirtual())
        {
            return HYPERVISOR.note(
                "virtual machine" + (product.isEmpty() ? "" : " (" + product + ")") + container,
                "take bare metal where microseconds count, or log stolen time beside every figure");
        }
        final Reading cpu = host.read("/proc/cpuinfo");
        return cpu.isVisible() ?
            HYPERVISOR.ok("none seen" + (product.isEmpty() ? "" : " (" + product + ")") + container) :
            HYPERVISOR.hidden(cpu);
    }

    private static Finding steal(final Host host)
    {
        final Reading stat = host.read("/proc/stat");
        if (!stat.isVisible())
        {
            return STEAL.hidden(stat);
        }
        final Ticks sinceBoot = ticks(stat);
        if (sinceBoot.stolen() == 0 && !host.isVirtual())
        {
            return STEAL.ok("none since boot");
        }
        host.pause(SAMPLE_NS);
        final Ticks sample = ticks(host.read("/proc/stat")).since(sinceBoot);
        final String found = String.format(
            Locale.ROOT, "%.2f%% since boot, %.1f%% in the last %d ms", 100 * sinceBoot.share(), 100 * sample.share(),
            TimeUnit.NANOSECONDS.toMillis(SAMPLE_NS));
        final String advice =
            "ask the provider for dedicated CPUs (KVM: vcpupin, no overcommit), or move to another host";
        if (sinceBoot.share() >= HARMFUL_SHARE || sample.share() >= HARMFUL_SAMPLE_SHARE)
        {
            return STEAL.warn(found, advice);
        }
        return sinceBoot.share() >= NOTABLE_SHARE || sample.stolen() > 0 ? STEAL.note(found, advice) : STEAL.ok(found);
    }

    private static Ticks ticks(final Reading stat)
    {
        final String[] fields = stat.text().lines().findFirst().orElse("").split("\\s+");
        long total = 0;
        for (int i = 1; i < Math.min(fields.length, STEAL_FIELD + 1); i++)
        {
            total += Reading.of(fields[i]).number(0);
        }
        return new Ticks(fields.length > STEAL_FIELD ? Reading.of(fields[STEAL_FIELD]).number(0) : 0, total);
    }
}
