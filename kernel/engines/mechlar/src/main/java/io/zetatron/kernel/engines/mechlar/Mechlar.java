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
package io.zetatron.kernel.engines.mechlar;

import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.api.Setting;

import java.util.List;

/**
 * Mechlar, the Sequence Engine.
 */
public final class Mechlar implements Engine
{
    /**
     * How long a task may take.
     */
    static final Setting TASK_DEADLINE_MS = new Setting("task.deadline.ms", 500, 1, 600_000, "ms",
        "how long after a plan's start its tasks may be done; the plan is abandoned after twice as long");

    private static final int LOAD = 5;

    private final List<Block> blocks = List.of(new PlanningBlock());

    /**
     * For the service loader.
     */
    public Mechlar()
    {
    }

    @Override
    public EngineDescriptor descriptor()
    {
        return new EngineDescriptor("mechlar", "Sequence Engine: plans", LOAD);
    }

    @Override
    public List<Setting> settings()
    {
        return List.of(TASK_DEADLINE_MS);
    }

    @Override
    public List<Block> blocks()
    {
        return blocks;
    }
}
