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
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The file systems that this process sees.
 *
 * @param all in the order in which they were mounted; none if the kernel hides them.
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
record Mounts(List<Mount> all)
{
    private static final String SEPARATOR = " - ";
    private static final int FIELDS_BEFORE_SEPARATOR = 6;
    private static final int FIELDS_AFTER_SEPARATOR = 3;

    /**
     * One mounted file system.
     *
     * @param root         folder of the file system that is mounted.
     * @param point        folder where it is mounted.
     * @param options      of the mount.
     * @param type         of the file system.
     * @param superOptions of the file system.
     */
    record Mount(String root, String point, List<String> options, String type, List<String> superOptions)
    {
    }

    static Mounts of(final Host host)
    {
        return new Mounts(host.read("/proc/self/mountinfo").text().lines()
            .map(Mounts::parsed)
            .flatMap(Optional::stream)
            .toList());
    }

    /**
     * The last mount that fits, which hides those before it.
     */
    Optional<Mount> last(final Predicate<Mount> wanted)
    {
        return all.stream().filter(wanted).reduce((earlier, later) -> later);
    }

    private static Optional<Mount> parsed(final String line)
    {
        final int separator = line.indexOf(SEPARATOR);
        if (separator < 0)
        {
            return Optional.empty();
        }
        final String[] before = line.substring(0, separator).split(" ");
        final String[] after = line.substring(separator + SEPARATOR.length()).split(" ");
        if (before.length < FIELDS_BEFORE_SEPARATOR || after.length < FIELDS_AFTER_SEPARATOR)
        {
            return Optional.empty();
        }
        return Optional.of(new Mount(before[3], before[4], words(before[5]), after[0], words(after[2])));
    }

    private static List<String> words(final String options)
    {
        return Arrays.asList(options.split(","));
    }
}
