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
package io.zetatron.nativeaccess.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static io.zetatron.bindings.cuda.cuda_h.CUDA_SUCCESS;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMHOSTALLOC_DEVICEMAP;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMHOSTALLOC_PORTABLE;
import static io.zetatron.bindings.cuda.cuda_h.cuCtxSetCurrent;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxRelease_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxRetain;
import static io.zetatron.bindings.cuda.cuda_h.cuEventCreate;
import static io.zetatron.bindings.cuda.cuda_h.cuInit;
import static io.zetatron.bindings.cuda.cuda_h.cuLaunchKernel;
import static io.zetatron.bindings.cuda.cuda_h.cuMemAlloc_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemHostAlloc;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoH_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyHtoD_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuModuleGetFunction;
import static io.zetatron.bindings.cuda.cuda_h.cuModuleLoadDataEx;
import static io.zetatron.bindings.cuda.cuda_h.cuModuleUnload;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamCreate;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A fresh stand-in with a context that is current on this thread, and the project's kernels. Closing it asserts that
 * nothing was left behind.
 */
final class CudaSession implements AutoCloseable
{
    private static final Path KERNELS = Path.of("cuda", "kernels.ptx");
    private static final List<String> KINDS = List.of(
        "module", "stream", "event", "graph", "exec", "device", "pooled", "host", "registered");

    private final StandIn standIn;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment context;
    private final MemorySegment module;

    private CudaSession(final StandIn standIn)
    {
        this.standIn = standIn;
        standIn.reset();
        ok(cuInit(0));
        final MemorySegment out = out();
        ok(cuDevicePrimaryCtxRetain(out, 0));
        context = out.get(ADDRESS, 0);
        ok(cuCtxSetCurrent(context));
        ok(cuModuleLoadDataEx(out, arena.allocateFrom(kernels()), 0, MemorySegment.NULL, MemorySegment.NULL));
        module = out.get(ADDRESS, 0);
    }

    static CudaSession open(final StandIn standIn)
    {
        return new CudaSession(standIn);
    }

    static String kernels()
    {
        try
        {
            return Files.readString(KERNELS);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    Arena arena()
    {
        return arena;
    }

    StandIn standIn()
    {
        return standIn;
    }

    MemorySegment context()
    {
        return context;
    }

    MemorySegment module()
    {
        return module;
    }

    /**
     * Fails unless a call succeeded, saying what the stand-in had against it.
     *
     * @param result of the call.
     */
    void ok(final int result)
    {
        expect(CUDA_SUCCESS(), result);
    }

    void expect(final int wanted, final int result)
    {
        assertEquals(wanted, result, () -> result == 0 ? "succeeded" : standIn.lastFailure());
    }

    /**
     * Room for one handle, address or number that a call gives.
     *
     * @return zeroed memory.
     */
    MemorySegment out()
    {
        return arena.allocate(JAVA_LONG);
    }

    MemorySegment function(final String name)
    {
        final MemorySegment out = out();
        ok(cuModuleGetFunction(out, module, arena.allocateFrom(name)));
        return out.get(ADDRESS, 0);
    }

    MemorySegment stream(final int flags)
    {
        final MemorySegment out = out();
        ok(cuStreamCreate(out, flags));
        return out.get(ADDRESS, 0);
    }

    MemorySegment event(final int flags)
    {
        final MemorySegment out = out();
        ok(cuEventCreate(out, flags));
        return out.get(ADDRESS, 0);
    }

    long device(final long bytes)
    {
        final MemorySegment out = out();
        ok(cuMemAlloc_v2(out, bytes));
        return out.get(JAVA_LONG, 0);
    }

    /**
     * Pinned memory of the host, zeroed.
     *
     * @param bytes how many.
     * @return the memory, until {@code cuMemFreeHost}.
     */
    @SuppressWarnings("restricted")
    MemorySegment pinned(final long bytes)
    {
        final MemorySegment out = out();
        ok(cuMemHostAlloc(out, bytes, CU_MEMHOSTALLOC_PORTABLE() | CU_MEMHOSTALLOC_DEVICEMAP()));
        return out.get(ADDRESS, 0).reinterpret(bytes).fill((byte)0);
    }

    long upload(final float[] values)
    {
        final long address = device((long)values.length * Float.BYTES);
        ok(cuMemcpyHtoD_v2(address, arena.allocateFrom(JAVA_FLOAT, values), (long)values.length * Float.BYTES));
        return address;
    }

    float[] download(final long address, final int length)
    {
        final MemorySegment host = arena.allocate(JAVA_FLOAT, length);
        ok(cuMemcpyDtoH_v2(host, address, host.byteSize()));
        return host.toArray(JAVA_FLOAT);
    }

    /**
     * The parameters of a launch.
     *
     * @param values each a {@code Long}, {@code Integer} or {@code Float}.
     * @return an array of pointers to them.
     */
    MemorySegment parameters(final Object... values)
    {
        final MemorySegment pointers = arena.allocate(ADDRESS, values.length);
        for (int i = 0; i < values.length; i++)
        {
            pointers.setAtIndex(ADDRESS, i, switch (values[i])
            {
                case Long value -> arena.allocateFrom(JAVA_LONG, value);
                case Integer value -> arena.allocateFrom(JAVA_INT, value);
                case Float value -> arena.allocateFrom(JAVA_FLOAT, value);
                default -> throw new IllegalArgumentException("no parameter of " + values[i].getClass());
            });
        }
        return pointers;
    }

    void launch(
        final MemorySegment function, final int blocks, final int threads, final int sharedBytes,
        final MemorySegment stream, final MemorySegment parameters)
    {
        ok(cuLaunchKernel(
            function, blocks, 1, 1, threads, 1, 1, sharedBytes, stream, parameters, MemorySegment.NULL));
    }

    @Override
    public void close()
    {
        try (arena)
        {
            ok(cuModuleUnload(module));
            for (final String kind : KINDS)
            {
                assertEquals(0, standIn.live(kind), "left alive: " + kind);
            }
            ok(cuDevicePrimaryCtxRelease_v2(0));
            ok(cuCtxSetCurrent(MemorySegment.NULL));
        }
    }
}
