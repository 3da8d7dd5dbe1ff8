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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.KernelStatus;

import java.util.List;

/**
 * Shows a run while it goes on.
 */
interface RunView extends AutoCloseable
{
    /**
     * How often it wants to be updated.
     *
     * @return milliseconds.
     */
    long intervalMs();

    /**
     * Show the state of the run.
     *
     * @param status   of the kernel.
     * @param progress of a run that has an end, 0..1; negative if it is not known.
     */
    void update(KernelStatus status, double progress);

    /**
     * Show from now on that the stream is being ended.
     */
    default void stopping()
    {
    }

    /**
     * Show something that a person should know.
     *
     * @param notes one line each.
     */
    void notes(List<String> notes);

    /**
     * Take what was shown in passing off the terminal. Any thread may call it, any number of times.
     */
    @Override
    void close();
}
