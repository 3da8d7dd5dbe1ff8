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

import io.zetatron.kernel.runtime.source.SampleRow;

import java.util.List;

/**
 * The columns that are this process's own gauges. Not thread-safe.
 */
final class GaugeColumns
{
    private final Gauge[] gauges;
    private long failures;

    GaugeColumns(final List<Gauge> gauges)
    {
        this.gauges = gauges.toArray(Gauge[]::new);
    }

    void sample(final SampleRow row, final int first)
    {
        for (int i = 0; i < gauges.length; i++)
        {
            row.value(first + i, value(gauges[i]));
        }
    }

    void remarks(final List<String> remarks)
    {
        if (failures > 0)
        {
            remarks.add(failures + " readings of a gauge failed; values are missing there");
        }
    }

    private double value(final Gauge gauge)
    {
        try
        {
            final double value = gauge.sample();
            return Double.isFinite(value) ? value : Double.NaN;
        }
        catch (final RuntimeException ex)
        {
            failures++;
            return Double.NaN;
        }
    }
}
