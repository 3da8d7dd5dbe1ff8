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
package io.zetatron.bench.rounds;

/**
 * How long is measured.
 *
 * @param forks      rounds; a JMH benchmark runs in a JVM of its own in each.
 * @param iterations of a fork, after as many for warm-up.
 * @param timeMs     of an iteration.
 */
public record Effort(int forks, int iterations, int timeMs)
{
    /**
     * Unless another is chosen.
     */
    public static final Effort DEFAULT = new Effort(3, 5, 200);

    /**
     * Shows that it works, not what it costs.
     */
    public static final Effort QUICK = new Effort(1, 2, 50);

    private static final int MAX_FORKS = 100;
    private static final int MAX_ITERATIONS = 1000;
    private static final int MAX_TIME_MS = 60_000;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException that names the field, its value and its bounds.
     */
    public Effort
    {
        check("forks", forks, MAX_FORKS);
        check("iterations", iterations, MAX_ITERATIONS);
        check("time-ms", timeMs, MAX_TIME_MS);
    }

    private static void check(final String name, final int value, final int most)
    {
        if (value < 1 || value > most)
        {
            throw new IllegalArgumentException(name + " is " + value + ", but has to be from 1 to " + most);
        }
    }
}
