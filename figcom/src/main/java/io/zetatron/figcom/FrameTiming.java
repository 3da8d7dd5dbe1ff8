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

import io.zetatron.figcom.codec.FrameHeaderEncoder;
import org.agrona.concurrent.NanoClock;

/**
 * Chooses the frames that are stamped with the time of their commit. Reading a clock takes as long as a fifth of a hop,
 * so a stream that is fast times one frame of several, at most of {@value #MAX_INTERVAL}; one with more than
 * {@value #MIN_SPACING_NS} ns between frames times each. A timed frame stands for those before it that were not, so
 * that a histogram counts each frame whatever the interval was.
 * <p>
 * A stamp is always a reading of the clock at the commit: the time at which the duty cycle began would cost less still,
 * but would add the writer's work to the hop, and take the reader's off it.
 */
final class FrameTiming
{
    static final int MAX_INTERVAL = 64;
    static final long MIN_SPACING_NS = 10_000;
    static final long NOT_TIMED = FrameHeaderEncoder.hopTimestampNsNullValue();

    private final NanoClock clock;
    private long lastNs;
    private int interval = 1;
    private int untilNext = 1;

    FrameTiming(final NanoClock clock)
    {
        this.clock = clock;
        lastNs = clock.nanoTime() - MIN_SPACING_NS;
    }

    /**
     * The stamp of the next frame.
     *
     * @return nanoseconds, or {@link #NOT_TIMED}.
     */
    long next()
    {
        return --untilNext > 0 ? NOT_TIMED : read();
    }

    private long read()
    {
        final long nowNs = clock.nanoTime();
        final long elapsedNs = nowNs - lastNs;
        lastNs = nowNs;
        // As many frames as lie within the spacing at the rate of late, but at most doubled by one short gap.
        interval = Math.clamp(
            MIN_SPACING_NS * interval / Math.max(elapsedNs, 1), 1, Math.min(2 * interval, MAX_INTERVAL));
        untilNext = interval;
        return nowNs;
    }
}
