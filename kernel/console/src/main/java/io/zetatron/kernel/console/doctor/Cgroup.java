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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The control group in which a controller holds this process, of version 1 or 2.
 *
 * @param unified true for version 2.
 * @param folders the group's own first, then those of the groups above it, up to where they are mounted.
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
record Cgroup(boolean unified, List<String> folders)
{
    private static final String USUAL_MOUNT = "/sys/fs/cgroup";

    /**
     * Find the group of a controller.
     *
     * @return the group; empty if the kernel shows no such controller.
     */
    static Optional<Cgroup> of(final Host host, final String controller)
    {
        final List<String> memberships = host.read("/proc/self/cgroup").text().lines().toList();
        final Mounts mounts = Mounts.of(host);
        return version1(host, controller, memberships, mounts)
            .or(() -> version2(host, memberships, mounts))
            .or(() -> usual(host, controller));
    }

    /**
     * Read a file of the group, or of the nearest group above it that has one.
     */
    Reading nearest(final Host host, final String file)
    {
        return folders.stream().map((folder) -> host.read(folder + "/" + file))
            .filter(Reading::isVisible)
            .findFirst()
            .orElseGet(() -> Reading.absent(folders.getFirst() + "/" + file));
    }

    private static Optional<Cgroup> version1(
        final Host host, final String controller, final List<String> memberships, final Mounts mounts)
    {
        final Optional<String> path = memberships.stream()
            .map((line) -> line.split(":", 3))
            .filter((parts) -> parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(controller))
            .map((parts) -> parts[2])
            .findFirst();
        return path.flatMap((group) -> mounts
            .last((mount) -> mount.type().equals("cgroup") && mount.superOptions().contains(controller))
            .map((mount) -> new Cgroup(false, upwards(host, mount, group))));
    }

    private static Optional<Cgroup> version2(final Host host, final List<String> memberships, final Mounts mounts)
    {
        final Optional<String> path = memberships.stream()
            .filter((line) -> line.startsWith("0::"))
            .map((line) -> line.substring("0::".length()))
            .findFirst();
        return path.flatMap((group) -> mounts
            .last((mount) -> mount.type().equals("cgroup2"))
            .map((mount) -> new Cgroup(true, upwards(host, mount, group))));
    }

    private static Optional<Cgroup> usual(final Host host, final String controller)
    {
        final String version1 = USUAL_MOUNT + "/" + controller;
        if (host.exists(version1))
        {
            return Optional.of(new Cgroup(false, List.of(version1)));
        }
        final boolean version2 = host.exists(USUAL_MOUNT + "/cgroup.controllers");
        return version2 ? Optional.of(new Cgroup(true, List.of(USUAL_MOUNT))) : Optional.empty();
    }

    private static List<String> upwards(final Host host, final Mounts.Mount mount, final String group)
    {
        // Without a cgroup namespace, a container's path still names the groups above what is mounted for it.
        final String below = group.startsWith(mount.root()) ? group.substring(mount.root().length()) : group;
        String folder = mount.point() + (below.isEmpty() || below.startsWith("/") ? below : "/" + below);
        final List<String> folders = new ArrayList<>();
        while (folder.length() > mount.point().length())
        {
            if (!folder.endsWith("/") && host.exists(folder))
            {
                folders.add(folder);
            }
            folder = folder.substring(0, folder.lastIndexOf('/'));
        }
        folders.add(mount.point());

        return List.copyOf(folders);
    }
}
