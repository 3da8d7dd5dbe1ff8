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
package io.zetatron.kernel.api;

import io.zetatron.memory.MemoryDomain;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * What the kernel gives to a block. Ports are declared in {@link Block#open} only.
 */
public interface BlockContext
{
    /**
     * The id of the endpoint outside all engines: where rows come from and results go to.
     */
    String HOST = "host";

    /**
     * Declare an input port: messages of one type from one engine.
     *
     * @param source  id of the engine that sends, or {@link #HOST}.
     * @param decoder that the kernel wraps around each message.
     * @param handler of the messages.
     * @param <D>     the type of the decoder, and so of the port.
     */
    default <D extends MessageDecoderFlyweight> void input(
        final String source, final D decoder, final MessageHandler<D> handler)
    {
        input(source, decoder, PortOptions.NONE, handler);
    }

    /**
     * Declare an input port that asks something of its channel.
     *
     * @param source  id of the engine that sends, or {@link #HOST}.
     * @param decoder that the kernel wraps around each message.
     * @param options of the port, without tensors.
     * @param handler of the messages.
     * @param <D>     the type of the decoder, and so of the port.
     */
    <D extends MessageDecoderFlyweight> void input(
        String source, D decoder, PortOptions options, MessageHandler<D> handler);

    /**
     * Declare an input port whose messages may bring a tensor.
     *
     * @param source  id of the engine that sends, or {@link #HOST}.
     * @param decoder that the kernel wraps around each message.
     * @param options of the port; that it takes tensors need not be said.
     * @param handler of the messages.
     * @param <D>     the type of the decoder, and so of the port.
     */
    <D extends MessageDecoderFlyweight> void tensorInput(
        String source, D decoder, PortOptions options, TensorHandler<D> handler);

    /**
     * Declare an output port: messages of one type to one engine.
     *
     * @param target  id of the engine that receives, or {@link #HOST}.
     * @param encoder that the port wraps around each claimed message.
     * @param <E>     the type of the encoder, and so of the port.
     * @return the port, which carries frames from the first duty cycle on.
     */
    default <E extends MessageEncoderFlyweight> OutputPort<E> output(final String target, final E encoder)
    {
        return output(target, encoder, PortOptions.NONE);
    }

    /**
     * Declare an output port that asks something of its channel.
     *
     * @param target  id of the engine that receives, or {@link #HOST}.
     * @param encoder that the port wraps around each claimed message.
     * @param options of the port.
     * @param <E>     the type of the encoder, and so of the port.
     * @return the port, which carries frames from the first duty cycle on.
     */
    <E extends MessageEncoderFlyweight> OutputPort<E> output(String target, E encoder, PortOptions options);

    /**
     * The tensors that the block's engine holds.
     *
     * @return the same for all blocks of the engine; of use from the first duty cycle on.
     */
    Tensors tensors();

    /**
     * The memory of the block's engine.
     *
     * @return the domain; the kernel closes it.
     */
    MemoryDomain memory();

    /**
     * What the block has learnt and would go on with after a restart. To be asked for in {@link Block#open} first, so
     * that it is counted; its regions may be declared later, once their layout is known.
     *
     * @return the block's one state, the same at each call.
     */
    BlockState state();

    /**
     * The value of one of the engine's settings.
     *
     * @param name as the engine declares it.
     * @return the value that holds.
     * @throws IllegalArgumentException if the engine declares no such setting.
     */
    long setting(String name);

    /**
     * The monotonic clock of the kernel, for timestamps in frames.
     *
     * @return the clock, in nanoseconds.
     */
    NanoClock clock();

    /**
     * Read the global state.
     *
     * @return a view for the calling block alone.
     */
    GlobalState.View globalState();

    /**
     * Become the one writer of the global state.
     *
     * @return the writing end.
     * @throws IllegalStateException if another block writes it already.
     */
    GlobalState globalStateWriter();

    /**
     * What the kernel says about its own loops and channels.
     *
     * @return gauges, complete from the first duty cycle on.
     */
    KernelGauges gauges();

    /**
     * Add a counter that other processes can read.
     *
     * @param name of the counter; the engine's and the block's name are put in front.
     * @return the counter, which the calling block alone may change.
     */
    AtomicCounter counter(String name);
}
