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
package io.zetatron.kernel.runtime.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.ResultDecoder;
import io.zetatron.kernel.runtime.KernelException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes each result as one line of JSON. A file gets its name only once it is whole: until then it is called
 * {@code <name>.partial}.
 */
public final class JsonLinesWriter implements ResultWriter
{
    /**
     * What the name of an output ends with until it is whole.
     */
    public static final String PARTIAL = ".partial";

    private static final double SCORE_STEPS = 1e6;
    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int MAX_TIMESTAMP_LENGTH = 256;

    private final JsonGenerator json;
    private final List<String> columns;
    private final Path target;
    private final Path partial;
    private final byte[] timestamp = new byte[MAX_TIMESTAMP_LENGTH];
    private long rows;
    private boolean isComplete;

    private JsonLinesWriter(
        final OutputStream stream, final List<String> columns, final Path target, final Path partial) throws IOException
    {
        this.columns = columns;
        this.target = target;
        this.partial = partial;
        json = new JsonFactory().createGenerator(new BufferedOutputStream(stream, BUFFER_LENGTH))
            .setPrettyPrinter(new MinimalPrettyPrinter(""));
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    /**
     * Write to a stream, which is closed with this writer.
     *
     * @param stream  to write to.
     * @param columns names of the input's columns.
     * @return the writer.
     */
    public static JsonLinesWriter to(final OutputStream stream, final List<String> columns)
    {
        try
        {
            return new JsonLinesWriter(stream, columns, null, null);
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot write results: " + ex.getMessage(), ex);
        }
    }

    /**
     * Write to a file.
     *
     * @param target  that is made or replaced once all results are written. A device or pipe is written to at once.
     * @param columns names of the input's columns.
     * @return the writer.
     * @throws KernelException if the file cannot be made there.
     */
    public static JsonLinesWriter to(final Path target, final List<String> columns)
    {
        try
        {
            check(target);
            if (Files.exists(target) && !Files.isRegularFile(target))
            {
                return new JsonLinesWriter(Files.newOutputStream(target), columns, target, null);
            }
            final Path file = Files.exists(target) ? target.toRealPath() : target;
            final Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
            return new JsonLinesWriter(openLocked(partial), columns, file, partial);
        }
        catch (final NoSuchFileException ex)
        {
            throw new KernelException("cannot write " + target + ": there is no such folder", ex);
        }
        catch (final AccessDeniedException ex)
        {
            throw new KernelException("cannot write " + target + ": permission denied", ex);
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot write " + target + ": " + ex.getMessage(), ex);
        }
    }

    @Override
    public void write(final ResultDecoder result) throws IOException
    {
        final int column = result.column();
        final int timestampLength = result.getTimestamp(timestamp, 0, timestamp.length);

        json.writeStartObject();
        json.writeNumberField("row", result.row());
        writeText("timestamp", timestampLength == 0 ? null :
            new String(timestamp, 0, timestampLength, StandardCharsets.UTF_8));
        json.writeNumberField("score", Math.round(result.score() * SCORE_STEPS) / SCORE_STEPS);
        json.writeBooleanField("anomaly", result.anomaly() == BooleanType.YES);
        writeText("column", column < columns.size() ? columns.get(column) : null);
        json.writeFieldName("incident");
        if (result.incident() > 0)
        {
            json.writeNumber(result.incident());
        }
        else
        {
            json.writeNull();
        }
        json.writeEndObject();
        json.writeRaw('\n');
        rows++;
    }

    @Override
    public void flush() throws IOException
    {
        json.flush();
        stream().flush();
    }

    @Override
    public void complete() throws IOException
    {
        flush();
        // Renamed while it is still open and locked, so that no other run can take the name in between.
        if (partial != null)
        {
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        json.close();
        isComplete = true;
    }

    @Override
    public String interrupted()
    {
        return partial == null || rows == 0 ? "" : "the first " + rows + " results are in " + partial;
    }

    /**
     * Close the file. One that is not whole keeps its name {@code .partial}, or goes if there is nothing in it.
     */
    @Override
    public void close() throws IOException
    {
        if (!isComplete)
        {
            json.close();
            if (partial != null && rows == 0)
            {
                Files.deleteIfExists(partial);
            }
        }
    }

    private static OutputStream openLocked(final Path partial) throws IOException
    {
        final FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try
        {
            lock = channel.tryLock();
        }
        catch (final OverlappingFileLockException ex)
        {
            // Another run of this process writes to it: the same as one of another process.
            lock = null;
        }
        if (lock == null)
        {
            channel.close();
            throw new KernelException("cannot write " + partial + ": another run is writing to it");
        }
        channel.truncate(0);
        return Channels.newOutputStream(channel);
    }

    private void writeText(final String field, final String text) throws IOException
    {
        json.writeFieldName(field);
        if (text == null)
        {
            json.writeNull();
        }
        else
        {
            json.writeString(text);
        }
    }

    private OutputStream stream()
    {
        return (OutputStream)json.getOutputTarget();
    }

    private static void check(final Path target) throws IOException
    {
        if (Files.isDirectory(target))
        {
            throw new KernelException("cannot write " + target + ": it is a folder");
        }
        if (Files.exists(target) && !Files.isWritable(target))
        {
            throw new AccessDeniedException(target.toString());
        }
    }
}
