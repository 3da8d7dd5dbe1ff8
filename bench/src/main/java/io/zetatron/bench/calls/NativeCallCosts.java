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

import io.zetatron.kernel.runtime.HostFacts;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * {@code bench/run native-calls}: what a native call costs through FFM, beside JNI and C.
 */
@Command(
    name = "bench/run " + NativeCallCosts.NAME,
    description = "Measure what a native call costs through FFM, beside JNI and C.",
    footer = {
        "",
        "The forks inherit the flags of this JVM: ZETATRON_JVM_FLAGS adds to them.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage."})
public final class NativeCallCosts implements Callable<Integer>
{
    static final String NAME = "native-calls";

    // Picocli reads it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and end.")
    private boolean isHelpWanted;

    @Option(names = "--quick", description = "Few and short iterations in one fork: shows that it works, not what a " +
        "call costs.")
    private boolean isQuick;

    @Option(names = "--forks", paramLabel = "N", description = "JVMs for each figure (default 3).")
    private Integer forks;

    @Option(names = "--iterations", paramLabel = "N", description = "Iterations in each, after as many for warm-up " +
        "(default 5).")
    private Integer iterations;

    @Option(names = "--time-ms", paramLabel = "MS", description = "Length of an iteration (default 200).")
    private Integer timeMs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the order in which the " +
        "benchmarks run, another in each round (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures of all forks to a file.")
    private Path json;

    @Spec
    private CommandSpec spec;

    private NativeCallCosts()
    {
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
        return new CommandLine(new NativeCallCosts())
            .setParameterExceptionHandler((failure, wrong) -> misused(failure))
            .setExecutionExceptionHandler((failure, commandLine, parsed) -> failed(failure, commandLine));
    }

    @Override
    public Integer call() throws IOException, RunnerException
    {
        final Effort effort = effort();
        CallLibrary.path();
        if (json != null)
        {
            // Tried before, so that minutes of measuring do not end at a folder that cannot be written to.
            Files.newOutputStream(partial()).close();
            Files.delete(partial());
        }
        final CallReport report = measure(effort);
        print(report);
        if (json != null)
        {
            CallJson.write(report, Files.newBufferedWriter(partial()));
            Files.move(partial(), json, StandardCopyOption.REPLACE_EXISTING);
        }
        return CommandLine.ExitCode.OK;
    }

    private Path partial()
    {
        return json.resolveSibling(json.getFileName() + ".partial");
    }

    private CallReport measure(final Effort effort) throws RunnerException
    {
        final PrintWriter err = spec.commandLine().getErr();
        final HostFacts.CpuTime start = HostFacts.CpuTime.now();
        final Optional<CpuUse> usedBefore = CpuUse.now();
        final List<CallCost> costs = new CallRounds(effort, seed).run((round) ->
        {
            err.println(NAME + ": round " + round + " of " + effort.forks() + ", " + CallCase.ALL.size() + " JVMs");
            err.flush();
        });
        final double othersShare = usedBefore
            .flatMap((before) -> CpuUse.now().map((after) -> after.othersShareSince(before)))
            .orElse(Double.NaN);
        return new CallReport(costs, effort, seed, jvmFlags(), HostFacts.since(start), othersShare);
    }

    private void print(final CallReport report)
    {
        final PrintWriter out = spec.commandLine().getOut();
        CallTable.lines(report).forEach(out::println);
        out.flush();
    }

    private Effort effort()
    {
        final Effort usual = isQuick ? Effort.QUICK : Effort.DEFAULT;
        try
        {
            return new Effort(
                forks == null ? usual.forks() : forks,
                iterations == null ? usual.iterations() : iterations,
                timeMs == null ? usual.timeMs() : timeMs);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new ParameterException(spec.commandLine(), "--" + ex.getMessage(), ex);
        }
    }

    private static List<String> jvmFlags()
    {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((flag) -> flag.startsWith("-X"))
            .toList();
    }

    private static int misused(final ParameterException failure)
    {
        failure.getCommandLine().getErr().println(NAME + ": " + failure.getMessage() + "; see --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(final Exception failure, final CommandLine commandLine)
    {
        commandLine.getErr().println(NAME + ": " + (failure instanceof IOException ? failure : failure.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
