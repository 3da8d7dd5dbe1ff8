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

import java.util.List;

/**
 * What the kernel knows of its own loops and channels. Reading a gauge is cheap and may be done by any thread.
 */
public interface KernelGauges
{
    /**
     * The core loops.
     *
     * @return one gauge for each loop.
     */
    List<Loop> loops();

    /**
     * The channels between engines.
     *
     * @return one gauge for each channel.
     */
    List<Channel> channels();

    /**
     * A core loop's gauge.
     */
    interface Loop
    {
        /**
         * The loop's name.
         *
         * @return the name.
         */
        String name();

        /**
         * The longest duty cycle so far.
         *
         * @return nanoseconds.
         */
        long maxCycleNs();

        /**
         * How many duty cycles took longer than the threshold.
         *
         * @return the count.
         */
        long stalls();

        /**
         * The length from which a duty cycle counts as a stall.
         *
         * @return nanoseconds.
         */
        long stallThresholdNs();
    }

    /**
     * A channel's gauge.
     */
    interface Channel
    {
        /**
         * The channel's name.
         *
         * @return for example {@code atlas->spector}.
         */
        String name();

        /**
         * Frames that were written.
         *
         * @return the count.
         */
        long framesSent();

        /**
         * Frames that were read.
         *
         * @return the count.
         */
        long framesReceived();

        /**
         * Claims that were refused because the reader was behind.
         *
         * @return the count.
         */
        long refusals();
    }
}
