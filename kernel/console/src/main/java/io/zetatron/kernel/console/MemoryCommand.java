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

import io.zetatron.kernel.runtime.observe.ObservedKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/**
 * Shows the memory of a running kernel from outside.
 */
@Command(
    name = "memory",
    description = {
        "Show the memory of a running kernel: what each owner wished for, got and uses, and why it",
        "is other than wished; pools and checkpoints, if there are any."},
    mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    @Mixin
    private KernelChoice choice;

    @Option(names = "--json", description = "Write one JSON object; with --watch one a second.")
    private boolean isJson;

    @Option(names = "--watch", description = "Show it every second until Ctrl-C.")
    private boolean isWatched;

    @Override
    public Integer call() throws InterruptedException
    {
        final KernelShow show = new KernelShow(
            new MemoryPresentation(), spec.commandLine().getOut(), spec.commandLine().getErr(), isJson);
        try (ObservedKernel kernel = choice.attach())
        {
            return isWatched ? show.watch(kernel) : show.once(kernel, 0);
        }
    }
}
