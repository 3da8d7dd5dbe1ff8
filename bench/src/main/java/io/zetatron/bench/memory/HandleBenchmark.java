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

import io.zetatron.memory.MemoryAccounts;
import io.zetatron.memory.MemoryDomain;
import io.zetatron.memory.pool.Acquirers;
import io.zetatron.memory.pool.SlabPool;
import io.zetatron.memory.pool.SlotHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.foreign.MemorySegment;

/**
 * From a handle to a slot's bytes: checked against its generation, and by arithmetic alone.
 */
@State(Scope.Thread)
public class HandleBenchmark
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private MemoryDomain domain;
    private SlabPool pool;
    private MemorySegment slots;
    private long handle;

    /**
     * Hold a slot.
     */
    @Setup
    public void create()
    {
        domain = MemoryDomain.create("bench", 2L * SlabBenchmark.SLOTS * SlabBenchmark.SLOT_BYTES,
            new MemoryAccounts());
        pool = SlabBenchmark.pool(domain, 0, Acquirers.ONE);
        handle = pool.acquire(0);
        final long first = pool.offset(handle) - (long)SlotHandle.index(handle) * SlabBenchmark.SLOT_BYTES;
        slots = domain.at(first, (long)SlabBenchmark.SLOTS * SlabBenchmark.SLOT_BYTES);
    }

    /**
     * Give the memory back.
     */
    @TearDown
    public void close()
    {
        domain.close();
    }

    /**
     * Checked.
     *
     * @return where the slot lies.
     */
    @Benchmark
    public long offset()
    {
        return pool.offset(handle);
    }

    /**
     * Not checked.
     *
     * @return where the slot lies.
     */
    @Benchmark
    public long offsetUnchecked()
    {
        return uncheckedOffset();
    }

    /**
     * Checked.
     *
     * @return the slot's bytes.
     */
    @Benchmark
    public MemorySegment segment()
    {
        return pool.segment(handle);
    }

    /**
     * Not checked.
     *
     * @return the slot's bytes.
     */
    @Benchmark
    public MemorySegment segmentUnchecked()
    {
        return slots.asSlice(uncheckedOffset(), SlabBenchmark.SLOT_BYTES);
    }

    /**
     * Checked.
     *
     * @return the slot's bytes.
     */
    @Benchmark
    public UnsafeBuffer wrap()
    {
        pool.wrap(handle, buffer);
        return buffer;
    }

    /**
     * Not checked.
     *
     * @return the slot's bytes.
     */
    @Benchmark
    public UnsafeBuffer wrapUnchecked()
    {
        buffer.wrap(slots.address() + uncheckedOffset(), SlabBenchmark.SLOT_BYTES);
        return buffer;
    }

    private long uncheckedOffset()
    {
        return (long)SlotHandle.index(handle) * SlabBenchmark.SLOT_BYTES;
    }
}
