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
package io.zetatron.kernel.engines.mcgyver;

import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.Setting;

import java.util.List;

/**
 * McGyver, the Combination Engine.
 */
public final class McGyver implements Engine
{
    /**
     * How long an incident lasts without a further anomaly.
     */
    static final Setting GAP_ROWS = new Setting("gap.rows", 24, 1, 1_000_000, "rows",
        "how many rows without an anomaly end an incident");

    private static final int LOAD = 15;

    private final List<Block> blocks;

    /**
     * For the service loader.
     */
    public McGyver()
    {
        final DeviationHistory history = new DeviationHistory();
        blocks = List.of(new FusionBlock(history), new ComparisonBlock(history));
    }

    @Override
    public EngineDescriptor descriptor()
    {
        return new EngineDescriptor("mcgyver", "Combination Engine: synthesis", LOAD);
    }

    @Override
    public List<Setting> settings()
    {
        return List.of(GAP_ROWS);
    }

    @Override
    public List<Block> blocks()
    {
        return blocks;
    }
}
