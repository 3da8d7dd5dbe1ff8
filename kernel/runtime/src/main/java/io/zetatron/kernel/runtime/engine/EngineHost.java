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
import io.zetatron.kernel.api.BlockState;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.EngineDescriptor;
import io.zetatron.kernel.runtime.state.DeclaredState;
import io.zetatron.kernel.runtime.state.KeptState;
import io.zetatron.kernel.runtime.state.StateKeeper;
import io.zetatron.memory.MemoryDomain;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

import java.util.Arrays;

/**
 * An engine as the kernel runs it: its endpoint, its memory, and its blocks as an agent of a core loop.
 */
public final class EngineHost implements Agent
{
    private final EngineDescriptor descriptor;
    private final Block[] blocks;
    private final MemoryDomain memory;
    private final Endpoint endpoint;
    private final NanoClock clock;
    private KeptState[] states = {};
    private int openedBlocks;

    /**
     * An engine whose blocks have not been opened.
     *
     * @param engine to host.
     * @param memory that its blocks share; the kernel closes it.
     * @param clock  monotonic.
     */
    public EngineHost(final Engine engine, final MemoryDomain memory, final NanoClock clock)
    {
        descriptor = engine.descriptor();
        blocks = engine.blocks().toArray(Block[]::new);
        this.memory = memory;
        this.clock = clock;
        endpoint = new Endpoint(descriptor.id());
    }

    /**
     * Open the blocks in their order. If one fails, the ones before it are closed.
     *
     * @param services of the kernel that blocks may use.
     */
    public void open(final KernelServices services)
    {
        try
        {
            for (final Block block : blocks)
            {
                block.open(new HostedBlockContext(this, block.id(), services));
                openedBlocks++;
            }
        }
        catch (final RuntimeException ex)
        {
            onClose();
            throw ex;
        }
    }

    /**
     * Who the engine is.
     *
     * @return its descriptor.
     */
    public EngineDescriptor descriptor()
    {
        return descriptor;
    }

    /**
     * Its ports.
     *
     * @return the endpoint.
     */
    public Endpoint endpoint()
    {
        return endpoint;
    }

    /**
     * Its memory.
     *
     * @return the domain.
     */
    public MemoryDomain memory()
    {
        return memory;
    }

    /**
     * A new state of a block. By the thread that has the block at the time.
     *
     * @param blockName engine and block.
     * @param keeper    that keeps it; null for none.
     * @return the state.
     */
    BlockState state(final String blockName, final StateKeeper keeper)
    {
        if (keeper == null)
        {
            return new DeclaredState(blockName, memory);
        }
        final KeptState state = keeper.state(blockName, memory);
        states = Arrays.copyOf(states, states.length + 1);
        states[states.length - 1] = state;
        return state;
    }

    /**
     * One duty cycle: frames first, then each block's own work. After it the blocks' state is whole.
     */
    @Override
    public int doWork()
    {
        int work = endpoint.poll();
        final long nowNs = clock.nanoTime();
        for (final Block block : blocks)
        {
            work += block.doWork(nowNs);
        }
        for (final KeptState state : states)
        {
            state.onSafePoint(nowNs);
        }
        return work;
    }

    /**
     * Take back the tensors that the engine holds, those in frames that it has not read included. It must not run any
     * more.
     *
     * @return how many were taken back, by earlier calls too.
     */
    public long reclaimTensors()
    {
        endpoint.tensors().reclaim();
        return endpoint.tensors().reclaimed();
    }

    /**
     * Close the blocks that were opened, in reverse order, all of them even if one fails; then take back the tensors
     * that they hold still.
     */
    @Override
    public void onClose()
    {
        try
        {
            closeBlocks();
        }
        finally
        {
            reclaimTensors();
        }
    }

    private void closeBlocks()
    {
        RuntimeException failure = null;
        while (openedBlocks > 0)
        {
            try
            {
                blocks[--openedBlocks].close();
            }
            catch (final RuntimeException ex)
            {
                if (failure == null)
                {
                    failure = ex;
                }
                else
                {
                    failure.addSuppressed(ex);
                }
            }
        }
        if (failure != null)
        {
            throw failure;
        }
    }

    @Override
    public String roleName()
    {
        return descriptor.id();
    }
}
