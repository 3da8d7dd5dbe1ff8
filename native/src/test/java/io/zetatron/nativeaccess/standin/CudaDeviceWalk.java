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

import io.zetatron.bindings.cuda.CUuuid_st;

import java.lang.foreign.MemorySegment;

import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_CONTEXT_IS_DESTROYED;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_ILLEGAL_ADDRESS;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_CONTEXT;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_DEVICE;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_PTX;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_VALUE;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_NOT_FOUND;
import static io.zetatron.bindings.cuda.cuda_h.CU_CTX_SCHED_BLOCKING_SYNC;
import static io.zetatron.bindings.cuda.cuda_h.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static io.zetatron.bindings.cuda.cuda_h.CU_DEVICE_ATTRIBUTE_WARP_SIZE;
import static io.zetatron.bindings.cuda.cuda_h.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
import static io.zetatron.bindings.cuda.cuda_h.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES;
import static io.zetatron.bindings.cuda.cuda_h.CU_GET_PROC_ADDRESS_DEFAULT;
import static io.zetatron.bindings.cuda.cuda_h.CU_GET_PROC_ADDRESS_SUCCESS;
import static io.zetatron.bindings.cuda.cuda_h.CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT;
import static io.zetatron.bindings.cuda.cuda_h.CU_JIT_ERROR_LOG_BUFFER;
import static io.zetatron.bindings.cuda.cuda_h.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES;
import static io.zetatron.bindings.cuda.cuda_h.cuCtxGetCurrent;
import static io.zetatron.bindings.cuda.cuda_h.cuCtxGetStreamPriorityRange;
import static io.zetatron.bindings.cuda.cuda_h.cuCtxSetCurrent;
import static io.zetatron.bindings.cuda.cuda_h.cuCtxSynchronize;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGet;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetAttribute;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetCount;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetDefaultMemPool;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetName;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetPCIBusId;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceGetUuid_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxGetState;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxRelease_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxReset_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxRetain;
import static io.zetatron.bindings.cuda.cuda_h.cuDevicePrimaryCtxSetFlags_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuDeviceTotalMem_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuDriverGetVersion;
import static io.zetatron.bindings.cuda.cuda_h.cuFuncGetAttribute;
import static io.zetatron.bindings.cuda.cuda_h.cuFuncSetAttribute;
import static io.zetatron.bindings.cuda.cuda_h.cuGetErrorName;
import static io.zetatron.bindings.cuda.cuda_h.cuGetErrorString;
import static io.zetatron.bindings.cuda.cuda_h.cuGetProcAddress_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemAlloc_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemAlloc_v2$address;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoH_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuModuleGetFunction;
import static io.zetatron.bindings.cuda.cuda_h.cuModuleGetGlobal_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuModuleLoadDataEx;
import static io.zetatron.bindings.cuda.cuda_h.cuOccupancyMaxActiveBlocksPerMultiprocessor;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The bound functions about the driver, its devices, contexts, modules and functions.
 */
final class CudaDeviceWalk
{
    private CudaDeviceWalk()
    {
    }

    @SuppressWarnings("restricted")
    static void driver(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment status = session.out();
        session.ok(cuDriverGetVersion(out));
        assertEquals(13_000, out.get(JAVA_INT, 0));

        session.ok(cuGetErrorName(CUDA_ERROR_ILLEGAL_ADDRESS(), out));
        assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", out.get(ADDRESS, 0).reinterpret(64).getString(0));
        session.ok(cuGetErrorString(CUDA_ERROR_ILLEGAL_ADDRESS(), out));
        assertTrue(out.get(ADDRESS, 0).reinterpret(64).getString(0).contains("illegal memory access"));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuGetErrorName(-1, out));

