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
package io.zetatron.memory;

import com.sun.management.ThreadMXBean;
import io.zetatron.nativeaccess.PageNodes;
import io.zetatron.nativeaccess.Pages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class DomainResidencyTest
{
    private static final long PAGE = Pages.BASE.sizeBytes();
    private static final int ROUNDS = 100;
    private static final int STEPS = 1000;

    private final MemoryAccounts accounts = new MemoryAccounts();

    @AfterEach
    void shouldLeaveNothing()
    {
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldCountThePagesThatWereTouchedAndNoOthers()
    {
        try (MemoryDomain domain = MemoryDomain.create("test", 64 * PAGE, accounts))
        {
            final MemorySegment region = domain.allocate(16 * PAGE, (int)PAGE);
            final DomainResidency residency = domain.residency(new PageNodes(64));
            assertEquals(DomainResidency.UNKNOWN, residency.residentBytes());
            assertEquals(DomainResidency.UNKNOWN, residency.lockedBytes());
            assertEquals(DomainResidency.UNKNOWN, residency.bytesOnNode(0));

            assertTrue(residency.step());
            assertEquals(0, residency.residentBytes());

            region.asSlice(0, 3 * PAGE).fill((byte)1);
            region.asSlice(9 * PAGE, 1).fill((byte)1);
            assertTrue(residency.step());
            assertEquals(4 * PAGE, residency.residentBytes());
            assertEquals(0, residency.lockedBytes());
            long onNodes = 0;
            for (int i = 0; i < residency.nodes(); i++)
            {
                onNodes += residency.bytesOnNode(i);
            }
            assertEquals(4 * PAGE, onNodes);
            assertEquals(domain.describe().pagesByNode().getOrDefault(residency.node(0), 0L) * PAGE,
                residency.bytesOnNode(0));
        }
    }

    @Test
    void shouldAskAboutNoMorePagesAtATimeThanThereIsRoomForAndKeepTheLastSumsMeanwhile()
    {
        try (MemoryDomain domain = MemoryDomain.create("test", 10 * PAGE, accounts))
        {
            final MemorySegment region = domain.allocate(10 * PAGE, (int)PAGE);
            region.fill((byte)1);
            final DomainResidency residency = domain.residency(new PageNodes(4));

            assertFalse(residency.step());
            assertFalse(residency.step());
            assertEquals(DomainResidency.UNKNOWN, residency.residentBytes());
            assertTrue(residency.step());
            assertEquals(10 * PAGE, residency.residentBytes());
            assertFalse(residency.step());
            assertEquals(10 * PAGE, residency.residentBytes());
        }
    }

    @Test
    void shouldCountWhatIsLockedAndPrefaultedEvenBeforeItIsHandedOut()
    {
        try (MemoryDomain domain = MemoryDomain.create(DomainSettings.of("test", 8 * PAGE).locked(true), accounts))
        {
            final DomainResidency residency = domain.residency(new PageNodes(64));

            assertTrue(residency.step());
            assertEquals(8 * PAGE, residency.residentBytes());
            assertEquals(8 * PAGE, residency.lockedBytes());
        }
    }

    @Test
    void shouldSayHowADomainWasMadeWithoutLookingAtItsPages()
    {
        try (MemoryDomain domain = MemoryDomain.create("test", 8 * PAGE, accounts))
        {
            domain.allocate(PAGE).fill((byte)1);

            final DomainDescription made = domain.describeMade();

            assertEquals(domain.describe().wishedNodes(), made.wishedNodes());
            assertEquals(domain.describe().pages(), made.pages());
            assertEquals(DomainResidency.UNKNOWN, made.residentBytes());
            assertEquals(DomainResidency.UNKNOWN, made.lockedBytes());
            assertTrue(made.summary().contains("pages not looked at"), made.summary());
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (MemoryDomain domain = MemoryDomain.create("test", 64 * PAGE, accounts))
        {
            domain.allocate(64 * PAGE, (int)PAGE).fill((byte)1);
            final DomainResidency residency = domain.residency(new PageNodes(16));
            int without = 0;
            // Until the compiler is done, there may be boxes and iterators.
            for (int round = 0; round < ROUNDS && without < 2; round++)
            {
                final long before = threads.getCurrentThreadAllocatedBytes();
                final long between = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < STEPS; i++)
                {
                    residency.step();
                }
                final long after = threads.getCurrentThreadAllocatedBytes();
                without = after - between == between - before ? without + 1 : 0;
            }
            assertEquals(2, without, "rounds without an allocation, one after the other");
        }
    }
}
