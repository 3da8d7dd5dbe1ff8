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
package io.zetatron.kernel.runtime.counters;

import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.CounterPublisher;
import io.zetatron.figcom.counters.CounterReading;
import io.zetatron.figcom.counters.CounterRecord;
import io.zetatron.figcom.counters.Metric;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Counters in this process's memory, laid out as in the file.
 */
final class InProcessCounters implements CounterPublisher
{
    private static final int COUNTERS = 512;

    private final UnsafeBuffer metaData = new UnsafeBuffer(new byte[COUNTERS * CountersReader.METADATA_LENGTH]);
    private final UnsafeBuffer values = new UnsafeBuffer(new byte[COUNTERS * CountersReader.COUNTER_LENGTH]);
    private final CountersManager manager = new CountersManager(metaData, values, StandardCharsets.UTF_8);
    private final CountersReader reader = new CountersReader(metaData, values, StandardCharsets.UTF_8);

    @Override
    public AtomicCounter counter(final CounterKey key)
    {
        return add(CounterRecord.figure(key));
    }

    @Override
    public void text(final CounterKey key, final String text)
    {
        add(CounterRecord.text(key, text));
    }

    List<CounterReading> readings()
    {
        return CounterReading.all(reader);
    }

    long value(final CounterKey key)
    {
        return reading(key).value();
    }

    String text(final Metric metric, final String subject)
    {
        return reading(CounterKey.of(metric, subject)).text();
    }

    private CounterReading reading(final CounterKey key)
    {
        return readings().stream().filter((reading) -> reading.key().equals(key)).findFirst()
            .orElseThrow(() -> new AssertionError("no counter " + key));
    }

    private AtomicCounter add(final CounterRecord written)
    {
        return new AtomicCounter(values, manager.allocate(written.typeId(), written.key(), 0, written.keyLength(),
            written.label(), 0, written.label().capacity()));
    }
}
