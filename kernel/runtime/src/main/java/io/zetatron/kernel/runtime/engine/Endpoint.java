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

import io.zetatron.figcom.ChannelDescriptor;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.FrameHandler;
import io.zetatron.figcom.FrameSubscription;
import io.zetatron.figcom.HopRecorders;
import io.zetatron.figcom.MessageSchema;
import io.zetatron.figcom.TensorSpaceHolds;
import io.zetatron.figcom.codec.FrameHeaderDecoder;
import io.zetatron.kernel.api.MessageHandler;
import io.zetatron.kernel.api.OutputPort;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.api.TensorHandler;
import io.zetatron.kernel.runtime.KernelException;
import io.zetatron.memory.tensor.Tensor;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One end of channels: the ports that are served by one thread. An engine is an endpoint; the host is two, the source
 * and the sink, which have a thread each.
 */
public final class Endpoint
{
    private static final int FRAME_LIMIT = 32;

    private final String id;
    private final SingleWriterRecorder hopRecorder = HopRecorders.recorder();
    private final Map<PortKey, Input<?>> inputs = new TreeMap<>();
    private final List<EndpointOutput<?>> outputs = new ArrayList<>();
    private final EndpointTensors tensors;
    private FrameSubscription[] subscriptions = {};
    private FrameHandler[] dispatchers = {};

    /**
     * An input port: the decoder and the handler that gets it.
     */
    private record Input<D extends MessageDecoderFlyweight>(D decoder, PortOptions options, TensorHandler<D> handler)
    {
        boolean handle(
            final FrameHeaderDecoder header, final DirectBuffer buffer, final int bodyOffset, final Tensor tensor)
        {
            decoder.wrap(buffer, bodyOffset, header.blockLength(), header.version());
            return handler.onMessage(header, decoder, tensor);
        }
    }

    /**
     * An endpoint without ports.
     *
     * @param id of the engine, or of the host.
     */
    public Endpoint(final String id)
    {
        this.id = id;
        tensors = new EndpointTensors(id);
    }

    /**
     * Whose endpoint it is.
     *
     * @return the id.
     */
    public String id()
    {
        return id;
    }

    /**
     * Declare an input port that asks nothing of its channel.
     *
     * @param source  id of the sender.
     * @param decoder of the messages.
     * @param handler of the messages.
     * @param <D>     type of the decoder.
     */
    public <D extends MessageDecoderFlyweight> void input(
        final String source, final D decoder, final MessageHandler<D> handler)
    {
        input(source, decoder, PortOptions.NONE, handler);
    }

    <D extends MessageDecoderFlyweight> void input(
        final String source, final D decoder, final PortOptions options, final MessageHandler<D> handler)
    {
        if (options.carriesTensors())
        {
            throw new KernelException(id + " declares an input of " + PortKey.messageName(decoder.getClass()) +
                " from " + source + " with tensors, but its handler takes none: use tensorInput");
        }
        addInput(source, new Input<>(
            decoder, options, (header, message, tensor) -> handler.onMessage(header, message)));
    }

    <D extends MessageDecoderFlyweight> void tensorInput(
        final String source, final D decoder, final PortOptions options, final TensorHandler<D> handler)
    {
        addInput(source, new Input<>(decoder, options.withTensors(), handler));
    }

    private void addInput(final String source, final Input<?> input)
    {
        final MessageDecoderFlyweight decoder = input.decoder();
        final PortKey key = new PortKey(source, id, decoder.sbeTemplateId(), PortKey.messageName(decoder.getClass()));
        if (inputs.put(key, input) != null)
        {
            throw new KernelException(id + " declares the input " + key + " twice");
        }
    }

    /**
     * Declare an output port that asks nothing of its channel.
     *
     * @param target  id of the receiver.
     * @param encoder of the messages.
     * @param <E>     type of the encoder.
     * @return the port.
     */
    public <E extends MessageEncoderFlyweight> OutputPort<E> output(final String target, final E encoder)
    {
        return output(target, encoder, PortOptions.NONE);
    }

