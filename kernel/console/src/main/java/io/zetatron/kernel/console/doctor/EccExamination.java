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

import java.util.ArrayList;
import java.util.List;

/**
 * How many errors the memory's ECC has corrected, and how many it could not, as the kernel's EDAC drivers count them.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/RAS/main.html">Reliability, Availability and Serviceability</a>
 */
final class EccExamination implements Examination
{
    private static final String CONTROLLERS = "/sys/devices/system/edac/mc";
    private static final Subject ECC = new Subject("memory.ecc", Topic.MEMORY, "ECC errors");

    /**
     * What one controller, or one of its modules, has counted since boot or since somebody reset it.
     */
    private record Count(String place, long corrected, long uncorrected)
    {
        String text()
        {
            return place + " " + corrected + " corrected, " + uncorrected + " uncorrected";
        }
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        final List<String> controllers =
            host.names(CONTROLLERS).stream().filter((name) -> name.matches("mc\\d+")).toList();
        return List.of(controllers.isEmpty() ? none(host) : counted(host, controllers));
    }

    private static Finding none(final Host host)
    {
        if (host.isVirtual())
        {
            return ECC.info("no counts: a virtual machine does not see its memory's errors",
                "look at " + CONTROLLERS + " on the machine that runs it");
        }
        final String missing = host.exists(CONTROLLERS) ?
            "no counts: the kernel has no driver for this memory controller, or the memory has no ECC" :
            "no counts: there is no " + CONTROLLERS + ", the kernel lacks EDAC or this container hides it";
        return ECC.info(missing, Remedy.outside(host) + "dmidecode -t memory says whether the memory has ECC; if so, " +
            "load the controller's driver, such as amd64_edac, skx_edac or ie31200_edac, and see dmesg | grep -i edac");
    }

    private static Finding counted(final Host host, final List<String> controllers)
    {
        final List<String> texts = new ArrayList<>();
        long corrected = 0;
        long uncorrected = 0;
        for (final String controller : controllers)
        {
            final String folder = CONTROLLERS + "/" + controller;
            final String name = host.read(folder + "/mc_name").text();
            for (final String file : List.of("/ce_count", "/ue_count"))
            {
                final Reading count = host.read(folder + file);
                if (count.number(-1) < 0)
                {
                    return count.isVisible() ? ECC.note(folder + file + " holds no count: " + count.text(),
                        "see what the driver " + name + " says: dmesg | grep -i edac") : ECC.hidden(count);
                }
            }
            final Count whole = count(host, controller + (name.isEmpty() ? "" : " (" + name + ")"), folder, "");
            corrected += whole.corrected();
            uncorrected += whole.uncorrected();
            texts.add(whole.text() + modules(host, folder));
        }

        final String found = corrected + " corrected, " + uncorrected + " uncorrected since boot or reset: " +
            String.join("; ", texts);
        if (uncorrected > 0)
        {
            return ECC.warn("data was lost: " + found, "replace the named module now, restore from a checkpoint " +
                "taken before, and run ./zetatron doctor again after each error in dmesg | grep -i edac");
        }
        return corrected == 0 ? ECC.ok("none in " + String.join(", ", controllers)) : ECC.warn(found,
            "each correction can stall a core; watch whether the count grows, and if so reseat or replace the named " +
            "module at the next stop");
    }

    private static String modules(final Host host, final String folder)
    {
        final List<String> texts = new ArrayList<>();
        for (final String module : host.names(folder))
        {
            final boolean isRow = module.matches("csrow\\d+");
            if (isRow || module.matches("(dimm|rank)\\d+"))
            {
                final Reading label = host.read(folder + "/" + module + "/dimm_label");
                final Count count = count(host, label.text().isEmpty() ? module : label.text(), folder + "/" + module,
                    isRow ? "" : "dimm_");
                if (count.corrected() + count.uncorrected() > 0)
                {
                    texts.add(count.text());
                }
            }
        }
        return texts.isEmpty() ? "" : " (" + String.join("; ", texts) + ")";
    }

    private static Count count(final Host host, final String place, final String folder, final String prefix)
    {
        return new Count(place, host.read(folder + "/" + prefix + "ce_count").number(0),
            host.read(folder + "/" + prefix + "ue_count").number(0));
    }
}
