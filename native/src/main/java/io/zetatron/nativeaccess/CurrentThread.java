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
package io.zetatron.nativeaccess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What Linux says of the calling thread, read back from {@code /proc/thread-self}: not what was asked for, what holds.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
public final class CurrentThread
{
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final Path STAT = Path.of("/proc/thread-self/stat");
    private static final int STAT_PROCESSOR_AFTER_NAME = 36;

    private CurrentThread()
    {
    }

    /**
     * The CPUs on which the calling thread may run.
     *
     * @return the affinity mask as the kernel has it now.
     */
    public static CpuList allowedCpus()
    {
        return CpuList.parse(statusField("Cpus_allowed_list"));
    }

    /**
     * The kernel's id of the calling thread.
     *
     * @return the thread id.
     */
    public static int threadId()
    {
        return Integer.parseInt(statusField("Pid"));
    }

    /**
     * The CPU on which the calling thread ran last.
     *
     * @return the CPU's number.
     */
    public static int cpu()
    {
        final String stat = read(STAT);
        final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        return Integer.parseInt(fields[STAT_PROCESSOR_AFTER_NAME]);
    }

    private static String statusField(final String name)
    {
        final String prefix = name + ":";
        return read(STATUS).lines()
            .filter((line) -> line.startsWith(prefix))
            .map((line) -> line.substring(prefix.length()).trim())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(STATUS + " has no field " + name));
    }

    private static String read(final Path file)
    {
        try
        {
            return PseudoFile.text(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("cannot read " + file + " (is /proc mounted?)", ex);
        }
    }
}
