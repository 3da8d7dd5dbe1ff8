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
 * How many rows may be in flight: halved when something is behind, opened again step by step while all is well
 * (additive increase, multiplicative decrease: Chiu and Jain, 1989). Not thread-safe.
 */
final class CreditWindow
{
    private static final long SHRINK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long GROW_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SMALLEST_PART = 64;
    private static final int STEP_PART = 8;

    private int maxRows;
    private int minRows;
    private int stepRows;
    private int rows;
    private long lastChangeNs;
    private boolean isBehind;
    private CreditReason reason = CreditReason.STEADY;

    /**
     * Open the window as wide as the channels allow.
     *
     * @param maxWindowRows the most rows in flight.
     * @param nowNs         monotonic.
     */
    void open(final int maxWindowRows, final long nowNs)
    {
        maxRows = maxWindowRows;
        minRows = Math.max(1, maxRows / SMALLEST_PART);
        stepRows = Math.max(1, maxRows / STEP_PART);
        rows = maxRows;
        lastChangeNs = nowNs;
        isBehind = false;
        reason = CreditReason.STEADY;
    }

    /**
     * Something is behind: the window has to shrink.
     */
    void behind()
    {
        isBehind = true;
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
            return change(Math.max(minRows, rows / 2), CreditReason.THROTTLING, nowNs);
        }
        if (reason != CreditReason.STEADY && sinceChangeNs >= GROW_INTERVAL_NS)
        {
            final int grown = Math.min(maxRows, rows + stepRows);
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
        rows = newRows;
        reason = newReason;
        lastChangeNs = nowNs;
        return isChanged;
    }
}
