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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.BootLog;
import io.zetatron.kernel.runtime.KernelStatus;
import io.zetatron.kernel.runtime.RunReport;
import io.zetatron.kernel.runtime.sink.IncidentRecord;
import io.zetatron.kernel.runtime.state.StateReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A report for the terminal.
 */
final class ReportText
{
    private static final int MAX_INCIDENTS = 10;
    private static final int MAX_ALARMS = 5;
    private static final String INDENT = "  ";

    private final RunReport report;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private ReportText(final RunReport report, final int width)
    {
        this.report = report;
        this.width = width;
    }

    /**
     * Render a report.
     *
     * @param report to render.
     * @param width  of a line, in columns; only a word that is longer itself exceeds it.
     * @return the lines.
     */
    static List<String> lines(final RunReport report, final int width)
    {
        final ReportText text = new ReportText(report, width);
        text.print();
        return List.copyOf(text.lines);
    }

    private void print()
    {
        // What happened goes first, so that the summary stays in sight where the list is longer than the screen.
        incidents();
        alarms();
        final KernelStatus status = report.status();
        final double seconds = status.elapsedNs() / (double)TimeUnit.SECONDS.toNanos(1);
        row("rows", Figures.count(status.rowsIn()) + " in, " + Figures.count(status.rowsOut()) + " out in " +
            Figures.duration(status.elapsedNs()) + " (" + Figures.count(status.rowsOut() / seconds) + " rows/s), " +
            Figures.counted(status.columns(), "column") + " of " + status.source());
        row("found", Figures.counted(status.anomalies(), "anomaly") + " in " +
            Figures.counted(status.incidents(), "incident"));
        row("kept", report.drops() + " drops, " + Figures.count(status.deadlineMisses()) + " late results, " +
            report.latePlans() + " late and " + report.abandonedPlans() + " abandoned plans, " +
            Figures.counted(status.alarms(), "alarm"));
        report.state().ifPresent(this::state);
        hops(status.hops());
        engines(status.engines());
        row("boot", Figures.duration(report.bootTotalMs() * 1e6) + ", first result after " +
            (report.firstResultMs() == 0 ? "none" : Figures.duration(report.firstResultMs() * 1e6)) + " (" +
            report.boot().stream().map(ReportText::step).collect(Collectors.joining(", ")) + ")");
        row("host", report.host().cpu() + ", " + Figures.counted(report.host().cores(), "core") + ", " +
            report.host().kernel() + ", JDK " + report.host().jdk() + "; steal " +
            Figures.percent(report.host().stealShare()) + "; " +
            Figures.counted(report.gc().count(), "collection") + " (" + report.gc().ms() + " ms)");
        report.remarks().forEach((remark) -> row("input", remark));
    }

    private void state(final StateReport state)
    {
        String label = "state";
        for (final StateReport.Block block : state.blocks())
        {
            row(label, block.name() + ": " + (block.restored().isEmpty() ? "nothing to restore" :
                block.restored() + " (" + Figures.duration(block.restoreNs()) + ")") + "; " +
                Figures.counted(block.checkpoints(), "checkpoint") + " written, " + Figures.count(block.bytes()) +
                " bytes, " + block.failures() + " failed, longest hold-up " + Figures.duration(block.longestHoldNs()));
            label = "";
        }
    }

    private void hops(final KernelStatus.Hops hops)
    {
        row("hops", Figures.count(hops.count()) + ": p50 " + Figures.duration(hops.p50Ns()) + ", p99 " +
            Figures.duration(hops.p99Ns()) + ", p99.9 " + Figures.duration(hops.p999Ns()) + ", max " +
            Figures.duration(hops.maxNs()) + " (idle: " + report.idleStrategy() + ")");
    }

    private void engines(final List<KernelStatus.EngineStatus> engines)
    {
        String label = "engines";
        for (final KernelStatus.EngineStatus engine : engines)
        {
            row(label, String.format(Locale.ROOT, "%-8s %-7s %6s busy %12s in %12s out", engine.id(),
                core(engine.core()), Figures.percent(engine.busyShare()), Figures.count(engine.framesIn()),
                Figures.count(engine.framesOut())));
            label = "";
        }
    }

    private void incidents()
    {
        final List<IncidentRecord> incidents = report.incidents();
        final int shown = Math.min(incidents.size(), MAX_INCIDENTS);
        if (shown > 0)
        {
            lines.add(shown < report.status().incidents() ?
                "The last " + shown + " of " + report.status().incidents() + " incidents:" : "Incidents:");
            incidents.subList(incidents.size() - shown, incidents.size()).forEach((incident) ->
                wrap(INDENT, IncidentText.line(incident), INDENT + INDENT));
            lines.add("");
        }
    }

    private void alarms()
    {
        final int shown = Math.min(report.alarms().size(), MAX_ALARMS);
        if (shown > 0)
        {
            lines.add(shown < report.status().alarms() ?
                "The last " + shown + " of " + report.status().alarms() + " alarms:" : "Alarms:");
            report.alarms().subList(report.alarms().size() - shown, report.alarms().size()).forEach((alarm) ->
                wrap(INDENT, alarm.text(), INDENT + INDENT));
            lines.add("");
        }
    }

    static String core(final int core)
    {
        return core < 0 ? "unbound" : "core " + core;
    }

    private static String step(final BootLog.Step step)
    {
        return step.name() + " " + Figures.duration(step.ns());
    }

    private void row(final String label, final String text)
    {
        final String head = String.format(Locale.ROOT, "%-8s ", label);
        wrap(head, text, " ".repeat(head.length()));
    }

    private void wrap(final String firstHead, final String text, final String nextHead)
    {
        String head = firstHead;
        for (final String line : TextWrap.lines(text, width - firstHead.length(), width - nextHead.length()))
        {
            lines.add(head + line);
            head = nextHead;
        }
    }
}
