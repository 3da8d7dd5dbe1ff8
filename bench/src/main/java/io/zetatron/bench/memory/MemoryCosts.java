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
package io.zetatron.bench.memory;

import io.zetatron.bench.report.BenchCommand;
import io.zetatron.bench.report.Conditions;
import io.zetatron.bench.report.Report;
import io.zetatron.bench.report.RowReport;
import io.zetatron.bench.rounds.Effort;
import io.zetatron.bench.rounds.JmhProbe;
import io.zetatron.bench.rounds.NativePeers;
import io.zetatron.bench.rounds.Probe;
import io.zetatron.bench.rounds.Rounds;
import io.zetatron.nativeaccess.Pages;
import io.zetatron.nativeaccess.PseudoFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bench/run memory}: what memory costs, beside what others do.
 */
@Command(
    name = "bench/run " + MemoryCosts.NAME,
    description = "Measure slabs, checked handles, writes to state, copies and checkpoints beside their peers.")
public final class MemoryCosts extends BenchCommand
{
    static final String NAME = "memory";

    private static final List<Long> COPY_SIZES_BYTES =
        List.of(4L << 10, 32L << 10, 64L << 10, 1L << 20, 4L << 20, 16L << 20, 64L << 20);
    private static final List<Pages> COPY_PAGES = List.of(Pages.BASE, Pages.TRANSPARENT_HUGE, Pages.HUGE_2_MIB);
    private static final int PAIRS_PER_ITERATION = 5;
    private static final int QUICK_CHECKPOINTS = 30;
    private static final int USUAL_CHECKPOINTS = 200;
    // With the checkpoints of the other shares, below the number after which a full one follows.
    private static final int MAX_CHECKPOINTS = 400;
    private static final int MAX_STATE_MIB = 16 * 1024;
    private static final int MIN_STATE_MIB = 16;
    private static final double MEMORY_FACTOR = 2.3;
    private static final double DISK_FACTOR = 1.3;

    @Option(names = "--folder", paramLabel = "DIR", description = "Where checkpoints are written and deleted again " +
        "(default: the system's temporary folder).")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--state-mib", paramLabel = "N", defaultValue = "1024", description = "State that is " +
        "checkpointed (default ${DEFAULT-VALUE}); halved until memory and disk hold it.")
    private int stateMib;

    @Option(names = "--checkpoints", paramLabel = "N", description = "Checkpoints in each round (default " +
        USUAL_CHECKPOINTS + ", quick " + QUICK_CHECKPOINTS + ").")
    private Integer checkpoints;

    private final List<String> notes = new ArrayList<>();
    private final List<CopyProbe> copies = new ArrayList<>();
    private CheckpointProbe checkpoint;
    private Path ownFolder;

    private MemoryCosts()
    {
        super(NAME);
    }

    /**
     * Measure, and end the process with the exit code.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        System.exit(commandLine().execute(arguments));
    }

    /**
     * The command line, ready to be executed.
     *
     * @return the command line.
     */
    static CommandLine commandLine()
    {
        return commandLine(new MemoryCosts());
    }

    @Override
    protected List<? extends Probe> probes(final Effort effort) throws IOException
    {
        final int count = checkpoints != null ? checkpoints : isQuick() ? QUICK_CHECKPOINTS : USUAL_CHECKPOINTS;
        checkRange("--checkpoints", count, 1, MAX_CHECKPOINTS);
        checkRange("--state-mib", stateMib, MIN_STATE_MIB, MAX_STATE_MIB);
        NativePeers.path(MemoryPeers.LIBRARY_NAME);
        NativePeers.path(MemoryPeers.FORK_NAME);
        final List<Probe> probes = new ArrayList<>();
        MemoryRows.JMH.forEach((id) -> probes.add(new JmhProbe(id, effort)));
        for (final Pages pages : COPY_PAGES)
        {
            if (isToBeHad(pages))
            {
                copies.add(new CopyProbe(pages, COPY_SIZES_BYTES, PAIRS_PER_ITERATION * effort.iterations()));
            }
        }
        probes.addAll(copies);
        probes.add(new OverheadProbe());
        final long stateBytes = fitting((long)stateMib << 20);
        ownFolder = Folders.create(folder);
        checkpoint = new CheckpointProbe(ownFolder, stateBytes, count, seed());
        probes.add(checkpoint);
        return probes;
    }

    private void checkRange(final String option, final int value, final int least, final int most)
    {
        if (value < least || value > most)
        {
            throw misuse(option + " is " + value + ", but has to be from " + least + " to " + most);
        }
    }

    private boolean isToBeHad(final Pages pages)
    {
        if (!pages.isOffered())
        {
            notes.add("no copies in " + pages + " pages: this machine does not offer them");
            return false;
        }
        // On both sides.
        final long needed = 2 * CopyProbe.neededBytes(COPY_SIZES_BYTES, pages) / pages.sizeBytes();
        if (pages == Pages.HUGE_2_MIB && pages.free() < needed)
        {
            notes.add("no copies in " + pages + " pages: " + pages.free() + " are free, and " + needed +
                " are needed: write the number to /proc/sys/vm/nr_hugepages");
            return false;
        }
        return true;
    }

    private long fitting(final long wishedBytes) throws IOException
    {
        final long memoryBytes = availableBytes();
        final long diskBytes = Files.getFileStore(folder).getUsableSpace();
        long bytes = wishedBytes;
        while (bytes * MEMORY_FACTOR > memoryBytes || bytes * DISK_FACTOR > diskBytes)
        {
            bytes /= 2;
        }
        if (bytes < (long)MIN_STATE_MIB << 20)
        {
            throw new IllegalStateException("there are " + memoryBytes + " bytes of memory and " + diskBytes +
                " on the disk of " + folder + ", too little for a state of " + MIN_STATE_MIB +
                " MiB: make room, or choose another --folder");
        }
        if (bytes < wishedBytes)
        {
            notes.add("the state is scaled down from " + (wishedBytes >> 20) + " MiB, because there are " +
                (memoryBytes >> 20) + " MiB of memory and " + (diskBytes >> 20) + " MiB on the disk");
        }
        return bytes;
    }

    private static long availableBytes() throws IOException
    {
        final Path file = Path.of("/proc/meminfo");
        return PseudoFile.text(file).lines()
            .filter((line) -> line.startsWith("MemAvailable:"))
            .mapToLong((line) -> Long.parseLong(line.split("\\s+")[1]) << 10)
            .findFirst()
            .orElseThrow(() -> new IOException(file + " does not say what is available"));
    }

    @Override
    protected Report report(final Rounds.Result rounds, final Conditions conditions)
    {
        final MemoryRows rows = new MemoryRows(rounds.figures());
        notes.add("checkpoints: a state of " + (checkpoint.stateBytes() >> 20) + " MiB, in " + folder);
        if (checkpoint.cachedBytes() > 0)
        {
            notes.add("restore and read: " + (checkpoint.cachedBytes() >> 20) + " MiB of the file stayed in memory " +
                "though the kernel was asked to forget them, so that it is not the disk that was read");
        }
        return new RowReport(rows.all(copies, checkpoint), List.copyOf(notes), conditions);
    }

    @Override
    protected void end() throws IOException
    {
        if (ownFolder != null)
        {
            Folders.delete(ownFolder);
        }
    }
}
