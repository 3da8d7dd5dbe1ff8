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
package io.zetatron.bench.rounds;

import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * One JMH benchmark, run in a JVM of its own. Gives the nanoseconds of one operation under the benchmark's id.
 *
 * @param id     class and method, as JMH has them.
 * @param effort to make.
 */
public record JmhProbe(String id, Effort effort) implements Probe
{
    @Override
    public Map<String, Double> measure() throws RunnerException
    {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try
        {
            final Collection<RunResult> results =
                new Runner(options(), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL)).run();
            return Map.of(id, medianNs(results.iterator().next()));
        }
        catch (final RunnerException ex)
        {
            throw new RunnerException(id + ": " + ex.getMessage() + System.lineSeparator() +
                printed.toString(StandardCharsets.UTF_8), ex);
        }
    }

    private Options options()
    {
        final TimeValue time = TimeValue.milliseconds(effort.timeMs());
        return new OptionsBuilder()
            .include("^" + Pattern.quote(id) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(effort.iterations())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .shouldFailOnError(true)
            .jvmArgsAppend("-D" + NativePeers.FOLDER_PROPERTY + "=" + System.getProperty(NativePeers.FOLDER_PROPERTY))
            .build();
    }

    // The median, because an iteration in which the host took the CPU away says nothing about the operation.
    private static double medianNs(final RunResult result)
    {
        final List<Double> iterations = result.getAggregatedResult().getIterationResults().stream()
            .map((iteration) -> iteration.getPrimaryResult().getScore())
            .toList();
        return Figures.median(iterations);
    }
}
