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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ParetoTailTest
{
    @Test
    void shouldExtrapolateWhenTheTailIsExponential()
    {
        final ParetoTail tail = fitted(1);
        final double surprise = tail.surprise(Math.log(1e5));
        assertEquals(5, surprise, 0.9);
    }

    @Test
    void shouldInvertWhenAskedForTheValueOfASurprise()
    {
        final ParetoTail tail = fitted(2);
        assertEquals(4, tail.surprise(tail.value(4)), 1e-9);
    }

    @Test
    void shouldStayDefinedWhenAllValuesAreEqual()
    {
        final SortedWindow window = new SortedWindow(100);
        for (int i = 0; i < 100; i++)
        {
            window.add(0);
        }
        final ParetoTail tail = new ParetoTail(0.4);
        tail.fit(window, 12);
        assertTrue(Double.isFinite(tail.surprise(60)));
        assertTrue(tail.surprise(60) > 5);
    }

    private static ParetoTail fitted(final long seed)
    {
        final Random random = new Random(seed);
        final SortedWindow window = new SortedWindow(2048);
        for (int i = 0; i < 2048; i++)
        {
            window.add(-Math.log(1 - random.nextDouble()));
        }
        final ParetoTail tail = new ParetoTail(1);
        tail.fit(window, 102);
        return tail;
    }
}
