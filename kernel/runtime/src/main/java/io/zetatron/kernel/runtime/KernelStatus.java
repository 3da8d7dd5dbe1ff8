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

import io.zetatron.kernel.runtime.sink.IncidentRecord;

import java.util.List;

/**
 * What a kernel is doing at one moment.
 *
 * @param elapsedNs      since its loops were started.
 * @param source         where rows come from.
 * @param columns        how many numeric columns they have.
 * @param rowsIn         rows that have entered.
 * @param rowsOut        rows whose result has left.
 * @param anomalies      among those.
 * @param incidents      opened so far.
 * @param alarms         raised so far.
 * @param deadlineMisses results that came late.
 * @param creditWindow   rows that may be in flight now.
 * @param lastScore      of the last row, 0..1.
 * @param engines        one for each.
 * @param hops           latencies since the last snapshot.
 * @param lastIncidents  the latest incidents, newest first.
 * @param lastAlarms     the latest alarms in words, newest first.
 */
public record KernelStatus(
    long elapsedNs,
    String source,
    int columns,
    long rowsIn,
    long rowsOut,
    long anomalies,
    long incidents,
    long alarms,
    long deadlineMisses,
    long creditWindow,
    double lastScore,
    List<EngineStatus> engines,
    Hops hops,
    List<IncidentRecord> lastIncidents,
    List<String> lastAlarms)
{
    /**
     * What an engine has done so far.
     *
     * @param id        of the engine.
     * @param title     what it does.
     * @param loop      that runs it.
     * @param core      that its thread is bound to, read back from the thread; -1 if to none.
     * @param framesIn  that it has handled.
     * @param framesOut that it has sent.
     * @param busyNs    how long it has been at work.
     * @param busyShare of the time since the start, 0..1.
     */
    public record EngineStatus(
        String id, String title, String loop, int core, long framesIn, long framesOut, long busyNs, double busyShare)
    {
    }

    /**
     * Latencies of hops, from the commit of a frame to the moment when its reader sees it.
     *
     * @param count  of hops.
     * @param p50Ns  median, in nanoseconds.
     * @param p99Ns  99th percentile.
     * @param p999Ns 99.9th percentile.
     * @param maxNs  the longest.
     */
    public record Hops(long count, long p50Ns, long p99Ns, long p999Ns, long maxNs)
    {
    }
}
