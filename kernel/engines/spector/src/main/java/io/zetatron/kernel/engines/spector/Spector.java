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
package io.zetatron.kernel.engines.spector;

import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.Setting;

import java.util.List;

/**
 * Spector, the Investigation Engine.
 */
public final class Spector implements Engine
{
    /**
     * How many rows are kept to look back over.
     */
    static final Setting HISTORY_ROWS = new Setting("history.rows", 512, 2, 1_000_000, "rows",
        "how many rows of each column are kept to look back over");

    /**
     * Where the random cuts of the forests begin.
     */
    static final Setting SEED = new Setting("seed", 42, 0, Integer.MAX_VALUE, "",
        "of the forests' random cuts: the same seed and rows give the same scores");

    private static final int LOAD = 60;

    private final List<Block> blocks;

    /**
     * For the service loader.
     */
    public Spector()
    {
        final ValueHistory history = new ValueHistory();
        blocks = List.of(new DetectionBlock(history), new HistoryBlock(history));
    }

    @Override
    public EngineDescriptor descriptor()
    {
        return new EngineDescriptor("spector", "Investigation Engine: anomaly detection", LOAD);
    }

    @Override
    public List<Setting> settings()
    {
        return List.of(HISTORY_ROWS, SEED);
    }

    @Override
    public List<Block> blocks()
    {
        return blocks;
    }
}