        final MemorySegment name = session.arena().allocateFrom("cuMemAlloc");
        session.ok(cuGetProcAddress_v2(name, out, 13_000, CU_GET_PROC_ADDRESS_DEFAULT(), status));
        assertEquals(cuMemAlloc_v2$address(), out.get(ADDRESS, 0));
        assertEquals(CU_GET_PROC_ADDRESS_SUCCESS(), status.get(JAVA_INT, 0));
        session.ok(cuGetProcAddress_v2(name, out, 3_010, CU_GET_PROC_ADDRESS_DEFAULT(), status));
        assertEquals(CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT(), status.get(JAVA_INT, 0));
    }

    static void devices(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment text = session.arena().allocate(64);
        session.ok(cuDeviceGetCount(out));
        assertEquals(1, out.get(JAVA_INT, 0));
        session.ok(cuDeviceGet(out, 0));
        session.expect(CUDA_ERROR_INVALID_DEVICE(), cuDeviceGet(out, 1));
        session.ok(cuDeviceGetName(text, 64, 0));
        assertEquals("ZetaTron stand-in device", text.getString(0));
        session.ok(cuDeviceGetPCIBusId(text, 64, 0));
        assertEquals("0000:41:00.0", text.getString(0));
        final MemorySegment uuid = CUuuid_st.allocate(session.arena());
        session.ok(cuDeviceGetUuid_v2(uuid, 0));
        assertEquals('Z', CUuuid_st.bytes(uuid).get(JAVA_BYTE, 0));
        session.ok(cuDeviceTotalMem_v2(out, 0));
        assertEquals(256L << 20, out.get(JAVA_LONG, 0));
        session.ok(cuDeviceGetAttribute(out, CU_DEVICE_ATTRIBUTE_WARP_SIZE(), 0));
        assertEquals(32, out.get(JAVA_INT, 0));
        session.ok(cuDeviceGetAttribute(out, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR(), 0));
        assertEquals(8, out.get(JAVA_INT, 0));
        session.ok(cuDeviceGetDefaultMemPool(out, 0));
        assertNotEquals(MemorySegment.NULL, out.get(ADDRESS, 0));
    }

    static void contexts(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment active = session.out();
        session.ok(cuCtxGetCurrent(out));
        assertEquals(session.context(), out.get(ADDRESS, 0));
        session.ok(cuDevicePrimaryCtxSetFlags_v2(0, CU_CTX_SCHED_BLOCKING_SYNC()));
        session.ok(cuDevicePrimaryCtxGetState(0, out, active));
        assertEquals(CU_CTX_SCHED_BLOCKING_SYNC(), out.get(JAVA_INT, 0));
        assertEquals(1, active.get(JAVA_INT, 0));
        session.ok(cuCtxGetStreamPriorityRange(out, active));
        assertTrue(active.get(JAVA_INT, 0) < out.get(JAVA_INT, 0));
        session.ok(cuCtxSynchronize());
        session.ok(cuDevicePrimaryCtxRetain(out, 0));
        session.ok(cuDevicePrimaryCtxRelease_v2(0));
    }

    /**
     * Ends what the session has; only for the end of a session.
     */
    static void reset(final CudaSession session)
    {
        final MemorySegment out = session.out();
        session.ok(cuDevicePrimaryCtxReset_v2(0));
        session.expect(CUDA_ERROR_CONTEXT_IS_DESTROYED(), cuCtxSynchronize());
        session.ok(cuDevicePrimaryCtxRelease_v2(0));
        session.ok(cuCtxSetCurrent(MemorySegment.NULL));
        session.expect(CUDA_ERROR_INVALID_CONTEXT(), cuMemAlloc_v2(out, 64));
        assertEquals(1, session.standIn().leaked("module"));
    }

    static void functions(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment bytes = session.out();
        final MemorySegment gemm = session.function("gemm_f32");
        session.ok(cuFuncGetAttribute(out, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES(), gemm));
        assertEquals(2 * 16 * 16 * Float.BYTES, out.get(JAVA_INT, 0));
        session.ok(cuFuncSetAttribute(gemm, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES(), 64 << 10));
        session.ok(cuFuncGetAttribute(out, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES(), gemm));
        assertEquals(64 << 10, out.get(JAVA_INT, 0));
        session.ok(cuOccupancyMaxActiveBlocksPerMultiprocessor(out, gemm, 256, 0));
        assertEquals(8, out.get(JAVA_INT, 0));
        session.ok(cuOccupancyMaxActiveBlocksPerMultiprocessor(out, gemm, 256, 61 << 10));
        assertEquals(2, out.get(JAVA_INT, 0));
        session.expect(CUDA_ERROR_INVALID_VALUE(), cuOccupancyMaxActiveBlocksPerMultiprocessor(out, gemm, 0, 0));

        final MemorySegment name = session.arena().allocateFrom("kernels_revision");
        session.ok(cuModuleGetGlobal_v2(out, bytes, session.module(), name));
        assertEquals(Integer.BYTES, bytes.get(JAVA_LONG, 0));
        final MemorySegment revision = session.out();
        session.ok(cuMemcpyDtoH_v2(revision, out.get(JAVA_LONG, 0), Integer.BYTES));
        assertEquals(1, revision.get(JAVA_INT, 0));
        session.expect(
            CUDA_ERROR_NOT_FOUND(),
            cuModuleGetFunction(out, session.module(), session.arena().allocateFrom("no_such_kernel")));
    }

    static void malformedImage(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment log = session.arena().allocate(256);
        final MemorySegment options = session.arena().allocateFrom(
            JAVA_INT, CU_JIT_ERROR_LOG_BUFFER(), CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES());
        final MemorySegment values = session.arena().allocate(ADDRESS, 2);
        values.setAtIndex(ADDRESS, 0, log);
        values.setAtIndex(ADDRESS, 1, MemorySegment.ofAddress(log.byteSize()));
        final MemorySegment image = session.arena().allocateFrom(".version 7.0\n.target sm_80\nnonsense");
        session.expect(CUDA_ERROR_INVALID_PTX(), cuModuleLoadDataEx(out, image, 2, options, values));
        assertEquals("ptx input, line 3: 'nonsense' begins no statement", log.getString(0));
    }
}
