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

import io.zetatron.bench.report.BenchCommand;
import io.zetatron.bench.report.Conditions;
import io.zetatron.bench.report.Report;
import io.zetatron.bench.rounds.Effort;
import io.zetatron.bench.rounds.JmhProbe;
import io.zetatron.bench.rounds.NativePeers;
import io.zetatron.bench.rounds.Probe;
import io.zetatron.bench.rounds.Rounds;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.List;

/**
 * {@code bench/run native-calls}: what a native call costs through FFM, beside JNI and C.
 */
@Command(
    name = "bench/run " + NativeCallCosts.NAME,
    description = "Measure what a native call costs through FFM, beside JNI and C.")
public final class NativeCallCosts extends BenchCommand
{
    static final String NAME = "native-calls";
    static final String LIBRARY = "libcalls.so";

    private NativeCallCosts()
    {
        super(NAME);
    }

    /**
     * Measure, and end the process with the exit code.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        System.exit(commandLine().execute(arguments));
    }

    /**
     * The command line, ready to be executed.
     *
     * @return the command line.
     */
    static CommandLine commandLine()
    {
        return commandLine(new NativeCallCosts());
    }

    @Override
    protected List<? extends Probe> probes(final Effort effort)
    {
        NativePeers.path(LIBRARY);
        return CallCase.ALL.stream().map((callCase) -> new JmhProbe(callCase.id(), effort)).toList();
    }

    @Override
    protected Report report(final Rounds.Result rounds, final Conditions conditions)
    {
        return new CallReport(CallCase.ALL.stream()
            .map((callCase) -> new CallCost(callCase, rounds.figures().get(callCase.id())))
            .toList(), conditions);
    }
}
