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

import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.Notes;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.engine.EngineLoader;
import io.zetatron.kernel.runtime.state.StateFolder;
import io.zetatron.nativeaccess.StandardStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code zetatron state}: what runs with {@code --state} have kept, whether it is whole, and less of it. Boots no
 * kernel.
 */
@Command(
    name = "state",
    description = "Look after what runs with --state have kept.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StateCommand implements Runnable
{
    private static final String DIR = "DIR";
    private static final String DIR_TEXT = "Folder of a run's --state, or of one block in it.";
    private static final String JSON = "--json";
    private static final String JSON_TEXT = "Write one JSON object.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run()
    {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(name = "history", mixinStandardHelpOptions = true, description =
        "List the checkpoints, without reading their pages.")
    int history(
        @Parameters(paramLabel = DIR, description = DIR_TEXT) final Path folder,
        @Option(names = JSON, description = JSON_TEXT) final boolean isJson) throws IOException
    {
        print(folder, StateFolder.at(folder).history(), isJson);
        return ExitCode.OK;
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
        "Read all checkpoints and check every byte of them. Fails if one is not what was written.",
        "A kernel may use the folder meanwhile."})
    int verify(
        @Parameters(paramLabel = DIR, description = DIR_TEXT) final Path folder,
        @Option(names = JSON, description = JSON_TEXT) final boolean isJson) throws IOException
    {
        final StateFolder state = StateFolder.at(folder);
        final long totalBytes = state.history().stream().mapToLong(StateFolder.Checkpoint::bytes).sum();
        final List<StateFolder.Checkpoint> checkpoints;
        try (VerifyProgress progress = new VerifyProgress(spec.commandLine().getErr(), totalBytes,
            StandardStream.ERROR.isTerminal(), System::nanoTime))
        {
            checkpoints = state.verify(progress);
        }
        print(folder, checkpoints, isJson);
        final List<Path> unusable = checkpoints.stream()
            .filter((checkpoint) -> !checkpoint.isUsable()).map(StateFolder.Checkpoint::file).toList();
        if (!unusable.isEmpty())
        {
            throw new KernelException(unusable.size() + " of " + Figures.counted(checkpoints.size(), "checkpoint") +
                " cannot be used: " + unusable + "; a run goes on from the newest good one; if there is none, bring " +
                "one back from a copy");
        }
        return ExitCode.OK;
    }

    /**
     * Less of what is kept. A class and not a method, because the options of a configuration are fields.
     */
    @Command(name = "prune", mixinStandardHelpOptions = true, description = {
        "Delete checkpoints that need not be kept, as the configuration says.",
        "What the kept ones need of them is merged into a full one first. Not while a kernel uses the folder, which",
        "prunes by itself."})
    static final class Prune implements Callable<Integer>
    {
        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigurationOptions configurationOptions;

        @Parameters(paramLabel = DIR, description = DIR_TEXT)
        private Path folder;

        @Option(names = JSON, description = JSON_TEXT)
        private boolean isJson;

        @Option(names = "--keep-last", paramLabel = "N",
            description = "How many of each block's newest good ones to keep, whatever the configuration says.")
        private String keepLast;

        @Option(names = "--keep-age", paramLabel = "SECONDS",
            description = "How old those may be that are kept beside them.")
        private String keepAge;

        @Override
        public Integer call() throws IOException
        {
            final Map<String, String> flags = new LinkedHashMap<>();
            put(flags, KernelProperties.MEMORY_STATE_KEEP_LAST, keepLast);
            put(flags, KernelProperties.MEMORY_STATE_KEEP_AGE, keepAge);
            final Configuration configuration = configurationOptions.load(EngineLoader.load(), flags);
            final Notes notes = new Notes();
            final List<StateFolder.Pruned> pruned = StateFolder.at(folder).prune(
                (int)configuration.number(KernelProperties.MEMORY_STATE_KEEP_LAST),
                Duration.ofSeconds(configuration.number(KernelProperties.MEMORY_STATE_KEEP_AGE)),
                notes);
            new QuietView(spec.commandLine().getErr()).notes(notes.since(0));
            final PrintWriter out = spec.commandLine().getOut();
            if (isJson)
            {
                StateListing.pruned(folder, pruned, out);
            }
            else
            {
                pruned.forEach((block) -> out.println(block.block() + ": " +
                    Figures.counted(block.deleted().size(), "checkpoint") + " deleted, " + block.merged() +
                    " merged; the oldest left is " + block.oldestKept()));
            }
            out.flush();
            return ExitCode.OK;
        }

        private static void put(final Map<String, String> flags, final String key, final String value)
        {
            if (value != null)
            {
                flags.put(key, value);
            }
        }
    }

    private void print(final Path folder, final List<StateFolder.Checkpoint> checkpoints, final boolean isJson)
        throws IOException
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (isJson)
        {
            StateListing.json(folder, checkpoints, out);
        }
        else
        {
            StateListing.lines(checkpoints).forEach(out::println);
        }
        out.flush();
    }
}
