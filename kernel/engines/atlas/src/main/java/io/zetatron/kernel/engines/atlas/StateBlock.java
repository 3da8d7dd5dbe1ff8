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

import io.zetatron.figcom.codec.ProgressEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.api.OutputPort;

import java.util.concurrent.TimeUnit;

/**
 * Keeps the global state, and tells David how far the stream has come.
 */
final class StateBlock implements Block
{
    private static final int PROGRESS_ROWS = 16;

    private final StreamCounts counts;
    private GlobalState globalState;
    private OutputPort<ProgressEncoder> progress;
    private long deadlineNs;
    private long publishedAdmitted;
    private long publishedJoined;
    private long publishedIncidents;
    private long reportedJoined;

    StateBlock(final StreamCounts counts)
    {
        this.counts = counts;
    }

    @Override
    public String id()
    {
        return "state";
    }

    @Override
    public void open(final BlockContext context)
    {
        deadlineNs = TimeUnit.MILLISECONDS.toNanos(context.setting(Atlas.DEADLINE_MS.name()));
        globalState = context.globalStateWriter();
        progress = context.output("david", new ProgressEncoder());
    }

    @Override
    public int doWork(final long nowNs)
    {
        return publishState() + reportProgress(nowNs);
    }

    private int publishState()
    {
        if (counts.rowsAdmitted == publishedAdmitted && counts.rowsJoined == publishedJoined &&
            counts.incidents == publishedIncidents)
        {
            return 0;
        }
        publishedAdmitted = counts.rowsAdmitted;
        publishedJoined = counts.rowsJoined;
        publishedIncidents = counts.incidents;
        globalState.publish(
            counts.rowsAdmitted,
            counts.rowsJoined,
            counts.anomalies,
            counts.incidents,
            counts.deadlineMisses,
            counts.lastScore);
        return 1;
    }

    private int reportProgress(final long nowNs)
    {
        final long unreported = counts.rowsJoined - reportedJoined;
        final boolean isCaughtUp = counts.rowsJoined == counts.rowsAdmitted;
        if (unreported == 0 || unreported < PROGRESS_ROWS && !isCaughtUp ||
            progress.tryClaim(ProgressEncoder.BLOCK_LENGTH, counts.rowsJoined, nowNs) < 0)
        {
            return 0;
        }
        progress.message()
            .rowsAdmitted(counts.rowsAdmitted)
            .rowsJoined(counts.rowsJoined)
            .deadlineMisses(counts.deadlineMisses)
            .slowestNs(counts.slowestNs)
            .deadlineNs(deadlineNs);
        progress.commit();
        counts.slowestNs = 0;
        reportedJoined = counts.rowsJoined;
        return 1;
    }
}
