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
package io.zetatron.kernel.runtime.state;

import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.memory.state.PrunePolicy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How state is kept.
 *
 * @param folder     of all blocks' checkpoints and of the registry.
 * @param intervalNs between two checkpoints of a block.
 * @param policy     which checkpoints are not pruned.
 * @param timeoutNs  how long the end of a run may wait for the last checkpoints.
 */
public record StateSettings(Path folder, long intervalNs, PrunePolicy policy, long timeoutNs)
{
    /**
     * What a configuration says.
     *
     * @param configuration that holds.
     * @return the settings; empty if no state is kept.
     */
    public static Optional<StateSettings> of(final Configuration configuration)
    {
        final String folder = configuration.text(KernelProperties.MEMORY_STATE_FOLDER);
        if (folder.equals(KernelProperties.AUTO))
        {
            return Optional.empty();
        }
        return Optional.of(new StateSettings(
            Path.of(folder),
            TimeUnit.MILLISECONDS.toNanos(configuration.number(KernelProperties.MEMORY_STATE_INTERVAL)),
            new PrunePolicy(
                (int)configuration.number(KernelProperties.MEMORY_STATE_KEEP_LAST),
                Duration.ofSeconds(configuration.number(KernelProperties.MEMORY_STATE_KEEP_AGE))),
            TimeUnit.SECONDS.toNanos(configuration.number(KernelProperties.SHUTDOWN_TIMEOUT))));
    }
}
