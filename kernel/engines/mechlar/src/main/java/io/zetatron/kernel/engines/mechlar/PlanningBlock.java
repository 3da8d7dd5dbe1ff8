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
package io.zetatron.kernel.engines.mechlar;

import io.zetatron.figcom.codec.CompareColumnsDoneDecoder;
import io.zetatron.figcom.codec.CompareColumnsEncoder;
import io.zetatron.figcom.codec.EndReason;
import io.zetatron.figcom.codec.ExplanationEncoder;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.IncidentDecoder;
import io.zetatron.figcom.codec.LookBackDoneDecoder;
import io.zetatron.figcom.codec.LookBackEncoder;
import io.zetatron.figcom.codec.StreamEndedDecoder;
import io.zetatron.figcom.codec.StreamEndedEncoder;
import io.zetatron.figcom.codec.StreamOpenedDecoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Makes a plan for each incident, hands its tasks to the engines that can do them, and reports its end.
 */
final class PlanningBlock implements Block
{
    /**
     * The most plans under way at once; further incidents wait until one has ended.
     */
    static final int MAX_PLANS = 64;

    private static final int MAX_TEXT_LENGTH = 1024;
    private static final int UTF_8_MASK = 0xC0;
    private static final int UTF_8_CONTINUATION = 0x80;

    private final Plan[] plans = new Plan[MAX_PLANS];
    private NanoClock clock;
    private OutputPort<LookBackEncoder> lookBacks;
    private OutputPort<CompareColumnsEncoder> comparisons;
    private OutputPort<ExplanationEncoder> explanations;
    private OutputPort<StreamEndedEncoder> ended;
    private AtomicCounter lateAnswers;
    private AtomicCounter unplanned;
    private String[] columns = {};
    private long nextPlan = 1;
    private int activePlans;
    private boolean hasStreamEnded;
    private long rows;
    private EndReason endReason;
    private long endOriginTimestampNs;

    @Override
    public String id()
    {
        return "planning";
    }

    @Override
    public void open(final BlockContext context)
    {
        clock = context.clock();
        final long allowedNs = TimeUnit.MILLISECONDS.toNanos(context.setting(Mechlar.TASK_DEADLINE_MS.name()));
        for (int i = 0; i < MAX_PLANS; i++)
        {
            plans[i] = new Plan(allowedNs);
        }
        context.input("atlas", new StreamOpenedDecoder(), this::onOpened);
        context.input("mcgyver", new IncidentDecoder(), this::onIncident);
        context.input("mcgyver", new CompareColumnsDoneDecoder(), this::onCompareDone);
        context.input("mcgyver", new StreamEndedDecoder(), this::onEnded);
        context.input("spector", new LookBackDoneDecoder(), this::onLookBackDone);
        lookBacks = context.output("spector", new LookBackEncoder());
        comparisons = context.output("mcgyver", new CompareColumnsEncoder());
        explanations = context.output("atlas", new ExplanationEncoder());
        ended = context.output("atlas", new StreamEndedEncoder());
        lateAnswers = context.counter("answers that no plan waited for");
        unplanned = context.counter("incidents without a suspect to plan for");
    }

    @Override
    public int doWork(final long nowNs)
    {
        int work = 0;
        for (int i = 0; activePlans > 0 && i < MAX_PLANS; i++)
        {
            if (plans[i].isActive)
            {
                work += advance(plans[i], nowNs);
            }
        }
        return work + sendEnd();
    }

    private boolean onOpened(final FrameHeaderDecoder header, final StreamOpenedDecoder message)
    {
        final StreamOpenedDecoder.ColumnsDecoder group = message.columns();
        columns = new String[group.count()];
        for (int i = 0; group.hasNext(); i++)
        {
            columns[i] = group.next().name();
        }
        return true;
    }

    private boolean onIncident(final FrameHeaderDecoder header, final IncidentDecoder message)
    {
        final IncidentDecoder.SuspectsDecoder suspects = message.suspects();
        if (!suspects.hasNext())
        {
            unplanned.incrementRelease();
            return true;
        }
        final Plan plan = plans[slot(nextPlan)];
        if (plan.isActive)
        {
            return false;
        }
        plan.start(nextPlan++, message.incident(), message.firstRow(), suspects.next().column(), clock.nanoTime());
        plan.originTimestampNs = header.originTimestampNs();
        activePlans++;
        return true;
    }

