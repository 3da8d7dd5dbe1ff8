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
 * {@code /proc/vmstat}: page faults, those among them that had to wait for a disk, and pages swapped in and out.
 */
final class ProcVmstat
{
    private static final int SWAPPED_IN = 0;
    private static final int SWAPPED_OUT = 1;
    private static final int FAULTS = 2;
    private static final int MAJOR_FAULTS = 3;

    private ProcVmstat()
    {
    }

    static TextFormat format()
    {
        return new LabelledFormat.Builder()
            .line("pswpin", 1)
            .line("pswpout", 1)
            .line("pgfault", 1)
            .line("pgmajfault", 1)
            .columns(
                Column.perSecond("page.faults.per_s", FAULTS, 1),
                Column.perSecond("page.major_faults.per_s", MAJOR_FAULTS, 1),
                Column.perSecond("swap.in.pages_per_s", SWAPPED_IN, 1),
                Column.perSecond("swap.out.pages_per_s", SWAPPED_OUT, 1));
    }
}
