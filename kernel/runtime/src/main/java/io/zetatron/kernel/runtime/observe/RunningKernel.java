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
package io.zetatron.kernel.runtime.observe;

import java.nio.file.Path;

/**
 * A kernel that runs on this machine.
 *
 * @param pid          of its process, as it sees it itself; 0 if it is not known yet.
 * @param folder       of its bus.
 * @param startEpochMs when it began, in milliseconds since 1970.
 */
public record RunningKernel(long pid, Path folder, long startEpochMs)
{
    /**
     * How to speak of it.
     *
     * @return for example {@code kernel 123 in /dev/shm/zetatron-me-123}.
     */
    public String name()
    {
        return "kernel " + pid + " in " + folder;
    }
}
