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

import io.zetatron.figcom.BackPressure;

/**
 * What a port asks of its channel besides carrying its messages. All ports from one engine to another share one
 * channel and must not contradict each other; what a port leaves open, any other may say. Immutable: each method gives
 * a changed copy.
 *
 * @param lanes          how many priorities the channel has, 0 the most urgent; 0 to leave it open, and one if all do.
 * @param hasDeadlines   whether its frames may carry a deadline, so that late ones are counted: enough if one port says
 *                       so.
 * @param carriesTensors whether a message of this port may take a tensor along; both ends have to say so.
 * @param backPressure   what a writer does when there is no room; null to leave it open, and refuse if all do.
 * @param capacityBytes  of frames that each lane holds; 0 to leave it open, and as much as the bus gives if all do.
 */
public record PortOptions(
    int lanes, boolean hasDeadlines, boolean carriesTensors, BackPressure backPressure, int capacityBytes)
{
    /**
     * All of it left open, without deadlines and tensors.
     */
    public static final PortOptions NONE = new PortOptions(0, false, false, null, 0);

    /**
     * With priorities.
     *
     * @param count of lanes, up to {@link io.zetatron.figcom.ChannelSpec#MAX_LANES}.
     * @return the options.
     */
    public PortOptions withLanes(final int count)
    {
        return new PortOptions(count, hasDeadlines, carriesTensors, backPressure, capacityBytes);
    }

    /**
     * With frames that may carry a deadline.
     *
     * @return the options.
     */
    public PortOptions withDeadlines()
    {
        return new PortOptions(lanes, true, carriesTensors, backPressure, capacityBytes);
    }

    /**
     * With messages that may take a tensor along.
     *
     * @return the options.
     */
    public PortOptions withTensors()
    {
        return new PortOptions(lanes, hasDeadlines, true, backPressure, capacityBytes);
    }

    /**
     * With a writer that waits for room, then refuses. It holds up the engines that share its thread.
     *
     * @param timeoutNs the longest wait, up to {@link BackPressure#MAX_TIMEOUT_NS}.
     * @return the options.
     */
    public PortOptions withWaiting(final long timeoutNs)
    {
        return with(BackPressure.await(timeoutNs));
    }

    /**
     * With a writer that refuses at once.
     *
     * @return the options.
     */
    public PortOptions withRefusing()
    {
        return with(BackPressure.refuse());
    }

    /**
     * With a writer that drops the message that finds no room, and counts it.
     *
     * @return the options.
     */
    public PortOptions withShedding()
    {
        return with(BackPressure.shed());
    }

    private PortOptions with(final BackPressure policy)
    {
        return new PortOptions(lanes, hasDeadlines, carriesTensors, policy, capacityBytes);
    }

    /**
     * With a capacity.
     *
     * @param bytes of frames that each lane holds, up to {@link io.zetatron.figcom.ChannelSpec#MAX_CAPACITY_BYTES}.
     * @return the options.
     */
    public PortOptions withCapacityBytes(final int bytes)
    {
        return new PortOptions(lanes, hasDeadlines, carriesTensors, backPressure, bytes);
    }
}