    <E extends MessageEncoderFlyweight> OutputPort<E> output(
        final String target, final E encoder, final PortOptions options)
    {
        final EndpointOutput<E> output = new EndpointOutput<>(
            new PortKey(id, target, encoder.sbeTemplateId(), PortKey.messageName(encoder.getClass())),
            encoder,
            options);
        outputs.add(output);
        return output;
    }

    /** What it holds of the tensors that endpoints share. */
    EndpointTensors tensors()
    {
        return tensors;
    }

    /**
     * Serve the input ports, each channel in turn.
     *
     * @return how many frames were handled.
     */
    public int poll()
    {
        int frames = 0;
        for (int i = 0; i < subscriptions.length; i++)
        {
            frames += subscriptions[i].poll(dispatchers[i], FRAME_LIMIT);
        }
        return frames;
    }

    /**
     * The latencies of the hops that end here.
     *
     * @return the recorder, written by the thread that polls.
     */
    public SingleWriterRecorder hopRecorder()
    {
        return hopRecorder;
    }

    List<PortKey> inputKeys()
    {
        return List.copyOf(inputs.keySet());
    }

    /** What this endpoint reads from a channel's source, as it was built. */
    List<MessageSchema> inputSchemas(final ChannelDescriptor channel)
    {
        return inputs.entrySet().stream()
            .filter((input) -> input.getKey().isOn(channel))
            .map((input) -> MessageSchema.of(input.getValue().decoder()))
            .toList();
    }

    /** What this endpoint writes to a channel's target, as it was built. */
    List<MessageSchema> outputSchemas(final ChannelDescriptor channel)
    {
        return outputs.stream()
            .filter((output) -> output.key().isOn(channel))
            .map((output) -> MessageSchema.of(output.message()))
            .toList();
    }

    /** What this endpoint's ports ask of a channel. */
    Stream<ChannelOptions.Port> ports(final ChannelDescriptor channel)
    {
        return Stream.concat(
            outputs.stream().map((output) -> new ChannelOptions.Port(output.key(), id, output.options())),
            inputs.entrySet().stream()
                .map((input) -> new ChannelOptions.Port(input.getKey(), id, input.getValue().options())))
            .filter((port) -> port.key().isOn(channel));
    }

    List<EndpointOutput<?>> outputs()
    {
        return outputs;
    }

    void bind(final List<InputChannel> channels)
    {
        subscriptions = channels.stream().map(InputChannel::reader).toArray(FrameSubscription[]::new);
        dispatchers = channels.stream().map(this::dispatcher).toArray(FrameHandler[]::new);
    }

    /**
     * A channel that this endpoint reads.
     *
     * @param reader of its frames.
     * @param holds  of their tensors, checked by the reader; null if it carries none.
     */
    record InputChannel(FrameSubscription reader, TensorSpaceHolds holds)
    {
        /** What came with the frame that is being handled. */
        Tensor tensor()
        {
            return reader.tensor() == null ? null : holds.checked();
        }
    }

    private FrameHandler dispatcher(final InputChannel channel)
    {
        final ChannelSpec spec = channel.reader().spec();
        final int templates = inputs.keySet().stream().mapToInt(PortKey::templateId).max().orElse(0) + 1;
        final Input<?>[] byTemplate = new Input<?>[templates];
        inputs.forEach((key, input) ->
        {
            if (key.source().equals(spec.ends().source()))
            {
                byTemplate[key.templateId()] = input;
            }
        });
        return (header, buffer, bodyOffset, bodyLength) ->
        {
            final int template = header.templateId();
            final Input<?> input = template < byTemplate.length ? byTemplate[template] : null;
            final Tensor tensor = channel.tensor();
            if (input == null || tensor != null && !input.options().carriesTensors())
            {
                throw new IllegalStateException(spec.name() + ": no input port takes messages of template " + template +
                    (tensor == null ? "" : " with a tensor"));
            }
            return input.handle(header, buffer, bodyOffset, tensor);
        };
    }
}
