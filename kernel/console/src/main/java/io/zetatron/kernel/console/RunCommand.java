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

import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.runtime.BootLog;
import io.zetatron.kernel.runtime.Kernel;
import io.zetatron.kernel.runtime.KernelContext;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.ReportJson;
import io.zetatron.kernel.runtime.RunReport;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.engine.EngineLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Boots the kernel and runs it to its end.
 */
@Command(
    name = RunCommand.NAME,
    description = {
        "Boot the engines and score a stream of rows.",
        "Without --input this host is watched until Ctrl-C; with it, each row of a CSV file is scored."},
    mixinStandardHelpOptions = true,
    footer = {
        "",
        "Examples:",
        "  zetatron run                                      watch this host",
        "  zetatron run --input m.csv --output m.jsonl       score a file",
        "  tail -n +1 -f m.csv | zetatron run --input - --output -"})
final class RunCommand implements Callable<Integer>
{
    static final String NAME = "run";

    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(2);

    private final BootLog bootLog;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Mixin
    private ConfigurationOptions configurationOptions;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE",
        description = "Write one line of JSON for each row; - is standard output.")
    private String output;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON.")
    private Path reportFile;

    @Option(names = "--state", paramLabel = "DIR",
        description = "Go on with what was learnt in the last run with this folder, and keep it there.")
    private Path state;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop after so many seconds, as Ctrl-C would.")
    private int seconds;

    @Option(names = {"-q", "--quiet"}, description = "Show nothing but errors and notes.")
    private boolean isQuiet;

    RunCommand(final BootLog bootLog)
    {
        this.bootLog = bootLog;
    }

    @Override
    public Integer call() throws InterruptedException
    {
        bootLog.mark("command line");
        final List<Engine> engines = bootLog.step("engines found", EngineLoader::load);
        final Configuration configuration = bootLog.step("configuration", () -> configurationOptions.load(
            engines, state == null ? Map.of() : Map.of(KernelProperties.MEMORY_STATE_FOLDER, state.toString())));
        if (seconds < 0)
        {
            throw new ParameterException(spec.commandLine(), "--seconds " + seconds + " is below 0");
        }
        FileRoles.check(input.file(), output, reportFile);
        final Output out = new Output(output, spec.commandLine().getOut(), spec.commandLine().getErr());
        checkReportFile();
        final long timeoutNs = TimeUnit.SECONDS.toNanos(configuration.number(KernelProperties.SHUTDOWN_TIMEOUT));
        try (InputOptions.Opened opened = bootLog.step("input", () -> input.open(configuration));
            StopRequest stop = StopRequest.listen(spec.commandLine().getErr(), timeoutNs + CLOSE_NS))
        {
            return run(engines, configuration, out, opened, stop, timeoutNs);
        }
    }

    private int run(
        final List<Engine> engines,
        final Configuration configuration,
        final Output out,
        final InputOptions.Opened opened,
        final StopRequest stop,
        final long timeoutNs)
        throws InterruptedException
    {
        final KernelContext context = new KernelContext(
            configuration, engines, opened.longestBody(), opened.source(), opened.rateHz(), out::writer);
        try (Kernel kernel = Kernel.boot(context, bootLog, stop::serve))
        {
            final int notesSeen;
            try (RunView view = out.view(isQuiet, opened.rateHz() > 0))
            {
                stop.shows(view);
                final Watch watch = new Watch(kernel, stop, view, opened::progress).limitSeconds(seconds);
                watch.untilEnd(timeoutNs);
                notesSeen = watch.notesSeen();
            }
            catch (final KernelException ex)
            {
                stop.failed();
                throw ex;
            }
            return finish(kernel, out, stop, notesSeen);
        }
    }

    private int finish(final Kernel kernel, final Output out, final StopRequest stop, final int notesSeen)
    {
        final RunReport report;
        try
        {
            if (kernel.hasFailed())
            {
                stop.failed();
            }
            report = kernel.finish();
        }
        catch (final KernelException ex)
        {
            throw new KernelException(ex.getMessage() + hint(kernel.interruptedOutput()), ex);
        }
        // Those of the end, when there was no view any more.
        new QuietView(spec.commandLine().getErr()).notes(kernel.notes().since(notesSeen));
        writeReport(report);
        if (!isQuiet)
        {
            out.report(report);
        }
        if (!report.isComplete())
        {
            throw new KernelException("stopped before the end of the input" + hint(kernel.interruptedOutput()));
        }
        return ExitCode.OK;
    }

    private void checkReportFile()
    {
        if (reportFile == null)
        {
            return;
        }
        final Path folder = reportFile.toAbsolutePath().getParent();
        if (Files.isDirectory(reportFile) || !Files.isDirectory(folder) ||
            !Files.isWritable(Files.exists(reportFile) ? reportFile : folder))
        {
            throw new KernelException("cannot write the report " + reportFile + ": it is a folder, its folder does " +
                "not exist, or permission is denied");
        }
        try
        {
            // A report of an earlier run must not pass for this one's, if this one fails.
            if (Files.isRegularFile(reportFile))
            {
                Files.delete(reportFile);
            }
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot replace the report " + reportFile + ": " + ex.getMessage(), ex);
        }
    }

    private void writeReport(final RunReport report)
    {
        if (reportFile == null)
        {
            return;
        }
        try (OutputStream stream = Files.newOutputStream(reportFile))
        {
            ReportJson.write(report, stream);
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot write the report " + reportFile + ": " + ex.getMessage(), ex);
        }
    }

    private static String hint(final String interrupted)
    {
        return interrupted.isEmpty() ? "" : "; " + interrupted;
    }
}
