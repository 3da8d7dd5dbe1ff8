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

import com.sun.management.ThreadMXBean;
import io.zetatron.figcom.counters.CounterKey;
import io.zetatron.figcom.counters.Metric;
import io.zetatron.memory.DomainResidency;
import io.zetatron.memory.DomainSettings;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabLayout;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlotHandle;
import io.zetatron.memory.pool.StaleHandleException;
import io.zetatron.memory.state.CheckpointerContext;
import io.zetatron.memory.state.Scrubber;
import io.zetatron.memory.state.ShadowMemory;
import io.zetatron.memory.state.StateCheckpointer;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;
import io.zetatron.nativeaccess.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class MemoryCountersTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();
    private static final long MIB = 1 << 20;
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(MemoryCounters.INTERVAL_MS);
    private static final int SLOTS = 4;
    private static final int ROUNDS = 100;
    private static final int REFRESHES = 500;

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final InProcessCounters published = new InProcessCounters();
    @TempDir
    private Path folder;
    private long nowNs;
    private final MemoryCounters counters = new MemoryCounters(published, () -> nowNs);

    @AfterEach
    void shouldLeaveNothing()
    {
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldSayWhatADomainWasToBeAndIs()
    {
        assumeTrue(Pages.HUGE_1_GIB.free() == 0, "this machine has pages of 1 GiB to give");
        try (MemoryDomain domain = MemoryDomain.create(
            DomainSettings.of("spector", MIB).pages(List.of(Pages.HUGE_1_GIB, Pages.BASE)).node(0), accounts))
        {
            counters.domain(domain);

            assertEquals("1 GiB, 4 KiB", published.text(Metric.DOMAIN_WISHED_PAGES, "spector"));
            assertEquals("4 KiB", published.text(Metric.DOMAIN_PAGES, "spector"));
            assertEquals("node 0", published.text(Metric.DOMAIN_WISHED_NODES, "spector"));
            assertEquals("anonymous", published.text(Metric.DOMAIN_BACKING, "spector"));
            assertTrue(published.text(Metric.DOMAIN_REASON, "spector").startsWith("not HUGE_1_GIB: "),
                published.text(Metric.DOMAIN_REASON, "spector"));
            assertEquals(MIB, figure(Metric.DOMAIN_QUOTA_BYTES, "spector"));
        }
    }

    @Test
    void shouldFollowWhatADomainHoldsAndWhatIsInMemory()
    {
        try (MemoryDomain domain = MemoryDomain.create("spector", MIB, accounts))
        {
            counters.domain(domain);
            assertEquals(0, figure(Metric.DOMAIN_USED_BYTES, "spector"));
            assertEquals(DomainResidency.UNKNOWN, figure(Metric.DOMAIN_RESIDENT_BYTES, "spector"));
            domain.allocate(8 * PAGE, (int)PAGE).asSlice(0, 3 * PAGE).fill((byte)1);

            assertEquals(1, counters.doWork());

            assertEquals(8 * PAGE, figure(Metric.DOMAIN_USED_BYTES, "spector"));
            assertEquals(3 * PAGE, figure(Metric.DOMAIN_RESIDENT_BYTES, "spector"));
            assertEquals(3 * PAGE, figure(Metric.DOMAIN_NODE_BYTES, "spector"));
            assertEquals(0, figure(Metric.DOMAIN_LOCKED_BYTES, "spector"));
        }
    }

    @Test
    void shouldRefreshAtItsIntervalOnlyAndLookAtPagesOnceASecond()
    {
        try (MemoryDomain domain = MemoryDomain.create("spector", MIB, accounts))
        {
            counters.domain(domain);
            final MemorySegment region = domain.allocate(8 * PAGE, (int)PAGE);
            assertEquals(1, counters.doWork());
            region.fill((byte)1);
            domain.allocate(PAGE, (int)PAGE);

            nowNs += INTERVAL_NS - 1;
            assertEquals(0, counters.doWork());
            assertEquals(8 * PAGE, figure(Metric.DOMAIN_USED_BYTES, "spector"));
            nowNs++;
            assertEquals(1, counters.doWork());
            assertEquals(9 * PAGE, figure(Metric.DOMAIN_USED_BYTES, "spector"));
            assertEquals(0, figure(Metric.DOMAIN_RESIDENT_BYTES, "spector"));
            nowNs += TimeUnit.SECONDS.toNanos(1);
            assertEquals(1, counters.doWork());
            assertEquals(8 * PAGE, figure(Metric.DOMAIN_RESIDENT_BYTES, "spector"));
        }
    }

    @Test
    void shouldLookAtABoundedNumberOfPagesEachTime()
    {
        final long bytes = 2L * MemoryCounters.PAGES_AT_A_TIME * PAGE;
        try (MemoryDomain domain = MemoryDomain.create("spector", bytes, accounts))
        {
            counters.domain(domain);
            domain.allocate(bytes, (int)PAGE);

            counters.doWork();
            assertEquals(DomainResidency.UNKNOWN, figure(Metric.DOMAIN_RESIDENT_BYTES, "spector"));
            nowNs += INTERVAL_NS;
            counters.doWork();
            assertEquals(0, figure(Metric.DOMAIN_RESIDENT_BYTES, "spector"));
        }
    }

    @Test
    void shouldFollowWhatAPoolCounts()
    {
        try (MemoryDomain domain = MemoryDomain.create("spector", MIB, accounts))
        {
            final SlabPool pool = pool(domain);
            final int number = counters.domain(domain);
            counters.pool(number, "slabs", pool);
            final long handle = pool.acquire(1);
            for (int i = 0; i < SLOTS; i++)
            {
                pool.acquire(2);
            }
            assertEquals(SlotHandle.EXHAUSTED, pool.acquire(1));
            pool.release(handle, 1);
            assertThrows(StaleHandleException.class, () -> pool.release(handle, 1));
            pool.reclaim(2);
            pool.acquire(1);

            counters.refresh();

            assertEquals(256, pool(Metric.POOL_SLOT_BYTES));
            assertEquals(SLOTS, pool(Metric.POOL_SLOTS));
            assertEquals(1, pool(Metric.POOL_IN_USE));
            assertEquals(SLOTS, pool(Metric.POOL_HIGH_WATER));
            assertEquals(2, pool(Metric.POOL_EXHAUSTIONS));
            assertEquals(1, pool(Metric.POOL_REFUSALS));
            assertEquals(SLOTS - 1, pool(Metric.POOL_RECLAIMED));
        }
    }

    @Test
    void shouldFollowScrubbingAndCheckpoints()
    {
        try (MemoryDomain domain = MemoryDomain.create("spector", MIB, accounts))
        {
            final MemorySegment memory = domain.allocate(4 * PAGE, (int)PAGE);
            final StateRegion region = region(domain, memory, "sealed");
            region.putLong(0, 7);
            try (StateCheckpointer checkpointer = StateCheckpointer.launch(new CheckpointerContext()
                .folder(folder).block("anomaly").region(region)))
            {
                counters.state("spector.anomaly", () -> checkpointer);
                checkpointer.beginCheckpoint(1);
                assertTrue(checkpointer.awaitWritten(10_000));
                counters.refresh();
                assertEquals(1, figure(Metric.STATE_CHECKPOINTS, "spector.anomaly"));
                assertEquals(0, figure(Metric.STATE_FAILURES, "spector.anomaly"));
                assertEquals(1, figure(Metric.STATE_LAST_SEQUENCE, "spector.anomaly"));
                assertEquals(checkpointer.writtenBytes(), figure(Metric.STATE_WRITTEN_BYTES, "spector.anomaly"));
                assertTrue(checkpointer.writtenBytes() > 0);
            }
            region.seal();
            final Scrubber scrubber = new Scrubber(
                Scrubber.MAX_BYTES_PER_SECOND, () -> nowNs, (damaged, page, expected, found) -> { });
            scrubber.add(region);
            counters.scrubber(scrubber);
            // Behind the region's back, as a flipped bit would be.
            memory.set(ValueLayout.JAVA_LONG, 0, 8);
            nowNs += TimeUnit.SECONDS.toNanos(1) / 1000;
            final int pages = scrubber.doWork();
            counters.refresh();

            assertTrue(pages > 0);
            assertEquals(pages, figure(Metric.SCRUBBER_PAGES, ""));
            assertEquals(scrubber.mismatches(), figure(Metric.SCRUBBER_MISMATCHES, ""));
            assertTrue(scrubber.mismatches() > 0);
            assertEquals(scrubber.passes(), figure(Metric.SCRUBBER_PASSES, ""));
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (MemoryDomain domain = MemoryDomain.create("spector", MIB, accounts))
        {
            final SlabPool pool = pool(domain);
            counters.pool(counters.domain(domain), "slabs", pool);
            int without = 0;
            // Until the compiler is done, there may be boxes and iterators.
            for (int round = 0; round < ROUNDS && without < 2; round++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                final long between = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < REFRESHES; i++)
                {
                    nowNs += TimeUnit.SECONDS.toNanos(1);
                    counters.doWork();
                }
                final long after = threads.getCurrentThreadAllocatedBytes();
                without = after - between == between - before ? without + 1 : 0;
            }
            assertEquals(2, without, "rounds without an allocation, one after the other");
        }
    }

    private long figure(final Metric metric, final String subject)
    {
        return published.value(CounterKey.of(metric, subject));
    }

    private long pool(final Metric metric)
    {
        return published.value(CounterKey.of(metric, "spector", "slabs"));
    }

    private static SlabPool pool(final MemoryDomain domain)
    {
        return SlabPool.create(domain.allocate(SlabLayout.requiredBytes(SLOTS, 256)), 0, SLOTS, 256,
            Acquirers.MANY);
    }

    private static StateRegion region(final MemoryDomain domain, final MemorySegment memory, final String name)
    {
        return StateRegion.over(new StateSchema(name, 7, 1), memory,
            ShadowMemory.resident(domain.allocate(memory.byteSize(), (int)PAGE)));
    }
}
