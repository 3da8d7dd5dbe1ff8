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

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Hop latencies, in nanoseconds, as one reading thread records them and another takes them away.
 */
public final class HopRecorders
{
    /**
     * The longest hop that is told apart, 10 s; longer ones count as this.
     */
    public static final long HIGHEST_NS = 10_000_000_000L;

    private static final int SIGNIFICANT_DIGITS = 3;

    private HopRecorders()
    {
    }

    /**
     * A recorder for the channels that one thread reads.
     *
     * @return a recorder whose recording neither blocks nor allocates.
     */
    public static SingleWriterRecorder recorder()
    {
        return new SingleWriterRecorder(1, HIGHEST_NS, SIGNIFICANT_DIGITS);
    }

    /**
     * A histogram into which the recorders' intervals can be added.
     *
     * @return an empty histogram of the same range and resolution.
     */
    public static Histogram histogram()
    {
        return new Histogram(1, HIGHEST_NS, SIGNIFICANT_DIGITS);
    }
}
