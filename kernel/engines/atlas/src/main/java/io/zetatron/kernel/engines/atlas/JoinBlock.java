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

import io.zetatron.figcom.codec.BooleanType;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.ResultEncoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.VerdictDecoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import org.agrona.concurrent.NanoClock;

import java.util.concurrent.TimeUnit;

/**
 * Joins verdicts to the rows in flight and sends results on in input order, then the end of the stream once every
 * engine has come to it.
 */
final class JoinBlock implements Block
{
    private static final int RESULT_LIMIT = 64;
    private static final int ENGINES_THAT_END = 2;

    private final JoinRing ring;
    private final StreamCounts counts;
    private NanoClock clock;
    private long deadlineNs;
    private OutputPort<ResultEncoder> results;
    private OutputPort<StreamEndedEncoder> ended;
    private int enginesEnded;
    private EndReason endReason;
    private long endOriginTimestampNs;
    private boolean isEndSent;

    JoinBlock(final JoinRing ring, final StreamCounts counts)
    {
        this.ring = ring;
        this.counts = counts;
    }

    @Override
    public String id()
    {
        return "join";
    }

    @Override
    public void open(final BlockContext context)
    {
        clock = context.clock();
        deadlineNs = TimeUnit.MILLISECONDS.toNanos(context.setting(Atlas.DEADLINE_MS.name()));
        context.input("mcgyver", new VerdictDecoder(), this::onVerdict);
        context.input("mcgyver", new StreamEndedDecoder(), this::onEnded);
        context.input("mechlar", new StreamEndedDecoder(), this::onEnded);
        results = context.output(BlockContext.HOST, new ResultEncoder());
        ended = context.output(BlockContext.HOST, new StreamEndedEncoder());
    }

    @Override
    public int doWork(final long nowNs)
    {
        int sent = 0;
        for (long row = ring.peek(); row != 0 && sent < RESULT_LIMIT; row = ring.peek())
        {
            if (!sendResult(row))
            {
                break;
            }
            sent++;
        }
        return sent + sendEnd();
    }

    private boolean onVerdict(final FrameHeaderDecoder header, final VerdictDecoder message)
    {
        ring.verdict(
            message.row(), message.score(), message.anomalyRaw(), message.column(), message.incident());
        return true;
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        enginesEnded++;
        endReason = message.reason();
        endOriginTimestampNs = header.originTimestampNs();
        return true;
    }

    private boolean sendResult(final long row)
    {
        final int length = ResultEncoder.BLOCK_LENGTH + ResultEncoder.timestampHeaderLength() + ring.timestampLength();
        if (results.tryClaim(length, row, ring.originTimestampNs()) < 0)
        {
            return false;
        }

        results.message()
            .row(row)
            .score(ring.score())
            .anomaly(ring.isAnomaly() ? BooleanType.YES : BooleanType.NO)
            .column(ring.column())
            .incident(ring.incident())
            .putTimestamp(ring.timestampBuffer(), ring.timestampOffset(), ring.timestampLength());
        results.commit();
        count(row);
        ring.take();
        return true;
    }

    private void count(final long row)
    {
        counts.rowsJoined = row;
        counts.lastScore = ring.score();
        if (ring.isAnomaly())
        {
            counts.anomalies++;
        }
        final long elapsedNs = clock.nanoTime() - ring.originTimestampNs();
        counts.slowestNs = Math.max(counts.slowestNs, elapsedNs);
        if (elapsedNs > deadlineNs)
        {
            counts.deadlineMisses++;
        }
    }

    private int sendEnd()
    {
        if (isEndSent || enginesEnded < ENGINES_THAT_END || counts.rowsJoined < counts.rowsAdmitted ||
            ended.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, counts.rowsJoined, endOriginTimestampNs) < 0)
        {
            return 0;
        }
        ended.message().rows(counts.rowsJoined).reason(endReason);
        ended.commit();
        isEndSent = true;
        return 1;
    }
}
