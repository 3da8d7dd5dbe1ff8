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
import io.zetatron.kernel.runtime.HostFacts;
import io.zetatron.kernel.runtime.KernelStatus;
import io.zetatron.kernel.runtime.RunReport;
import io.zetatron.kernel.runtime.sink.AlarmRecord;
import io.zetatron.kernel.runtime.sink.IncidentRecord;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Statuses of a kernel that never ran.
 */
final class Statuses
{
    private static final List<String> ENGINES = List.of("spector", "mcgyver", "atlas", "david", "mechlar");

    private Statuses()
    {
    }

    /**
     * After some time at 1,000 rows a second, with engines busy by 10, 20, 30 ... percent.
     */
    static KernelStatus after(final double seconds, final String source)
    {
        final long ns = (long)(seconds * TimeUnit.SECONDS.toNanos(1));
        final long rows = (long)(1000 * seconds);
        final List<KernelStatus.EngineStatus> engines = IntStream.range(0, ENGINES.size())
            .mapToObj((i) -> new KernelStatus.EngineStatus(ENGINES.get(i), "Some Engine: a task", "loop-0", i - 1, rows,
                2 * rows, ns * (i + 1) / 10, (i + 1) / 10.0))
            .toList();
        return new KernelStatus(ns, source, 3, rows + 1, rows, 12, 2, 7, 4, 256, 0.25, engines,
            new KernelStatus.Hops(500, 1_200, 34_000, 560_000, 7_800_000), incidents().reversed(),
            alarms().stream().map(AlarmRecord::text).toList());
    }

    static KernelStatus after(final double seconds)
    {
        return after(seconds, "this host");
    }

    static RunHistory history(final double... seconds)
    {
        final RunHistory history = new RunHistory();
        for (final double at : seconds)
        {
            history.add(after(at), -1);
        }
        return history;
    }

    static RunReport report()
    {
        final HostFacts host = new HostFacts(
            "A Processor With Quite A Long Name @ 2.40GHz", 2, "Linux 6.1", "25+36 vendor", List.of(), 0);
        return new RunReport(after(90), true, 0, 0, 0, List.of("2 empty cells were taken for missing values"),
            List.of(), incidents(), alarms(), steps(), 301, 402, Map.of(), "backoff", new RunReport.Gc(3, 5), host,
            Optional.empty());
    }

    private static List<BootLog.Step> steps()
    {
        return Stream.of("jvm", "bus", "engines", "a step with a long name")
            .map((name) -> new BootLog.Step(name, 60_000_000))
            .toList();
    }

    private static List<IncidentRecord> incidents()
    {
        return List.of(
            new IncidentRecord(1, 10, 12, 3, 0.9, false, "spike", List.of(), "cpu was 1 at row 10; " +
                "in the 511 rows before, median 5.00000, range 2.00000..10.0000; moves with interrupts (+0.79)",
                "2026-01-02T03:04:05.678Z"),
            new IncidentRecord(2, 20, 20, 1, 0.6, true, "none",
                List.of(new IncidentRecord.Suspect("a\u001b[2Jcolumn", 20, 1)), "", ""));
    }

    private static List<AlarmRecord> alarms()
    {
        return List.of(new AlarmRecord("stall", 60_000_000, 50_000_000, "loop-0"),
            new AlarmRecord("deadline", 4, 0, "results"));
    }
}
