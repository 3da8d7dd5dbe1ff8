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
 * Text from outside, made fit for one line of a message: shortened, and without characters that would break the line.
 */
final class Excerpt
{
    /**
     * The longest piece of a cell or name that a message shows, in characters.
     */
    static final int MAX_LENGTH_CHARS = 40;

    private static final int MAX_PLAIN_LENGTH_CHARS = 1024;

    private Excerpt()
    {
    }

    /**
     * A piece of text in quotes.
     *
     * @param text to be shown.
     * @return for example {@code 'abc'}, or {@code 'abc...'} if it was longer.
     */
    static String of(final CharSequence text)
    {
        return "'" + cut(text, MAX_LENGTH_CHARS) + "'";
    }

    /**
     * Text that is shown as a whole, such as a path.
     *
     * @param text to be shown.
     * @return the text on one line.
     */
    static String plain(final CharSequence text)
    {
        return cut(text, MAX_PLAIN_LENGTH_CHARS);
    }

    private static String cut(final CharSequence text, final int maxLengthChars)
    {
        final int length = Math.min(text.length(), maxLengthChars);
        final StringBuilder builder = new StringBuilder(length + 3);
        for (int i = 0; i < length; i++)
        {
            final char c = text.charAt(i);
            builder.append(isShown(c) ? c : '?');
        }
        return text.length() > length ? builder.append("...").toString() : builder.toString();
    }

    private static boolean isShown(final char c)
    {
        if (c < 0x7f)
        {
            return c >= ' ';
        }
        return switch (Character.getType(c))
        {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