    private boolean onLookBackDone(final FrameHeaderDecoder header, final LookBackDoneDecoder message)
    {
        final Plan plan = plans[slot(message.plan())];
        if (!isUnderWay(plan, message.plan()) || !plan.onLookBackDone(message, clock.nanoTime()))
        {
            lateAnswers.incrementRelease();
        }
        return true;
    }

    private boolean onCompareDone(final FrameHeaderDecoder header, final CompareColumnsDoneDecoder message)
    {
        final Plan plan = plans[slot(message.plan())];
        if (!isUnderWay(plan, message.plan()) || !plan.onCompareDone(message, columns, clock.nanoTime()))
        {
            lateAnswers.incrementRelease();
        }
        return true;
    }

    private boolean onEnded(final FrameHeaderDecoder header, final StreamEndedDecoder message)
    {
        hasStreamEnded = true;
        rows = message.rows();
        endReason = message.reason();
        endOriginTimestampNs = header.originTimestampNs();
        return true;
    }

    private int advance(final Plan plan, final long nowNs)
    {
        int work = 0;
        if (plan.graph.isReady(plan.lookBack) && sendLookBack(plan))
        {
            work++;
        }
        if (plan.graph.isReady(plan.compare) && sendComparison(plan))
        {
            work++;
        }
        final boolean isOver = nowNs - plan.graph.deadlineNs(plan.explain) > 0;
        if ((plan.graph.isReady(plan.explain) || isOver) && sendExplanation(plan, nowNs))
        {
            plan.isActive = false;
            activePlans--;
            work++;
        }
        return work;
    }

    private boolean sendLookBack(final Plan plan)
    {
        if (lookBacks.tryClaim(LookBackEncoder.BLOCK_LENGTH, plan.id, plan.originTimestampNs) < 0)
        {
            return false;
        }
        lookBacks.message()
            .plan(plan.id)
            .row(plan.row)
            .column(plan.column)
            .deadlineNs(plan.graph.deadlineNs(plan.lookBack));
        lookBacks.commit();
        plan.graph.started(plan.lookBack);
        return true;
    }

    private boolean sendComparison(final Plan plan)
    {
        if (comparisons.tryClaim(CompareColumnsEncoder.BLOCK_LENGTH, plan.id, plan.originTimestampNs) < 0)
        {
            return false;
        }
        comparisons.message()
            .plan(plan.id)
            .incident(plan.incident)
            .column(plan.column)
            .deadlineNs(plan.graph.deadlineNs(plan.compare));
        comparisons.commit();
        plan.graph.started(plan.compare);
        return true;
    }

    private boolean sendExplanation(final Plan plan, final long nowNs)
    {
        final byte[] text = plan.explanation(columns).toString().getBytes(StandardCharsets.UTF_8);
        final int textLength = cutLength(text);
        final int length = ExplanationEncoder.BLOCK_LENGTH + ExplanationEncoder.textHeaderLength() + textLength;
        if (explanations.tryClaim(length, plan.incident, plan.originTimestampNs) < 0)
        {
            return false;
        }
        plan.graph.started(plan.explain);
        plan.graph.done(plan.explain, nowNs);
        explanations.message()
            .plan(plan.id)
            .incident(plan.incident)
            .status(plan.status())
            .lateTasks(plan.graph.lateTasks())
            .elapsedNs(plan.graph.elapsedNs(nowNs))
            .putText(text, 0, textLength);
        explanations.commit();
        return true;
    }

    private int sendEnd()
    {
        if (!hasStreamEnded || activePlans > 0 ||
            ended.tryClaim(StreamEndedEncoder.BLOCK_LENGTH, rows, endOriginTimestampNs) < 0)
        {
            return 0;
        }
        ended.message().rows(rows).reason(endReason);
        ended.commit();
        hasStreamEnded = false;
        return 1;
    }

    /**
     * How much of a text is sent: not a byte of a character that does not fit whole.
     */
    private static int cutLength(final byte[] text)
    {
        int length = Math.min(text.length, MAX_TEXT_LENGTH);
        while (length < text.length && (text[length] & UTF_8_MASK) == UTF_8_CONTINUATION)
        {
            length--;
        }
        return length;
    }

    private static boolean isUnderWay(final Plan plan, final long id)
    {
        return plan.isActive && plan.id == id;
    }

    private static int slot(final long plan)
    {
        return (int)(plan & MAX_PLANS - 1);
    }
}
