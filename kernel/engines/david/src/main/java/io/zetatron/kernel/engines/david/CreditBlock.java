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

import io.zetatron.figcom.codec.CreditEncoder;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.ProgressDecoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import org.agrona.concurrent.NanoClock;

/**
 * Grants the source credit: the number of the row up to which it may send, so that no more rows are in flight than the
 * channels hold and the engines keep up with.
 */
final class CreditBlock implements Block
{
    private static final int GRANTS_PER_WINDOW = 8;

    private final CreditWindow window;
    private final StabilityBlock stability;
    private NanoClock clock;
    private OutputPort<CreditEncoder> credits;
    private boolean isStreaming;
    private long rowsJoined;
    private long limitRow;
    private boolean isChanged;

    CreditBlock(final CreditWindow window, final StabilityBlock stability)
    {
        this.window = window;
        this.stability = stability;
    }

    @Override
    public String id()
    {
        return "credit";
    }

    @Override
    public void open(final BlockContext context)
    {
        clock = context.clock();
        context.input("atlas", new StreamOpenedDecoder(), this::onOpened);
        context.input("atlas", new ProgressDecoder(), this::onProgress);
        context.input("atlas", new StreamEndedDecoder(), this::onEnded);
        credits = context.output(BlockContext.HOST, new CreditEncoder());
    }

    @Override
    public int doWork(final long nowNs)
    {
        if (!isStreaming)
        {
            return 0;
        }
        isChanged |= window.update(nowNs);

        final long newLimitRow = rowsJoined + window.rows();
        final boolean isGrantDue = newLimitRow - limitRow >= Math.max(1, window.rows() / GRANTS_PER_WINDOW);
        if (!isGrantDue && !isChanged || credits.tryClaim(CreditEncoder.BLOCK_LENGTH, rowsJoined, nowNs) < 0)
        {
            return 0;
        }
        // Credit that was granted stays granted: a smaller window only delays the next grant.
        limitRow = Math.max(limitRow, newLimitRow);
        credits.message().limitRow(limitRow).windowRows(window.rows()).reason(window.reason());
        credits.commit();
        isChanged = false;
        return 1;
    }

    private boolean onOpened(final FrameHeaderDecoder header, final StreamOpenedDecoder message)
    {
        window.open(message.windowRows(), clock.nanoTime());
        isStreaming = true;
        return true;
    }

    private boolean onProgress(final FrameHeaderDecoder header, final ProgressDecoder message)
    {
        rowsJoined = message.rowsJoined();
        window.latency(rowsJoined, message.slowestNs(), message.deadlineNs());
        stability.deadlineMisses(message.deadlineMisses());
        return true;
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        isStreaming = false;
        return true;
    }
}
