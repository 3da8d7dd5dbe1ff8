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

import io.zetatron.kernel.api.KernelGauges;

import java.util.List;

/**
 * The kernel's gauges, filled in while it boots: engines see them complete from their first duty cycle on, because the
 * loops' threads are started later.
 */
public final class LiveGauges implements KernelGauges
{
    private List<Loop> loops = List.of();
    private List<Channel> channels = List.of();

    /**
     * Fill the channels in.
     *
     * @param gauges one for each channel.
     */
    public void channels(final List<ChannelGauge> gauges)
    {
        channels = List.copyOf(gauges);
    }

    /**
     * Fill the loops in.
     *
     * @param gauges one for each core loop.
     */
    public void loops(final List<LoopGauge> gauges)
    {
        loops = List.copyOf(gauges);
    }

    @Override
    public List<Loop> loops()
    {
        return loops;
    }

    @Override
    public List<Channel> channels()
    {
        return channels;
    }
}
