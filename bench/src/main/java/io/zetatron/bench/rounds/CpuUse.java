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
package io.zetatron.bench.rounds;

import io.zetatron.nativeaccess.PseudoFile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * CPU time since the host booted, in ticks.
 *
 * @param total of all processors, idle or not.
 * @param busy  of all processes.
 * @param own   of this process and of its children that have ended.
 */
public record CpuUse(long total, long busy, long own)
{
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;
    private static final int OWN_FIRST = 11;
    private static final int OWN_LAST = 14;

    /**
     * What has been used until now.
     *
     * @return it; empty where {@code /proc} does not say.
     */
    public static Optional<CpuUse> now()
    {
        return PseudoFile.value(Path.of("/proc/stat")).flatMap((host) ->
            PseudoFile.value(Path.of("/proc/self/stat")).map((process) -> of(host, process)));
    }

    /**
     * What two files say.
     *
     * @param host    contents of {@code /proc/stat}.
     * @param process contents of {@code /proc/self/stat}.
     * @return the use.
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
     */
    static CpuUse of(final String host, final String process)
    {
        final String[] kinds = host.lines().findFirst().orElseThrow().split(" +");
        // Guest time, behind these fields, is part of user time already.
        final long total = Arrays.stream(kinds, 1, STEAL + 1).mapToLong(Long::parseLong).sum();
        final long unused =
            Long.parseLong(kinds[IDLE]) + Long.parseLong(kinds[IO_WAIT]) + Long.parseLong(kinds[STEAL]);
        // The command's name, in parentheses, may hold blanks and parentheses itself.
        final String[] fields = process.substring(process.lastIndexOf(')') + 2).split(" ");
        final long own = Arrays.stream(fields, OWN_FIRST, OWN_LAST + 1).mapToLong(Long::parseLong).sum();
        return new CpuUse(total, total - unused, own);
    }

    /**
     * What other processes used meanwhile.
     *
     * @param start of the interval that ends here.
     * @return their share of all CPU time, 0..1.
     */
    public double othersShareSince(final CpuUse start)
    {
        // Both are rounded to ticks, so that the difference can come out below zero.
        return Math.max(0, busy - start.busy - (own - start.own)) / (double)Math.max(1, total - start.total);
    }
}
