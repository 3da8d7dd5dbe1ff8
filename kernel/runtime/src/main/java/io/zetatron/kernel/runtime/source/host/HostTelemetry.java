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
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Samples this Linux host, once for each call of {@link #next}: its caller sets the pace. Each row has the time and
 * these columns, as far as the host's kernel gives them, then the gauges in the order given. Their names do not change.
 * <ul>
 * <li>{@code cpu.user.share}, {@code cpu.system.share}, {@code cpu.iowait.share}, {@code cpu.irq.share},
 *     {@code cpu.softirq.share}, {@code cpu.steal.share}, {@code cpu.idle.share}: of all processors' time over 1 s,
 *     together 1; {@code user} includes nice</li>
 * <li>{@code run.queue.tasks}, {@code run.blocked.tasks}: running or ready (the sampling thread is one), and waiting
 *     for a disk; now</li>
 * <li>{@code context.switches.per_s}, {@code interrupts.per_s}, {@code forks.per_s}: over 100 ms</li>
 * <li>{@code memory.available.share}, {@code memory.dirty.bytes}: now</li>
 * <li>{@code page.faults.per_s}, {@code page.major_faults.per_s}, {@code swap.in.pages_per_s},
 *     {@code swap.out.pages_per_s}: over 100 ms</li>
 * <li>{@code pressure.cpu.some.share}, {@code pressure.memory.some.share}, {@code pressure.memory.full.share},
 *     {@code pressure.io.some.share}, {@code pressure.io.full.share}: of the time, over 100 ms</li>
 * <li>{@code disk.read.bytes_per_s}, {@code disk.write.bytes_per_s}: all disks, over 100 ms</li>
 * <li>{@code disk.busy.share}: of the time over 1 s, of the disk that was busiest from one row to the next</li>
 * <li>{@code network.receive.bytes_per_s}, {@code network.transmit.bytes_per_s},
 *     {@code network.receive.packets_per_s}, {@code network.transmit.packets_per_s}, {@code network.errors.per_s},
 *     {@code network.drops.per_s}: all interfaces but loopback, over 100 ms</li>
 * </ul>
 * What the kernel counts in ticks is taken over a sliding second, else one row at 100 rows a second would hold a tick
 * or none; the rest over 100 ms. Where rows come more slowly than that, it is taken from the previous row. Until there
 * is a previous row such a value is missing (NaN); at first it is over as much time as there has been.
 * <p>
 * What the host does not have is left out of the columns, with a remark. Later, a file that cannot be read, a number
 * that is no longer there and a counter that runs backwards make that row's value missing, and are counted in a remark.
 * <p>
 * Not thread-safe: one thread calls everything. In steady state {@link #next} allocates nothing. Its cost is the
 * kernel's, who writes each file anew: tens of microseconds on a small host, more with many processors and interrupts.
 * Interrupting the thread closes the files, as it does with any channel, after which all their values are missing.
 */
public final class HostTelemetry implements SampleSource
{
    private static final long NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EpochNanoClock epochClock;
    private final IsoTimestamp timestamp = new IsoTimestamp();
    private final List<String> columns = new ArrayList<>();
    private final List<String> absences = new ArrayList<>();
    private final List<FileColumns> opened = new ArrayList<>();
    private final FileColumns[] files;
    private final GaugeColumns gauges;
    private final int firstGauge;

    /**
     * Open what this host has.
     *
     * @param proc       the root of the process file system, {@code /proc} but for tests.
     * @param sys        the root of the system file system, {@code /sys} but for tests.
     * @param clock      monotonic, against which rates are taken.
     * @param epochClock for the rows' timestamps.
     * @param gauges     further columns, sampled last.
     * @throws KernelException if neither the host nor the gauges give any column, or a gauge's name is taken.
     */
    public HostTelemetry(
        final Path proc,
        final Path sys,
        final NanoClock clock,
        final EpochNanoClock epochClock,
        final List<Gauge> gauges)
    {
        this.epochClock = epochClock;
        this.gauges = new GaugeColumns(gauges);
        final List<String> gaugeNames = gauges.stream().map(Gauge::name).toList();
        open(proc.resolve("stat"), ProcStat.format(), clock);
        open(proc.resolve("meminfo"), ProcMeminfo.format(), clock);
        open(proc.resolve("vmstat"), ProcVmstat.format(), clock);
        open(proc.resolve("pressure/cpu"), ProcPressure.cpu(), clock);
        open(proc.resolve("pressure/memory"), ProcPressure.memory(), clock);
        open(proc.resolve("pressure/io"), ProcPressure.io(), clock);
        open(proc.resolve("diskstats"), ProcDiskstats.format(sys), clock);
        open(proc.resolve("net/dev"), new ProcNetDev(), clock);
        files = opened.toArray(FileColumns[]::new);
        firstGauge = columns.size();
        columns.addAll(gaugeNames);
        checkColumns(proc);
    }

    /**
     * Open {@code /proc} and {@code /sys} with the system's clocks.
     *
     * @param gauges further columns, sampled last.
     * @return the source, which the caller closes.
     */
    public static HostTelemetry ofThisHost(final List<Gauge> gauges)
    {
        // Milliseconds are all that a row's text shows, and unlike Instant.now() this allocates nothing.
        return new HostTelemetry(
            Path.of("/proc"),
            Path.of("/sys"),
            SystemNanoClock.INSTANCE,
            () -> System.currentTimeMillis() * NS_PER_MS,
            gauges);
    }

    @Override
    public String title()
    {
        return "this host";
    }

    @Override
    public List<String> columns()
    {
        return List.copyOf(columns);
    }

    @Override
    public boolean isEndless()
    {
        return true;
    }

    @Override
    public int next(final SampleRow row)
    {
        row.clear();
        final long epochNs = epochClock.nanoTime();
        row.timestamp(epochNs, timestamp.format(epochNs), IsoTimestamp.LENGTH_BYTES);
        int first = 0;
        for (final FileColumns file : files)
        {
            file.sample(row, first);
            first += file.count();
        }
        gauges.sample(row, firstGauge);
        return ROW;
    }

    @Override
    public List<String> remarks()
    {
        final List<String> remarks = new ArrayList<>(absences);
        for (final FileColumns file : files)
        {
            file.remarks(remarks);
        }
        gauges.remarks(remarks);
        return remarks;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(opened);
    }

    private void open(final Path path, final TextFormat format, final NanoClock clock)
    {
        final FileColumns file = FileColumns.open(path, format, clock, absences);
        if (file != null)
        {
            opened.add(file);
            for (int i = 0; i < file.count(); i++)
            {
                columns.add(file.name(i));
            }
        }
    }

    private void checkColumns(final Path proc)
    {
        final boolean isUnique = new HashSet<>(columns).size() == columns.size();
        if (columns.isEmpty() || !isUnique)
        {
            close();
            throw new KernelException(isUnique ?
                "nothing to sample: " + proc + " is not a Linux /proc; give --input FILE.csv" :
                "two columns of the host's telemetry have the same name: " + columns);
        }
    }
}
