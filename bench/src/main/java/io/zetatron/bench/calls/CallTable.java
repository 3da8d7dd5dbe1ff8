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
package io.zetatron.bench.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report for people.
 */
final class CallTable
{
    private CallTable()
    {
    }

    /**
     * Render a report.
     *
     * @param report to render.
     * @return the lines.
     */
    static List<String> lines(final CallReport report)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(row("ns per call", "", "median", "lowest..highest", "to C", "to JNI"));
        String call = "";
        for (final CallCost cost : report.costs())
        {
            final boolean isFirst = !cost.callCase().call().equals(call);
            call = cost.callCase().call();
            if (isFirst)
            {
                lines.add("");
            }
            lines.add(row(isFirst ? call : "", cost.callCase().way(), ns(cost.forksNs().median()),
                ns(cost.forksNs().lowest()) + ".." + ns(cost.forksNs().highest()),
                report.timesAsMuch(cost, CallCase.C).map(CallTable::times).orElse(""),
                report.timesAsMuch(cost, CallCase.JNI).map(CallTable::times).orElse("")));
        }
        lines.add("");
        lines.addAll(report.conditions().lines("line"));
        return lines;
    }

    private static String row(final Object... cells)
    {
        return String.format(Locale.ROOT, "%-24s %-24s %8s  %-16s %7s %7s", cells).stripTrailing();
    }

    private static String ns(final double ns)
    {
        return String.format(Locale.ROOT, ns < 10 ? "%.2f" : ns < 100 ? "%.1f" : "%.0f", ns);
    }

    private static String times(final double factor)
    {
        return String.format(Locale.ROOT, factor < 100 ? "%.2fx" : "%.0fx", factor);
    }
}
