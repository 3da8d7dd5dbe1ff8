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
 * Watches a running kernel from outside.
 */
@Command(
    name = "top",
    description = {
        "Watch a running kernel: rows, engines, loops, memory and channels, until Ctrl-C.",
        "It is read from outside and is not disturbed. Into a pipe goes one line a second."},
    mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer>
{
    private static final long RATE_INTERVAL_MS = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KernelChoice choice;

    @Option(names = "--json", description = "Write one JSON object a second.")
    private boolean isJson;

    @Option(names = "--once", description = "Show it once, with the rates of one second, and end.")
    private boolean isOnce;

    @Override
    public Integer call() throws InterruptedException
    {
        final KernelShow show = new KernelShow(
            new TopPresentation(), spec.commandLine().getOut(), spec.commandLine().getErr(), isJson);
        try (ObservedKernel kernel = choice.attach())
        {
            return isOnce ? show.once(kernel, RATE_INTERVAL_MS) : show.watch(kernel);
        }
    }
}
