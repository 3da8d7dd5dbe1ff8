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

import java.nio.ByteBuffer;

/**
 * Reads the lines and words of a pseudo file's text in place. Words end at a blank or at a colon, which many of these
 * files put behind a label, with or without a blank after it. Not thread-safe; allocates nothing.
 */
final class ByteScanner
{
    /**
     * Stands for a number that is not there.
     */
    static final long NO_NUMBER = -1;

    private static final long LONGEST_BEFORE_DIGIT = (Long.MAX_VALUE - 9) / 10;

    private ByteBuffer text = ByteBuffer.allocate(0);
    private int position;
    private int limit;
    private int wordStart;
    private int wordEnd;

    /**
     * Begin with another text, before its first line's first word.
     */
    ByteScanner wrap(final ByteBuffer bytes)
    {
        text = bytes;
        position = bytes.position();
        limit = bytes.limit();
        wordStart = position;
        wordEnd = position;
        return this;
    }

    /**
     * Is there a line to read at the current position?
     */
    boolean hasLine()
    {
        return position < limit;
    }

    /**
     * Go to the beginning of the next line.
     */
    void nextLine()
    {
        skipBehind((byte)'\n');
    }

    /**
     * Go behind the next such byte of this line, or to the line's end if it has none.
     */
    void skipTo(final byte wanted)
    {
        while (position < limit && text.get(position) != '\n')
        {
            if (text.get(position++) == wanted)
            {
                return;
            }
        }
    }

    /**
     * Go to the next word of this line.
     *
     * @return whether there was one; otherwise the current word is empty.
     */
    boolean nextWord()
    {
        while (position < limit && isSeparator(text.get(position)))
        {
            position++;
        }
        wordStart = position;
        while (position < limit && !isSeparator(text.get(position)) && text.get(position) != '\n')
        {
            position++;
        }
        wordEnd = position;
        return wordEnd > wordStart;
    }

    /**
     * Is the current word this one?
     */
    boolean wordIs(final byte[] word)
    {
        if (wordEnd - wordStart != word.length)
        {
            return false;
        }
        for (int i = 0; i < word.length; i++)
        {
            if (text.get(wordStart + i) != word[i])
            {
                return false;
            }
        }
        return true;
    }

    /**
     * A copy of the current word; this one allocates.
     */
    byte[] word()
    {
        final byte[] word = new byte[wordEnd - wordStart];
        text.get(wordStart, word);
        return word;
    }

    /**
     * Go to the next word of this line and read it as a number without a sign.
     *
     * @return its value; {@link #NO_NUMBER} if there is no word, it is no number, or it does not fit into 63 bits (the
     * last eight that would count as too long already).
     */
    long number()
    {
        if (!nextWord())
        {
            return NO_NUMBER;
        }
        long value = 0;
        for (int i = wordStart; i < wordEnd; i++)
        {
            final int digit = text.get(i) - '0';
            if (digit < 0 || digit > 9 || value > LONGEST_BEFORE_DIGIT)
            {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private void skipBehind(final byte wanted)
    {
        while (position < limit && text.get(position) != wanted)
        {
            position++;
        }
        position = Math.min(position + 1, limit);
    }

    private static boolean isSeparator(final byte value)
    {
        return value == ' ' || value == '\t' || value == ':';
    }
}
