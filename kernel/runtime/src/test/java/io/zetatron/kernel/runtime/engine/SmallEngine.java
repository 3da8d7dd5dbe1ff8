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
package io.zetatron.kernel.runtime.engine;

import io.zetatron.kernel.api.Block;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * An engine of one block that does what a test says.
 *
 * @param id   of the engine.
 * @param open declares its ports.
 * @param work of each duty cycle.
 */
public record SmallEngine(String id, Consumer<BlockContext> open, IntSupplier work) implements Engine
{
    /**
     * An engine that handles messages and does nothing besides.
     *
     * @param id   of the engine.
     * @param open declares its ports.
     */
    public SmallEngine(final String id, final Consumer<BlockContext> open)
    {
        this(id, open, () -> 0);
    }

    @Override
    public EngineDescriptor descriptor()
    {
        return new EngineDescriptor(id, "The engine " + id, 1);
    }

    @Override
    public List<Block> blocks()
    {
        return List.of(new Block()
        {
            @Override
            public String id()
            {
                return "only";
            }

            @Override
            public void open(final BlockContext context)
            {
                open.accept(context);
            }

            @Override
            public int doWork(final long nowNs)
            {
                return work.getAsInt();
            }
        });
    }
}
