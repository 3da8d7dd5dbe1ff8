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
import java.util.Optional;

/**
 * How much memory the control groups let the process have, and how much of it may be locked.
 */
final class MemoryLimitExamination implements Examination
{
    private static final int CAP_IPC_LOCK = 14;
    private static final long ROOM_BESIDE_LOGS_BYTES = 256 * Bytes.MIB;
    private static final Subject LIMIT = new Subject("memory.limit", Topic.MEMORY, "memory limit");
    private static final Subject MEMLOCK = new Subject("memory.memlock", Topic.MEMORY, "locked memory");

    private final long requiredBytes;

    MemoryLimitExamination(final long requiredBytes)
    {
        this.requiredBytes = requiredBytes;
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(limit(host), memlock(host));
    }

    private Finding limit(final Host host)
    {
        final long totalBytes = totalBytes(host);
        final long limitBytes = limitBytes(host);
        final String total = totalBytes == Long.MAX_VALUE ? "an unknown amount" : Bytes.text(totalBytes);
        if (limitBytes >= totalBytes)
        {
            return LIMIT.ok("none; the machine has " + total);
        }
        final String found = Bytes.text(limitBytes) + " of " + total + ", the pages in /dev/shm included";
        final long wantedBytes = requiredBytes + ROOM_BESIDE_LOGS_BYTES;
        final String advice = "docker --memory, systemd MemoryMax= or the pod's memory limit: at least the heap plus " +
            Bytes.text(wantedBytes);
        return limitBytes < wantedBytes ? LIMIT.warn(found, advice) : LIMIT.note(found, advice);
    }

    private static long totalBytes(final Host host)
    {
        final String total = host.field("/proc/meminfo", "MemTotal").text();
        final long kib = Reading.of(total.replace("kB", "")).number(-1);
        return kib < 0 ? Long.MAX_VALUE : kib * Bytes.KIB;
    }

    private static long limitBytes(final Host host)
    {
        final Optional<Cgroup> group = Cgroup.of(host, "memory");
        final String file = group.map(Cgroup::unified).orElse(true) ? "/memory.max" : "/memory.limit_in_bytes";
        return group.map(Cgroup::folders).orElse(List.of()).stream()
            .mapToLong((folder) -> host.read(folder + file).number(Long.MAX_VALUE))
            .min()
            .orElse(Long.MAX_VALUE);
    }

    private static Finding memlock(final Host host)
    {
        if (host.hasCapability(CAP_IPC_LOCK))
        {
            return MEMLOCK.ok("unlimited (CAP_IPC_LOCK)");
        }
        final Reading limit = Limits.soft(host, "Max locked memory");
        if (!limit.isVisible())
        {
            return MEMLOCK.hidden(limit);
        }
        return "unlimited".equals(limit.text()) ? MEMLOCK.ok("unlimited") : MEMLOCK.note(
            "at most " + Bytes.text(limit.number(0)) + ", without CAP_IPC_LOCK",
            Limits.advice(host, "memlock", "unlimited", "LimitMEMLOCK=infinity", "--ulimit memlock=-1"));
    }
}
