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
package io.zetatron.kernel.api.testing;

import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.BlockState;
import io.zetatron.kernel.api.GlobalState;
import io.zetatron.kernel.api.KernelGauges;
import io.zetatron.kernel.api.MessageHandler;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.TensorHandler;
import io.zetatron.kernel.api.Tensors;
import io.zetatron.memory.MemoryDomain;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * The harness as one block sees it.
 */
final class HarnessContext implements BlockContext
{
    private final EngineHarness harness;
    private final String blockId;

    HarnessContext(final EngineHarness harness, final String blockId)
    {
        this.harness = harness;
        this.blockId = blockId;
    }

    @Override
    public <D extends MessageDecoderFlyweight> void input(
        final String source, final D decoder, final PortOptions options, final MessageHandler<D> handler)
    {
        harness.addInput(source, decoder, (header, message, tensor) -> handler.onMessage(header, message));
    }

    @Override
    public <D extends MessageDecoderFlyweight> void tensorInput(
        final String source, final D decoder, final PortOptions options, final TensorHandler<D> handler)
    {
        harness.addInput(source, decoder, handler);
    }

    @Override
    public <E extends MessageEncoderFlyweight> OutputPort<E> output(
        final String target, final E encoder, final PortOptions options)
    {
        return harness.addOutput(target, encoder, options);
    }

    @Override
    public Tensors tensors()
    {
        return harness.tensors();
    }

    @Override
    public MemoryDomain memory()
    {
        return harness.memory();
    }

    @Override
    public BlockState state()
    {
        return harness.state(blockId);
    }

    @Override
    public long setting(final String name)
    {
        return harness.settingValue(name);
    }

    @Override
    public NanoClock clock()
    {
        return harness.clock();
    }

    @Override
    public GlobalState.View globalState()
    {
        return harness.globalState();
    }

    @Override
    public GlobalState globalStateWriter()
    {
        return harness.takeGlobalStateWriter();
    }

    @Override
    public KernelGauges gauges()
    {
        return harness.gauges();
    }

    @Override
    public AtomicCounter counter(final String name)
    {
        return harness.addCounter(name);
    }
}
