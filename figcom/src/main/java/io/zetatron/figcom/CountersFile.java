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
package io.zetatron.figcom;

import io.aeron.CncFileDescriptor;
import io.aeron.exceptions.AeronException;
import io.zetatron.figcom.counters.CounterReading;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

import java.io.EOFException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/**
 * The counters of a kernel, in this process or another, mapped for reading only: nothing that is done here can disturb
 * the kernel. What was mapped stays readable when the kernel ends; {@link #isCurrent()} tells.
 * <p>
 * Not thread-safe.
 */
public final class CountersFile implements AutoCloseable
{
    private final Path file;
    private final Object fileKey;
    private final MappedByteBuffer mapping;
    private final UnsafeBuffer metaData;
    private final CountersReader counters;
    private boolean isClosed;

    private CountersFile(final Path file, final MappedByteBuffer mapping) throws IOException
    {
        this.file = file;
        this.mapping = mapping;
        fileKey = key(file);
        metaData = CncFileDescriptor.createMetaDataBuffer(mapping);
        checkVersion();
        checkLengths();
        counters = new CountersReader(
            CncFileDescriptor.createCountersMetaDataBuffer(mapping, metaData),
            CncFileDescriptor.createCountersValuesBuffer(mapping, metaData),
            StandardCharsets.UTF_8);
    }

    /**
     * Map the counters of a kernel.
     *
     * @param folder of its bus.
     * @return the counters, which the caller closes.
     * @throws NoSuchFileException        if they are not there: not yet, or no longer.
     * @throws EOFException               if they are not there in whole: the kernel is just making them, or the file
     *                                    is damaged.
     * @throws UnknownCountersException   if they are of another version of Aeron.
     * @throws IOException                if they cannot be read.
     */
    public static CountersFile open(final Path folder) throws IOException
    {
        final Path file = BusFolder.driverFolder(folder).resolve(CncFileDescriptor.CNC_FILE);
        final MappedByteBuffer mapping = map(file);
        try
        {
            return new CountersFile(file, mapping);
        }
        catch (final IOException | RuntimeException ex)
        {
            IoUtil.unmap(mapping);
            throw ex;
        }
    }

    private static MappedByteBuffer map(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            final long length = channel.size();
            if (length < CncFileDescriptor.META_DATA_LENGTH || length > Integer.MAX_VALUE)
            {
                throw incomplete(file, length);
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
        }
    }

    private void checkVersion() throws IOException
    {
        final int version = metaData.getIntVolatile(CncFileDescriptor.cncVersionOffset(0));
        if (version == 0)
        {
            throw incomplete(file, mapping.capacity());
        }
        try
        {
            CncFileDescriptor.checkVersion(version);
        }
        catch (final AeronException ex)
        {
            throw new UnknownCountersException(file + " is of another version of Aeron: " + ex.getMessage(), ex);
        }
    }

    private void checkLengths() throws IOException
    {
        final int[] lengthOffsets = {
            CncFileDescriptor.toDriverBufferLengthOffset(0),
            CncFileDescriptor.toClientsBufferLengthOffset(0),
            CncFileDescriptor.countersMetaDataBufferLengthOffset(0),
            CncFileDescriptor.countersValuesBufferLengthOffset(0),
            CncFileDescriptor.errorLogBufferLengthOffset(0)};
        long neededBytes = CncFileDescriptor.META_DATA_LENGTH;
        for (final int offset : lengthOffsets)
        {
            final int length = metaData.getInt(offset);
            if (length < 0)
            {
                throw incomplete(file, mapping.capacity());
            }
            neededBytes += length;
        }
        if (neededBytes > mapping.capacity())
        {
            throw incomplete(file, mapping.capacity());
        }
    }

    private static EOFException incomplete(final Path file, final long lengthBytes)
    {
        return new EOFException(file + " is not whole, with " + lengthBytes + " bytes");
    }

    /**
     * The process that made the counters.
     *
     * @return its id, as it sees it itself.
     */
    public long pid()
    {
        return CncFileDescriptor.pid(metaData);
    }

    /**
     * When the counters were made.
     *
     * @return milliseconds since 1970.
     */
    public long startEpochMs()
    {
        return CncFileDescriptor.startTimestampMs(metaData);
    }

    /**
     * Read all counters that are ZetaTron's; see {@link CounterReading#all}.
     *
     * @return a reading of each.
     */
    public List<CounterReading> readings()
    {
        return CounterReading.all(counters);
    }

    /**
     * Whether these are still the counters of who lives in the folder.
     *
     * @return false if the file has gone, or another has taken its place.
     * @throws IOException if that cannot be found out.
     */
    public boolean isCurrent() throws IOException
    {
        try
        {
            return Objects.equals(fileKey, key(file));
        }
        catch (final NoSuchFileException ex)
        {
            return false;
        }
    }

    private static Object key(final Path file) throws IOException
    {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /**
     * Take the mapping away. Closing again does nothing.
     */
    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            IoUtil.unmap(mapping);
        }
    }
}
