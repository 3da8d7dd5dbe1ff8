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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * Measures in rounds: each runs every benchmark once, in a JVM of its own and in a new order. Peers that are compared
 * thus meet the same slow and fast spells of the machine, which JMH's own order, one benchmark after the other, does
 * not give them.
 */
final class CallRounds
{
    private final Effort effort;
    private final Random random;
    private final Map<CallCase, List<Double>> forksNs = new HashMap<>();

    /**
     * Rounds that have not begun.
     *
     * @param effort to make.
     * @param seed   of the orders.
     */
    CallRounds(final Effort effort, final long seed)
    {
        this.effort = effort;
        random = new Random(seed);
    }

    /**
     * Measure everything.
     *
     * @param beforeRound gets the number of each round, from 1, before it begins.
     * @return the costs, in the order of {@link CallCase#ALL}.
     * @throws RunnerException if a benchmark fails, with what it printed.
     */
    List<CallCost> run(final IntConsumer beforeRound) throws RunnerException
    {
        for (int round = 1; round <= effort.forks(); round++)
        {
            beforeRound.accept(round);
            final List<CallCase> cases = new ArrayList<>(CallCase.ALL);
            Collections.shuffle(cases, random);
            for (final CallCase callCase : cases)
            {
                forksNs.computeIfAbsent(callCase, (key) -> new ArrayList<>()).add(fork(callCase));
            }
        }
        return CallCase.ALL.stream()
            .map((callCase) -> new CallCost(callCase, List.copyOf(forksNs.get(callCase))))
            .toList();
    }

    private double fork(final CallCase callCase) throws RunnerException
    {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try
        {
            final Collection<RunResult> results =
                new Runner(options(callCase), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL)).run();
            return medianNs(results.iterator().next());
        }
        catch (final RunnerException ex)
        {
            throw new RunnerException(callCase.id() + ": " + ex.getMessage() + System.lineSeparator() +
                printed.toString(StandardCharsets.UTF_8), ex);
        }
    }

    private Options options(final CallCase callCase)
    {
        final TimeValue time = TimeValue.milliseconds(effort.timeMs());
        return new OptionsBuilder()
            .include("^" + Pattern.quote(callCase.id()) + "$")
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(effort.iterations())
            .warmupTime(time)
            .measurementIterations(effort.iterations())
            .measurementTime(time)
            .shouldFailOnError(true)
            .jvmArgsAppend("-D" + CallLibrary.FOLDER_PROPERTY + "=" + CallLibrary.path().getParent())
            .build();
    }

    // The median, because an iteration in which the host took the CPU away says nothing about the call.
    private static double medianNs(final RunResult result)
    {
        final List<Double> iterations = result.getAggregatedResult().getIterationResults().stream()
            .map((iteration) -> iteration.getPrimaryResult().getScore())
            .toList();
        return CallCost.median(iterations);
    }
}
