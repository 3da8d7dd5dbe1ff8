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

import io.zetatron.kernel.runtime.HostFacts;

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
            lines.add(row(isFirst ? call : "", cost.callCase().way(), ns(cost.medianNs()),
                ns(cost.lowestNs()) + ".." + ns(cost.highestNs()),
                report.timesAsMuch(cost, CallCase.C).map(CallTable::times).orElse(""),
                report.timesAsMuch(cost, CallCase.JNI).map(CallTable::times).orElse("")));
        }
        lines.add("");
        conditions(report, lines);
        return lines;
    }

    private static void conditions(final CallReport report, final List<String> lines)
    {
        final HostFacts host = report.host();
        lines.add("host   " + host.cpu() + ", " + host.cores() + " cores, " + host.kernel());
        lines.add("jdk    " + host.jdk() + ", " + String.join(" ", report.jvmFlags()));
        final String iterations = report.effort().iterations() + " x " + report.effort().timeMs() + " ms";
        lines.add("run    " + rounds(report.effort().forks()) + " in random order (seed " + report.seed() +
            "), in each a JVM for every line:");
        lines.add("       " + iterations + " of warm-up, then " + iterations + ", of which the median");
        lines.add("noise  of all CPU time, the hypervisor stole " + percent(host.stealShare()) +
            ", and other processes used " + percent(report.othersShare()));
    }

    private static String rounds(final int count)
    {
        return count == 1 ? "1 round" : count + " rounds";
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

    private static String percent(final double share)
    {
        return Double.isNaN(share) ? "an unknown share" : String.format(Locale.ROOT, "%.1f%%", share * 100);
    }
}
