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

/**
 * Makes the errors about one input, each of which names it and the place in it.
 */
final class Failure
{
    private final String title;

    /**
     * Errors about one input.
     *
     * @param title of the input.
     */
    Failure(final String title)
    {
        this.title = title;
    }

    /**
     * An error about the input as a whole.
     *
     * @param text what is wrong and what to do, to be read on after the title.
     * @return the error, to be thrown.
     */
    KernelException of(final String text)
    {
        return new KernelException(title + " " + text);
    }

    /**
     * An error about the input as a whole.
     *
     * @param text  what is wrong and what to do, to be read on after the title.
     * @param cause of the error.
     * @return the error, to be thrown.
     */
    KernelException of(final String text, final Throwable cause)
    {
        return new KernelException(title + " " + text, cause);
    }

    /**
     * An error in one record.
     *
     * @param place the record, as from {@link #place}.
     * @param text  what is wrong and what to do.
     * @return the error, to be thrown.
     */
    KernelException at(final String place, final String text)
    {
        return new KernelException(title + ", " + place + text);
    }

    /**
     * Name the place of a record.
     *
     * @param row  data row from 1; 0 for the header.
     * @param line line from 1 on which the record starts.
     * @return for example {@code row 3 (line 4)}.
     */
    static String place(final long row, final long line)
    {
        return row == 0 ? "header (line " + line + ")" : "row " + row + " (line " + line + ")";
    }
}
