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
package io.zetatron.figcom;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The channels that have been declared on a bus. Not thread-safe.
 */
final class ChannelTable
{
    private final int busTermLength;
    private final Map<String, ChannelSpec> byName = new HashMap<>();
    private final Map<Integer, ChannelSpec> byStream = new HashMap<>();
    private final Set<ChannelSpec> withoutLogs = new HashSet<>();

    ChannelTable(final int busTermLength)
    {
        this.busTermLength = busTermLength;
    }

    /**
     * Enter a channel.
     *
     * @param spec        of the channel.
     * @param usableBytes that the file system of the logs has left.
     * @throws IllegalArgumentException if there is such a channel already, or no room for its logs beside those of the
     *                                  channels that are declared and not open yet.
     */
    void declare(final ChannelSpec spec, final long usableBytes)
    {
        final ChannelSpec sameName = byName.get(spec.name());
        final ChannelSpec other = sameName == null ? byStream.get(spec.ends().streamId(0)) : sameName;
        if (other != null)
        {
            throw new IllegalArgumentException("channel " + spec.name() + " is declared twice: " +
                ends(other) + " (" + other.describe() + "), then " + ends(spec) + " (" + spec.describe() + ")");
        }

        final long reservedBytes = withoutLogs.stream().mapToLong(this::logBytes).sum();
        if (logBytes(spec) > usableBytes - reservedBytes)
        {
            throw new IllegalArgumentException("channel " + spec.name() + ": " + spec.lanes() + " lanes of " +
                spec.termLength(busTermLength) + "-byte terms take " + logBytes(spec) +
                " bytes of shared memory, but " + (usableBytes - reservedBytes) + " are left of " + usableBytes +
                "; declare a lower capacity or fewer lanes, or give the bus's folder more room");
        }
        byName.put(spec.name(), spec);
        byStream.put(spec.ends().streamId(0), spec);
        withoutLogs.add(spec);
    }

    void checkDeclared(final ChannelSpec spec)
    {
        if (!spec.equals(byName.get(spec.name())))
        {
            throw new IllegalStateException("channel " + spec.name() + " has not been declared as " + spec.describe());
        }
    }

    void onLogsMade(final ChannelSpec spec)
    {
        withoutLogs.remove(spec);
    }

    private long logBytes(final ChannelSpec spec)
    {
        return spec.lanes() * LogSizing.logBytes(spec.termLength(busTermLength));
    }

    private static String ends(final ChannelSpec spec)
    {
        return "as " + spec.ends().sourceNumber() + "->" + spec.ends().targetNumber();
    }
}
