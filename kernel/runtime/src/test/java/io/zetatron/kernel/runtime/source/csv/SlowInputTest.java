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
package io.zetatron.kernel.runtime.source.csv;

import io.zetatron.kernel.runtime.source.SampleRow;
import io.zetatron.kernel.runtime.source.SampleSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowInputTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldDeliverRowAsSoonAsItsLineHasArrived() throws IOException
    {
        final PipedOutputStream pipe = new PipedOutputStream();
        final CsvSettings settings = new CsvSettings().stream(new PipedInputStream(pipe), "pipe");
        write(pipe, "time,a\n2024-01-01,1\n");
        try (CsvSource source = CsvSource.open(settings))
        {
            final SampleRow row = new SampleRow(1);
            assertEquals(SampleSource.ROW, source.next(row));
            for (int i = 2; i < 100; i++)
            {
                write(pipe, "2024-01-01," + i + (i % 2 == 0 ? "\n" : "\r\n"));
                assertEquals(SampleSource.ROW, source.next(row));
                assertEquals(i, row.value(0));
            }
            write(pipe, "2024-01-01,100");
            pipe.close();
            assertEquals(SampleSource.ROW, source.next(row));
            assertEquals(100, row.value(0));
            assertEquals(SampleSource.END, source.next(row));
            assertEquals(CsvInput.UNKNOWN_LENGTH, source.totalBytes());
        }
    }

    @Test
    void shouldReadTheSameWhenBytesComeOneByOne()
    {
        final byte[] bytes =
            "\ufefftime,\u00e4 \ud83d\ude00\r\n1,2\r\n\r\n3,\"4\"\r\n".getBytes(StandardCharsets.UTF_8);
        final InputStream drops = new InputStream()
        {
            private int at;

            @Override
            public int read()
            {
                return at == bytes.length ? -1 : bytes[at++] & 0xff;
            }

            @Override
            public int read(final byte[] buffer, final int offset, final int length)
            {
                final int next = read();
                buffer[offset] = (byte)next;
                return next < 0 ? -1 : 1;
            }
        };
        try (CsvSource source = CsvSource.open(new CsvSettings().stream(drops, "drops")))
        {
            assertEquals("\u00e4 \ud83d\ude00", source.columns().getFirst());
            assertEquals("[1|2.0, 3|4.0]", CsvText.rows(source).toString());
        }
    }

    @Test
    void shouldEndWhenClosedWhileWaitingForANamedPipe() throws Exception
    {
        final Path fifo = folder.resolve("fifo");
        assumeTrue(makeFifo(fifo), "mkfifo is not there");
        try (RandomAccessFile writer = new RandomAccessFile(fifo.toFile(), "rw"))
        {
            writer.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
            final CsvSource source = CsvSource.open(new CsvSettings().file(fifo));
            final CountDownLatch firstRead = new CountDownLatch(1);
            final CompletableFuture<Integer> result = CompletableFuture.supplyAsync(() ->
            {
                final SampleRow row = new SampleRow(1);
                source.next(row);
                firstRead.countDown();
                return source.next(row);
            });
            firstRead.await();
            Thread.sleep(50);
            source.close();
            assertEquals(SampleSource.END, result.get(30, TimeUnit.SECONDS));
            source.close();
        }
    }

    private static boolean makeFifo(final Path fifo) throws InterruptedException
    {
        try
        {
            return new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    private static void write(final PipedOutputStream pipe, final String text) throws IOException
    {
        pipe.write(text.getBytes(StandardCharsets.UTF_8));
        pipe.flush();
    }
}
