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
package io.zetatron.scheduler.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the files that Linux would show for a machine.
 */
public final class RecordedMachine
{
    private final Path system;

    /**
     * A machine without files.
     *
     * @param root the folder in which to make {@code sys}.
     */
    public RecordedMachine(final Path root)
    {
        system = root.resolve("sys/devices/system");
    }

    /**
     * Write one file.
     *
     * @param name    below {@code sys/devices/system}.
     * @param content of the file.
     * @return this machine.
     */
    public RecordedMachine file(final String name, final Object content)
    {
        try
        {
            final Path file = system.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content + "\n");
            return this;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Write the files of a CPU's place.
     *
     * @param cpu       number.
     * @param packageId of its socket.
     * @param coreId    of its physical core.
     * @param siblings  the CPUs of that core.
     * @return this machine.
     */
    public RecordedMachine cpu(final int cpu, final int packageId, final int coreId, final String siblings)
    {
        final String topology = "cpu/cpu" + cpu + "/topology/";
        return file(topology + "physical_package_id", packageId)
            .file(topology + "core_id", coreId)
            .file(topology + "thread_siblings_list", siblings);
    }

    /**
     * Write the files of a CPU's cache.
     *
     * @param cpu        number.
     * @param index      of the cache.
     * @param level      of the cache.
     * @param sharedWith the CPUs that share it.
     * @return this machine.
     */
    public RecordedMachine cache(final int cpu, final int index, final int level, final String sharedWith)
    {
        final String cache = "cpu/cpu" + cpu + "/cache/index" + index;
        return file(cache + "/level", level).file(cache + "/shared_cpu_list", sharedWith);
    }

    /**
     * Two sockets of eight cores with two threads each, numbered as on most servers: threads 0 to 15 are the first of
     * each core, 16 to 31 the second. A node for each socket, CPUs 4 to 7 isolated.
     *
     * @return this machine.
     */
    public RecordedMachine twoSocketServer()
    {
        file("cpu/online", "0-31").file("cpu/isolated", "4-7").file("cpu/nohz_full", "4-7");
        file("node/online", "0-1").file("node/node0/cpulist", "0-7,16-23").file("node/node1/cpulist", "8-15,24-31");
        for (int cpu = 0; cpu < 32; cpu++)
        {
            final int core = cpu % 16;
            final String siblings = core + "," + (core + 16);
            cpu(cpu, core / 8, core % 8, siblings);
            cache(cpu, 0, 1, siblings).cache(cpu, 1, 1, siblings).cache(cpu, 2, 2, siblings);
            cache(cpu, 3, 3, core < 8 ? "0-7,16-23" : "8-15,24-31");
        }

        return this;
    }
}
