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

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.KernelStatus;
import io.zetatron.kernel.runtime.sink.IncidentRecord;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Prints one line a second, for pipes and logs.
 */
final class PlainView implements RunView
{
    private static final long INTERVAL_MS = 1000;

    private final PrintWriter out;
    private final PrintWriter err;
    private KernelStatus last;
    private long lastIncident;

    PlainView(final PrintWriter out, final PrintWriter err)
    {
        this.out = out;
        this.err = err;
    }

    @Override
    public long intervalMs()
    {
        return INTERVAL_MS;
    }

    @Override
    public void update(final KernelStatus status, final double progress)
    {
        final double seconds = status.elapsedNs() / (double)TimeUnit.SECONDS.toNanos(1);
        final double interval =
            last == null ? seconds : (status.elapsedNs() - last.elapsedNs()) / (double)TimeUnit.SECONDS.toNanos(1);
        final long rows = status.rowsOut() - (last == null ? 0 : last.rowsOut());
        out.printf(Locale.ROOT,
            "%.0fs rows %d (%.0f/s)%s score %.2f anomalies %d incidents %d " +
                "hop p50 %s p99 %s max %s late %d alarms %d%n",
            seconds,
            status.rowsOut(),
            rows / interval,
            progress >= 0 ? String.format(Locale.ROOT, " %.0f%%", progress * 100) : "",
            status.lastScore(),
            status.anomalies(),
            status.incidents(),
            Figures.duration(status.hops().p50Ns()),
            Figures.duration(status.hops().p99Ns()),
            Figures.duration(status.hops().maxNs()),
            status.deadlineMisses(),
            status.alarms());
        status.lastIncidents().reversed().stream().filter((incident) -> incident.id() > lastIncident)
            .forEach(this::incident);
        // A writer around standard output does not see what became of it.
        if (out.checkError() || System.out.checkError())
        {
            throw new KernelException("what this run shows cannot be written: its reader is gone");
        }
        last = status;
    }

    @Override
    public void notes(final List<String> notes)
    {
        notes.forEach((note) -> err.println("note: " + note));
        err.flush();
    }

    @Override
    public void close()
    {
        out.flush();
    }

    private void incident(final IncidentRecord incident)
    {
        lastIncident = incident.id();
        out.println("  " + IncidentText.line(incident));
    }
}
