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

import io.zetatron.figcom.BackPressure;
import io.zetatron.figcom.ChannelSpec;
import io.zetatron.kernel.api.PortOptions;
import io.zetatron.kernel.runtime.KernelException;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the ports of one channel ask of it together.
 */
final class ChannelOptions
{
    private final List<Port> ports;

    /**
     * A port and what it asks.
     *
     * @param key      of the port.
     * @param endpoint that declares it.
     * @param options  that it was declared with.
     */
    record Port(PortKey key, String endpoint, PortOptions options)
    {
        @Override
        public String toString()
        {
            return endpoint + "'s " + (endpoint.equals(key.source()) ? "output " : "input ") + key;
        }
    }

    /**
     * @param ports of both ends.
     */
    ChannelOptions(final List<Port> ports)
    {
        this.ports = ports;
    }

    /**
     * Declare the channel as its ports ask.
     *
     * @param plain the channel without options.
     * @return the declaration.
     * @throws KernelException if two ports contradict each other.
     */
    ChannelSpec apply(final ChannelSpec plain)
    {
        checkTensors();
        final Integer lanes = only("lanes", PortOptions::lanes, (count) -> count != 0);
        final Integer capacityBytes = only("bytes of capacity", PortOptions::capacityBytes, (bytes) -> bytes != 0);
        ChannelSpec spec = plain;
        spec = lanes == null ? spec : spec.withLanes(lanes);
        spec = capacityBytes == null ? spec : spec.withCapacityBytes(capacityBytes);
        final BackPressure backPressure = only("back-pressure", PortOptions::backPressure, (policy) -> policy != null);
        spec = backPressure == null ? spec : spec.withBackPressure(backPressure);
        spec = ports.stream().anyMatch((port) -> port.options().hasDeadlines()) ? spec.withDeadlines() : spec;
        return ports.stream().anyMatch((port) -> port.options().carriesTensors()) ? spec.withTensors() : spec;
    }

    /**
     * What the ports say, as far as they say anything.
     *
     * @return null if all leave it open.
     */
    private <T> T only(final String what, final Function<PortOptions, T> option, final Predicate<T> isSaid)
    {
        final List<Port> said = ports.stream().filter((port) -> isSaid.test(option.apply(port.options()))).toList();
        if (said.isEmpty())
        {
            return null;
        }
        final T first = option.apply(said.getFirst().options());
        for (final Port port : said)
        {
            final T other = option.apply(port.options());
            if (!other.equals(first))
            {
                throw new KernelException("one channel, two wishes for its " + what + ": " + said.getFirst() +
                    " asks for " + first + ", " + port + " for " + other +
                    "; declare the same at both, or leave it open at one");
            }
        }
        return first;
    }

    private void checkTensors()
    {
        for (final Port one : ports)
        {
            for (final Port other : ports)
            {
                if (one.key().equals(other.key()) &&
                    one.options().carriesTensors() && !other.options().carriesTensors())
                {
                    throw new KernelException(one + " is declared with tensors, but " + other +
                        " without; declare both with or both without");
                }
            }
        }
    }
}
