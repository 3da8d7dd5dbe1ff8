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
package io.zetatron.kernel.api.testing;

import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * A monotonic clock that moves when a test says so.
 */
public final class ManualClock implements NanoClock
{
    private long nowNs;

    /**
     * A clock.
     *
     * @param startNs what it shows first.
     */
    public ManualClock(final long startNs)
    {
        nowNs = startNs;
    }

    /**
     * Let time pass.
     *
     * @param elapsedNs nanoseconds.
     */
    public void advanceNs(final long elapsedNs)
    {
        nowNs += elapsedNs;
    }

    /**
     * Let time pass.
     *
     * @param elapsedMs milliseconds.
     */
    public void advanceMs(final long elapsedMs)
    {
        advanceNs(TimeUnit.MILLISECONDS.toNanos(elapsedMs));
    }

    @Override
    public long nanoTime()
    {
        return nowNs;
    }
}
