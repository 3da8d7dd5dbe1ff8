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
package io.zetatron.kernel.runtime.source.host;

/**
 * {@code /proc/meminfo}: how much memory can be had without swapping, and how much waits to be written to disk.
 */
final class ProcMeminfo
{
    private static final int TOTAL = 0;
    private static final int AVAILABLE = 1;
    private static final int DIRTY = 2;
    private static final double BYTES_PER_KB = 1024;

    private ProcMeminfo()
    {
    }

    static TextFormat format()
    {
        return new LabelledFormat.Builder()
            .line("MemTotal", 1)
            .line("MemAvailable", 1)
            .line("Dirty", 1)
            .columns(
                Column.ratio("memory.available.share", AVAILABLE, TOTAL),
                Column.level("memory.dirty.bytes", DIRTY, BYTES_PER_KB));
    }
}
