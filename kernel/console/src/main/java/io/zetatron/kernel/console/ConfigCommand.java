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

import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.DefaultFile;
import io.zetatron.kernel.runtime.engine.EngineLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/**
 * Prints the effective configuration, as a file that could be used as it is.
 */
@Command(
    name = "config",
    description = {
        "Print the effective configuration with the origin of each value.",
        "The output is a configuration file itself."},
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable
{
    private static final int ORIGIN_COLUMN = 48;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Option(names = "--default", description = "Print the annotated default file instead.")
    private boolean isDefault;

    @Override
    public void run()
    {
        final PrintWriter out = spec.commandLine().getOut();
        if (isDefault)
        {
            out.print(DefaultFile.text());
            out.flush();
            return;
        }
        final Configuration configuration = options.load(EngineLoader.load());
        configuration.values().forEach((name, value) ->
        {
            final String line = name + ": " + value.text();
            out.println(line + " ".repeat(Math.max(1, ORIGIN_COLUMN - line.length())) + "# " + value.origin());
        });
        out.flush();
    }
}
