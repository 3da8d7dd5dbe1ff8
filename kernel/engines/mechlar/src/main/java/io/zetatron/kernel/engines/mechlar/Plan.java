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
import io.zetatron.figcom.codec.LookBackDoneDecoder;
import io.zetatron.figcom.codec.PlanStatus;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * The plan for one incident: look back over the history of its first suspect and compare that column with the others,
 * side by side, then explain. Plans are kept in a pool and used over and over. Not thread-safe.
 */
final class Plan
{
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final double LEAST_PLAIN = 1e-6;
    private static final double LEAST_NOT_PLAIN = 1e12;

    final TaskGraph graph = new TaskGraph();
    final int lookBack;
    final int compare;
    final int explain;

    long id;
    long incident;
    long row;
    int column;
    long originTimestampNs;
    boolean isActive;

    private final StringBuilder history = new StringBuilder();
    private final StringBuilder company = new StringBuilder();
    private final StringBuilder text = new StringBuilder();

    Plan(final long taskAllowedNs)
    {
        lookBack = graph.add(taskAllowedNs);
        compare = graph.add(taskAllowedNs);
        explain = graph.add(2 * taskAllowedNs, lookBack, compare);
    }

    void start(final long planId, final long incidentId, final long firstRow, final int firstColumn, final long nowNs)
    {
        id = planId;
        incident = incidentId;
        row = firstRow;
        column = firstColumn;
        isActive = true;
        history.setLength(0);
        company.setLength(0);
        graph.start(nowNs);
    }

    boolean onLookBackDone(final LookBackDoneDecoder message, final long nowNs)
    {
        if (!graph.done(lookBack, nowNs))
        {
            return false;
        }
        if (message.rows() == 0)
        {
            history.append(" at row ").append(row).append(", whose history is gone");
            return true;
        }
        history.append(" was ").append(number(message.value())).append(" at row ").append(row);
        if (message.rows() > 1)
        {
            history.append("; in the ").append(message.rows() - 1).append(" rows before, median ")
                .append(number(message.median())).append(", range ").append(number(message.minimum())).append("..")
                .append(number(message.maximum()));
        }
        return true;
    }

    boolean onCompareDone(final CompareColumnsDoneDecoder message, final String[] columns, final long nowNs)
    {
        if (!graph.done(compare, nowNs))
        {
            return false;
        }
        for (final CompareColumnsDoneDecoder.PartnersDecoder partner : message.partners())
        {
            company.append(company.isEmpty() ? "; moves with " : ", ").append(columns[partner.column()])
                .append(String.format(Locale.ROOT, " (%+.2f)", partner.correlation()));
        }
        return true;
    }

    PlanStatus status()
    {
        if (!graph.isDone(lookBack) || !graph.isDone(compare))
        {
            return PlanStatus.ABANDONED;
        }
        return graph.lateTasks() > 0 ? PlanStatus.LATE : PlanStatus.COMPLETED;
    }

    CharSequence explanation(final String[] columns)
    {
        text.setLength(0);
        text.append(columns[column]).append(history.isEmpty() ? " at row " + row : history).append(company);
        return text;
    }

    private static String number(final double value)
    {
        if (!Double.isFinite(value))
        {
            return Double.toString(value);
        }
        final BigDecimal rounded = new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros();
        final double size = Math.abs(value);
        return size == 0 || size >= LEAST_PLAIN && size < LEAST_NOT_PLAIN ? rounded.toPlainString() :
            rounded.toString();
    }
}
