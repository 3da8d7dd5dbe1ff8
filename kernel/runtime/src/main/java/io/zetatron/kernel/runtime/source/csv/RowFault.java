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
 * What can be wrong with a row.
 */
enum RowFault
{
    /**
     * Nothing.
     */
    NONE(""),

    /**
     * It has fewer cells than the header.
     */
    TOO_FEW_CELLS("with too few cells"),

    /**
     * It has more cells than the header.
     */
    TOO_MANY_CELLS("with too many cells"),

    /**
     * The cell of the time is empty or holds something else.
     */
    NO_TIME("without a time that can be read"),

    /**
     * A value is no number.
     */
    NO_NUMBER("with a cell that is no number"),

    /**
     * A value is infinite.
     */
    INFINITE("with an infinite number");

    private final String words;

    RowFault(final String words)
    {
        this.words = words;
    }

    /**
     * The fault, to be read on after "rows".
     *
     * @return for example {@code with too few cells}.
     */
    String words()
    {
        return words;
    }
}
