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
package io.zetatron.kernel.engines.david;

import io.zetatron.figcom.codec.CreditReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CreditWindowTest
{
    private static final long MS = 1_000_000;
    private static final long SHRINK_NS = 50 * MS;
    private static final long GROW_NS = 100 * MS;
    private static final long DOUBLE_NS = 25 * MS;

    private final CreditWindow window = new CreditWindow();
    private long nowNs = 1_000 * MS;
    private long rowsJoined;

    @Test
    void shouldBeginWithAFewRowsWhenTheChannelsHoldMore()
    {
        window.open(1024, nowNs);

        assertEquals(CreditWindow.START_ROWS, window.rows());
        assertEquals(CreditReason.OPENING, window.reason());
    }

    @Test
    void shouldBeginSteadyWhenTheChannelsHoldAFewRowsOnly()
    {
        window.open(8, nowNs);

        assertEquals(8, window.rows());
        assertEquals(CreditReason.STEADY, window.reason());
    }

    @Test
    void shouldDoubleAtTheBeginningWhileResultsComeWellWithinTheirDeadline()
    {
        window.open(1024, nowNs);
        joined(25 * MS);

        assertFalse(after(DOUBLE_NS - 1));
        assertTrue(after(1));
        assertEquals(2 * CreditWindow.START_ROWS, window.rows());
    }

    @Test
    void shouldNotGrowWhenResultsTakeMoreThanAQuarterOfTheirDeadline()
    {
        window.open(1024, nowNs);
        joined(25 * MS + 1);

        assertFalse(after(10_000 * MS));
        assertEquals(CreditWindow.START_ROWS, window.rows());
    }

    @Test
    void shouldNotGrowOnResultsThatWereUnderWayBefore()
    {
        window.open(1024, nowNs);
        window.latency(CreditWindow.START_ROWS - 1, MS, 100 * MS);
        assertFalse(after(10_000 * MS));

        window.latency(CreditWindow.START_ROWS, MS, 100 * MS);
        assertTrue(after(DOUBLE_NS));
    }

    @Test
    void shouldNotHalveAgainOnResultsThatWereUnderWayBefore()
    {
        open(1024);
        joined(90 * MS);
        after(SHRINK_NS);
        window.latency(rowsJoined + 1023, 90 * MS, 100 * MS);
        assertFalse(after(SHRINK_NS));

        window.latency(rowsJoined + 1024, 90 * MS, 100 * MS);
        assertTrue(after(SHRINK_NS));
        assertEquals(256, window.rows());
    }

    @Test
    void shouldHalveWhenResultsTakeMoreThanHalfOfTheirDeadline()
    {
        open(1024);
        joined(50 * MS + 1);

        assertTrue(after(SHRINK_NS));
        assertEquals(512, window.rows());
    }

    @Test
    void shouldStayAsItIsWhenAllIsWell()
    {
        open(1024);

        assertFalse(after(10_000 * MS));
        assertEquals(1024, window.rows());
    }

    @Test
    void shouldHalveWhenSomethingIsBehind()
    {
        open(1024);
        window.behind();

        assertTrue(after(SHRINK_NS));
        assertEquals(512, window.rows());
        assertEquals(CreditReason.THROTTLING, window.reason());
    }

    @Test
    void shouldHalveOnceWhenTheIntervalHasNotPassedAgain()
    {
        open(1024);
        window.behind();
        after(SHRINK_NS);
        window.behind();

        assertFalse(after(SHRINK_NS - 1));
        assertTrue(after(1));
        assertEquals(256, window.rows());
    }

    @Test
    void shouldNotShrinkBelowItsSmallestPart()
    {
        open(1024);
        for (int i = 0; i < 20; i++)
        {
            window.behind();
            after(SHRINK_NS);
        }

        assertEquals(4, window.rows());
    }

    @Test
    void shouldGrowByAnEighthWhenAllIsWellAgain()
    {
        open(1024);
        window.behind();
        after(SHRINK_NS);
        joined(MS);

        assertFalse(after(GROW_NS - 1));
        assertTrue(after(1));
        assertEquals(640, window.rows());
        assertEquals(CreditReason.OPENING, window.reason());
    }

    @Test
    void shouldBeSteadyWhenItIsWideOpenAgain()
    {
        open(1024);
        window.behind();
        after(SHRINK_NS);
        for (int i = 0; i < 4; i++)
        {
            joined(MS);
            after(GROW_NS);
        }

        assertEquals(1024, window.rows());
        assertEquals(CreditReason.STEADY, window.reason());
        assertFalse(after(GROW_NS));
    }

    @Test
    void shouldBeSteadyAgainWhenItCouldNotShrink()
    {
        open(1);
        window.behind();
        after(SHRINK_NS);
        assertEquals(CreditReason.THROTTLING, window.reason());
        joined(MS);

        assertTrue(after(GROW_NS));
        assertEquals(CreditReason.STEADY, window.reason());
        assertFalse(after(GROW_NS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 63, 64, 65, 1024, 65_536})
    void shouldStayWithinItsBoundsWhateverHappens(final int maxRows)
    {
        final SplittableRandom random = new SplittableRandom(maxRows);
        open(maxRows);
        for (int i = 0; i < 10_000; i++)
        {
            if (random.nextInt(3) == 0)
            {
                window.behind();
            }
            joined(random.nextLong(100 * MS));
            after(random.nextLong(GROW_NS));
            assertTrue(window.rows() >= Math.max(1, maxRows / 256) && window.rows() <= maxRows);
        }
    }

    /** Opens the window and lets it grow to its full width. */
    private void open(final int maxRows)
    {
        window.open(maxRows, nowNs);
        while (window.rows() < maxRows)
        {
            joined(MS);
            after(DOUBLE_NS);
        }
    }

    /** As many results as the window has been wide, each of which took so long. */
    private void joined(final long slowestNs)
    {
        rowsJoined += 2L * window.rows();
        window.latency(rowsJoined, slowestNs, 100 * MS);
    }

    private boolean after(final long elapsedNs)
    {
        nowNs += elapsedNs;
        return window.update(nowNs);
    }
}
