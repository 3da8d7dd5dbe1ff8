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

import io.zetatron.kernel.runtime.sink.AlarmRecord;
import io.zetatron.kernel.runtime.sink.IncidentRecord;
import io.zetatron.kernel.runtime.state.StateReport;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run was.
 *
 * @param status         of the kernel at its end, with the latencies of all hops.
 * @param isComplete     whether the output is whole.
 * @param drops          rows without a result and malformed frames: 0, because a run that lost one fails instead.
 * @param latePlans      plans with a task that was done late.
 * @param abandonedPlans plans that were given up because a task was not done in time.
 * @param remarks        of the source: what was passed over or read as something else.
 * @param notes          what was asked for and not got, and why.
 * @param incidents      the latest, at most {@link io.zetatron.kernel.runtime.sink.EventLog#MAX_INCIDENTS}.
 * @param alarms         the latest, at most {@link io.zetatron.kernel.runtime.sink.EventLog#MAX_ALARMS}.
 * @param boot           steps.
 * @param bootTotalMs    from the start of the process to the end of the boot.
 * @param firstResultMs  from the start of the process to the first result.
 * @param memoryBytes    off-heap bytes by owner.
 * @param idleStrategy   of the core loops.
 * @param gc             collections.
 * @param host           that it ran on.
 * @param state          what became of the blocks' state; empty if none is kept.
 */
public record RunReport(
    KernelStatus status,
    boolean isComplete,
    long drops,
    long latePlans,
    long abandonedPlans,
    List<String> remarks,
    List<String> notes,
    List<IncidentRecord> incidents,
    List<AlarmRecord> alarms,
    List<BootLog.Step> boot,
    double bootTotalMs,
    double firstResultMs,
    Map<String, Long> memoryBytes,
    String idleStrategy,
    Gc gc,
    HostFacts host,
    Optional<StateReport> state)
{
    /**
     * Garbage collections since the process began.
     *
     * @param count how many.
     * @param ms    how long they took together.
     */
    public record Gc(long count, long ms)
    {
    }
}
