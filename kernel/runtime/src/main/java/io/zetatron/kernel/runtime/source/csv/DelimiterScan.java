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

/**
 * Finds the character between the cells of a header line: the most frequent outside quotes of comma, semicolon and
 * tab; the first of these where two are as frequent, and the comma where there is none. Not thread-safe.
 */
final class DelimiterScan
{
    private static final char[] CANDIDATES = {',', ';', '\t'};

    private final int[] counts = new int[CANDIDATES.length];
    private boolean quoted;
    private boolean justClosed;
    private boolean cellStart = true;
    private boolean blank = true;

    /**
     * Take the next character. Blank lines before the header are passed over.
     *
     * @param c the character.
     * @return true if the header line has ended with it.
     */
    boolean accept(final char c)
    {
        if (c == '"')
        {
            final boolean opens = !quoted && (cellStart || justClosed);
            justClosed = quoted;
            quoted = opens;
        }
        else
        {
            justClosed = false;
        }
        final boolean lineEnd = !quoted && (c == '\n' || c == '\r');
        if (lineEnd && !blank)
        {
            return true;
        }
        final int candidate = quoted ? -1 : candidate(c);
        if (candidate >= 0)
        {
            counts[candidate]++;
        }
        cellStart = lineEnd || candidate >= 0;
        blank &= c <= ' ' && candidate < 0;
        return false;
    }

    /**
     * The delimiter.
     *
     * @return one of the candidates.
     */
    char delimiter()
    {
        int best = 0;
        for (int i = 1; i < counts.length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }
        return CANDIDATES[best];
    }

    private static int candidate(final char c)
    {
        for (int i = 0; i < CANDIDATES.length; i++)
        {
            if (CANDIDATES[i] == c)
            {
                return i;
            }
        }
        return -1;
    }
}
