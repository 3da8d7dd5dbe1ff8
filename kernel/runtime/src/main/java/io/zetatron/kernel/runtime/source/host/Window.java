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

import java.util.concurrent.TimeUnit;

/**
 * Over how much of the past a counter's change is taken: from the oldest reading that is not older than this, or from
 * the previous reading if even that one is older.
 */
enum Window
{
    /**
     * For what the kernel counts exactly: events, bytes, microseconds of pressure.
     */
    EVENTS(TimeUnit.MILLISECONDS.toNanos(100)),

    /**
     * For time that the kernel counts in ticks of 1 to 10 ms: at 100 rows a second one row holds a tick or none, and a
     * second holds enough of them for a share with two digits.
     */
    TICKS(TimeUnit.SECONDS.toNanos(1));

    private final long lengthNs;

    Window(final long lengthNs)
    {
        this.lengthNs = lengthNs;
    }

    long lengthNs()
    {
        return lengthNs;
    }
}
