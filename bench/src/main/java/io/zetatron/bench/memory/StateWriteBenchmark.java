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
import io.zetatron.memory.state.ShadowMemory;
import io.zetatron.memory.state.StateRegion;
import io.zetatron.memory.state.StateSchema;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/**
 * Write a number into state at random places, of which it is known which pages change, and into plain memory.
 */
@State(Scope.Thread)
public class StateWriteBenchmark
{
    private static final int WRITES = 1024;
    private static final long LENGTH_BYTES = 1 << 20;

    private final long[] offsets = new Random(1).longs(WRITES, 0, LENGTH_BYTES / Double.BYTES)
        .map((index) -> index * Double.BYTES).toArray();
    private MemoryDomain domain;
    private StateRegion region;
    private MemorySegment plain;
    private double value = 0.5;

    /**
     * Take the memory.
     */
    @Setup
    public void create()
    {
        domain = MemoryDomain.create("bench", 3 * LENGTH_BYTES, new MemoryAccounts());
        region = StateRegion.over(new StateSchema("bench", 1, 1), domain.allocate(LENGTH_BYTES),
            ShadowMemory.resident(domain.allocate(LENGTH_BYTES)));
        plain = domain.allocate(LENGTH_BYTES);
    }

    /**
     * Give it back.
     */
    @TearDown
    public void close()
    {
        domain.close();
    }

    /**
     * Into state.
     *
     * @return what was written last.
     */
    @Benchmark
    @OperationsPerInvocation(WRITES)
    public double state()
    {
        for (final long offset : offsets)
        {
            region.putDouble(offset, value);
        }
        return region.getDouble(offsets[WRITES - 1]);
    }

    /**
     * Into a segment.
     *
     * @return what was written last.
     */
    @Benchmark
    @OperationsPerInvocation(WRITES)
    public double plain()
    {
        for (final long offset : offsets)
        {
            plain.set(ValueLayout.JAVA_DOUBLE, offset, value);
        }
        return plain.get(ValueLayout.JAVA_DOUBLE, offsets[WRITES - 1]);
    }
}
