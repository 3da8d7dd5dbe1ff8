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
import io.zetatron.figcom.BusFolder;
import io.zetatron.figcom.LogSizing;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlabPools.SizeClass;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemNanoClock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Engines on a bus, with tensors, and no threads: a test gives each its turns.
 */
final class WiredEngines implements AutoCloseable
{
    private static final int MEMORY_BYTES = 1 << 20;

    final List<Throwable> errors = new ArrayList<>();
    final List<ChannelGauge> channels;
    final SharedTensors tensors;
    final Bus bus;
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryDomain memory = MemoryDomain.create("kernel", MEMORY_BYTES, accounts);
    private final List<EngineHost> hosts = new ArrayList<>();
    private final BusFolder folder;

    WiredEngines(final Path parent, final List<SizeClass> slots, final Engine... engines) throws IOException
    {
        folder = BusFolder.claim(parent.resolve("bus"));
        bus = Bus.launch(folder, LogSizing.MIN_TERM_LENGTH_BYTES, errors::add);
        tensors = new SharedTensors(slots, accounts);
        final Configuration configuration = Configuration.load(
            KernelProperties.with(List.of()), Optional.empty(), new Properties(), Map.of());
        final KernelServices services = new KernelServices(
            configuration, bus, memory, SystemNanoClock.INSTANCE, new LiveGauges(), null);
        for (final Engine engine : engines)
        {
            final EngineHost host = new EngineHost(engine, memory, SystemNanoClock.INSTANCE);
            host.open(services);
            hosts.add(host);
        }
        try
        {
            channels = Wiring.of(hosts.stream().map(EngineHost::endpoint).toList()).connect(bus, tensors);
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    EngineHost host(final String id)
    {
        return hosts.stream().filter((host) -> host.descriptor().id().equals(id)).findFirst().orElseThrow();
    }

    /** Give each engine two turns: the end of a term counts as one without work. */
    void turn()
    {
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < hosts.size(); j++)
            {
                hosts.get(j).doWork();
            }
        }
    }

    long slotsInUse()
    {
        return tensors.pools().stream().mapToLong(SlabPool::inUse).sum();
    }

    @Override
    public void close()
    {
        hosts.forEach(EngineHost::onClose);
        hosts.forEach(EngineHost::reclaimTensors);
        final long held = slotsInUse();
        CloseHelper.closeAll(bus, folder, tensors, memory);
        assertEquals(0, held, "slots that nobody has given back");
        assertEquals(0, accounts.totalBytes());
    }
}
