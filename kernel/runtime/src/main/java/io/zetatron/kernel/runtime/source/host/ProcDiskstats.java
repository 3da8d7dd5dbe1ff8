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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code /proc/diskstats}: bytes read and written on all disks, and the share of time in which the busiest one was
 * busy.
 * <p>
 * A disk is what has a folder in {@code /sys/block}, which partitions have not, and is neither a loop, a part of
 * memory, nor laid over other disks (RAID, LVM, dm-crypt: their {@code slaves} folder names those), so that each byte
 * counts once. The fields are those of the kernel's Documentation/admin-guide/iostats.rst; a sector is 512 bytes on any
 * disk.
 */
final class ProcDiskstats implements TextFormat
{
    private static final int READ = 0;
    private static final int WRITTEN = 1;
    private static final int BUSY = 2;
    private static final int SLOTS = 3;
    private static final int SUMMED = 2;
    private static final double BYTES_PER_SECTOR = 512;

    private final Path block;
    private final DeviceTotals totals;
    private final long[] values = new long[SLOTS];

    private ProcDiskstats(final Path block)
    {
        this.block = block;
        totals = new DeviceTotals(SLOTS, SUMMED, this::isDisk);
    }

    static TextFormat format(final Path sys)
    {
        return new ProcDiskstats(sys.resolve("block"));
    }

    @Override
    public int slots()
    {
        return SLOTS;
    }

    @Override
    public List<Column> columns()
    {
        return List.of(
            Column.perSecond("disk.read.bytes_per_s", READ, BYTES_PER_SECTOR),
            Column.perSecond("disk.write.bytes_per_s", WRITTEN, BYTES_PER_SECTOR),
            Column.timeShare("disk.busy.share", BUSY, TimeUnit.MILLISECONDS, Window.TICKS));
    }

    @Override
    public void require() throws IOException
    {
        if (!Files.isDirectory(block))
        {
            throw new NoSuchFileException(block.toString(), null, "which tells disks from partitions");
        }
    }

    @Override
    public void read(final ByteScanner text, final Counters into)
    {
        totals.begin();
        while (text.hasLine())
        {
            text.nextWord();
            text.nextWord();
            final Device device = text.nextWord() ? totals.counted(text) : null;
            if (device != null)
            {
                readNumbers(text);
                totals.add(device, values);
            }
            text.nextLine();
        }
        totals.end(into);
    }

    @Override
    public String remark()
    {
        return totals.remark();
    }

    private void readNumbers(final ByteScanner text)
    {
        text.nextWord();
        text.nextWord();
        values[READ] = text.number();
        text.nextWord();
        text.nextWord();
        text.nextWord();
        values[WRITTEN] = text.number();
        text.nextWord();
        text.nextWord();
        values[BUSY] = text.number();
    }

    private boolean isDisk(final String name)
    {
        final boolean isMemory = name.startsWith("loop") || name.startsWith("ram") || name.startsWith("zram");
        // sysfs has an exclamation mark where a device's name has a slash, as in cciss/c0d0.
        final Path folder = block.resolve(name.replace('/', '!'));
        return !isMemory && Files.isDirectory(folder) && isEmpty(folder.resolve("slaves"));
    }

    private static boolean isEmpty(final Path folder)
    {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder))
        {
            return !entries.iterator().hasNext();
        }
        catch (final IOException ex)
        {
            return true;
        }
    }
}
