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
import io.zetatron.figcom.ChannelDescriptor;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.figcom.FrameSubscription;
import io.zetatron.figcom.MessageSchema;
import io.zetatron.figcom.TaskPublication;
import io.zetatron.figcom.TensorSpaceHolds;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.runtime.KernelException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Matches the ports of all endpoints and gives each directed pair of endpoints that talk a channel of its own.
 */
public final class Wiring
{
    private final List<Endpoint> endpoints;
    private final Map<String, Integer> numbers;
    private final List<ChannelSpec> channels;

    private Wiring(
        final List<Endpoint> endpoints, final Map<String, Integer> numbers, final List<ChannelSpec> channels)
    {
        this.endpoints = endpoints;
        this.numbers = numbers;
        this.channels = channels;
    }

    /**
     * Match the ports.
     *
     * @param endpoints with all of their ports declared.
     * @return the wiring, not connected yet.
     * @throws KernelException          if an output has no input that takes its messages, or an input no output, or two
     *                                  ports of one channel contradict each other.
     * @throws IllegalArgumentException if the two were built with schemas that do not fit.
     */
    public static Wiring of(final List<Endpoint> endpoints)
    {
        final TreeSet<PortKey> inputs = new TreeSet<>();
        final TreeSet<PortKey> outputs = new TreeSet<>();
        endpoints.forEach((endpoint) -> inputs.addAll(endpoint.inputKeys()));
        endpoints.forEach((endpoint) -> endpoint.outputs().forEach((output) -> outputs.add(output.key())));
        outputs.stream().filter((key) -> !inputs.contains(key)).findFirst().ifPresent((key) ->
        {
            throw new KernelException(key.source() + " sends " + key.message() + " to " + key.target() +
                ", which has no input port for it");
        });
        inputs.stream().filter((key) -> !outputs.contains(key)).findFirst().ifPresent((key) ->
        {
            throw new KernelException(key.target() + " expects " + key.message() + " from " + key.source() +
                ", which has no output port for it");
        });
        final Map<String, Integer> numbers = numbers(outputs);
        return new Wiring(List.copyOf(endpoints), numbers, channels(endpoints, numbers, outputs));
    }

    /**
     * The channels, sorted by source and target.
     *
     * @return one for each directed pair of endpoints that talk.
     */
    public List<ChannelSpec> channels()
    {
        return channels;
    }

    /**
     * A channel that carries tensors.
     *
     * @return the first; none if no port carries any.
     */
    public Optional<ChannelSpec> tensorChannel()
    {
        return channels.stream().filter(ChannelSpec::carriesTensors).findFirst();
    }

    /**
     * Open the channels on the bus and bind the ports to them.
     *
     * @param bus     that carries them, and closes them when it is closed.
     * @param tensors that endpoints share; null if no port carries any.
     * @return a gauge for each channel.
     */
    public List<ChannelGauge> connect(final Bus bus, final SharedTensors tensors)
    {
        channels.forEach(bus::declare);
        final Map<ChannelSpec, FrameSubscription> readers = new HashMap<>();
        for (final Endpoint endpoint : endpoints)
        {
            final List<Endpoint.InputChannel> own = new ArrayList<>();
            channels.stream().filter((channel) -> reads(endpoint, channel)).forEach((channel) ->
            {
                final TensorSpaceHolds holds = holds(channel, tensors);
                final FrameSubscription reader = bus.subscription(channel, endpoint.hopRecorder(), holds);
                readers.put(channel, reader);
                own.add(new Endpoint.InputChannel(reader, holds));
            });
            endpoint.bind(own);
            if (tensors != null && numbers.containsKey(endpoint.id()))
            {
                endpoint.tensors().bind(tensors.space(), numbers.get(endpoint.id()));
            }
        }
        return channels.stream()
            .map((channel) -> new ChannelGauge(channel, openWriter(bus, channel, tensors), readers.get(channel)))
            .toList();
    }

    private TaskPublication openWriter(final Bus bus, final ChannelSpec channel, final SharedTensors tensors)
    {
        final TensorSpaceHolds holds = holds(channel, tensors);
        final TaskPublication writer = bus.publication(channel, holds);
        endpoints.forEach((endpoint) -> endpoint.outputs().stream()
            .filter((output) -> output.key().isOn(channel.ends()))
            .forEach((output) -> output.bind(writer, holds)));
        return writer;
    }

    private static TensorSpaceHolds holds(final ChannelSpec channel, final SharedTensors tensors)
    {
        return channel.carriesTensors() ? new TensorSpaceHolds(tensors.space()) : null;
    }

    private static boolean reads(final Endpoint endpoint, final ChannelSpec channel)
    {
        return endpoint.inputKeys().stream().anyMatch((key) -> key.isOn(channel.ends()));
    }

    /** The numbers by which channels name their ends; an end that carries tensors holds them by it. */
    private static Map<String, Integer> numbers(final Set<PortKey> outputs)
    {
        final TreeSet<String> ids = new TreeSet<>();
        outputs.forEach((key) ->
        {
            ids.add(key.source());
            ids.add(key.target());
        });
        ids.remove(BlockContext.HOST);

        final Map<String, Integer> numbers = new TreeMap<>(Map.of(BlockContext.HOST, 0));
        ids.forEach((id) -> numbers.put(id, numbers.size()));
        return numbers;
    }

    private static List<ChannelSpec> channels(
        final List<Endpoint> endpoints, final Map<String, Integer> numbers, final Set<PortKey> outputs)
    {
        return outputs.stream()
            .map((key) -> new ChannelDescriptor(
                key.source(), numbers.get(key.source()), key.target(), numbers.get(key.target())))
            .distinct()
            .map((ends) -> options(endpoints, ends).apply(ChannelSpec.of(
                ends,
                schemas(endpoints, ends, Endpoint::outputSchemas),
                schemas(endpoints, ends, Endpoint::inputSchemas))))
            .toList();
    }

    private static ChannelOptions options(final List<Endpoint> endpoints, final ChannelDescriptor ends)
    {
        return new ChannelOptions(endpoints.stream().flatMap((endpoint) -> endpoint.ports(ends)).toList());
    }

    private static List<MessageSchema> schemas(
        final List<Endpoint> endpoints,
        final ChannelDescriptor ends,
        final BiFunction<Endpoint, ChannelDescriptor, List<MessageSchema>> side)
    {
        return endpoints.stream().flatMap((endpoint) -> side.apply(endpoint, ends).stream()).distinct().toList();
    }
}
