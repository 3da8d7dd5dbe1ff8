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
package io.zetatron.kernel.runtime;

import io.zetatron.kernel.runtime.engine.ChannelGauge;
import io.zetatron.kernel.runtime.sink.AlarmRecord;
import io.zetatron.kernel.runtime.state.StateKeeper;
import io.zetatron.scheduler.CoreLoop;
import io.zetatron.scheduler.CorePlan;
import org.HdrHistogram.Histogram;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together what a kernel's parts say of themselves.
 */
final class Observation
{
    private static final int LATEST = 5;
    private static final double P50 = 50;
    private static final double P99 = 99;
    private static final double P999 = 99.9;

    private Observation()
    {
    }

    static KernelStatus status(final KernelParts parts, final Histogram hops)
    {
        final long endNs = parts.endNs;
        final long elapsedNs = (endNs == 0 ? System.nanoTime() : endNs) - parts.startNs;
        parts.globalState.refresh();
        return new KernelStatus(
            elapsedNs,
            parts.source.title(),
            parts.source.columns().size(),
            parts.rowsIn.getAcquire(),
            parts.rowsOut.getAcquire(),
            parts.anomalies.getAcquire(),
            parts.events.incidentCount(),
            parts.events.alarmCount(),
            parts.globalState.deadlineMisses(),
            parts.creditWindow.getAcquire(),
            parts.globalState.lastScore(),
            engines(parts, elapsedNs),
            hops(hops),
            parts.events.latestIncidents(LATEST),
            parts.events.latestAlarms(LATEST).stream().map(AlarmRecord::text).toList());
    }

    static RunReport report(
        final KernelParts parts,
        final Notes notes,
        final BootLog bootLog,
        final Histogram hops,
        final HostFacts.CpuTime startCpuTime,
        final boolean isComplete)
    {
        final KernelStatus status = status(parts, hops);
        final List<BootLog.Step> steps = new ArrayList<>(bootLog.steps());
        if (parts.state != null)
        {
            steps.addAll(parts.state.steps());
        }
        final long malformed = parts.channels.stream().mapToLong(ChannelGauge::framesMalformed).sum();
        return new RunReport(
            status,
            isComplete,
            malformed + status.rowsIn() - status.rowsOut(),
            parts.events.latePlans(),
            parts.events.abandonedPlans(),
            parts.source.remarks(),
            notes.since(0),
            parts.events.incidents(),
            parts.events.alarms(),
            List.copyOf(steps),
            bootLog.totalMs(),
            bootLog.firstResultMs(),
            parts.accounts.snapshot(),
            parts.idleStrategy,
            gc(),
            HostFacts.since(startCpuTime),
            Optional.ofNullable(parts.state).map(StateKeeper::report));
    }

    private static List<KernelStatus.EngineStatus> engines(final KernelParts parts, final long elapsedNs)
    {
        final List<KernelStatus.EngineStatus> engines = new ArrayList<>();
        for (int i = 0; i < parts.loops.size(); i++)
        {
            final CoreLoop loop = parts.loops.get(i);
            final CorePlan.Core core = parts.plan.cores().get(i);
            for (int j = 0; j < core.engines().size(); j++)
            {
                final long busyNs = loop.counters().busyNs().get(j).getAcquire();
                engines.add(engine(parts, core.engines().get(j), loop, busyNs, elapsedNs));
            }
        }
        return List.copyOf(engines);
    }

    private static KernelStatus.EngineStatus engine(
        final KernelParts parts, final String id, final CoreLoop loop, final long busyNs, final long elapsedNs)
    {
        final String title = parts.engines.stream()
            .filter((host) -> host.descriptor().id().equals(id))
            .map((host) -> host.descriptor().title())
            .findFirst()
            .orElse("");
        final long framesIn = parts.channels.stream()
            .filter((channel) -> channel.spec().ends().target().equals(id))
            .mapToLong(ChannelGauge::framesReceived)
            .sum();
        final long framesOut = parts.channels.stream()
            .filter((channel) -> channel.spec().ends().source().equals(id))
            .mapToLong(ChannelGauge::framesSent)
            .sum();
        return new KernelStatus.EngineStatus(id, title, loop.name(), loop.awaitPin().cpu(), framesIn, framesOut,
            busyNs, Math.min(1, busyNs / (double)Math.max(1, elapsedNs)));
    }

    private static KernelStatus.Hops hops(final Histogram hops)
    {
        return new KernelStatus.Hops(
            hops.getTotalCount(),
            hops.getValueAtPercentile(P50),
            hops.getValueAtPercentile(P99),
            hops.getValueAtPercentile(P999),
            hops.getMaxValue());
    }

    private static RunReport.Gc gc()
    {
        final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        return new RunReport.Gc(
            collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
            collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum());
    }
}
