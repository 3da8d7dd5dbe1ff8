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
package io.zetatron.kernel.console.doctor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What came of reading a file: its text, or why there is none.
 *
 * @param text   trimmed; empty if it could not be read.
 * @param why    it could not be read; empty if it could.
 * @param remedy that would let it be read; empty if it could.
 */
public record Reading(String text, String why, String remedy)
{
    static Reading of(final String text)
    {
        return new Reading(text.trim(), "", "");
    }

    static Reading failed(final String path, final IOException ex)
    {
        return switch (ex)
        {
            case final AccessDeniedException denied -> new Reading(
                "", path + " may be read by root only", "run doctor as root to see it (sudo ./zetatron doctor)");
            case final NoSuchFileException missing -> absent(path);
            case final NotDirectoryException missing -> absent(path);
            default -> new Reading(
                "", path + " cannot be read (" + ex.getMessage() + ")", "look at " + path + " on the host, as root");
        };
    }

    static Reading absent(final String path)
    {
        return new Reading(
            "", "there is no " + path, "look for " + path + " on the host: this kernel or container hides it");
    }

    /**
     * Whether the file could be read.
     *
     * @return true if there is a text, even an empty one.
     */
    public boolean isVisible()
    {
        return why.isEmpty();
    }

    /**
     * The text as a number.
     *
     * @param otherwise the answer if there is no text or it is no number.
     * @return the number.
     */
    public long number(final long otherwise)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException ex)
        {
            return otherwise;
        }
    }

    /**
     * Which of several choices the kernel marks as the one in force, with brackets or parentheses:
     * {@code always [madvise] never}.
     *
     * @return the marked word, or the whole text if none is marked.
     */
    public String selected()
    {
        for (final String word : text.split("\\s+"))
        {
            if (word.length() > 2 && (word.startsWith("[") || word.startsWith("(")))
            {
                return word.substring(1, word.length() - 1);
            }
        }

        return text;
    }
}
