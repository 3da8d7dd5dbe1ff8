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
package io.zetatron.bench.memory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.zetatron.bench.rounds.PeerLibrary;
import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabLayout;
import io.zetatron.memory.pool.SlabPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Take 4 KiB and give them back, without touching them, in one thread.
 */
@State(Scope.Thread)
public class SlabBenchmark
{
    static final int SLOT_BYTES = 4096;
    static final int SLOTS = 1024;

    private static final int HOLDER = 3;
    private static final MethodHandle MALLOC = MemoryPeers.LIBRARY.loop("zt_loop_malloc", JAVA_LONG);
    private static final int LOOP_LENGTH = PeerLibrary.LOOP_LENGTH;

    private long bytes = SLOT_BYTES;
    private MemoryDomain domain;
    private SlabPool confined;
    private SlabPool one;
    private SlabPool many;

    /**
     * Lay out the pools.
     */
    @Setup
    public void create()
    {
        domain = MemoryDomain.create("bench", 3 * (SlabLayout.requiredBytes(SLOTS, SLOT_BYTES) + SLOT_BYTES),
            new MemoryAccounts());
        one = pool(domain, 0, Acquirers.ONE);
        many = pool(domain, 1, Acquirers.MANY);
        confined = pool(domain, 2, Acquirers.CONFINED);
    }

    /**
     * Give their memory back.
     */
    @TearDown
    public void close()
    {
        domain.close();
    }

    static SlabPool pool(final MemoryDomain domain, final int number, final Acquirers acquirers)
    {
        return SlabPool.create(
            domain.allocate(SlabLayout.requiredBytes(SLOTS, SLOT_BYTES), SlabLayout.requiredAlignment(SLOT_BYTES)),
            number, SLOTS, SLOT_BYTES, acquirers);
    }

    /**
     * A pool that only this thread changes.
     *
     * @return whether the slab is free again.
     */
    @Benchmark
    public boolean confined()
    {
        return confined.release(confined.acquire(HOLDER), HOLDER);
    }

    /**
     * A pool with one acquirer, which others may release to.
     *
     * @return whether the slab is free again.
     */
    @Benchmark
    public boolean one()
    {
        return one.release(one.acquire(HOLDER), HOLDER);
    }

    /**
     * A pool that many may acquire from.
     *
     * @return whether the slab is free again.
     */
    @Benchmark
    public boolean many()
    {
        return many.release(many.acquire(HOLDER), HOLDER);
    }

    /**
     * A confined arena, which also zeroes.
     *
     * @return the address that there was.
     */
    @Benchmark
    public long arena()
    {
        try (Arena arena = Arena.ofConfined())
        {
            return arena.allocate(bytes).address();
        }
    }

    /**
     * Netty's pooled direct buffers.
     *
     * @return whether the buffer is free again.
     */
    @Benchmark
    public boolean netty()
    {
        final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(SLOT_BYTES, SLOT_BYTES);
        return buffer.release();
    }

    /**
     * C's malloc and free.
     *
     * @return an address, for the black hole.
     * @throws Throwable never.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP_LENGTH)
    public long malloc() throws Throwable
    {
        return (long)MALLOC.invokeExact(LOOP_LENGTH, bytes);
    }
}
