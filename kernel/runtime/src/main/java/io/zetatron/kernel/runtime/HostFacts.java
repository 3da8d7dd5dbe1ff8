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
package io.zetatron.kernel.runtime;

import io.zetatron.nativeaccess.PseudoFile;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The conditions of a run.
 *
 * @param cpu        model.
 * @param cores      that the process may use.
 * @param kernel     name and release of the operating system's.
 * @param jdk        version and vendor.
 * @param collectors of the Java VM.
 * @param stealShare of all CPU time during the run that the hypervisor took away, 0..1; NaN if it is not shown.
 */
public record HostFacts(String cpu, int cores, String kernel, String jdk, List<String> collectors, double stealShare)
{
    private static final int STEAL_FIELD = 8;
    private static final int FIELDS = 9;

    /**
     * CPU time since the host booted, in ticks.
     *
     * @param total of all kinds.
     * @param steal taken away by the hypervisor; -1 if it is not shown.
     */
    public record CpuTime(long total, long steal)
    {
        /**
         * What has been spent until now.
         *
         * @return it, with nothing in it where {@code /proc/stat} cannot be read.
         */
        public static CpuTime now()
        {
            final String[] fields = PseudoFile.value(Path.of("/proc/stat"))
                .map((text) -> text.lines().findFirst().orElse("").trim().split(" +"))
                .orElse(new String[0]);
            if (fields.length < FIELDS)
            {
                return new CpuTime(0, -1);
            }
            // Guest time, behind these fields, is part of user time already.
            final long total = Arrays.stream(fields, 1, FIELDS).mapToLong(Long::parseLong).sum();
            return new CpuTime(total, Long.parseLong(fields[STEAL_FIELD]));
        }

        double stealShareSince(final CpuTime start)
        {
            return steal < 0 || total <= start.total ? Double.NaN :
                (steal - start.steal) / (double)(total - start.total);
        }
    }

    /**
     * The conditions of a run that ends now, in this process.
     *
     * @param start of the run.
     * @return the conditions.
     */
    public static HostFacts since(final CpuTime start)
    {
        return new HostFacts(
            cpuModel(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("java.vm.version") + " " + System.getProperty("java.vendor"),
            ManagementFactory.getGarbageCollectorMXBeans().stream().map(MemoryManagerMXBean::getName).toList(),
            CpuTime.now().stealShareSince(start));
    }

    private static String cpuModel()
    {
        return PseudoFile.value(Path.of("/proc/cpuinfo"))
            .flatMap((text) -> text.lines().filter((line) -> line.startsWith("model name")).findFirst())
            .map((line) -> line.substring(line.indexOf(':') + 1).trim())
            .orElse(System.getProperty("os.arch"));
    }
}
