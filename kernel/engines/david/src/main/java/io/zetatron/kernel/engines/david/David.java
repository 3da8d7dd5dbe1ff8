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
package io.zetatron.kernel.engines.david;

import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.Setting;

import java.util.List;

/**
 * David, the System Sequence and Stability Engine.
 */
public final class David implements Engine
{
    /**
     * How often the gauges are read.
     */
    static final Setting INTERVAL_MS = new Setting("interval.ms", 10, 1, 10_000, "ms",
        "how often the gauges of loops and channels are read");

    /**
     * How often one thing is reported.
     */
    static final Setting QUIET_MS = new Setting("quiet.ms", 1000, 1, 3_600_000, "ms",
        "how long an alarm about a loop or channel keeps further ones about it quiet");

    private static final int LOAD = 5;

    private final List<Block> blocks;

    /**
     * For the service loader.
     */
    public David()
    {
        final CreditWindow window = new CreditWindow();
        final StabilityBlock stability = new StabilityBlock(window);
        blocks = List.of(new CreditBlock(window, stability), stability);
    }

    @Override
    public EngineDescriptor descriptor()
    {
        return new EngineDescriptor("david", "System Sequence and Stability Engine: health, credit", LOAD);
    }

    @Override
    public List<Setting> settings()
    {
        return List.of(INTERVAL_MS, QUIET_MS);
    }

    @Override
    public List<Block> blocks()
    {
        return blocks;
    }
}
