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
package io.zetatron.figcom.ring;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What is wished for a native engine's ring.
 *
 * @param path            of the ring's file, in a file system in memory such as {@code /dev/shm}; in a folder that only
 *                        its owner can look into.
 * @param endpoint        number of the native engine, 0 to 254.
 * @param toNativeBytes   that the ring to the engine holds: a power of two from 1 KiB to 1 GiB. A frame takes an eighth
 *                        of it at most.
 * @param toKernelBytes   the same of the ring to the kernel.
 * @param probeIntervalNs how often the engine's process is looked at, 1 ms to 1 s: a death is noticed so much later.
 */
public record RingSettings(Path path, int endpoint, int toNativeBytes, int toKernelBytes, long probeIntervalNs)
{
    /**
     * How much each ring holds by default. The longest frame of the bus fits.
     */
    public static final int DEFAULT_CAPACITY_BYTES = 1 << 20;

    /**
     * How often the engine's process is looked at by default.
     */
    public static final long DEFAULT_PROBE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int MAX_ENDPOINT = 254;
    private static final long MIN_PROBE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PROBE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * Check the ranges.
     */
    public RingSettings
    {
        Objects.requireNonNull(path, "path");
        if (endpoint < 0 || endpoint > MAX_ENDPOINT)
        {
            throw new IllegalArgumentException(path + ": endpoint " + endpoint + " must be in 0.." + MAX_ENDPOINT);
        }
        checkCapacity(path, "toNativeBytes", toNativeBytes);
        checkCapacity(path, "toKernelBytes", toKernelBytes);
        if (probeIntervalNs < MIN_PROBE_INTERVAL_NS || probeIntervalNs > MAX_PROBE_INTERVAL_NS)
        {
            throw new IllegalArgumentException(path + ": probeIntervalNs " + probeIntervalNs + " must be in " +
                MIN_PROBE_INTERVAL_NS + ".." + MAX_PROBE_INTERVAL_NS);
        }
    }

    /**
     * The defaults.
     *
     * @param path     of the ring's file.
     * @param endpoint number of the native engine.
     * @return settings.
     */
    public static RingSettings of(final Path path, final int endpoint)
    {
        return new RingSettings(
            path, endpoint, DEFAULT_CAPACITY_BYTES, DEFAULT_CAPACITY_BYTES, DEFAULT_PROBE_INTERVAL_NS);
    }

    /**
     * The same with other capacities.
     *
     * @param bytes of each ring.
     * @return settings.
     */
    public RingSettings withCapacity(final int bytes)
    {
        return new RingSettings(path, endpoint, bytes, bytes, probeIntervalNs);
    }

    private static void checkCapacity(final Path path, final String name, final int bytes)
    {
        if (Integer.bitCount(bytes) != 1 ||
            bytes < RingLayout.MIN_CAPACITY_BYTES || bytes > RingLayout.MAX_CAPACITY_BYTES)
        {
            throw new IllegalArgumentException(path + ": " + name + " " + bytes + " must be a power of two in " +
                RingLayout.MIN_CAPACITY_BYTES + ".." + RingLayout.MAX_CAPACITY_BYTES);
        }
    }
}
