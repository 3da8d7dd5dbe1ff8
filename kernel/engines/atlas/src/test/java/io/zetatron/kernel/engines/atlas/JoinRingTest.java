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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JoinRingTest
{
    private final MemoryDomain memory = MemoryDomain.create("test", 1 << 20, new MemoryAccounts());
    private final JoinRing ring = new JoinRing();

    @AfterEach
    void close()
    {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 100})
    void shouldGiveEachRowItsOwnWhenTheRingIsLappedOften(final int rows)
    {
        ring.allocate(memory, rows);
        final int laps = 50;
        for (long first = 1; first <= (long)laps * rows; first += rows)
        {
            for (long row = first; row < first + rows; row++)
            {
                admit(row);
            }
            for (long row = first + rows - 1; row >= first; row--)
            {
                ring.verdict(row, row * 0.5, (short)(row & 1), (int)row, -row);
            }
            for (long row = first; row < first + rows; row++)
            {
                assertEquals(expected(row), taken());
            }
        }
    }

    @Test
    void shouldHaveNoReadyRowWhenItHasNotBeenAllocated()
    {
        assertEquals(0, ring.peek());
    }

    @Test
    void shouldNotShowARowWhenAnEarlierOneHasNoVerdict()
    {
        ring.allocate(memory, 4);
        admit(1);
        admit(2);
        ring.verdict(2, 0.5, (short)0, 0, 0);

        assertEquals(0, ring.peek());
    }

    @Test
    void shouldHaveNoRoomWhenAsManyRowsAreInFlightAsItHolds()
    {
        ring.allocate(memory, 3);
        for (long row = 1; row <= 4; row++)
        {
            assertTrue(ring.hasRoomFor(row));
            admit(row);
        }

        assertFalse(ring.hasRoomFor(5));
    }

    @Test
    void shouldFailWhenARowIsAdmittedWithoutRoom()
    {
        ring.allocate(memory, 2);
        admit(1);
        admit(2);

        assertThrows(IllegalStateException.class, () -> admit(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3})
    void shouldFailWhenARowIsAdmittedOutOfTurn(final long row)
    {
        ring.allocate(memory, 8);
        admit(1);

        assertThrows(IllegalStateException.class, () -> admit(row));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 3, 100})
    void shouldFailWhenARowThatIsNotInFlightGetsAVerdict(final long row)
    {
        ring.allocate(memory, 8);
        admit(1);
        admit(2);
        ring.verdict(1, 0.5, (short)0, 0, 0);
        ring.peek();
        ring.take();

        assertThrows(IllegalStateException.class, () -> ring.verdict(row, 0.5, (short)0, 0, 0));
    }

    private void admit(final long row)
    {
        final byte[] text = text(row).getBytes(StandardCharsets.US_ASCII);
        ring.admit(row, row * 10, new UnsafeBuffer(text), 0, text.length);
    }

    private String taken()
    {
        final long row = ring.peek();
        final String text = row + " " + ring.originTimestampNs() + " " + ring.score() + " " + ring.isAnomaly() + " " +
            ring.column() + " " + ring.incident() + " " +
            ring.timestampBuffer().getStringWithoutLengthAscii(ring.timestampOffset(), ring.timestampLength());
        ring.take();
        return text;
    }

    private static String expected(final long row)
    {
        return row + " " + row * 10 + " " + row * 0.5 + " " + ((row & 1) == 1) + " " + (int)row + " " + -row + " " +
            text(row);
    }

    private static String text(final long row)
    {
        return "x".repeat((int)(row % (JoinRing.MAX_TIMESTAMP_LENGTH + 1)));
    }
}
