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
package io.zetatron.memory.pool;

import com.sun.management.ThreadMXBean;
import io.zetatron.nativeaccess.GuardedBuffer;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class SlabPoolTest
{
    private static final int A = 0;
    private static final int B = 31;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void after()
    {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource(Acquirers.class)
    void shouldHandOutEachSlotOnceAndThenSayThatItIsExhausted(final Acquirers acquirers)
    {
        final SlabPool pool = pool(1_000, 100, acquirers);
        final Set<Long> offsets = new HashSet<>();
        for (int i = 0; i < 1_000; i++)
        {
            final long handle = pool.acquire(A);
            assertTrue(handle > 0, SlotHandle.describe(handle));
            assertTrue(offsets.add(pool.offset(handle)));
            assertEquals(0, pool.segment(handle).address() % SlabLayout.SLOT_ALIGNMENT_BYTES);
            assertEquals(100, pool.segment(handle).byteSize());
            pool.segment(handle).fill((byte)-1);
        }
        assertEquals(SlotHandle.EXHAUSTED, pool.acquire(A));
        assertEquals(1, pool.exhaustions());
        assertEquals(1_000, pool.inUse());
        assertEquals(1_000, pool.highWater());
        assertEquals(1_000, pool.reclaim(A));
        assertEquals(0, pool.inUse());
        assertTrue(pool.acquire(A) > 0);
    }

    @Test
    void shouldLetNoOtherThreadChangeAConfinedPool() throws Exception
    {
        final SlabPool pool = pool(2, 64, Acquirers.CONFINED);
        final long handle = pool.acquire(A);
        try (ExecutorService other = Executors.newSingleThreadExecutor())
        {
            for (final Callable<?> change : List.<Callable<?>>of(
                () -> pool.acquire(B), () -> pool.release(handle, A),
                () -> pool.tryRetain(handle, B), () -> pool.tryTransfer(handle, A, B)))
            {
                final Throwable thrown =
                    assertThrows(ExecutionException.class, () -> other.submit(change).get()).getCause();
                assertInstanceOf(WrongThreadException.class, thrown);
                assertTrue(thrown.getMessage().contains(Thread.currentThread().getName()), thrown.getMessage());
            }
            assertTrue(other.submit(() -> pool.isHeld(handle)).get());
            assertEquals(1, pool.inUse());
            assertEquals(1, other.submit(() -> pool.reclaim(A)).get());
        }
        assertEquals(0, pool.inUse());
        assertEquals(SlotHandle.STALE, pool.tryRelease(handle, A));
    }

    @ParameterizedTest
    @EnumSource(Acquirers.class)
    void shouldRefuseWhatWasReleased(final Acquirers acquirers)
    {
        final SlabPool pool = pool(1, 64, acquirers);
        final long first = pool.acquire(A);
        assertTrue(pool.release(first, A));
        final StaleHandleException twice = assertThrows(StaleHandleException.class, () -> pool.release(first, A));
        assertEquals("pool 3 slot 0 generation 1 cannot be released by holder 0: " +
            "the slot is in generation 2, held by nobody", twice.getMessage());

        final long second = pool.acquire(B);
        assertFalse(pool.isHeld(first));
        assertTrue(pool.isHeld(second));
        assertThrows(StaleHandleException.class, () -> pool.offset(first));
        assertThrows(StaleHandleException.class, () -> pool.release(first, B));
        assertThrows(StaleHandleException.class, () -> pool.retain(first, A));
        assertThrows(StaleHandleException.class, () -> pool.transfer(first, B, A));
        assertThrows(StaleHandleException.class, () -> pool.release(second, A));
        assertEquals(6, pool.refusals());
        assertTrue(pool.release(second, B));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32 | 3 << 24 | 9, 1L << 32 | 4 << 24, 3 << 24})
    void shouldRefuseForgedHandles(final long forged)
    {
        final SlabPool pool = pool(9, 64, Acquirers.MANY);
        pool.acquire(A);
        assertFalse(pool.isHeld(forged));
        assertThrows(StaleHandleException.class, () -> pool.release(forged, A));
        assertThrows(StaleHandleException.class, () -> pool.segment(forged));
        assertEquals(1, pool.inUse());
        assertEquals(2, pool.refusals());
    }

    @Test
    void shouldFreeWhenTheLastHolderReleases()
    {
        final SlabPool pool = pool(1, 64, Acquirers.ONE);
        final long handle = pool.acquire(A);
        pool.retain(handle, B);
        assertThrows(IllegalStateException.class, () -> pool.retain(handle, B));
        assertFalse(pool.release(handle, A));
        assertThrows(StaleHandleException.class, () -> pool.release(handle, A));
        pool.transfer(handle, B, A);
        assertThrows(StaleHandleException.class, () -> pool.release(handle, B));
        assertEquals(SlotHandle.EXHAUSTED, pool.acquire(A));
        assertTrue(pool.release(handle, A));
        assertEquals(0, pool.inUse());
    }

    @Test
    void shouldReclaimWhatTheDeadHeldAndNothingElse()
    {
        final SlabPool pool = pool(3, 64, Acquirers.MANY);
        final long dead = pool.acquire(A);
        final long shared = pool.acquire(A);
        pool.retain(shared, B);
        final long alive = pool.acquire(B);
        assertEquals(2, pool.reclaim(A));
        assertEquals(2, pool.reclaimed());
        assertFalse(pool.isHeld(dead));
        assertTrue(pool.isHeld(shared));
        assertTrue(pool.isHeld(alive));
        assertEquals(2, pool.inUse());
        assertEquals(0, pool.reclaim(A));
    }

    @Test
    void shouldJoinWithWhatIsHeld()
    {
        final MemorySegment region = region(4, 4096);
        final SlabPool made = SlabPool.create(region, 200, 4, 4096, Acquirers.ONE);
        final long handle = made.acquire(A);
        made.segment(handle).set(ValueLayout.JAVA_LONG, 0, 42);

        final SlabPool joined = SlabPool.join(region, Acquirers.ONE);
        assertEquals(200, joined.number());
        assertEquals(42, joined.segment(handle).get(ValueLayout.JAVA_LONG, 0));
        for (int i = 0; i < 3; i++)
        {
            assertTrue(joined.acquire(B) > 0);
        }
        assertEquals(SlotHandle.EXHAUSTED, joined.acquire(B));
        assertTrue(joined.release(handle, A));
        assertThrows(IllegalArgumentException.class, () -> SlabPool.join(arena.allocate(4096), Acquirers.ONE));
        assertThrows(IllegalArgumentException.class, () -> SlabPool.join(arena.allocate(8), Acquirers.ONE));
    }

    @Test
    void shouldNoticeASecondAcquirer()
    {
        final MemorySegment region = region(2, 64);
        final SlabPool one = SlabPool.create(region, 0, 2, 64, Acquirers.ONE);
        final SlabPool other = SlabPool.join(region, Acquirers.ONE);
        one.acquire(A);
        other.acquire(A);
        assertThrows(IllegalStateException.class, () -> one.acquire(A));
    }

    @ParameterizedTest
    @CsvSource({"1,64,ONE", "3,64,MANY", "257,8128,ONE", "2,4096,MANY"})
    void shouldTouchNothingBeyondItsEnds(final int slots, final int slotBytes, final Acquirers acquirers)
    {
        for (final boolean isEnding : new boolean[] {true, false})
        {
            final long lengthBytes = SlabLayout.requiredBytes(slots, slotBytes);
            final GuardedBuffer guarded = isEnding ? GuardedBuffer.endingAtGuard(arena, lengthBytes) :
                GuardedBuffer.beginningAtGuard(arena, lengthBytes);
            final SlabPool pool = SlabPool.create(guarded.segment(), 0, slots, slotBytes, acquirers);
            final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
            final byte[] pattern = new byte[slotBytes];
            for (int i = 0; i < slots; i++)
            {
                final long handle = pool.acquire(A);
                Arrays.fill(pattern, (byte)(i + 1));
                pool.wrap(handle, buffer);
                buffer.putBytes(0, pattern);
                assertEquals(-1, pool.segment(handle).mismatch(MemorySegment.ofArray(pattern)));
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.putByte(slotBytes, (byte)0));
                assertThrows(IndexOutOfBoundsException.class, () -> buffer.putByte(-1, (byte)0));
                assertThrows(IndexOutOfBoundsException.class, () -> pool.segment(handle).asSlice(0, slotBytes + 1L));
            }
            assertEquals(slots, pool.reclaim(A), "no slot's bytes lie in the words of state");
            assertTrue(guarded.isSlackIntact());
        }
    }

    @Test
    void shouldLeaveOutGenerationZero()
    {
        assertEquals(1, SlotHandle.next(Integer.MAX_VALUE));
        assertEquals(3, SlotHandle.next(2));
        final long handle = SlotHandle.of(Integer.MAX_VALUE, 255, SlotHandle.MAX_SLOTS - 1);
        assertTrue(handle > 0);
        assertEquals(Integer.MAX_VALUE, SlotHandle.generation(handle));
        assertEquals(255, SlotHandle.pool(handle));
        assertEquals(SlotHandle.MAX_SLOTS - 1, SlotHandle.index(handle));
    }

    @ParameterizedTest
    @CsvSource({"0,64", "-1,64", "16777217,64", "1,0", "1,-4", "1,2147483647"})
    void shouldRefuseImpossibleSizes(final int slots, final int slotBytes)
    {
        assertThrows(IllegalArgumentException.class, () -> SlabLayout.requiredBytes(slots, slotBytes));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 32, Integer.MIN_VALUE})
    void shouldRefuseImpossibleHolders(final int holder)
    {
        final SlabPool pool = pool(1, 64, Acquirers.MANY);
        assertThrows(IllegalArgumentException.class, () -> pool.acquire(holder));
        assertEquals(0, pool.inUse());
    }

    @Test
    void shouldWaitForASlotButNotForever()
    {
        final SlabPool pool = pool(1, 64, Acquirers.MANY);
        final long held = pool.acquire(A);
        final long[] nowNs = {0};
        assertEquals(SlotHandle.EXHAUSTED,
            pool.acquire(B, new BusySpinIdleStrategy(), () -> nowNs[0] += 10, 1_000));
        assertTrue(nowNs[0] >= 1_000);

        nowNs[0] = 0;
        final long got = pool.acquire(B, new BusySpinIdleStrategy(), () ->
        {
            if (nowNs[0] == 500)
            {
                pool.release(held, A);
            }
            return nowNs[0] += 10;
        }, 1_000);
        assertTrue(pool.isHeld(got));
        assertTrue(nowNs[0] < 1_000);
    }

    @ParameterizedTest
    @EnumSource(Acquirers.class)
    void shouldAllocateNothing(final Acquirers acquirers)
    {
        final SlabPool pool = pool(64, 64, acquirers);
        final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        final ThreadMXBean threads =
            (ThreadMXBean)ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (int round = 0; round < 3; round++)
        {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 50_000; i++)
            {
                final long handle = pool.acquire(A);
                pool.wrap(handle, buffer);
                buffer.putLong(0, i);
                pool.retain(handle, B);
                pool.release(handle, A);
                pool.release(handle, B);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }

    @ParameterizedTest
    @CsvSource({"ONE,1", "MANY,4"})
    void shouldNeverGiveOneSlotToTwo(final Acquirers acquirers, final int acquirerCount) throws Exception
    {
        final int rounds = 20_000;
        final SlabPool pool = pool(7, 64, acquirers);
        final AtomicInteger[] writers = new AtomicInteger[7];
        Arrays.setAll(writers, (i) -> new AtomicInteger());
        final ArrayBlockingQueue<Long> handedOn = new ArrayBlockingQueue<>(4);
        final AtomicInteger open = new AtomicInteger(acquirerCount);
        try (ExecutorService threads = Executors.newFixedThreadPool(acquirerCount + 2))
        {
            final List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < acquirerCount; t++)
            {
                final int holder = t;
                running.add(threads.submit(() ->
                {
                    for (int i = 0; i < rounds; )
                    {
                        final long handle = pool.acquire(holder);
                        if (handle == SlotHandle.EXHAUSTED)
                        {
                            LockSupport.parkNanos(1_000);
                            continue;
                        }
                        assertEquals(1, writers[SlotHandle.index(handle)].incrementAndGet());
                        pool.segment(handle).set(ValueLayout.JAVA_LONG, 0, handle);
                        pool.transfer(handle, holder, B);
                        handedOn.put(handle);
                        i++;
                    }
                    return open.decrementAndGet();
                }));
            }
            for (int t = 0; t < 2; t++)
            {
                running.add(threads.submit(() ->
                {
                    while (open.get() > 0 || !handedOn.isEmpty())
                    {
                        final Long handle = handedOn.poll(1, TimeUnit.MILLISECONDS);
                        if (handle != null)
                        {
                            assertEquals(handle, pool.segment(handle).get(ValueLayout.JAVA_LONG, 0));
                            assertEquals(0, writers[SlotHandle.index(handle)].decrementAndGet());
                            assertTrue(pool.release(handle, B));
                        }
                    }
                    return 0;
                }));
            }
            for (final Future<?> future : running)
            {
                future.get();
            }
        }
        assertEquals(0, pool.inUse());
        assertEquals(0, pool.refusals());
        assertTrue(pool.highWater() <= 7 && pool.highWater() > 0);
    }

    @Test
    void shouldBehaveAsItsModelDoes()
    {
        final Random random = new Random(2642);
        final SlabPool pool = pool(5, 64, Acquirers.MANY);
        final List<long[]> holds = new ArrayList<>();
        for (int i = 0; i < 20_000; i++)
        {
            final int holder = random.nextInt(3);
            if (random.nextInt(3) == 0 || holds.isEmpty())
            {
                final long handle = pool.acquire(holder);
                assertEquals(handle == SlotHandle.EXHAUSTED, distinct(holds) == 5);
                if (handle > 0)
                {
                    holds.add(new long[] {handle, holder});
                }
                continue;
            }
            final long[] hold = holds.get(random.nextInt(holds.size()));
            final boolean isHeldByHolder = holds.stream().anyMatch((h) -> h[0] == hold[0] && h[1] == holder);
            if (random.nextBoolean())
            {
                if (isHeldByHolder)
                {
                    assertThrows(IllegalStateException.class, () -> pool.retain(hold[0], holder));
                }
                else
                {
                    pool.retain(hold[0], holder);
                    holds.add(new long[] {hold[0], holder});
                }
            }
            else if (isHeldByHolder)
            {
                holds.removeIf((h) -> h[0] == hold[0] && h[1] == holder);
                assertEquals(holds.stream().noneMatch((h) -> h[0] == hold[0]), pool.release(hold[0], holder));
            }
            assertEquals(distinct(holds), pool.inUse());
        }
    }

    private static long distinct(final List<long[]> holds)
    {
        return holds.stream().mapToLong((hold) -> hold[0]).distinct().count();
    }

    private SlabPool pool(final int slots, final int slotBytes, final Acquirers acquirers)
    {
        return SlabPool.create(region(slots, slotBytes), 3, slots, slotBytes, acquirers);
    }

    private MemorySegment region(final int slots, final int slotBytes)
    {
        return arena.allocate(SlabLayout.requiredBytes(slots, slotBytes), SlabLayout.requiredAlignment(slotBytes));
    }
}
