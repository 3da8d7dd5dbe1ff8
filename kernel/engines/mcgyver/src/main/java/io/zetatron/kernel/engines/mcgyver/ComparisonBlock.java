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
package io.zetatron.kernel.engines.mcgyver;

import io.zetatron.figcom.codec.CompareColumnsDecoder;
import io.zetatron.figcom.codec.CompareColumnsDoneEncoder;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;

/**
 * Does the task of comparing columns: which others have moved with one of them of late.
 */
final class ComparisonBlock implements Block
{
    private static final int MAX_PARTNERS = 3;
    private static final double LEAST_CORRELATION = 0.5;
    private static final long NO_PLAN = 0;
    private static final int LENGTH_PER_PARTNER = CompareColumnsDoneEncoder.PartnersEncoder.sbeBlockLength();

    private final DeviationHistory history;
    private final int[] partners = new int[MAX_PARTNERS];
    private final double[] correlations = new double[MAX_PARTNERS];
    private OutputPort<CompareColumnsDoneEncoder> answers;
    private int count;
    private long preparedPlan = NO_PLAN;

    ComparisonBlock(final DeviationHistory history)
    {
        this.history = history;
    }

    @Override
    public String id()
    {
        return "comparison";
    }

    @Override
    public void open(final BlockContext context)
    {
        context.input("mechlar", new CompareColumnsDecoder(), this::onCompare);
        answers = context.output("mechlar", new CompareColumnsDoneEncoder());
    }

    private boolean onCompare(final FrameHeaderDecoder header, final CompareColumnsDecoder message)
    {
        if (message.plan() != preparedPlan)
        {
            // Once only: the task is as it was when it came, however often there is no room for the answer.
            count = findPartners(message.column());
            preparedPlan = message.plan();
        }
        final int length = CompareColumnsDoneEncoder.BLOCK_LENGTH +
            CompareColumnsDoneEncoder.PartnersEncoder.HEADER_SIZE + count * LENGTH_PER_PARTNER;
        if (answers.tryClaim(length, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }

        final CompareColumnsDoneEncoder.PartnersEncoder group = answers.message()
            .plan(message.plan())
            .column(message.column())
            .partnersCount(count);
        for (int i = 0; i < count; i++)
        {
            group.next().column(partners[i]).correlation(correlations[i]);
        }
        answers.commit();
        preparedPlan = NO_PLAN;
        return true;
    }

    private int findPartners(final int column)
    {
        int found = 0;
        for (int other = 0; other < history.columns(); other++)
        {
            final double correlation = other == column ? 0 : history.correlation(column, other);
            if (Math.abs(correlation) >= LEAST_CORRELATION)
            {
                found = insert(other, correlation, found);
            }
        }
        return found;
    }

    private int insert(final int column, final double correlation, final int found)
    {
        int place = found;
        while (place > 0 && Math.abs(correlations[place - 1]) < Math.abs(correlation))
        {
            place--;
        }
        if (place == MAX_PARTNERS)
        {
            return found;
        }
        final int newCount = Math.min(found + 1, MAX_PARTNERS);
        System.arraycopy(partners, place, partners, place + 1, newCount - place - 1);
        System.arraycopy(correlations, place, correlations, place + 1, newCount - place - 1);
        partners[place] = column;
        correlations[place] = correlation;
        return newCount;
    }
}
