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

import io.zetatron.kernel.runtime.observe.KernelFinder;
import io.zetatron.kernel.runtime.observe.ObservedKernel;
import io.zetatron.kernel.runtime.observe.RunningKernel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;

/**
 * The options by which a command is told which running kernel it is to look at.
 */
final class KernelChoice
{
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions configuration;

    @Option(names = "--pid", paramLabel = "PID", description = "The kernel of this process; needed if several run.")
    private Long pid;

    @Option(names = "--folder", paramLabel = "FOLDER", description = "The kernel whose bus is in this folder.")
    private Path folder;

    /**
     * Look at the chosen kernel.
     *
     * @return it, which the caller closes.
     */
    ObservedKernel attach()
    {
        return ObservedKernel.attach(choose(), ObservedKernel.BOOT_TIMEOUT_MS);
    }

    private RunningKernel choose()
    {
        if (folder != null && pid != null)
        {
            throw new ParameterException(spec.commandLine(), "--pid and --folder name one kernel each: give one");
        }
        if (folder != null)
        {
            return KernelFinder.inFolder(folder.toAbsolutePath());
        }
        final KernelFinder finder = KernelFinder.usual(configuration.busFolder());
        return pid != null ? finder.ofProcess(pid) : finder.only();
    }
}
