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

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Reads ahead to the end of the header line to find the delimiter, then gives the text out again from its beginning. It
 * reads no further than it has to, and never waits for text after the header line. Not thread-safe.
 */
final class HeaderPeek extends Reader
{
    /**
     * How far it looks for the end of the header line, in characters.
     */
    static final int MAX_HEADER_CHARS = Cells.MAX_RECORD_CHARS;

    private static final int READ_LENGTH_CHARS = 8192;

    private final Reader rest;
    private char[] head = new char[READ_LENGTH_CHARS];
    private int length;
    private int at;

    /**
     * Look ahead in a text.
     *
     * @param rest the text, which is closed with this.
     */
    HeaderPeek(final Reader rest)
    {
        this.rest = rest;
    }

    /**
     * Find the delimiter; to be called once, before the first {@link #read}.
     *
     * @return as {@link DelimiterScan#delimiter()}.
     * @throws IOException if the text cannot be read.
     */
    char delimiter() throws IOException
    {
        final DelimiterScan scan = new DelimiterScan();
        while (length < MAX_HEADER_CHARS)
        {
            head = head.length - length < READ_LENGTH_CHARS ? Arrays.copyOf(head, 2 * head.length) : head;
            final int count = rest.read(head, length, READ_LENGTH_CHARS);
            final int from = length;
            length += Math.max(0, count);
            if (count < 0 || endsWithin(scan, from))
            {
                break;
            }
        }
        return scan.delimiter();
    }

    @Override
    public int read(final char[] buffer, final int offset, final int count) throws IOException
    {
        if (at == length)
        {
            head = null;
            return rest.read(buffer, offset, count);
        }
        final int given = Math.min(count, length - at);
        System.arraycopy(head, at, buffer, offset, given);
        at += given;
        return given;
    }

    @Override
    public void close() throws IOException
    {
        rest.close();
    }

    private boolean endsWithin(final DelimiterScan scan, final int from)
    {
        for (int i = from; i < length; i++)
        {
            if (scan.accept(head[i]))
            {
                return true;
            }
        }
        return false;
    }
}
