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
package io.zetatron.kernel.runtime.source;

import java.util.List;

/**
 * Where rows come from. One thread, the source's own, calls {@link #next} and {@link #close}; reading may block.
 */
public interface SampleSource extends AutoCloseable
{
    /**
     * {@link #next} has filled the row.
     */
    int ROW = 1;

    /**
     * {@link #next} has nothing now, but may have later.
     */
    int NOTHING_YET = 0;

    /**
     * There will be no further row.
     */
    int END = -1;

    /**
     * What this source is, for reports and errors.
     *
     * @return for example {@code this host} or a file's name.
     */
    String title();

    /**
     * The names of the numeric columns, in the order of a row's values.
     *
     * @return at least one name; no name twice.
     */
    List<String> columns();

    /**
     * Whether the rows never end by themselves, so that stopping is how such a run is meant to end.
     *
     * @return true if they do not.
     */
    boolean isEndless();

    /**
     * Read the next row.
     *
     * @param row that is filled when {@link #ROW} is returned, and else left in no particular state.
     * @return {@link #ROW}, {@link #NOTHING_YET} or {@link #END}.
     * @throws io.zetatron.kernel.runtime.KernelException if the input is bad or cannot be read on, saying where.
     */
    int next(SampleRow row);

    /**
     * What was passed over or read as something else, in words for the report, for example {@code 3 bad rows skipped}.
     *
     * @return a line for each kind of remark; empty if there is nothing to say.
     */
    List<String> remarks();

    @Override
    void close();
}
