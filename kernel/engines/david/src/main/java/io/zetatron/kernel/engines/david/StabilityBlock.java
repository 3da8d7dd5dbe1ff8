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

import io.zetatron.figcom.codec.AlarmEncoder;
import io.zetatron.figcom.codec.AlarmKind;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.KernelGauges;
import io.zetatron.kernel.api.OutputPort;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Reads the gauges of all loops and channels, raises an alarm when one of them shows that something is behind, and
 * shrinks the window of credit for as long as it does.
 */
final class StabilityBlock implements Block
{
    private final CreditWindow window;
    private BlockContext context;
    private OutputPort<AlarmEncoder> alarms;
    private long intervalNs;
    private long quietNs;
    private long lastLookNs;
    private Watch[] loopWatches;
    private Watch[] channelWatches;
    private Watch deadlineWatch;
    private long deadlineMisses;

    StabilityBlock(final CreditWindow window)
    {
        this.window = window;
    }

    @Override
    public String id()
    {
        return "stability";
    }

    @Override
    public void open(final BlockContext blockContext)
    {
        context = blockContext;
        intervalNs = TimeUnit.MILLISECONDS.toNanos(context.setting(David.INTERVAL_MS.name()));
        quietNs = TimeUnit.MILLISECONDS.toNanos(context.setting(David.QUIET_MS.name()));
        lastLookNs = context.clock().nanoTime() - intervalNs;
        alarms = context.output("atlas", new AlarmEncoder());
        deadlineWatch = new Watch(AlarmKind.DEADLINE, "results", quietNs);
    }

    @Override
    public int doWork(final long nowNs)
    {
        if (nowNs - lastLookNs < intervalNs)
        {
            return 0;
        }
        lastLookNs = nowNs;
        return lookAtLoops(nowNs) + lookAtChannels(nowNs) + lookAtDeadlines(nowNs);
    }

    /**
     * Take note of results that came late.
     *
     * @param misses since the beginning.
     */
    void deadlineMisses(final long misses)
    {
        deadlineMisses = misses;
    }

    private int lookAtLoops(final long nowNs)
    {
        final KernelGauges gauges = context.gauges();
        final int count = gauges.loops().size();
        if (loopWatches == null)
        {
            loopWatches = new Watch[count];
            for (int i = 0; i < count; i++)
            {
                loopWatches[i] = new Watch(AlarmKind.STALL, gauges.loops().get(i).name(), quietNs);
            }
        }

        int raised = 0;
        for (int i = 0; i < count; i++)
        {
            final KernelGauges.Loop loop = gauges.loops().get(i);
            loopWatches[i].hasGrown(loop.stalls());
            raised += raiseIfDue(loopWatches[i], loop.maxCycleNs(), loop.stallThresholdNs(), nowNs);
        }
        return raised;
    }

    private int lookAtChannels(final long nowNs)
    {
        final KernelGauges gauges = context.gauges();
        final int count = gauges.channels().size();
        if (channelWatches == null)
        {
            channelWatches = new Watch[count];
            for (int i = 0; i < count; i++)
            {
                channelWatches[i] = new Watch(AlarmKind.BACKLOG, gauges.channels().get(i).name(), quietNs);
            }
        }

        int raised = 0;
        for (int i = 0; i < count; i++)
        {
            final Watch watch = channelWatches[i];
            if (watch.hasGrown(gauges.channels().get(i).refusals()))
            {
                window.behind();
            }
            raised += raiseIfDue(watch, watch.growth(), 0, nowNs);
        }
        return raised;
    }

    private int lookAtDeadlines(final long nowNs)
    {
        if (deadlineWatch.hasGrown(deadlineMisses))
        {
            window.behind();
        }
        return raiseIfDue(deadlineWatch, deadlineWatch.growth(), 0, nowNs);
    }

    private int raiseIfDue(final Watch watch, final long value, final long threshold, final long nowNs)
    {
        if (!watch.isDue(nowNs))
        {
            return 0;
        }
        final byte[] subject = watch.subject().getBytes(StandardCharsets.UTF_8);
        final int length = AlarmEncoder.BLOCK_LENGTH + AlarmEncoder.subjectHeaderLength() + subject.length;
        if (alarms.tryClaim(length, 0, nowNs) < 0)
        {
            return 0;
        }
        alarms.message().value(value).threshold(threshold).kind(watch.kind()).putSubject(subject, 0, subject.length);
        alarms.commit();
        watch.reported(nowNs);
        return 1;
    }
}
