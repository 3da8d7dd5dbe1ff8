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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.Setting;

import java.util.List;

/**
 * Atlas, the Core Engine.
 */
public final class Atlas implements Engine
{
    /**
     * How long after a row has entered the kernel its result may leave it.
     */
    static final Setting DEADLINE_MS = new Setting("deadline.ms", 100, 1, 600_000, "ms",
        "how long after a row has entered the kernel its result may leave it");

    private static final int LOAD = 10;

    private final List<Block> blocks;

    /**
     * For the service loader.
     */
    public Atlas()
    {
        final JoinRing ring = new JoinRing();
        final StreamCounts counts = new StreamCounts();
        blocks = List.of(
            new AdmissionBlock(ring, counts),
            new JoinBlock(ring, counts),
            new RelayBlock(counts),
            new StateBlock(counts));
    }

    @Override
    public EngineDescriptor descriptor()
    {
        return new EngineDescriptor("atlas", "Core Engine: coordination", LOAD);
    }

    @Override
    public List<Setting> settings()
    {
        return List.of(DEADLINE_MS);
    }

    @Override
    public List<Block> blocks()
    {
        return blocks;
    }
}
