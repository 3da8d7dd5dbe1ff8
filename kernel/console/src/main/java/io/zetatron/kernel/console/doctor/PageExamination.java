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
 * Which page sizes are there, reserved or automatic.
 */
final class PageExamination implements Examination
{
    private static final String POOLS = "/sys/kernel/mm/hugepages/hugepages-";
    private static final String THP_FILE = "/sys/kernel/mm/transparent_hugepage/enabled";
    private static final Subject HUGE_2M = new Subject("memory.hugepages-2m", Topic.MEMORY, "2 MiB pages");
    private static final Subject HUGE_1G = new Subject("memory.hugepages-1g", Topic.MEMORY, "1 GiB pages");
    private static final Subject THP = new Subject("memory.thp", Topic.MEMORY, "transparent pages");

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(
            reserved(host, HUGE_2M, "2048kB", Remedy.sysctl(host, "vm.nr_hugepages=512") + " (1 GiB in all)"),
            reserved(host, HUGE_1G, "1048576kB", Remedy.boot(host, "hugepagesz=1G hugepages=1")),
            transparent(host));
    }

    private static Finding reserved(final Host host, final Subject subject, final String size, final String advice)
    {
        final Reading reserved = host.read(POOLS + size + "/nr_hugepages");
        if (!reserved.isVisible())
        {
            return host.exists("/sys/kernel/mm") ?
                subject.note("this CPU or kernel has none", "use another page size; nothing else can be done here") :
                subject.hidden(reserved);
        }
        final long free = host.read(POOLS + size + "/free_hugepages").number(0);
        final long count = reserved.number(0);
        final String found = count + " reserved, " + free + " free";
        return free > 0 ? subject.ok(found) : subject.note(count == 0 ? "none reserved" : found, advice);
    }

    private static Finding transparent(final Host host)
    {
        final Reading enabled = host.read(THP_FILE);
        if (!enabled.isVisible())
        {
            return host.exists("/sys/kernel/mm") ? THP.ok("not in this kernel") : THP.hidden(enabled);
        }
        final String mode = enabled.selected();
        return !"always".equals(mode) ? THP.ok(mode) : THP.warn(
            "always: page faults stop to find and clear 2 MiB at once",
            Remedy.write(host, "madvise", THP_FILE) + "; for good, " +
                Remedy.boot(host, "transparent_hugepage=madvise"));
    }
}
