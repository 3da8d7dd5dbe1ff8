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

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.source.SampleRow;
import io.zetatron.kernel.runtime.source.SampleSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostTelemetryTest
{
    private static final String PSI = "some avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n" +
        "full avg10=0.00 avg60=0.00 avg300=0.00 total=%d\n";

    @TempDir
    private Path root;
    private HostTree tree;

    @BeforeEach
    void record()
    {
        tree = new HostTree(root)
            .file("proc/stat", stat("100 10 50 1000 20 3 4 13", 5000, 7000, 90))
            .file("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 1 kB\nMemAvailable:  250 kB\nDirty: 3 kB\n")
            .file("proc/vmstat", "nr_free_pages 1\npswpin 4\npswpout 6\npgfault 1000\npgmajfault 10\n")
            .file("proc/pressure/cpu", PSI.formatted(1_000_000, 0))
            .file("proc/pressure/memory", PSI.formatted(0, 0))
            .file("proc/pressure/io", PSI.formatted(50_000, 40_000));
    }

    @Test
    void shouldGiveLevelsAtOnceAndGrowthNotYetOnFirstCall()
    {
        try (HostTelemetry host = tree.open())
        {
            final SampleRow row = HostTree.row(host);

            assertEquals(3, HostTree.value(host, row, "run.queue.tasks"));
            assertEquals(1, HostTree.value(host, row, "run.blocked.tasks"));
            assertEquals(0.25, HostTree.value(host, row, "memory.available.share"));
            assertEquals(3072, HostTree.value(host, row, "memory.dirty.bytes"));
            assertEquals(Double.NaN, HostTree.value(host, row, "cpu.user.share"));
            assertEquals(Double.NaN, HostTree.value(host, row, "forks.per_s"));
            assertEquals(Double.NaN, HostTree.value(host, row, "pressure.io.some.share"));
        }
    }

    @Test
    void shouldStampRowWithUtcMilliseconds()
    {
        try (HostTelemetry host = tree.pass(2).open())
        {
            final SampleRow row = new SampleRow(host.columns().size());

            assertEquals(SampleSource.ROW, host.next(row));
            assertEquals(1_795_221_676_125_000_000L, row.timestampNs());
            assertEquals(
                "2026-11-21T00:41:16.125Z",
                new String(row.timestampText(), 0, row.timestampTextLength(), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void shouldShareTicksAmongKindsIncludingStealOfManyCores()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(500).file("proc/stat", stat("140 20 70 1080 25 4 8 53", 6000, 7250, 100));
            final SampleRow row = HostTree.row(host);

            assertEquals(0.25, HostTree.value(host, row, "cpu.user.share"));
            assertEquals(0.10, HostTree.value(host, row, "cpu.system.share"));
            assertEquals(0.025, HostTree.value(host, row, "cpu.iowait.share"));
            assertEquals(0.005, HostTree.value(host, row, "cpu.irq.share"));
            assertEquals(0.02, HostTree.value(host, row, "cpu.softirq.share"));
            assertEquals(0.20, HostTree.value(host, row, "cpu.steal.share"));
            assertEquals(0.40, HostTree.value(host, row, "cpu.idle.share"));
            assertEquals(2000, HostTree.value(host, row, "interrupts.per_s"));
            assertEquals(500, HostTree.value(host, row, "context.switches.per_s"));
            assertEquals(20, HostTree.value(host, row, "forks.per_s"));
        }
    }

    @Test
    void shouldGivePagingAndPressureOverTimeThatPassed()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(2000)
                .file("proc/vmstat", "pswpin 8\npswpout 6\npgfault 1500\npgmajfault 13\n")
                .file("proc/pressure/cpu", PSI.formatted(1_500_000, 0))
                .file("proc/pressure/memory", PSI.formatted(1_000_000, 200_000))
                .file("proc/pressure/io", PSI.formatted(2_050_500, 40_000));
            final SampleRow row = HostTree.row(host);

            assertEquals(2, HostTree.value(host, row, "swap.in.pages_per_s"));
            assertEquals(0, HostTree.value(host, row, "swap.out.pages_per_s"));
            assertEquals(250, HostTree.value(host, row, "page.faults.per_s"));
            assertEquals(1.5, HostTree.value(host, row, "page.major_faults.per_s"));
            assertEquals(0.25, HostTree.value(host, row, "pressure.cpu.some.share"));
            assertEquals(0.5, HostTree.value(host, row, "pressure.memory.some.share"));
            assertEquals(0.1, HostTree.value(host, row, "pressure.memory.full.share"));
            assertEquals(1, HostTree.value(host, row, "pressure.io.some.share"));
            assertEquals(0, HostTree.value(host, row, "pressure.io.full.share"));
        }
    }

    @Test
    void shouldLeaveOutWithRemarkWhatHostHasNot(@TempDir final Path container)
    {
        final HostTree bare = new HostTree(container)
            .file("proc/stat", "cpu  1 2 3 4 5 6 7 8 0 0\nctxt 5\nprocs_running 1\n")
            .file("proc/meminfo", "MemTotal: 8 kB\nMemFree: 4 kB\n")
            .file("proc/diskstats", "");
        try (HostTelemetry host = bare.open())
        {
            assertEquals(
                List.of("cpu.user.share", "cpu.system.share", "cpu.iowait.share", "cpu.irq.share", "cpu.softirq.share",
                    "cpu.steal.share", "cpu.idle.share", "run.queue.tasks", "context.switches.per_s"),
                host.columns());
            final String remarks = String.join("\n", host.remarks());
            assertTrue(remarks.contains("proc/stat lacks the numbers for some columns; left out: run.blocked.tasks, " +
                "interrupts.per_s, forks.per_s"), remarks);
            assertTrue(remarks.contains("proc/pressure/io is not there; left out: pressure.io.some.share, " +
                "pressure.io.full.share"), remarks);
            assertTrue(remarks.contains("proc/meminfo lacks"), remarks);
            assertTrue(remarks.contains("sys/block, which tells disks from partitions; left out: disk.read"), remarks);
            assertTrue(remarks.contains("proc/net/dev is not there; left out: network.receive.bytes_per_s"), remarks);
        }
    }

    @Test
    void shouldMissAndCountWhatVanishesLater()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(100).file("proc/pressure/io", "").file("proc/stat", "ctxt 7100\n");
            final SampleRow row = HostTree.row(host);

            assertEquals(Double.NaN, HostTree.value(host, row, "pressure.io.some.share"));
            assertEquals(Double.NaN, HostTree.value(host, row, "cpu.user.share"));
            assertEquals(Double.NaN, HostTree.value(host, row, "run.queue.tasks"));
            assertEquals(1000, HostTree.value(host, row, "context.switches.per_s"));
            assertTrue(hasRemark(host, "pressure/io: 1 reading without a number that was there at first"));
        }
    }

    @Test
    void shouldMissAndCountCounterThatRunsBackwardsButNotLevel()
    {
        try (HostTelemetry host = tree.open())
        {
            HostTree.row(host);
            tree.pass(100)
                .file("proc/stat", stat("100 10 50 1000 19 3 4 13", 5000, 7100, 90))
                .file("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 1 kB\nDirty: 0 kB\n");
            final SampleRow row = HostTree.row(host);

            assertEquals(Double.NaN, HostTree.value(host, row, "cpu.user.share"));
            assertEquals(1000, HostTree.value(host, row, "context.switches.per_s"));
            assertTrue(hasRemark(host, "stat: 1 reading with a counter that ran backwards"));
            assertFalse(hasRemark(host, "meminfo"));
        }
    }

    @Test
    void shouldMissAllButGaugesOnceFilesAreClosed()
    {
        final HostTelemetry host = tree.open(gauge("loop.0.cycle.max.ns", 17));
        host.close();
        host.close();
        final SampleRow row = HostTree.row(host);

        assertEquals(Double.NaN, HostTree.value(host, row, "run.queue.tasks"));
        assertEquals(17, HostTree.value(host, row, "loop.0.cycle.max.ns"));
        assertTrue(hasRemark(host, "stat: 1 reading failed"));
    }

    @Test
    void shouldPutGaugesLastAndMissWhatIsNotFinite()
    {
        final Gauge failing = new Gauge()
        {
            @Override
            public String name()
            {
                return "c";
            }

            @Override
            public double sample()
            {
                throw new IllegalStateException("gauge");
            }
        };
        try (HostTelemetry host = tree.open(gauge("a", 1.5), gauge("b", Double.POSITIVE_INFINITY), failing))
        {
            final SampleRow row = HostTree.row(host);
            final int columns = host.columns().size();

            assertEquals(List.of("a", "b", "c"), host.columns().subList(columns - 3, columns));
            assertEquals(1.5, row.value(columns - 3));
            assertEquals(Double.NaN, row.value(columns - 2));
            assertEquals(Double.NaN, row.value(columns - 1));
            assertTrue(hasRemark(host, "1 readings of a gauge failed"));
        }
    }

    @Test
    void shouldRefuseColumnNameTwiceAndNoColumnsAtAll(@TempDir final Path empty)
    {
        assertThrows(KernelException.class, () -> tree.open(gauge("forks.per_s", 0)));
        assertThrows(KernelException.class, () -> new HostTree(empty).open());
    }

    private static boolean hasRemark(final HostTelemetry host, final String part)
    {
        return host.remarks().stream().anyMatch((remark) -> remark.contains(part));
    }

    private static Gauge gauge(final String name, final double value)
    {
        return new Gauge()
        {
            @Override
            public String name()
            {
                return name;
            }

            @Override
            public double sample()
            {
                return value;
            }
        };
    }

    private static String stat(final String cpu, final long interrupts, final long switches, final long forks)
    {
        final StringBuilder text = new StringBuilder("cpu  " + cpu + " 0 0\n");
        for (int core = 0; core < 192; core++)
        {
            text.append("cpu").append(core).append(" 1234567 12345 123456 12345678 1234 0 1234 0 0 0\n");
        }
        text.append("intr ").append(interrupts).append(" 0".repeat(3000)).append('\n');
        return text + "ctxt " + switches + "\nbtime 1\nprocesses " + forks +
            "\nprocs_running 3\nprocs_blocked 1\nsoftirq 9 1 2\n";
    }
}
