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

import io.zetatron.kernel.runtime.KernelException;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decodes UTF-8 strictly, and hands out what has arrived without waiting for more. A byte-order mark is dropped; NUL
 * and malformed bytes are errors. After the last character follow a line feed and {@link #END_MARK}, so that whoever
 * parses the text can tell a quote which is still open there. One thread reads; any may ask {@link #bytesRead}.
 */
final class Utf8Reader extends Reader
{
    /**
     * The character after the end, which cannot occur before.
     */
    static final char END_MARK = '\0';

    private static final int BUFFER_LENGTH = 64 * 1024;
    private static final int MARK_LENGTH_BYTES = 3;
    private static final byte LINE_FEED = '\n';

    private final InputStream input;
    private final String title;
    private final Failure failure;
    private final AtomicLong bytesRead = new AtomicLong();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_LENGTH).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_LENGTH).limit(0);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
    private long lineFeeds;
    private boolean started;
    private boolean ended;

    /**
     * Decode a stream, which is closed with this.
     *
     * @param input   whose {@code read} returns what there is.
     * @param title   of the input.
     * @param failure makes the errors.
     */
    Utf8Reader(final InputStream input, final String title, final Failure failure)
    {
        this.input = input;
        this.title = title;
        this.failure = failure;
    }

    @Override
    public int read(final char[] buffer, final int offset, final int length) throws IOException
    {
        if (!started)
        {
            started = true;
            start();
        }
        while (!chars.hasRemaining())
        {
            if (ended)
            {
                return -1;
            }
            decode();
        }
        final int count = Math.min(length, chars.remaining());
        chars.get(buffer, offset, count);
        return count;
    }

    /**
     * How many bytes were read so far; those ahead of the current row included.
     *
     * @return the count.
     */
    long bytesRead()
    {
        return bytesRead.getOpaque();
    }

    @Override
    public void close() throws IOException
    {
        input.close();
    }

    private void start() throws IOException
    {
        boolean more = true;
        while (more && bytes.limit() < FileKind.HEAD_LENGTH_BYTES && lineFeeds == 0)
        {
            more = fill();
        }
        final String refusal = FileKind.refusal(bytes.array(), bytes.limit(), title);
        if (refusal != null)
        {
            throw failure.of(refusal);
        }
        rejectNul(0);
        if (bytes.limit() >= MARK_LENGTH_BYTES &&
            bytes.get(0) == (byte)0xef && bytes.get(1) == (byte)0xbb && bytes.get(2) == (byte)0xbf)
        {
            bytes.position(MARK_LENGTH_BYTES);
        }
        decodeBuffered(false);
    }

    private void decode() throws IOException
    {
        final int kept = bytes.remaining();
        bytes.compact().flip();
        if (fill())
        {
            rejectNul(kept);
            decodeBuffered(false);
        }
        else
        {
            decodeBuffered(true);
            chars.limit(2).put(0, '\n').put(1, END_MARK);
            ended = true;
        }
    }

    private boolean fill() throws IOException
    {
        final int from = bytes.limit();
        final int count = input.read(bytes.array(), from, bytes.capacity() - from);
        if (count < 0)
        {
            return false;
        }
        bytesRead.setOpaque(bytesRead.getPlain() + count);
        bytes.limit(from + count);
        lineFeeds += countLineFeeds(from, from + count);
        return true;
    }

    private void decodeBuffered(final boolean end)
    {
        chars.clear();
        final CoderResult result = decoder.decode(bytes, chars, end);
        chars.flip();
        if (result.isError())
        {
            final int index = bytes.position();
            throw noText(index, String.format("the bytes from 0x%02x are no UTF-8", bytes.get(index)),
                "convert it to UTF-8, or give a CSV file");
        }
    }

    private void rejectNul(final int from)
    {
        final byte[] array = bytes.array();
        for (int i = from; i < bytes.limit(); i++)
        {
            if (array[i] == 0)
            {
                throw noText(i, "a zero byte", "give a CSV file");
            }
        }
    }

    private KernelException noText(final int index, final String what, final String advice)
    {
        final long offset = bytesRead() - (bytes.limit() - index);
        final long line = 1 + lineFeeds - countLineFeeds(index, bytes.limit());
        return failure.of(
            "does not look like text: " + what + " at byte " + offset + " (line " + line + "); " + advice);
    }

    private int countLineFeeds(final int from, final int to)
    {
        final byte[] array = bytes.array();
        int count = 0;
        for (int i = from; i < to; i++)
        {
            count += array[i] == LINE_FEED ? 1 : 0;
        }
        return count;
    }
}
