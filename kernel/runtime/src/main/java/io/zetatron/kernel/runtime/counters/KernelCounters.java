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
import io.zetatron.figcom.counters.KernelLayout;
import io.zetatron.figcom.counters.Metric;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * What the kernel says of itself as a whole: how its counters are laid out, that they are all there, where its rows
 * come from, which loop runs which engine.
 */
public final class KernelCounters
{
    private final CounterPublisher publisher;
    private final AtomicCounter state;

    /**
     * Say that a kernel boots.
     *
     * @param publisher of counters.
     * @param version   of the kernel.
     */
    public KernelCounters(final CounterPublisher publisher, final String version)
    {
        this.publisher = publisher;
        state = publisher.counter(CounterKey.of(Metric.KERNEL_STATE).number(KernelLayout.VERSION));
        publisher.text(CounterKey.of(Metric.KERNEL_VERSION), version);
    }

    /**
     * Say where rows come from.
     *
     * @param title   of the source.
     * @param columns of a row.
     */
    public void source(final String title, final int columns)
    {
        publisher.text(CounterKey.of(Metric.KERNEL_SOURCE), title);
        publisher.counter(CounterKey.of(Metric.ROWS_COLUMNS)).setRelease(columns);
    }

    /**
     * Say what an engine is and where it runs.
     *
     * @param engine id.
     * @param title  what it does.
     * @param loop   that runs it.
     */
    public void engine(final String engine, final String title, final String loop)
    {
        publisher.text(CounterKey.of(Metric.ENGINE_TITLE, engine, loop), title);
    }

    /**
     * Say that all counters are there.
     */
    public void running()
    {
        state.setRelease(KernelLayout.RUNNING);
    }

    /**
     * Say that the kernel ends in order.
     */
    public void ending()
    {
        state.setRelease(KernelLayout.ENDING);
    }
}
