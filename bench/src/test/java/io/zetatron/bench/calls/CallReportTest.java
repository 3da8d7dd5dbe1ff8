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

import io.zetatron.bench.report.Conditions;
import io.zetatron.bench.rounds.Effort;
import io.zetatron.bench.rounds.Figures;
import io.zetatron.bench.rounds.Noise;
import io.zetatron.kernel.runtime.HostFacts;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class CallReportTest
{
    private static final CallCost C = cost("C", CallCase.C, 1.0, 4.0, 2.0);
    private static final CallCost JNI = cost("JNI", CallCase.JNI, 10.0, 10.0, 10.0);
    private static final CallCost FFM = cost("FFM", "ffm", 5.0, 8.0, 6.0);
    private static final CallCost ELSEWHERE = new CallCost(
        new CallCase("another", "FFM", UpcallBenchmark.class, "ffm"), Figures.of(123.4, 1.0, 2000.0));
    private static final CallReport REPORT = new CallReport(
        List.of(C, JNI, FFM, ELSEWHERE),
        new Conditions(
            new Effort(3, 5, 200), 7, List.of("-XX:+UseSerialGC"),
            new HostFacts("a CPU", 2, "Linux 6", "25", List.of(), 0.015), new Noise(0.015, Double.NaN),
            List.of(new Noise(0.01, Double.NaN), new Noise(0.031, 0.002), new Noise(0, 0.5))));

    @Test
    void shouldCompareFiguresOfTheSameRoundOnly()
    {
        assertEquals(Optional.of(3.0), REPORT.timesAsMuch(FFM, CallCase.C));
        assertEquals(Optional.of(0.6), REPORT.timesAsMuch(FFM, CallCase.JNI));
    }

    @Test
    void shouldCompareNothingWithItselfOrWithAnotherCall()
    {
        assertEquals(Optional.empty(), REPORT.timesAsMuch(JNI, CallCase.JNI));
        assertEquals(Optional.empty(), REPORT.timesAsMuch(C, CallCase.JNI));
        assertEquals(Optional.empty(), REPORT.timesAsMuch(ELSEWHERE, CallCase.C));
    }

    @Test
    void shouldLayOutFiguresRatiosAndConditions()
    {
        assertEquals("""
            ns per call                                         median  lowest..highest     to C  to JNI

            add(int, int)            C                            2.00  1.00..4.00
                                     JNI                          10.0  10.0..10.0         5.00x
                                     FFM                          6.00  5.00..8.00         3.00x   0.60x

            another                  FFM                           123  1.00..2000

            host   a CPU, 2 cores, Linux 6
            jdk    25, -XX:+UseSerialGC
            run    3 rounds in random order (seed 7), in each a JVM for every line:
                   5 x 200 ms of warm-up, then 5 x 200 ms, of which the median
            noise  of all CPU time, the hypervisor stole 1.5%, and other processes used an unknown share
                   not quiet: round 2 (stolen 3.1%, others 0.2%); round 3 (stolen 0.0%, others 50.0%)""",
            String.join("\n", CallTable.lines(REPORT)));
    }

    @Test
    void shouldMeasureEveryBenchmarkThatThereIs()
    {
        final Set<String> all = BenchmarkList.defaultList()
            .getAll(OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), VerboseMode.SILENT),
                List.of())
            .stream().map(BenchmarkListEntry::getUsername)
            .filter((name) -> name.startsWith(CallCase.class.getPackageName()))
            .collect(Collectors.toSet());
        assertEquals(all, CallCase.ALL.stream().map(CallCase::id).collect(Collectors.toSet()));
    }

    @Test
    void shouldRefuseAnEffortOutOfBounds()
    {
        assertEquals("forks is 0, but has to be from 1 to 100",
            assertThrows(IllegalArgumentException.class, () -> new Effort(0, 5, 200)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Effort(1, 1001, 200));
        assertThrows(IllegalArgumentException.class, () -> new Effort(1, 1, 60_001));
    }

    private static CallCost cost(final String way, final String method, final Double... forksNs)
    {
        return new CallCost(new CallCase("add(int, int)", way, AddBenchmark.class, method), Figures.of(forksNs));
    }
}
