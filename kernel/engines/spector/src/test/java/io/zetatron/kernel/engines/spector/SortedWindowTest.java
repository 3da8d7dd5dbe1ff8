/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.kernel.engines.spector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortedWindowTest
{
    @Test
    void shouldKeepOrderWhenOldValuesLeave()
    {
        final SortedWindow window = new SortedWindow(50);
        final Random random = new Random(1);
        final double[] values = new double[400];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = random.nextInt(20);
            window.add(values[i]);
            final double[] sorted = Arrays.copyOfRange(values, Math.max(0, i - 49), i + 1);
            Arrays.sort(sorted);
            assertEquals(sorted.length, window.size());
            for (int rank = 0; rank < sorted.length; rank++)
            {
                assertEquals(sorted[sorted.length - 1 - rank], window.fromTop(rank));
            }
        }
    }

    @Test
    void shouldCountTiesWhenCountingAtLeast()
    {
        final SortedWindow window = new SortedWindow(8);
        for (final double value : new double[]{1, 2, 2, 3})
        {
            window.add(value);
        }
        assertEquals(3, window.countAtLeast(2));
        assertEquals(0, window.countAtLeast(3.5));
    }
}
