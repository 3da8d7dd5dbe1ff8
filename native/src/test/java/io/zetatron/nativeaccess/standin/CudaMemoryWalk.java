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

import java.lang.foreign.MemorySegment;

import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_VALUE;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_OUT_OF_MEMORY;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMHOSTALLOC_DEVICEMAP;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMHOSTALLOC_PORTABLE;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMHOSTREGISTER_DEVICEMAP;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMORYTYPE_DEVICE;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMPOOL_ATTR_RELEASE_THRESHOLD;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT;
import static io.zetatron.bindings.cuda.cuda_h.CU_MEMPOOL_ATTR_USED_MEM_CURRENT;
import static io.zetatron.bindings.cuda.cuda_h.CU_POINTER_ATTRIBUTE_CONTEXT;
import static io.zetatron.bindings.cuda.cuda_h.CU_POINTER_ATTRIBUTE_MEMORY_TYPE;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_DEFAULT;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_NON_BLOCKING;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetDefaultMemPool;
import static io.zetatron.bindings.cuda.cuda_h.cuMemAllocAsync;
import static io.zetatron.bindings.cuda.cuda_h.cuMemAlloc_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemFreeAsync;
import static io.zetatron.bindings.cuda.cuda_h.cuMemFreeHost;
import static io.zetatron.bindings.cuda.cuda_h.cuMemFree_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemGetInfo_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemHostGetDevicePointer_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemHostGetFlags;
import static io.zetatron.bindings.cuda.cuda_h.cuMemHostRegister_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemHostUnregister;
import static io.zetatron.bindings.cuda.cuda_h.cuMemPoolGetAttribute;
import static io.zetatron.bindings.cuda.cuda_h.cuMemPoolSetAttribute;
import static io.zetatron.bindings.cuda.cuda_h.cuMemPoolTrimTo;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoDAsync_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoD_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoHAsync_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoH_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyHtoDAsync_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyHtoD_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemsetD32Async;
import static io.zetatron.bindings.cuda.cuda_h.cuMemsetD8Async;
import static io.zetatron.bindings.cuda.cuda_h.cuPointerGetAttribute;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamDestroy_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamSynchronize;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The bound functions about memory of devices and of the host, and copies between them.
 */
final class CudaMemoryWalk
{
    private static final int BYTES = 4096;

    private CudaMemoryWalk()
    {
    }

    static void device(final CudaSession session)
    {
        final MemorySegment free = session.out();
        final MemorySegment total = session.out();
        session.ok(cuMemGetInfo_v2(free, total));
        final long before = free.get(JAVA_LONG, 0);
        final long address = session.device(BYTES);
        session.ok(cuMemGetInfo_v2(free, total));
        assertEquals(before - BYTES, free.get(JAVA_LONG, 0));
        session.expect(CUDA_ERROR_OUT_OF_MEMORY(), cuMemAlloc_v2(free, total.get(JAVA_LONG, 0)));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuMemFree_v2(address + 1));

