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

import java.io.IOException;
import java.util.List;

/**
 * What one pseudo file's text looks like, and which columns it gives.
 */
interface TextFormat
{
    /**
     * How many numbers are taken from the text.
     */
    int slots();

    /**
     * The columns that follow from these numbers, on a host whose kernel gives all of them.
     */
    List<Column> columns();

    /**
     * Find the numbers. What is not found is not put.
     */
    void read(ByteScanner text, Counters into);

    /**
     * Check that what is needed besides the file itself is there.
     *
     * @throws IOException if it is not.
     */
    default void require() throws IOException
    {
    }

    /**
     * What was passed over while reading.
     *
     * @return one line, or an empty string.
     */
    default String remark()
    {
        return "";
    }
}
