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
package io.zetatron.kernel.engines.spector;

import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.figcom.codec.LookBackDecoder;
import io.zetatron.figcom.codec.LookBackDoneEncoder;
import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.OutputPort;

import java.util.Arrays;

/**
 * Does the task of looking back: what a column did before a row.
 */
final class HistoryBlock implements Block
{
    private final ValueHistory history;
    private OutputPort<LookBackDoneEncoder> answers;
    private double[] before;

    HistoryBlock(final ValueHistory history)
    {
        this.history = history;
    }

    @Override
    public String id()
    {
        return "history";
    }

    @Override
    public void open(final BlockContext context)
    {
        before = new double[(int)context.setting(Spector.HISTORY_ROWS.name())];
        context.input("mechlar", new LookBackDecoder(), this::onLookBack);
        answers = context.output("mechlar", new LookBackDoneEncoder());
    }

    private boolean onLookBack(final FrameHeaderDecoder header, final LookBackDecoder message)
    {
        if (answers.tryClaim(LookBackDoneEncoder.BLOCK_LENGTH, header.correlation(), header.originTimestampNs()) < 0)
        {
            return false;
        }

        final int column = message.column();
        final double value = history.get(message.row(), column);
        final int count = Double.isNaN(value) ? 0 : collect(message.row(), column);
        answers.message()
            .plan(message.plan())
            .column(column)
            .value(value)
            .rows(Double.isNaN(value) ? 0 : count + 1)
            .median(count == 0 ? Double.NaN : before[count / 2])
            .minimum(count == 0 ? Double.NaN : before[0])
            .maximum(count == 0 ? Double.NaN : before[count - 1]);
        answers.commit();
        return true;
    }

    /**
     * Sort the values before a row that is kept.
     *
     * @return how many there are.
     */
    private int collect(final long row, final int column)
    {
        int count = 0;
        for (long earlier = history.firstRow(); earlier < row; earlier++)
        {
            final double value = history.get(earlier, column);
            if (!Double.isNaN(value))
            {
                before[count++] = value;
            }
        }
        Arrays.sort(before, 0, count);
        return count;
    }
}
