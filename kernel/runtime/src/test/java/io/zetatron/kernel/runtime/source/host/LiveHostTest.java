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

import com.sun.management.ThreadMXBean;
import io.zetatron.kernel.runtime.source.SampleRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@EnabledOnOs(value = OS.LINUX, disabledReason = "samples a Linux /proc")
@Timeout(60)
class LiveHostTest
{
    private static final int WARM_UP_CALLS = 20_000;
    private static final int MEASURED_CALLS = 5_000;
    private static final long ONCE_AT_MOST_BYTES = 1024;

    @Test
    void shouldGiveFiniteValuesInRangeFromSecondSampleOn() throws InterruptedException
    {
        try (HostTelemetry host = HostTelemetry.ofThisHost(List.of()))
        {
            final SampleRow row = HostTree.row(host);
            do
            {
                Thread.sleep(200);
                host.next(row);
            }
            // The kernel's iowait may run backwards at any row, which the source has to count.
            while (host.remarks().stream().anyMatch((remark) -> remark.contains("backwards")) && hasMissing(row));

            double cpu = 0;
            for (int i = 0; i < row.columns(); i++)
            {
                final String name = host.columns().get(i);
                final double value = row.value(i);
                assertTrue(value >= 0 && Double.isFinite(value), () -> name + " is " + value);
                assertTrue(!name.endsWith(".share") || value <= 1, () -> name + " is " + value);
                cpu += name.startsWith("cpu.") ? value : 0;
            }
            assertEquals(1, cpu, 1e-9);
        }
    }

    @Test
    void shouldAllocateNothingInSteadyState()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (HostTelemetry host = HostTelemetry.ofThisHost(List.of()))
        {
            final SampleRow row = HostTree.row(host);
            for (int i = 0; i < WARM_UP_CALLS; i++)
            {
                host.next(row);
            }
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MEASURED_CALLS; i++)
            {
                host.next(row);
            }
            final long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;

            assertTrue(allocatedBytes <= ONCE_AT_MOST_BYTES, () -> allocatedBytes + " bytes");
        }
    }

    private static boolean hasMissing(final SampleRow row)
    {
        return IntStream.range(0, row.columns()).anyMatch((column) -> Double.isNaN(row.value(column)));
    }
}
