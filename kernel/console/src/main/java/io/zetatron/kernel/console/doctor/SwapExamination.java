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
 * Whether the kernel moves the process's pages: out to a disk, or from node to node.
 */
final class SwapExamination implements Examination
{
    private static final int SIZE_FIELD = 2;
    private static final int USED_FIELD = 3;
    private static final Subject SWAP = new Subject("memory.swap", Topic.MEMORY, "swap");
    private static final Subject BALANCING = new Subject("memory.numa-balancing", Topic.MEMORY, "NUMA balancing");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(swap(host), balancing(host));
    }

    private static Finding swap(final Host host)
    {
        final Reading swaps = host.read("/proc/swaps");
        if (!swaps.isVisible())
        {
            return SWAP.hidden(swaps);
        }
        final long sizeBytes = sumBytes(swaps, SIZE_FIELD);
        if (sizeBytes == 0)
        {
            return SWAP.ok("off");
        }
        final long usedBytes = sumBytes(swaps, USED_FIELD);
        final String found = Bytes.text(sizeBytes) + ", " + Bytes.text(usedBytes) + " in use";
        final String advice = host.isContainer() ?
            "docker run with --memory-swap equal to --memory; or swapoff -a on its host" :
            "swapoff -a, and take the swap line out of /etc/fstab; for a service alone MemorySwapMax=0";
        return usedBytes == 0 ? SWAP.note(found, advice) : SWAP.warn(found, advice);
    }

    private static long sumBytes(final Reading swaps, final int field)
    {
        return swaps.text().lines()
            .skip(1)
            .map((line) -> line.trim().split("\\s+"))
            .filter((fields) -> fields.length > USED_FIELD)
            .mapToLong((fields) -> Reading.of(fields[field]).number(0) * Bytes.KIB)
            .sum();
    }

    private static Finding balancing(final Host host)
    {
        final Reading mode = host.read("/proc/sys/kernel/numa_balancing");
        if (!mode.isVisible())
        {
            return host.exists("/proc/sys/kernel") ? BALANCING.ok("not in this kernel") : BALANCING.hidden(mode);
        }
        if (mode.number(0) == 0)
        {
            return BALANCING.ok("off");
        }
        return host.topology().nodes().size() == 1 ?
            BALANCING.ok("on, and without effect: all usable CPUs are on one node") :
            BALANCING.warn(
                "on: it unmaps pages to see who uses them, and moves them",
                Remedy.sysctl(host, "kernel.numa_balancing=0"));
    }
}
