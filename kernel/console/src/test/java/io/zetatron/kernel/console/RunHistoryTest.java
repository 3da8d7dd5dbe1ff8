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

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

class RunHistoryTest
{
    private static final long P99_NS = 34_000;

    @Test
    void shouldTakeRatesOverTheLastSecond()
    {
        final RunHistory history = Statuses.history(0.5, 1, 1.5, 2, 2.5);

        assertEquals(1000, history.rowsPerSecond(), 1);
        assertEquals(2000, history.framesOutPerSecond(0), 1);
        assertEquals(0.2, history.busyShare(1), 1e-6);
        assertEquals(1000, history.hopsPerSecond(), 1);
    }

    @Test
    void shouldTakeRatesSinceTheStartAtFirst()
    {
        final RunHistory history = Statuses.history(0.1);

        assertEquals(1000, history.rowsPerSecond(), 1);
        assertEquals(0.1, history.busyShare(0), 1e-6);
    }

    @Test
    void shouldKeepTheWorstOfEachSecondAndShowTheLatestLast()
    {
        final RunHistory history = Statuses.history(0.5, 3.5);

        assertArrayEquals(new long[]{P99_NS, 0, 0, P99_NS}, history.p99Ns(4, 1));
        assertArrayEquals(new long[]{0, P99_NS, P99_NS}, history.p99Ns(3, 2));
    }

    @Test
    void shouldForgetWhatIsOlderThanAMinute()
    {
        final RunHistory history = Statuses.history(0.5, 200.5);

        final long[] worst = history.maxNs(RunHistory.SECONDS, 1);

        assertEquals(7_800_000, worst[worst.length - 1]);
        for (int i = 0; i < worst.length - 1; i++)
        {
            assertEquals(0, worst[i]);
        }
    }
}
