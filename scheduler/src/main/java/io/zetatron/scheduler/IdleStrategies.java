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
package io.zetatron.scheduler;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Idle strategies by name: what a loop does in a cycle without work.
 */
public final class IdleStrategies
{
    /**
     * The names that {@link #byName} knows, from the lowest latency to the lowest cost.
     */
    public static final List<String> NAMES = List.of("spin", "yield", "backoff", "park");

    private static final int BACKOFF_SPINS = 50;
    private static final int BACKOFF_YIELDS = 20;
    private static final long BACKOFF_MIN_PARK_NS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long BACKOFF_MAX_PARK_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private IdleStrategies()
    {
    }

    /**
     * Make a strategy.
     *
     * @param name {@code spin} (burns the core), {@code yield}, {@code backoff} (spins, yields, then parks for up to
     *             100 us) or {@code park} (1 ms).
     * @return a strategy for one loop.
     */
    public static IdleStrategy byName(final String name)
    {
        return switch (name)
        {
            case "spin" -> new BusySpinIdleStrategy();
            case "yield" -> new YieldingIdleStrategy();
            case "backoff" -> new BackoffIdleStrategy(
                BACKOFF_SPINS, BACKOFF_YIELDS, BACKOFF_MIN_PARK_NS, BACKOFF_MAX_PARK_NS);
            case "park" -> new SleepingIdleStrategy(PARK_NS);
            default -> throw new IllegalArgumentException(
                "idle strategy \"" + name + "\" is none of " + String.join(", ", NAMES));
        };
    }
}
