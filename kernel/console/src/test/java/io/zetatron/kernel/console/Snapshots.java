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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.RunningKernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Snapshots of a made-up kernel that does the same each second.
 */
final class Snapshots
{
    static final long PID = 4321;

    private static final long MIB = 1L << 20;

    private Snapshots()
    {
    }

    static KernelRates rates(final int fromSecond, final int toSecond)
    {
        return new KernelRates(after(fromSecond), after(toSecond));
    }

    static KernelSnapshot after(final int seconds)
    {
        final long busyNs = TimeUnit.SECONDS.toNanos(seconds) / 4;
        return new KernelSnapshot(
            new RunningKernel(PID, Path.of("/dev/shm/zetatron-me-4321"), 1_000_000),
            "0.1.0",
            false,
            TimeUnit.SECONDS.toNanos(seconds),
            1_000_000 + TimeUnit.SECONDS.toMillis(seconds),
            "this host",
            new KernelSnapshot.Rows(101L * seconds, 100L * seconds, 7, 64, 34),
            List.of(
                new KernelSnapshot.Engine("atlas", "Core Engine: coordination", "loop-0", 2, busyNs,
                    1000L * seconds, 2000L * seconds),
                new KernelSnapshot.Engine("spector", "Some Engine: a task", "loop-1", -1, 0, 0, 0)),
            List.of(
                new KernelSnapshot.Loop("loop-0", 2, 5000L * seconds, 2_500_000, 34_000, 3, 50_000_000, busyNs),
                new KernelSnapshot.Loop("housekeeping", -1, 900L * seconds, 1_000, 1_200, 0, 50_000_000, 0)),
            List.of(
                new KernelSnapshot.Channel("atlas", "spector", 1, 500L * seconds, 500L * seconds, 0, 0),
                new KernelSnapshot.Channel("spector", "atlas", 2, 500L * seconds, 500L * seconds - 12, 4, 0)),
            domains(),
            List.of(new KernelSnapshot.Pool(1, "spector", "frames", 4096, 1000, 17, 250, 2, 0, 0)),
            Optional.of(new KernelSnapshot.Scrubber(12_345, 1, 6)),
            List.of(new KernelSnapshot.State("spector.anomaly", 9, 0, 3 * MIB / 2, 11)));
    }

    private static List<KernelSnapshot.Domain> domains()
    {
        final List<KernelSnapshot.Domain> domains = new ArrayList<>();
        domains.add(new KernelSnapshot.Domain(0, "kernel", 256, MIB, 4096, 0, Map.of(0, 4096L),
            "4 KiB", "4 KiB", "local", "anonymous", List.of()));
        domains.add(new KernelSnapshot.Domain(1, "spector", 3 * MIB, 256 * MIB, 256 * MIB, 256 * MIB,
            Map.of(0, 192 * MIB, 1, 64 * MIB), "1 GiB, 2 MiB, 4 KiB", "2 MiB", "interleave 0-1", "/dev/shm/spector",
            List.of("not HUGE_1_GIB: this machine has no such pages")));
        return domains;
    }
}
