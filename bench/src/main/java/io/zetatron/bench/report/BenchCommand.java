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
package io.zetatron.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.bench.rounds.Effort;
import io.zetatron.bench.rounds.Noise;
import io.zetatron.bench.rounds.Probe;
import io.zetatron.bench.rounds.Rounds;
import io.zetatron.kernel.runtime.HostFacts;
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
import java.util.concurrent.Callable;

/**
 * The command of one group of benchmarks: its options, its output and its exit codes.
 */
@Command(
    footer = {
        "",
        "The forks inherit the flags of this JVM: ZETATRON_JVM_FLAGS adds to them.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage."})
public abstract class BenchCommand implements Callable<Integer>
{
    private final String name;

    // Picocli reads it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and end.")
    private boolean isHelpWanted;

    @Option(names = "--quick", description = "Few and short iterations in one round: shows that it works, not what " +
        "it costs.")
    private boolean isQuick;

    @Option(names = "--forks", paramLabel = "N", description = "Rounds; in each, every JMH benchmark has a JVM of " +
        "its own (default 3).")
    private Integer forks;

    @Option(names = "--iterations", paramLabel = "N", description = "Iterations in each, after as many for warm-up " +
        "(default 5).")
    private Integer iterations;

    @Option(names = "--time-ms", paramLabel = "MS", description = "Length of an iteration (default 200).")
    private Integer timeMs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the order in which the " +
        "benchmarks run, another in each round (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures of all rounds to a file.")
    private Path json;

    @Spec
    private CommandSpec spec;

    /**
     * Make the command.
     *
     * @param name of the group, as bench/run knows it.
     */
    protected BenchCommand(final String name)
    {
        this.name = name;
    }

    /**
     * Make a command ready to be executed.
     *
     * @param command to execute.
     * @return the command line.
     */
    protected static CommandLine commandLine(final BenchCommand command)
    {
        return new CommandLine(command)
            .setParameterExceptionHandler((failure, wrong) -> command.misused(failure))
            .setExecutionExceptionHandler((failure, commandLine, parsed) -> command.failed(failure, commandLine));
    }

    /**
     * What the rounds are made of, once it is known that it can be measured here.
     *
     * @param effort that is to be made.
     * @return the probes.
     * @throws IOException           if a file or a folder cannot be used.
     * @throws IllegalStateException if something is lacking, which it names.
     */
    protected abstract List<? extends Probe> probes(Effort effort) throws IOException;

    /**
     * Make a report.
     *
     * @param rounds     what they gave.
     * @param conditions of the run.
     * @return the report.
     */
    protected abstract Report report(Rounds.Result rounds, Conditions conditions);

    /**
     * Give back what was taken for the run, whether it went well or not.
     *
     * @throws IOException if a file cannot be deleted.
     */
    protected void end() throws IOException
    {
    }

    /**
     * A wrong option, to be thrown.
     *
     * @param message that names the option, its value and what is allowed.
     * @return the failure.
     */
    protected ParameterException misuse(final String message)
    {
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * Whether the run is only to show that it works.
     *
     * @return true if so.
     */
    protected boolean isQuick()
    {
        return isQuick;
    }

    /**
     * The seed of everything random.
     *
     * @return the seed.
     */
    protected long seed()
    {
        return seed;
    }

    @Override
    public Integer call() throws Exception
    {
        try
        {
            run(effort());
        }
        finally
        {
            end();
        }
        return CommandLine.ExitCode.OK;
    }

    private void run(final Effort effort) throws Exception
    {
        final List<? extends Probe> probes = probes(effort);
        if (json != null)
        {
            // Tried before, so that minutes of measuring do not end at a folder that cannot be written to.
            Files.newOutputStream(partial()).close();
            Files.delete(partial());
        }
        final Report report = measure(effort, probes);
        final PrintWriter out = spec.commandLine().getOut();
        report.lines().forEach(out::println);
        out.flush();
        if (json != null)
        {
            write(report);
            Files.move(partial(), json, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path partial()
    {
        return json.resolveSibling(json.getFileName() + ".partial");
    }

    private Report measure(final Effort effort, final List<? extends Probe> probes) throws Exception
    {
        final PrintWriter err = spec.commandLine().getErr();
        final HostFacts.CpuTime hostStart = HostFacts.CpuTime.now();
        final Noise.Start start = Noise.Start.now();
        final Rounds.Result rounds = new Rounds(effort.forks(), seed).run(probes, (round) ->
        {
            err.println(name + ": round " + round + " of " + effort.forks() + ", " + probes.size() + " probes");
            err.flush();
        });
        return report(rounds, new Conditions(
            effort, seed, jvmFlags(), HostFacts.since(hostStart), start.end(), rounds.noise()));
    }

    private void write(final Report report) throws IOException
    {
        try (JsonGenerator generator = new JsonFactory().createGenerator(Files.newBufferedWriter(partial())))
        {
            generator.useDefaultPrettyPrinter();
            generator.writeStartObject();
            generator.writeStringField("benchmark", name);
            report.write(generator);
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
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
            throw misuse("--" + ex.getMessage());
        }
    }

    private static List<String> jvmFlags()
    {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter((flag) -> flag.startsWith("-X"))
            .toList();
    }

    private int misused(final ParameterException failure)
    {
        failure.getCommandLine().getErr().println(name + ": " + failure.getMessage() + "; see --help");
        return CommandLine.ExitCode.USAGE;
    }

    private int failed(final Exception failure, final CommandLine commandLine)
    {
        commandLine.getErr().println(name + ": " + (failure instanceof IOException ? failure : failure.getMessage()));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