        session.ok(cuPointerGetAttribute(free, CU_POINTER_ATTRIBUTE_MEMORY_TYPE(), address + BYTES - 1));
        assertEquals(CU_MEMORYTYPE_DEVICE(), free.get(JAVA_INT, 0));
        session.ok(cuPointerGetAttribute(free, CU_POINTER_ATTRIBUTE_CONTEXT(), address));
        assertEquals(session.context(), free.get(ADDRESS, 0));
        session.ok(cuMemFree_v2(address));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuMemFree_v2(address));
    }

    static void host(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment pinned = session.pinned(BYTES);
        session.ok(cuMemHostGetFlags(out, pinned));
        assertEquals(CU_MEMHOSTALLOC_PORTABLE() | CU_MEMHOSTALLOC_DEVICEMAP(), out.get(JAVA_INT, 0));
        session.ok(cuMemHostGetDevicePointer_v2(out, pinned, 0));
        assertEquals(pinned.address(), out.get(JAVA_LONG, 0));
        session.ok(cuMemFreeHost(pinned));

        final MemorySegment own = session.arena().allocate(2 * BYTES, BYTES);
        session.ok(cuMemHostRegister_v2(own, own.byteSize(), CU_MEMHOSTREGISTER_DEVICEMAP()));
        session.expect(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED(), cuMemHostRegister_v2(own, 64, 0));
        session.ok(cuMemHostGetDevicePointer_v2(out, own.asSlice(64), 0));
        assertEquals(own.address() + 64, out.get(JAVA_LONG, 0));
        session.ok(cuMemHostUnregister(own));
        session.expect(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED(), cuMemHostUnregister(own));
    }

    static void pool(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment number = session.out();
        final MemorySegment stream = session.stream(CU_STREAM_NON_BLOCKING());
        session.ok(cuDeviceGetDefaultMemPool(out, 0));
        final MemorySegment pool = out.get(ADDRESS, 0);
        number.set(JAVA_LONG, 0, Long.MAX_VALUE);
        session.ok(cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_RELEASE_THRESHOLD(), number));
        session.ok(cuMemAllocAsync(out, BYTES, stream));
        final long address = out.get(JAVA_LONG, 0);
        session.ok(cuMemPoolGetAttribute(pool, CU_MEMPOOL_ATTR_USED_MEM_CURRENT(), number));
        assertEquals(BYTES, number.get(JAVA_LONG, 0));
        session.ok(cuMemsetD8Async(address, (byte)1, BYTES, stream));
        session.ok(cuMemFreeAsync(address, stream));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuMemFreeAsync(address, stream));
        session.ok(cuStreamSynchronize(stream));
        session.ok(cuMemPoolGetAttribute(pool, CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT(), number));
        assertEquals(BYTES, number.get(JAVA_LONG, 0));
        session.ok(cuMemPoolTrimTo(pool, 0));
        session.ok(cuMemPoolGetAttribute(pool, CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT(), number));
        assertEquals(0, number.get(JAVA_LONG, 0));
        session.ok(cuStreamDestroy_v2(stream));
    }

    static void copies(final CudaSession session)
    {
        final MemorySegment stream = session.stream(CU_STREAM_DEFAULT());
        final long one = session.device(BYTES);
        final long two = session.device(BYTES);
        final MemorySegment host = session.arena().allocate(BYTES);
        final MemorySegment back = session.arena().allocate(BYTES);
        for (int i = 0; i < BYTES; i++)
        {
            host.set(JAVA_BYTE, i, (byte)(i * 31));
        }
        session.ok(cuMemcpyHtoD_v2(one, host, BYTES));
        session.ok(cuMemcpyDtoD_v2(two, one, BYTES));
        session.ok(cuMemcpyDtoH_v2(back, two, BYTES));
        assertEquals(-1, host.mismatch(back));

        session.ok(cuMemsetD8Async(two, (byte)5, BYTES, stream));
        session.ok(cuMemsetD32Async(two, 0x07070707, BYTES / 8, stream));
        session.ok(cuMemcpyDtoDAsync_v2(one, two, BYTES, stream));
        session.ok(cuMemcpyHtoDAsync_v2(one, host, 64, stream));
        session.ok(cuMemcpyDtoHAsync_v2(back, one, BYTES, stream));
        session.ok(cuStreamSynchronize(stream));
        assertEquals(-1, host.asSlice(0, 64).mismatch(back.asSlice(0, 64)));
        assertEquals(7, back.get(JAVA_BYTE, 64));
        assertEquals(5, back.get(JAVA_BYTE, BYTES - 1));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuMemcpyDtoH_v2(back, one + 1, BYTES));
        session.ok(cuMemFree_v2(one));
        session.ok(cuMemFree_v2(two));
        session.ok(cuStreamDestroy_v2(stream));
    }
}
