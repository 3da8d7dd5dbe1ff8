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

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How long this process has existed, from the kernel's own ticks. What {@link ProcessHandle} says goes back to a boot
 * time in whole seconds, and so may be off by one.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5), starttime</a>
 */
public final class ProcessAge
{
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");
    /** Set by a launcher that did other work in this process before it became a Java VM: the uptime at its end. */
    private static final String LAUNCHED = "ZETATRON_LAUNCHED_UPTIME";
    private static final int START_TIME_AFTER_NAME = 19;
    /** USER_HZ, which is 100 on every architecture that a JDK runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private ProcessAge()
    {
    }

    /**
     * Time since the process was started.
     *
     * @return nanoseconds, to within 20 ms; empty where {@code /proc} does not say.
     */
    public static OptionalLong ns()
    {
        final Optional<String> stat = PseudoFile.value(STAT);
        final Optional<String> uptime = PseudoFile.value(UPTIME);
        if (stat.isEmpty() || uptime.isEmpty())
        {
            return OptionalLong.empty();
        }
        final String afterName = stat.get().substring(stat.get().lastIndexOf(')') + 2);
        final long startTicks = Long.parseLong(afterName.split(" ")[START_TIME_AFTER_NAME]);
        final double startSeconds = Math.max(startTicks / (double)TICKS_PER_SECOND, launchedSeconds());
        final double uptimeSeconds = Double.parseDouble(uptime.get().split(" ")[0]);
        final double ageSeconds = uptimeSeconds - startSeconds;
        return OptionalLong.of((long)(Math.max(0, ageSeconds) * TimeUnit.SECONDS.toNanos(1)));
    }

    private static double launchedSeconds()
    {
        final String launched = System.getenv(LAUNCHED);
        return launched != null && launched.matches("\\d+\\.\\d+") ? Double.parseDouble(launched) : 0;
    }
}
