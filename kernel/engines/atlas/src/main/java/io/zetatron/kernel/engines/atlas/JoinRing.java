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

import io.zetatron.memory.MemoryDomain;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The rows in flight: what Atlas keeps of a row from its admission to its result, in a ring off the heap. Verdicts may
 * be set in any order; rows are taken out in order. Not thread-safe.
 */
final class JoinRing
{
    /**
     * The longest text of a timestamp that is kept, in bytes.
     */
    static final int MAX_TIMESTAMP_LENGTH = 64;

    private static final int STATE = 0;
    private static final int COLUMN = 4;
    private static final int ORIGIN = 8;
    private static final int SCORE = 16;
    private static final int INCIDENT = 24;
    private static final int ANOMALY = 32;
    private static final int TIMESTAMP_LENGTH = 36;
    private static final int TIMESTAMP = 40;
    private static final int SLOT_LENGTH = BitUtil.align(TIMESTAMP + MAX_TIMESTAMP_LENGTH, BitUtil.CACHE_LINE_LENGTH);

    private static final int FREE = 0;
    private static final int WAITING = 1;
    private static final int READY = 2;

    private UnsafeBuffer slots;
    private int mask;
    private long nextRow = 1;
    private long lastAdmitted;
    private int slot;

    /**
     * Make room.
     *
     * @param memory that holds the ring.
     * @param rows   at least this many in flight.
     */
    void allocate(final MemoryDomain memory, final int rows)
    {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(rows);
        slots = memory.allocateBuffer(Math.multiplyExact(capacity, SLOT_LENGTH));
        mask = capacity - 1;
    }

    /**
     * Whether there is room at all.
     *
     * @return true once it has been allocated.
     */
    boolean isAllocated()
    {
        return slots != null;
    }

    /**
     * Whether a row can be admitted.
     *
     * @param row number.
     * @return false if the ring is full up to it.
     */
    boolean hasRoomFor(final long row)
    {
        return row - nextRow <= mask;
    }

    /**
     * Admit a row, for which there has to be room.
     *
     * @param row              number, one more than the last one's.
     * @param originTimestampNs when it entered the kernel.
     * @param timestamp        buffer with the text of its time.
     * @param offset           of the text.
     * @param length           of the text in bytes, at most {@link #MAX_TIMESTAMP_LENGTH}.
     */
    void admit(
        final long row, final long originTimestampNs, final DirectBuffer timestamp, final int offset, final int length)
    {
        if (row != lastAdmitted + 1)
        {
            throw new IllegalStateException("row " + row + " came after row " + lastAdmitted);
        }
        final int at = expect(row, FREE, "admitted");
        lastAdmitted = row;
        slots.putInt(at + STATE, WAITING);
        slots.putLong(at + ORIGIN, originTimestampNs);
        slots.putInt(at + TIMESTAMP_LENGTH, length);
        slots.putBytes(at + TIMESTAMP, timestamp, offset, length);
    }

    /**
     * Set the verdict on a row that was admitted.
     *
     * @param row      number.
     * @param score    of the row.
     * @param anomaly  0 or 1.
     * @param column   index of the worst column.
     * @param incident id, or 0.
     */
    void verdict(final long row, final double score, final short anomaly, final int column, final long incident)
    {
        final int at = expect(row, WAITING, "given a verdict");
        slots.putInt(at + STATE, READY);
        slots.putDouble(at + SCORE, score);
        slots.putInt(at + ANOMALY, anomaly);
        slots.putInt(at + COLUMN, column);
        slots.putLong(at + INCIDENT, incident);
    }

    /**
     * Look at the next row in order.
     *
     * @return its number if it has its verdict, else 0; the accessors below then speak of it.
     */
    long peek()
    {
        if (slots == null)
        {
            return 0;
        }
        slot = offset(nextRow);
        return slots.getInt(slot + STATE) == READY ? nextRow : 0;
    }

    /**
     * Take the row that was looked at out.
     */
    void take()
    {
        slots.putInt(slot + STATE, FREE);
        nextRow++;
    }

    long originTimestampNs()
    {
        return slots.getLong(slot + ORIGIN);
    }

    double score()
    {
        return slots.getDouble(slot + SCORE);
    }

    boolean isAnomaly()
    {
        return slots.getInt(slot + ANOMALY) != 0;
    }

    int column()
    {
        return slots.getInt(slot + COLUMN);
    }

    long incident()
    {
        return slots.getLong(slot + INCIDENT);
    }

    DirectBuffer timestampBuffer()
    {
        return slots;
    }

    int timestampOffset()
    {
        return slot + TIMESTAMP;
    }

    int timestampLength()
    {
        return slots.getInt(slot + TIMESTAMP_LENGTH);
    }

    private int expect(final long row, final int state, final String what)
    {
        final int at = offset(row);
        if (row < nextRow || !hasRoomFor(row) || slots.getInt(at + STATE) != state)
        {
            throw new IllegalStateException("row " + row + " cannot be " + what + ": rows from " + nextRow +
                " are in flight, at most " + (mask + 1) + ", and its state is " + slots.getInt(at + STATE));
        }
        return at;
    }

    private int offset(final long row)
    {
        return (int)(row & mask) * SLOT_LENGTH;
    }
}
