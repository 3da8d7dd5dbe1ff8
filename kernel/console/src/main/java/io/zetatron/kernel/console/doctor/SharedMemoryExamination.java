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
 * Whether the bus's logs have room in {@code /dev/shm}, and whether libraries can be unpacked into {@code /tmp}.
 */
final class SharedMemoryExamination implements Examination
{
    private static final Subject SHM = new Subject("memory.shm", Topic.MEMORY, "/dev/shm");
    private static final Subject TMP = new Subject("platform.tmp", Topic.PLATFORM, "/tmp");
    private static final String TMP_ADVICE =
        "JDK_JAVA_OPTIONS=-Djava.io.tmpdir=DIR, a folder that is writable and not mounted noexec";

    private final long requiredBytes;

    SharedMemoryExamination(final long requiredBytes)
    {
        this.requiredBytes = requiredBytes;
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(shm(host), tmp(host));
    }

    private Finding shm(final Host host)
    {
        final Optional<Space> space = host.space("/dev/shm");
        if (space.isEmpty())
        {
            return SHM.warn(
                "there is none: the bus's logs would lie on a disk",
                "as root: mkdir -p /dev/shm; mount -t tmpfs tmpfs /dev/shm");
        }
        final long totalBytes = space.get().totalBytes();
        final long freeBytes = space.get().freeBytes();
        final String found = Bytes.text(freeBytes) + " free of " + Bytes.text(totalBytes) + "; the bus's logs want " +
            Bytes.text(requiredBytes);
        return freeBytes >= requiredBytes ? SHM.ok(found) :
            SHM.warn(found, larger(host, sizeMib(totalBytes - freeBytes + requiredBytes)));
    }

    private static String larger(final Host host, final long sizeMib)
    {
        return host.isContainer() ?
            "docker run --shm-size=" + sizeMib + "m; Kubernetes: an emptyDir with medium: Memory at /dev/shm" :
            "mount -o remount,size=" + sizeMib + "m /dev/shm; to keep it, \"tmpfs /dev/shm tmpfs defaults,size=" +
                sizeMib + "m 0 0\" in /etc/fstab";
    }

    private static long sizeMib(final long wantedBytes)
    {
        final long mib = Math.ceilDiv(wantedBytes, Bytes.MIB);
        return Long.highestOneBit(Math.max(1, mib - 1)) << 1;
    }

    private static Finding tmp(final Host host)
    {
        if (!host.isWritable("/tmp"))
        {
            return TMP.warn("not writable: native libraries cannot be unpacked", TMP_ADVICE);
        }
        final boolean noexec = Mounts.of(host)
            .last((mount) -> mount.point().equals("/tmp"))
            .filter((mount) -> mount.options().contains("noexec"))
            .isPresent();
        return noexec ? TMP.warn("mounted noexec: native libraries cannot be loaded from it", TMP_ADVICE) :
            TMP.ok("writable" +
                host.space("/tmp").map((space) -> ", " + Bytes.text(space.freeBytes()) + " free").orElse(""));
    }
}
