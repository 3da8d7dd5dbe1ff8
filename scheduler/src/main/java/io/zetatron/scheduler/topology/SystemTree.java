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

import io.zetatron.nativeaccess.CpuList;
import io.zetatron.nativeaccess.PseudoFile;

import java.nio.file.Path;

/**
 * The files below {@code /sys/devices/system}, where one that is missing or unreadable has a sensible meaning.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cputopology.html">How CPU topology info is exported via sysfs</a>
 */
final class SystemTree
{
    private final Path system;

    SystemTree(final Path root)
    {
        system = root.resolve("sys/devices/system");
    }

    CpuList cpus(final String file, final CpuList otherwise)
    {
        try
        {
            return PseudoFile.value(system.resolve(file)).map(CpuList::parse).orElse(otherwise);
        }
        catch (final IllegalArgumentException ex)
        {
            // A kernel booted without nohz_full shows it as "(null)".
            return otherwise;
        }
    }

    int number(final String file, final int otherwise)
    {
        try
        {
            final int number = PseudoFile.value(system.resolve(file)).map(Integer::parseInt).orElse(otherwise);
            // Firmware without topology tables makes arm64 kernels answer -1.
            return number < 0 ? otherwise : number;
        }
        catch (final NumberFormatException ex)
        {
            return otherwise;
        }
    }
}
