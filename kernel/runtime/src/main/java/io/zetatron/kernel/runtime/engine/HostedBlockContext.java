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

import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.BlockState;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.api.KernelGauges;
import io.zetatron.kernel.api.MessageHandler;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.TensorHandler;
import io.zetatron.kernel.api.Tensors;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.memory.MemoryDomain;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * The kernel as one block sees it.
 */
final class HostedBlockContext implements BlockContext
{
    private final EngineHost host;
    private final String blockName;
    private final KernelServices services;
    private BlockState state;

    HostedBlockContext(final EngineHost host, final String blockId, final KernelServices services)
    {
        this.host = host;
        this.blockName = host.descriptor().id() + "." + blockId;
        this.services = services;
    }

    @Override
    public <D extends MessageDecoderFlyweight> void input(
        final String source, final D decoder, final PortOptions options, final MessageHandler<D> handler)
    {
        host.endpoint().input(source, decoder, options, handler);
    }

    @Override
    public <D extends MessageDecoderFlyweight> void tensorInput(
        final String source, final D decoder, final PortOptions options, final TensorHandler<D> handler)
    {
        host.endpoint().tensorInput(source, decoder, options, handler);
    }

    @Override
    public <E extends MessageEncoderFlyweight> OutputPort<E> output(
        final String target, final E encoder, final PortOptions options)
    {
        return host.endpoint().output(target, encoder, options);
    }

    @Override
    public Tensors tensors()
    {
        return host.endpoint().tensors();
    }

    @Override
    public MemoryDomain memory()
    {
        return host.memory();
    }

    @Override
    public BlockState state()
    {
        if (state == null)
        {
            state = host.state(blockName, services.stateKeeper());
        }
        return state;
    }

    @Override
    public long setting(final String name)
    {
        return services.configuration().number(KernelProperties.settingName(host.descriptor().id(), name));
    }

    @Override
    public NanoClock clock()
    {
        return services.clock();
    }

    @Override
    public GlobalState.View globalState()
    {
        return services.globalState();
    }

    @Override
    public GlobalState globalStateWriter()
    {
        return services.globalStateWriter(blockName);
    }

    @Override
    public KernelGauges gauges()
    {
        return services.gauges();
    }

    @Override
    public AtomicCounter counter(final String name)
    {
        return services.counter(blockName, name);
    }
}
