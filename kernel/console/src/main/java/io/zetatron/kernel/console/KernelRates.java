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
package io.zetatron.kernel.console;

import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Channel;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Engine;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Loop;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What a kernel has counted, and how fast it did between two snapshots.
 *
 * @param before the earlier one.
 * @param now    the later one.
 */
record KernelRates(KernelSnapshot before, KernelSnapshot now)
{
    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /**
     * The time that the rates are of.
     *
     * @return seconds.
     */
    double seconds()
    {
        return (now.takenNs() - before.takenNs()) / SECOND_NS;
    }

    /**
     * How long the kernel has run.
     *
     * @return nanoseconds, as far as the clock on the wall tells.
     */
    long elapsedNs()
    {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, now.takenEpochMs() - now.kernel().startEpochMs()));
    }

    double rowsPerSecond()
    {
        return perSecond(now.rows().out() - before.rows().out());
    }

    double busyShare(final Engine engine)
    {
        return share(grown(engine, before.engines(), (other) -> other.id().equals(engine.id()), Engine::busyNs));
    }

    double framesInPerSecond(final Engine engine)
    {
        return perSecond(grown(engine, before.engines(), (other) -> other.id().equals(engine.id()), Engine::framesIn));
    }

    double framesOutPerSecond(final Engine engine)
    {
        return perSecond(grown(engine, before.engines(), (other) -> other.id().equals(engine.id()), Engine::framesOut));
    }

    double busyShare(final Loop loop)
    {
        return share(grown(loop, before.loops(), (other) -> other.name().equals(loop.name()), Loop::busyNs));
    }

    double cyclesPerSecond(final Loop loop)
    {
        return perSecond(grown(loop, before.loops(), (other) -> other.name().equals(loop.name()), Loop::cycles));
    }

    double sentPerSecond(final Channel channel)
    {
        return perSecond(grown(channel, before.channels(), (other) -> isSame(channel, other), Channel::sent));
    }

    double receivedPerSecond(final Channel channel)
    {
        return perSecond(grown(channel, before.channels(), (other) -> isSame(channel, other), Channel::received));
    }

    private static boolean isSame(final Channel one, final Channel other)
    {
        return one.streamId() == other.streamId() && one.name().equals(other.name());
    }

    /**
     * By how much a figure has grown; 0 for something that was not there before.
     */
    private static <T> long grown(
        final T one, final List<T> earlier, final Predicate<T> isSame, final ToLongFunction<T> figure)
    {
        return earlier.stream().filter(isSame).findFirst()
            .map((other) -> Math.max(0, figure.applyAsLong(one) - figure.applyAsLong(other)))
            .orElse(0L);
    }

    private double perSecond(final long count)
    {
        return seconds() > 0 ? count / seconds() : 0;
    }

    private double share(final long ns)
    {
        return Math.clamp(perSecond(ns) / SECOND_NS, 0, 1);
    }
}
