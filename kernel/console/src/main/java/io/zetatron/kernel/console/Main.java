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

import io.zetatron.kernel.console.doctor.DoctorCommand;
import io.zetatron.kernel.runtime.BootLog;
import io.zetatron.kernel.runtime.BusDemand;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.config.LibraryPaths;
import io.zetatron.kernel.runtime.engine.EngineLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line's entry. Exit codes: 0 done, 1 failed (with one plain line), 2 wrong usage.
 */
@Command(
    name = "zetatron",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = "A low-latency runtime kernel for AI engines.",
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
        "",
        "Also: ./zetatron test runs everything that must pass, and ./zetatron build only builds.",
        "As root, test installs the packages that its tests of optional libraries need; with",
        "ZETATRON_NO_INSTALL=1 in the environment nothing is installed, and those tests are skipped.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage."})
public final class Main implements Runnable
{
    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of failures.")
    private boolean isVerbose;

    private Main()
    {
    }

    /**
     * Run a command and end the process with its exit code.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        final BootLog bootLog = BootLog.sinceProcessStart();
        if (arguments.length > 0 && arguments[0].equals(RunCommand.NAME))
        {
            Preload.start();
        }
        System.exit(execute(commandLine(bootLog), arguments));
    }

    private static int execute(final CommandLine commandLine, final String[] arguments)
    {
        try
        {
            return commandLine.execute(arguments);
        }
        catch (final Error ex)
        {
            commandLine.getErr().println("zetatron: " + ex);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /**
     * The command line, ready to be executed.
     *
     * @param bootLog of the process.
     * @return the command line.
     */
    static CommandLine commandLine(final BootLog bootLog)
    {
        final Main main = new Main();
        return new CommandLine(main)
            .addSubcommand(new RunCommand(bootLog))
            .addSubcommand(new TopCommand())
            .addSubcommand(new MemoryCommand())
            .addSubcommand(doctor())
            .addSubcommand(new ConfigCommand())
            .addSubcommand(new CommandLine(new StateCommand()).addSubcommand(new StateCommand.Prune()))
            .addSubcommand(new VersionCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((failure, wrong) -> misused(failure))
            .setExecutionExceptionHandler((failure, commandLine, parsed) -> main.failed(failure, commandLine));
    }

    private static CommandLine doctor()
    {
        final ConfigurationOptions options = new ConfigurationOptions();
        return new CommandLine(new DoctorCommand(
            BusDemand.DEFAULT_BYTES, () -> LibraryPaths.search(options.load(EngineLoader.load()))))
            .addMixin("configuration", options);
    }

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int misused(final ParameterException failure)
    {
        final CommandLine commandLine = failure.getCommandLine();
        final String name = commandLine.getCommandSpec().qualifiedName();
        commandLine.getErr().println("zetatron: " + failure.getMessage() + "; see " + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private int failed(final Exception failure, final CommandLine commandLine)
    {
        final String message = failure instanceof KernelException ? failure.getMessage() : failure.toString();
        commandLine.getErr().println("zetatron: " + message);
        if (isVerbose)
        {
            failure.printStackTrace(commandLine.getErr());
        }
        else if (!(failure instanceof KernelException))
        {
            commandLine.getErr().println("zetatron: this is a defect; --verbose shows where");
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
