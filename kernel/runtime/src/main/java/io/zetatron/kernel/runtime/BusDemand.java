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
package io.zetatron.kernel.runtime;

import io.zetatron.figcom.LogSizing;

/**
 * What the bus of a kernel takes at most.
 */
public final class BusDemand
{
    /**
     * For the five engines at the default length of terms, in bytes.
     */
    public static final long DEFAULT_BYTES = LogSizing.totalBytes(mostChannels(5), 256 * 1024);

    private BusDemand()
    {
    }

    /**
     * How many channels there can be: between any two engines in both directions, and to and from the host.
     *
     * @param engines how many.
     * @return the count.
     */
    static int mostChannels(final int engines)
    {
        return engines * (engines + 1);
    }
}
