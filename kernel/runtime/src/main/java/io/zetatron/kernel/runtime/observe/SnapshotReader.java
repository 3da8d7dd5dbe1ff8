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
package io.zetatron.kernel.runtime.observe;

import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.CounterReading;
import io.zetatron.figcom.counters.KernelLayout;
import io.zetatron.figcom.counters.Metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts counters together to what they are of.
 */
final class SnapshotReader
{
    private final List<CounterReading> readings;
    private final Map<CounterKey, Long> values = new HashMap<>();

    SnapshotReader(final List<CounterReading> readings)
    {
        this.readings = readings;
        readings.forEach((reading) -> values.put(reading.key(), reading.value()));
    }

    /**
     * What the kernel says of its counters as a whole.
     */
    Optional<CounterReading> state()
    {
        return of(Metric.KERNEL_STATE).findFirst();
    }

    String version()
    {
        return text(CounterKey.of(Metric.KERNEL_VERSION));
    }

    KernelSnapshot snapshot(final RunningKernel kernel, final long nowNs, final long nowEpochMs)
    {
        final long state = state().map(CounterReading::value).orElse(KernelLayout.BOOTING);
        return new KernelSnapshot(
            kernel,
            version(),
            state == KernelLayout.ENDING,
            nowNs,
            nowEpochMs,
            text(CounterKey.of(Metric.KERNEL_SOURCE)),
            rows(),
            of(Metric.ENGINE_TITLE).map(this::engine).toList(),
            keys(Metric.LOOP_CYCLES).map(this::loop).toList(),
            keys(Metric.CHANNEL_SENT).map(this::channel).toList(),
            keys(Metric.DOMAIN_USED_BYTES).map(this::domain).toList(),
            keys(Metric.POOL_SLOTS).map(this::pool).toList(),
            keys(Metric.SCRUBBER_PAGES).map(this::scrubber).findFirst(),
            keys(Metric.STATE_CHECKPOINTS).map(this::checkpoints).toList());
    }

    private KernelSnapshot.Rows rows()
    {
        final CounterKey key = CounterKey.of(Metric.ROWS_IN);
        return new KernelSnapshot.Rows(
            value(key),
            value(key, Metric.ROWS_OUT),
            value(key, Metric.ROWS_ANOMALIES),
            value(key, Metric.ROWS_CREDIT),
            value(key, Metric.ROWS_COLUMNS));
    }

    private KernelSnapshot.Engine engine(final CounterReading title)
    {
        final String id = title.key().subject();
        final String loop = title.key().object();
        return new KernelSnapshot.Engine(
            id,
            title.text(),
            loop,
            (int)value(CounterKey.of(Metric.LOOP_CPU, loop)),
            value(CounterKey.of(Metric.LOOP_BUSY_NS, loop, id)),
            of(Metric.CHANNEL_RECEIVED).filter((reading) -> reading.key().object().equals(id))
                .mapToLong(CounterReading::value).sum(),
            of(Metric.CHANNEL_SENT).filter((reading) -> reading.key().subject().equals(id))
                .mapToLong(CounterReading::value).sum());
    }

    private KernelSnapshot.Loop loop(final CounterKey key)
    {
        return new KernelSnapshot.Loop(
            key.subject(),
            (int)value(key, Metric.LOOP_CPU),
            value(key),
            value(key, Metric.LOOP_LONGEST_CYCLE_NS),
            // The one that a sampler will take away next may be longer than those before.
            Math.max(value(key, Metric.LOOP_GAP_NS), value(key, Metric.LOOP_LONGEST_GAP_NS)),
            value(key, Metric.LOOP_STALLS),
            value(key, Metric.LOOP_STALL_THRESHOLD_NS),
            of(Metric.LOOP_BUSY_NS).filter((reading) -> reading.key().subject().equals(key.subject()))
                .mapToLong(CounterReading::value).sum());
    }

    private KernelSnapshot.Channel channel(final CounterKey key)
    {
        return new KernelSnapshot.Channel(
            key.subject(),
            key.object(),
            key.number(),
            value(key),
            value(key, Metric.CHANNEL_RECEIVED),
            value(key, Metric.CHANNEL_REFUSED),
            value(key, Metric.CHANNEL_MALFORMED));
    }

    private KernelSnapshot.Domain domain(final CounterKey key)
    {
        final Map<Integer, Long> bytesByNode = new TreeMap<>();
        of(Metric.DOMAIN_NODE_BYTES).filter((reading) -> isOf(key, reading) && reading.value() >= 0)
            .forEach((reading) -> bytesByNode.put(reading.key().part(), reading.value()));
        return new KernelSnapshot.Domain(
            key.number(),
            key.subject(),
            value(key),
            value(key, Metric.DOMAIN_QUOTA_BYTES),
            value(key, Metric.DOMAIN_RESIDENT_BYTES),
            value(key, Metric.DOMAIN_LOCKED_BYTES),
            bytesByNode,
            text(key.metric(Metric.DOMAIN_WISHED_PAGES)),
            text(key.metric(Metric.DOMAIN_PAGES)),
            text(key.metric(Metric.DOMAIN_WISHED_NODES)),
            text(key.metric(Metric.DOMAIN_BACKING)),
            of(Metric.DOMAIN_REASON).filter((reading) -> isOf(key, reading)).map(CounterReading::text).toList());
    }

    private KernelSnapshot.Pool pool(final CounterKey key)
    {
        return new KernelSnapshot.Pool(
            key.number(),
            key.subject(),
            key.object(),
            value(key, Metric.POOL_SLOT_BYTES),
            value(key),
            value(key, Metric.POOL_IN_USE),
            value(key, Metric.POOL_HIGH_WATER),
            value(key, Metric.POOL_EXHAUSTIONS),
            value(key, Metric.POOL_REFUSALS),
            value(key, Metric.POOL_RECLAIMED));
    }

    private KernelSnapshot.Scrubber scrubber(final CounterKey key)
    {
        return new KernelSnapshot.Scrubber(
            value(key), value(key, Metric.SCRUBBER_MISMATCHES), value(key, Metric.SCRUBBER_PASSES));
    }

    private KernelSnapshot.State checkpoints(final CounterKey key)
    {
        return new KernelSnapshot.State(
            key.subject(),
            value(key),
            value(key, Metric.STATE_FAILURES),
            value(key, Metric.STATE_WRITTEN_BYTES),
            value(key, Metric.STATE_LAST_SEQUENCE));
    }

    private static boolean isOf(final CounterKey domain, final CounterReading reading)
    {
        return reading.key().number() == domain.number() && reading.key().subject().equals(domain.subject());
    }

    private Stream<CounterReading> of(final Metric metric)
    {
        return readings.stream().filter((reading) -> reading.key().metric() == metric);
    }

    private Stream<CounterKey> keys(final Metric metric)
    {
        return of(metric).map(CounterReading::key);
    }

    private long value(final CounterKey key, final Metric metric)
    {
        return value(key.metric(metric));
    }

    private long value(final CounterKey key)
    {
        return values.getOrDefault(key, KernelSnapshot.UNKNOWN);
    }

    private String text(final CounterKey key)
    {
        return of(key.metric()).filter((reading) -> reading.key().equals(key)).map(CounterReading::text)
            .findFirst().orElse("");
    }
}
