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
import io.zetatron.figcom.counters.Metric;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.state.Scrubber;
import io.zetatron.memory.state.StateCheckpointer;
import io.zetatron.nativeaccess.PageNodes;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.status.AtomicCounter;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Copies what domains, pools, checkpointers and a scrubber know of themselves into counters that other processes can
 * read, every {@link #INTERVAL_MS}: they do not count there themselves, so that nobody's hot path pays. Of what is in
 * memory, {@value #PAGES_AT_A_TIME} pages are looked at each time, in passes that begin a second apart at least.
 * <p>
 * Copying allocates nothing. Not thread-safe: things are added, and work is done, by the thread that owns the bus at
 * the time.
 */
public final class MemoryCounters implements Agent
{
    /**
     * How often counters are brought up to date.
     */
    public static final long INTERVAL_MS = 100;

    /**
     * How many pages are looked at each time.
     */
    public static final int PAGES_AT_A_TIME = 4096;

    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
    private static final long PASS_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final CounterPublisher publisher;
    private final NanoClock clock;
    private final AtomicCounter refreshes;
    private final PageNodes pages = new PageNodes(PAGES_AT_A_TIME);
    private final List<CountedDomain> domains = new ArrayList<>();
    private final List<Runnable> others = new ArrayList<>();
    private long refreshedNs;
    private long passNs;
    private int looking = Integer.MAX_VALUE;
    private int pools;

    /**
     * Counters of nothing yet.
     *
     * @param publisher that makes them.
     * @param clock     monotonic.
     */
    public MemoryCounters(final CounterPublisher publisher, final NanoClock clock)
    {
        this.publisher = publisher;
        this.clock = clock;
        refreshes = publisher.counter(CounterKey.of(Metric.KERNEL_REFRESHES));
        refreshedNs = clock.nanoTime() - INTERVAL_NS;
        passNs = clock.nanoTime() - PASS_INTERVAL_NS;
    }

    /**
     * Count a domain.
     *
     * @param domain that outlives this.
     * @return the number by which its pools refer to it.
     */
    public int domain(final MemoryDomain domain)
    {
        domains.add(new CountedDomain(domain, domains.size(), pages, publisher));
        return domains.size() - 1;
    }

    /**
     * Count a pool.
     *
     * @param domain that it lies in, by its number.
     * @param name   of the pool, short.
     * @param pool   that outlives this.
     */
    public void pool(final int domain, final String name, final SlabPool pool)
    {
        final CounterKey key = new CounterKey(
            Metric.POOL_SLOTS, domain, pools++, domains.get(domain).owner(), name);
        publisher.counter(key.metric(Metric.POOL_SLOT_BYTES)).setRelease(pool.slotBytes());
        publisher.counter(key).setRelease(pool.slots());
        final AtomicCounter inUse = publisher.counter(key.metric(Metric.POOL_IN_USE));
        final AtomicCounter highWater = publisher.counter(key.metric(Metric.POOL_HIGH_WATER));
        final AtomicCounter exhaustions = publisher.counter(key.metric(Metric.POOL_EXHAUSTIONS));
        final AtomicCounter refusals = publisher.counter(key.metric(Metric.POOL_REFUSALS));
        final AtomicCounter reclaimed = publisher.counter(key.metric(Metric.POOL_RECLAIMED));
        others.add(() ->
        {
            inUse.setRelease(pool.inUse());
            highWater.setRelease(pool.highWater());
            exhaustions.setRelease(pool.exhaustions());
            refusals.setRelease(pool.refusals());
            reclaimed.setRelease(pool.reclaimed());
        });
    }

    /**
     * Count the scrubber, of which there is one.
     *
     * @param scrubber that outlives this.
     */
    public void scrubber(final Scrubber scrubber)
    {
        final AtomicCounter scrubbed = publisher.counter(CounterKey.of(Metric.SCRUBBER_PAGES));
        final AtomicCounter mismatches = publisher.counter(CounterKey.of(Metric.SCRUBBER_MISMATCHES));
        final AtomicCounter passes = publisher.counter(CounterKey.of(Metric.SCRUBBER_PASSES));
        others.add(() ->
        {
            scrubbed.setRelease(scrubber.scrubbedPages());
            mismatches.setRelease(scrubber.mismatches());
            passes.setRelease(scrubber.passes());
        });
    }

    /**
     * Count the checkpoints of a block's state.
     *
     * @param block    whose state it is.
     * @param launched gives the checkpointer, which outlives this; null until the state is restored.
     */
    public void state(final String block, final Supplier<StateCheckpointer> launched)
    {
        final AtomicCounter checkpoints = publisher.counter(CounterKey.of(Metric.STATE_CHECKPOINTS, block));
        final AtomicCounter failures = publisher.counter(CounterKey.of(Metric.STATE_FAILURES, block));
        final AtomicCounter bytes = publisher.counter(CounterKey.of(Metric.STATE_WRITTEN_BYTES, block));
        final AtomicCounter sequence = publisher.counter(CounterKey.of(Metric.STATE_LAST_SEQUENCE, block));
        others.add(() ->
        {
            final StateCheckpointer checkpointer = launched.get();
            if (checkpointer == null)
            {
                return;
            }
            checkpoints.setRelease(checkpointer.checkpoints());
            failures.setRelease(checkpointer.failures());
            bytes.setRelease(checkpointer.writtenBytes());
            sequence.setRelease(checkpointer.lastSequence());
        });
    }

    /**
     * Bring the counters up to date if it is time.
     *
     * @return 1 if it was; else 0.
     */
    @Override
    public int doWork()
    {
        final long nowNs = clock.nanoTime();
        if (nowNs - refreshedNs < INTERVAL_NS)
        {
            return 0;
        }
        refreshedNs = nowNs;
        look(nowNs);
        refresh();
        return 1;
    }

    /**
     * Copy now, whatever the time is.
     */
    public void refresh()
    {
        final long count = refreshes.getPlain();
        refreshes.setRelease(count + 1);
        // Whoever sees a figure of this refresh sees that it has begun.
        VarHandle.storeStoreFence();
        for (int i = 0; i < domains.size(); i++)
        {
            domains.get(i).refresh();
        }
        for (int i = 0; i < others.size(); i++)
        {
            others.get(i).run();
        }
        // Pairs with the volatile reads of CounterReading.
        refreshes.setRelease(count + 2);
    }

    /**
     * Go on with the pass over all domains.
     */
    private void look(final long nowNs)
    {
        if (looking >= domains.size())
        {
            if (nowNs - passNs < PASS_INTERVAL_NS)
            {
                return;
            }
            passNs = nowNs;
            looking = 0;
        }
        if (looking < domains.size() && domains.get(looking).look())
        {
            looking++;
        }
    }

    @Override
    public String roleName()
    {
        return "memory counters";
    }
}
