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

import io.zetatron.kernel.api.BlockState;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;

import java.util.OptionalLong;

/**
 * The rules of declaring and restoring, which hold whether anything is kept or not: so that a block that breaks them is
 * found out in a run that keeps nothing. Where nothing is kept, this is all.
 */
public class DeclaredState implements BlockState
{
    private final String block;
    private final MemoryDomain memory;
    private boolean hasRegion;
    private boolean isRestored;

    /**
     * Nothing declared yet.
     *
     * @param block  engine and block, for people.
     * @param memory of the engine.
     */
    public DeclaredState(final String block, final MemoryDomain memory)
    {
        this.block = block;
        this.memory = memory;
    }

    @Override
    public final StateRegion region(final StateSchema schema, final long lengthBytes)
    {
        if (isRestored)
        {
            throw new IllegalStateException("block " + block + " declares the state region " + schema +
                " after it has restored: declare all of them first");
        }
        hasRegion = true;
        return declare(schema, lengthBytes);
    }

    @Override
    public final OptionalLong restore()
    {
        if (!hasRegion || isRestored)
        {
            throw new IllegalStateException("block " + block + " restores " +
                (isRestored ? "twice" : "before it has declared a state region"));
        }
        isRestored = true;
        return fill();
    }

    @Override
    public void handled(final long position)
    {
        if (!isRestored)
        {
            throw new IllegalStateException("block " + block + " says how far it has come before it has restored");
        }
    }

    StateRegion declare(final StateSchema schema, final long lengthBytes)
    {
        return StateRegion.unsaved(schema, memory.allocate(lengthBytes));
    }

    OptionalLong fill()
    {
        return OptionalLong.empty();
    }

    /**
     * Whose state it is.
     *
     * @return engine and block.
     */
    public final String block()
    {
        return block;
    }

    final MemoryDomain memory()
    {
        return memory;
    }
}
