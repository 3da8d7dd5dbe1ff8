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

import io.zetatron.kernel.api.KernelGauges;

import java.util.ArrayList;
import java.util.List;

/**
 * Gauges of loops and channels whose values a test sets.
 */
public final class FakeGauges implements KernelGauges
{
    private final List<Loop> loops = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    /**
     * Gauges of a kernel without loops and channels.
     */
    public FakeGauges()
    {
    }

    /**
     * Add a loop.
     *
     * @param name             of the loop.
     * @param stallThresholdNs from which a duty cycle counts as a stall.
     * @return its gauge.
     */
    public FakeLoop addLoop(final String name, final long stallThresholdNs)
    {
        final FakeLoop loop = new FakeLoop(name, stallThresholdNs);
        loops.add(loop);
        return loop;
    }

    /**
     * Add a channel.
     *
     * @param name of the channel.
     * @return its gauge.
     */
    public FakeChannel addChannel(final String name)
    {
        final FakeChannel channel = new FakeChannel(name);
        channels.add(channel);
        return channel;
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

    /**
     * A loop's gauge.
     */
    public static final class FakeLoop implements Loop
    {
        private final String name;
        private final long stallThresholdNs;
        private long maxCycleNs;
        private long stalls;

        FakeLoop(final String name, final long stallThresholdNs)
        {
            this.name = name;
            this.stallThresholdNs = stallThresholdNs;
        }

        /**
         * A duty cycle has ended.
         *
         * @param cycleNs how long it took.
         */
        public void cycle(final long cycleNs)
        {
            maxCycleNs = Math.max(maxCycleNs, cycleNs);
            stalls += cycleNs >= stallThresholdNs ? 1 : 0;
        }

        @Override
        public String name()
        {
            return name;
        }

        @Override
        public long maxCycleNs()
        {
            return maxCycleNs;
        }

        @Override
        public long stalls()
        {
            return stalls;
        }

        @Override
        public long stallThresholdNs()
        {
            return stallThresholdNs;
        }
    }

    /**
     * A channel's gauge.
     */
    public static final class FakeChannel implements Channel
    {
        private final String name;
        private long frames;
        private long refusals;

        FakeChannel(final String name)
        {
            this.name = name;
        }

        /**
         * Frames have been written and read.
         *
         * @param count how many.
         */
        public void carry(final long count)
        {
            frames += count;
        }

        /**
         * Claims have been refused.
         *
         * @param count how many.
         */
        public void refuse(final long count)
        {
            refusals += count;
        }

        @Override
        public String name()
        {
            return name;
        }

        @Override
        public long framesSent()
        {
            return frames;
        }

        @Override
        public long framesReceived()
        {
            return frames;
        }

        @Override
        public long refusals()
        {
            return refusals;
        }
    }
}
