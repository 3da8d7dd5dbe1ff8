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

import io.zetatron.figcom.Bus;
import io.zetatron.figcom.LastValueChannel;
import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.Metric;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.api.KernelGauges;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.state.StateKeeper;
import io.zetatron.memory.MemoryDomain;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What blocks get from the kernel besides their ports and memory. Used on the boot thread only.
 */
public final class KernelServices
{
    private final Configuration configuration;
    private final Bus bus;
    private final NanoClock clock;
    private final KernelGauges gauges;
    private final StateKeeper stateKeeper;
    private final LastValueChannel globalState;
    private String globalStateWriter;

    /**
     * The services of one kernel.
     *
     * @param configuration that holds.
     * @param bus           for counters.
     * @param memory        that holds the global state.
     * @param clock         monotonic.
     * @param gauges        of the kernel, which may still be empty.
     * @param stateKeeper   of what blocks keep beyond the run; null for none.
     */
    public KernelServices(
        final Configuration configuration,
        final Bus bus,
        final MemoryDomain memory,
        final NanoClock clock,
        final KernelGauges gauges,
        final StateKeeper stateKeeper)
    {
        this.configuration = configuration;
        this.bus = bus;
        this.clock = clock;
        this.gauges = gauges;
        this.stateKeeper = stateKeeper;
        globalState = new LastValueChannel(
            memory.allocateBuffer(LastValueChannel.regionLength(GlobalState.LENGTH_BYTES)), GlobalState.LENGTH_BYTES);
    }

    /**
     * A view of the global state.
     *
     * @return a new view, for one thread.
     */
    public GlobalState.View globalState()
    {
        return new GlobalState.View(globalState.reader());
    }

    Configuration configuration()
    {
        return configuration;
    }

    NanoClock clock()
    {
        return clock;
    }

    KernelGauges gauges()
    {
        return gauges;
    }

    /**
     * @return null for none.
     */
    StateKeeper stateKeeper()
    {
        return stateKeeper;
    }

    AtomicCounter counter(final String block, final String name)
    {
        return bus.counter(CounterKey.of(Metric.BLOCK_FIGURE, block, name));
    }

    GlobalState globalStateWriter(final String writer)
    {
        if (globalStateWriter != null)
        {
            throw new KernelException(writer + " wants to write the global state, but " + globalStateWriter +
                " writes it already");
        }
        globalStateWriter = writer;
        return new GlobalState(globalState);
    }
}
