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
package io.zetatron.memory.tensor;

import com.sun.management.ThreadMXBean;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlabPools.SizeClass;
import io.zetatron.memory.pool.SlabPools;
import io.zetatron.memory.pool.SlotHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static io.zetatron.memory.tensor.TensorSpace.NOT_WHOLE;
import static io.zetatron.memory.tensor.TensorSpace.OK;
import static io.zetatron.memory.tensor.TensorSpace.OUT_OF_BOUNDS;
import static io.zetatron.memory.tensor.TensorSpace.UNKNOWN_DOMAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class TensorSpaceTest
{
    private static final int NUMBER = 9;
    private static final int PLAIN = 10;
    private static final int ME = 4;
    private static final int OTHER = 5;
    private static final long[] SHAPE = {3, 5};

    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryDomain domain = MemoryDomain.create("spector", 1 << 20, accounts);
    private final MemoryDomain plain = MemoryDomain.create("atlas", 1 << 16, accounts);
    private final MemorySegment before = domain.allocate(256);
    private final SlabPools pools = new SlabPools(
        List.of(new SizeClass(1000, 2), new SizeClass(8192, 3)), Acquirers.MANY, domain::allocate);
    private final MemorySegment after = domain.allocate(256);
    private final TensorSpace space = new TensorSpace();
    private final TensorRef ref = new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0);
    private final Tensor tensor = new Tensor();

    TensorSpaceTest()
    {
        space.add(NUMBER, domain, pools);
        space.add(PLAIN, plain);
    }

    @AfterEach
    void shouldLeaveNothingAccounted()
    {
        space.remove(NUMBER);
        domain.close();
        plain.close();
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldSeeInOneViewWhatWasWrittenInAnother()
    {
        acquire(ElementType.F32);
        final Tensor writer = new Tensor();
        assertEquals(OK, space.resolve(ref, ME, writer));
        writer.putFloat(writer.at(2, 4), 1.5f);

        final UnsafeBuffer frame = new UnsafeBuffer(new byte[500]);
        ref.copyTo(frame, 300);
        assertEquals(OK, space.transfer(ref, ME, OTHER));
        assertEquals(OK, space.resolve(new TensorRef().wrap(frame, 300), OTHER, tensor));
        assertEquals(1.5f, tensor.getFloat(14));
        assertEquals(60, tensor.lengthBytes());
        assertEquals(writer.segment().address(), tensor.segment().address());
        assertEquals(SlabPool.FREED, space.release(ref, OTHER));
        assertEquals(0, pools.sum(SlabPool::inUse));
        assertEquals(0, space.refusals());
    }

    @Test
    void shouldTakeTheSmallestSlotAndSayWhenThereIsNone()
    {
        final TensorRef[] refs = new TensorRef[3];
        for (int i = 0; i < refs.length; i++)
        {
            refs[i] = new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0);
            final int code = space.acquire(NUMBER, ElementType.I8, new long[] {1000}, ME, refs[i]);
            assertEquals(i < 2 ? OK : (int)SlotHandle.EXHAUSTED, code);
        }
        assertEquals(NOT_WHOLE, space.resolve(refs[2], ME, tensor), "what was not claimed is no reference");
        assertEquals(OK, space.acquire(NUMBER, ElementType.I8, new long[] {1001}, ME, ref));
        assertEquals(0, ref.offsetBytes() % 4096);
        assertEquals((int)SlotHandle.EXHAUSTED, space.acquire(NUMBER, ElementType.I8, new long[] {0, 7}, OTHER, ref),
            "an empty tensor takes a slot too, and none of the smallest is left");
    }

    @Test
    void shouldRefuseToAcquireWhatCanBeInNoSlot()
    {
        for (final long[] shape : new long[][] {{1L << 32, 1L << 32}, {1L << 62}, {-1}, {8193}, new long[9]})
        {
            ref.dense(NUMBER, 0, 0, ElementType.I8, 1);
            assertThrows(
                IllegalArgumentException.class, () -> space.acquire(NUMBER, ElementType.F32, shape, ME, ref));
            assertFalse(ref.isWhole());
        }
        assertThrows(IllegalArgumentException.class, () -> space.acquire(7, ElementType.F32, SHAPE, ME, ref));
        assertThrows(IllegalArgumentException.class, () -> space.acquire(PLAIN, ElementType.F32, SHAPE, ME, ref));
        assertThrows(IllegalArgumentException.class, () -> space.acquire(NUMBER, ElementType.F32, SHAPE, 32, ref));
        assertEquals(0, pools.sum(SlabPool::inUse));
    }

    @Test
    void shouldRefuseWhatWasReleased()
    {
        acquire(ElementType.F32);
        final TensorRef old = copy();
        assertEquals(SlabPool.FREED, space.release(ref, ME));
        assertRefused(SlotHandle.STALE, old, ME);
        assertEquals(SlotHandle.STALE, space.release(old, ME), "a double release");

        acquire(ElementType.F32);
        acquire(ElementType.F32);
        assertRefused(SlotHandle.STALE, old, ME);
        assertEquals(SlotHandle.STALE, space.release(old, ME));
        assertEquals(SlotHandle.STALE, space.retain(old, OTHER));
        assertEquals(SlotHandle.STALE, space.transfer(old, ME, OTHER));
        assertEquals(2, pools.sum(SlabPool::inUse), "nothing was done to those who hold the slots now");
        assertEquals(6, space.refusals());
        assertEquals(6, pools.sum(SlabPool::refusals));
    }

    @Test
    void shouldRefuseAnotherHolder()
    {
        acquire(ElementType.F32);
        assertRefused(SlotHandle.NOT_HOLDER, ref, OTHER);
        assertEquals(SlotHandle.NOT_HOLDER, space.release(ref, OTHER));
        assertEquals(SlotHandle.NOT_HOLDER, space.transfer(ref, OTHER, ME));

        assertEquals(OK, space.retain(ref, OTHER));
        assertEquals(OK, space.resolve(ref, OTHER, tensor));
        assertEquals(SlotHandle.HELD_ALREADY, space.retain(ref, OTHER));
        assertEquals(OK, space.release(ref, ME));
        assertRefused(SlotHandle.NOT_HOLDER, ref, ME);
        assertEquals(SlabPool.FREED, space.release(ref, OTHER));
    }

    @Test
    void shouldRefuseWhatReachesOutOfItsSlot()
    {
        acquire(ElementType.I8);
        final long handle = ref.handle();
        final long slot = ref.offsetBytes();
        assertEquals(OK, space.resolve(ref.dense(NUMBER, handle, slot, ElementType.I8, 1000), ME, tensor));
        assertEquals(OK, space.resolve(ref.dense(NUMBER, handle, slot + 999, ElementType.I8, 1), ME, tensor));
        for (final long[] place : new long[][] {
            {slot, 1001}, {slot + 1, 1000}, {slot - 1, 1}, {slot + 1000, 1}, {slot + 1024, 10}, {0, 1}, {slot, 1 << 20},
            {Long.MAX_VALUE - 20, 20}})
        {
            assertRefused(OUT_OF_BOUNDS, ref.dense(NUMBER, handle, place[0], ElementType.I8, place[1]), ME);
        }
        assertRefused(NOT_WHOLE, ref.dense(NUMBER, handle, Long.MAX_VALUE - 19, ElementType.I8, 20), ME);
    }

    @Test
    void shouldRefuseReferencesThatContradictThemselves()
    {
        acquire(ElementType.I8);
        final long handle = ref.handle();
        final long slot = ref.offsetBytes();
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
        final TensorRef forged = new TensorRef().wrap(bytes, 0);

        forged.dense(NUMBER, handle, slot, ElementType.I8, 10);
        bytes.putLong(32, 1001);
        assertRefused(NOT_WHOLE, forged, ME);
        forged.dense(NUMBER, handle, slot, ElementType.I8, 10, 10);
        bytes.putLong(32, 1L << 40);
        bytes.putLong(40, 1L << 40);
        bytes.putLong(96, 0);
        bytes.putLong(104, 0);
        assertRefused(NOT_WHOLE, forged, ME);
        forged.dense(NUMBER, handle, slot, ElementType.I8, 10);
        bytes.putByte(5, (byte)9);
        assertRefused(NOT_WHOLE, forged, ME);
        forged.dense(NUMBER, handle, slot, ElementType.I8, 10);
        bytes.putByte(4, (byte)77);
        assertRefused(NOT_WHOLE, forged, ME);
        forged.dense(NUMBER, handle, slot + 1, ElementType.I64, 1);
        assertRefused(NOT_WHOLE, forged, ME);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 11, 255, 256, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void shouldRefuseADomainThatIsNotThere(final int number)
    {
        acquire(ElementType.I8);
        ref.dense(number, ref.handle(), ref.offsetBytes(), ElementType.I8, 1);
        assertRefused(UNKNOWN_DOMAIN, ref, ME);
        assertEquals(UNKNOWN_DOMAIN, space.retain(ref, OTHER));
        assertEquals(UNKNOWN_DOMAIN, space.transfer(ref, ME, OTHER));
        assertEquals(UNKNOWN_DOMAIN, space.release(ref, ME));
        assertEquals(1, pools.sum(SlabPool::inUse));
    }

    @Test
    void shouldRefuseAnotherDomainsHandle()
    {
        acquire(ElementType.I8);
        assertRefused(SlotHandle.STALE, ref.dense(PLAIN, ref.handle(), 0, ElementType.I8, 1), ME);
        assertEquals(SlotHandle.STALE, space.release(ref, ME));
        assertEquals(1, pools.sum(SlabPool::inUse));
    }

    @Test
    void shouldViewRegionsThatAreNeverReleasedButNoPoolThisWay()
    {
        final long[] ends = {domain.offset(before) + 256, domain.offset(after)};
        assertEquals(OK, resolveAt(NUMBER, 0, ends[0]));
        assertEquals(OK, resolveAt(NUMBER, ends[1], 256));
        assertEquals(OUT_OF_BOUNDS, resolveAt(NUMBER, ends[1], 257));
        for (final SlabPool pool : pools.pools())
        {
            final long begin = domain.offset(pool.region());
            final long end = begin + pool.region().byteSize();
            assertEquals(OUT_OF_BOUNDS, resolveAt(NUMBER, begin, 1));
            assertEquals(OUT_OF_BOUNDS, resolveAt(NUMBER, end - 1, 1));
            assertEquals(OUT_OF_BOUNDS, resolveAt(NUMBER, begin - 1, 2));
            assertEquals(OUT_OF_BOUNDS, resolveAt(NUMBER, 0, end + 1));
        }
        assertEquals(OUT_OF_BOUNDS, resolveAt(PLAIN, 0, 1), "nothing has been handed out");
        plain.allocate(64);
        assertEquals(OK, resolveAt(PLAIN, 0, 64));
        assertEquals(OUT_OF_BOUNDS, resolveAt(PLAIN, 0, 1 << 16));

        ref.dense(NUMBER, 0, 0, ElementType.I8, 1);
        assertEquals(OK, space.retain(ref, OTHER));
        assertEquals(OK, space.transfer(ref, OTHER, ME));
        assertEquals(OK, space.release(ref, ME));
    }

    private int resolveAt(final int number, final long offset, final long length)
    {
        return space.resolve(ref.dense(number, 0, offset, ElementType.I8, length), ME, tensor);
    }

    @Test
    void shouldReclaimWhatTheDeadHeldInEveryDomain()
    {
        final MemoryDomain second = MemoryDomain.create("david", 1 << 16, accounts);
        final SlabPools others = new SlabPools(List.of(new SizeClass(64, 4)), Acquirers.ONE, second::allocate);
        space.add(0, second, others);
        acquire(ElementType.I8);
        assertEquals(OK, space.retain(ref, OTHER));
        final TensorRef shared = copy();
        assertEquals(OK, space.acquire(0, ElementType.I8, new long[] {1}, ME, ref));

        assertEquals(2, space.reclaim(ME));
        assertRefused(SlotHandle.STALE, ref, ME);
        assertRefused(SlotHandle.NOT_HOLDER, shared, ME);
        assertEquals(OK, space.resolve(shared, OTHER, tensor));
        assertEquals(1, space.reclaim(OTHER));
        assertEquals(0, pools.sum(SlabPool::inUse) + others.sum(SlabPool::inUse));
        space.remove(0);
        assertRefused(UNKNOWN_DOMAIN, ref, ME);
        second.close();
    }

    @Test
    void shouldGiveANumberOnceAndRefuseWhatIsNone()
    {
        assertThrows(IllegalStateException.class, () -> space.add(NUMBER, domain, pools));
        assertThrows(IllegalArgumentException.class, () -> space.add(256, plain));
        assertThrows(IllegalArgumentException.class, () -> space.remove(-1));
        assertThrows(IllegalArgumentException.class, () -> space.add(0, plain, pools), "the pools lie elsewhere");
        space.remove(NUMBER);
        space.add(NUMBER, domain, pools);
        acquire(ElementType.I8);
    }

    @Test
    void shouldRefuseAnyBytesOrViewMemoryThatTheHolderHolds()
    {
        acquire(ElementType.I8);
        final long handle = ref.handle();
        final long slot = ref.offsetBytes();
        final Random random = new Random(2642);
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
        final TensorRef forged = new TensorRef().wrap(bytes, 0);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++)
        {
            forged.dense(NUMBER, handle, slot, ElementType.I8, 10, 10);
            for (int hits = random.nextInt(4); hits >= 0; hits--)
            {
                bytes.putByte(random.nextInt(TensorRef.LENGTH_BYTES), (byte)(1 << random.nextInt(8)));
            }
            if (space.resolve(forged, ME, tensor) == OK)
            {
                accepted++;
                final long begin = tensor.segment().address() - domain.at(0, 1).address();
                final long end = begin + tensor.lengthBytes();
                assertTrue(begin >= slot && end <= slot + 1000 ||
                    tensor.ref().handle() == 0 && end <= domain.usedBytes());
            }
            else
            {
                assertNull(tensor.elementType());
            }
        }
        assertTrue(accepted > 1000 && accepted < 99_000, accepted + " accepted");
        assertEquals(100_000, accepted + space.refusals());
    }

    @Test
    void shouldSayEachCodeInWords()
    {
        for (int code = OUT_OF_BOUNDS; code <= SlabPool.FREED; code++)
        {
            assertFalse(TensorSpace.describe(code).startsWith("code"), TensorSpace.describe(code));
        }
        assertEquals("code -99", TensorSpace.describe(-99));
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final TensorRef wrong = new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0);
        int roundsWithout = 0;
        long allocated = -1;
        final long startNs = System.nanoTime();
        while (roundsWithout < 3 && System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(60))
        {
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++)
            {
                passOn(wrong, i);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - beforeBytes;
            roundsWithout = allocated == 0 ? roundsWithout + 1 : 0;
        }
        assertEquals(0, allocated, "bytes in the last round");
        assertEquals(3, roundsWithout);
    }

    private void passOn(final TensorRef wrong, final int value)
    {
        space.acquire(NUMBER, ElementType.F32, SHAPE, ME, ref);
        space.resolve(ref, ME, tensor);
        tensor.putFloat(tensor.at(1, 2), value);
        tensor.buffer().putInt(0, value);
        space.transfer(ref, ME, OTHER);
        space.resolve(ref, OTHER, tensor);
        space.retain(ref, ME);
        space.release(ref, ME);
        space.release(ref, OTHER);

        // And no more for what is refused.
        space.resolve(ref, OTHER, tensor);
        space.release(ref, OTHER);
        wrong.dense(NUMBER, 0, 1L << 40, ElementType.F32, SHAPE);
        space.resolve(wrong, ME, tensor);
        wrong.clear();
        space.resolve(wrong, ME, tensor);
        wrong.dense(77, 0, 0, ElementType.F32, SHAPE);
        space.resolve(wrong, ME, tensor);
    }

    private void acquire(final ElementType type)
    {
        assertEquals(OK, space.acquire(NUMBER, type, SHAPE, ME, ref));
    }

    private TensorRef copy()
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]);
        ref.copyTo(bytes, 0);
        return new TensorRef().wrap(bytes, 0);
    }

    private void assertRefused(final int code, final TensorRef wrong, final int holder)
    {
        final long refusals = space.refusals();
        tensor.wrap(new TensorRef().wrap(new UnsafeBuffer(new byte[TensorRef.LENGTH_BYTES]), 0)
            .dense(NUMBER, 0, 0, ElementType.I8, 8), before);
        assertEquals(code, space.resolve(wrong, holder, tensor));
        assertEquals(refusals + 1, space.refusals());
        assertNull(tensor.elementType(), "a refused reference leaves nothing to see");
        assertEquals(0, tensor.buffer().capacity());
    }
}
