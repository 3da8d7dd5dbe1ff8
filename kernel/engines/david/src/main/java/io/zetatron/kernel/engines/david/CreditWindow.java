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

import java.util.concurrent.TimeUnit;

/**
 * How many rows may be in flight. The window opens from a few rows, doubling while results come well within their
 * deadline, and is halved as soon as they come near it or something is behind; from then on it opens step by step
 * (slow start, additive increase, multiplicative decrease: Jacobson, "Congestion Avoidance and Control", 1988). Not
 * thread-safe.
 */
final class CreditWindow
{
    /** Rows that the window opens with, if the channels hold so many. */
    static final int START_ROWS = 64;

    private static final long SHRINK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long GROW_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long DOUBLE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int SMALLEST_PART = 256;
    private static final int STEP_PART = 8;
    private static final int NEAR_PART = 2;
    private static final int WELL_WITHIN_PART = 4;

    private int maxRows;
    private int minRows;
    private int stepRows;
    private int rows;
    private long lastChangeNs;
    private long lastRow;
    private long settledFromRow;
    private boolean isStarting;
    private boolean isBehind;
    private boolean hasRoom;
    private CreditReason reason = CreditReason.STEADY;

    /**
     * Open the window.
     *
     * @param maxWindowRows the most rows in flight that the channels hold.
     * @param nowNs         monotonic.
     */
    void open(final int maxWindowRows, final long nowNs)
    {
        maxRows = maxWindowRows;
        minRows = Math.max(1, maxRows / SMALLEST_PART);
        stepRows = Math.max(1, maxRows / STEP_PART);
        rows = Math.min(maxRows, START_ROWS);
        lastChangeNs = nowNs;
        lastRow = 0;
        settledFromRow = rows;
        isStarting = true;
        isBehind = false;
        hasRoom = false;
        reason = rows == maxRows ? CreditReason.STEADY : CreditReason.OPENING;
    }

    /**
     * Something is behind: the window has to shrink.
     */
    void behind()
    {
        isBehind = true;
    }

    /**
     * Take note of how long results take. What was under way when the window changed says nothing about the new width,
     * and is passed over.
     *
     * @param rowsJoined so far.
     * @param slowestNs  of the latest results.
     * @param deadlineNs that they have.
     */
    void latency(final long rowsJoined, final long slowestNs, final long deadlineNs)
    {
        lastRow = rowsJoined;
        if (rowsJoined >= settledFromRow)
        {
            isBehind |= slowestNs > deadlineNs / NEAR_PART;
            hasRoom = slowestNs <= deadlineNs / WELL_WITHIN_PART;
        }
    }

    /**
     * Let time pass.
     *
     * @param nowNs monotonic.
     * @return true if the window has changed.
     */
    boolean update(final long nowNs)
    {
        final long sinceChangeNs = nowNs - lastChangeNs;
        if (isBehind && sinceChangeNs >= SHRINK_INTERVAL_NS)
        {
            isBehind = false;
            isStarting = false;
            return change(Math.max(minRows, rows / 2), CreditReason.THROTTLING, nowNs);
        }
        if (reason != CreditReason.STEADY && hasRoom && !isBehind &&
            sinceChangeNs >= (isStarting ? DOUBLE_INTERVAL_NS : GROW_INTERVAL_NS))
        {
            final int grown = Math.min(maxRows, isStarting ? 2 * rows : rows + stepRows);
            return change(grown, grown == maxRows ? CreditReason.STEADY : CreditReason.OPENING, nowNs);
        }
        return false;
    }

    int rows()
    {
        return rows;
    }

    CreditReason reason()
    {
        return reason;
    }

    private boolean change(final int newRows, final CreditReason newReason, final long nowNs)
    {
        final boolean isChanged = newRows != rows || newReason != reason;
        settledFromRow = lastRow + Math.max(rows, newRows);
        hasRoom = false;
        rows = newRows;
        reason = newReason;
        lastChangeNs = nowNs;
        return isChanged;
    }
}
