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

import io.zetatron.bindings.cuda.CUDA_KERNEL_NODE_PARAMS_v2_st;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_INVALID_VALUE;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_CAPTURE_STATUS_ACTIVE;
import static io.zetatron.bindings.cuda.cuda_h.CU_STREAM_NON_BLOCKING;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphAddKernelNode_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphCreate;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphDestroy;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphExecDestroy;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphExecKernelNodeSetParams_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphGetNodes;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphInstantiateWithFlags;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphLaunch;
import static io.zetatron.bindings.cuda.cuda_h.cuGraphUpload;
import static io.zetatron.bindings.cuda.cuda_h.cuLaunchKernel;
import static io.zetatron.bindings.cuda.cuda_h.cuMemFree_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuMemcpyDtoDAsync_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamBeginCapture_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamDestroy_v2;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamEndCapture;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamIsCapturing;
import static io.zetatron.bindings.cuda.cuda_h.cuStreamSynchronize;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The bound functions that launch, alone and in graphs, with the kernels' results beside plain Java's.
 */
final class CudaKernelWalk
{
    private static final int N = 1000;

    private CudaKernelWalk()
    {
    }

    static void vectors(final CudaSession session)
    {
        final MemorySegment stream = session.stream(CU_STREAM_NON_BLOCKING());
        final float[] x = values(N, 17);
        final float[] y = new float[N];
        final long deviceX = session.upload(x);
        final long deviceY = session.device(N * Float.BYTES);
        session.launch(session.function("fill_f32"), 3, 64, 0, stream, session.parameters(deviceY, 2.5f, N));
        session.launch(
            session.function("axpy_f32"), 2, 32, 0, stream, session.parameters(1.7f, deviceX, deviceY, N));
        session.ok(cuStreamSynchronize(stream));
        for (int i = 0; i < N; i++)
        {
            y[i] = Math.fma(1.7f, x[i], 2.5f);
        }
        assertArrayEquals(y, session.download(deviceY, N));

        final long partial = session.device(4 * Float.BYTES);
        session.launch(
            session.function("sum_f32"), 4, 128, 128 * Float.BYTES, stream, session.parameters(deviceY, partial, N));
        session.ok(cuStreamSynchronize(stream));
        assertArrayEquals(partialSums(y, 4, 128), session.download(partial, 4));
        session.expect(
            CUDA_ERROR_INVALID_VALUE(),
            cuLaunchKernel(
                session.function("fill_f32"), 1, 1, 1, 1025, 1, 1, 0, stream, session.parameters(deviceY, 1.0f, N),
                MemorySegment.NULL));
        session.ok(cuMemFree_v2(deviceX));
        session.ok(cuMemFree_v2(deviceY));
        session.ok(cuMemFree_v2(partial));
        session.ok(cuStreamDestroy_v2(stream));
    }

    static void matrices(final CudaSession session)
    {
        final int m = 33;
        final int n = 50;
        final int k = 47;
        final float[] a = values(m * k, 13);
        final float[] b = values(k * n, 29);
        final float[] c = new float[m * n];
        final long deviceA = session.upload(a);
        final long deviceB = session.upload(b);
        final long deviceC = session.device((long)m * n * Float.BYTES);
        session.ok(cuLaunchKernel(
            session.function("gemm_f32"), (n + 15) / 16, (m + 15) / 16, 1, 16, 16, 1, 0, MemorySegment.NULL,
            session.parameters(deviceA, deviceB, deviceC, m, n, k), MemorySegment.NULL));
        for (int row = 0; row < m; row++)
        {
            for (int i = 0; i < k; i++)
            {
                for (int column = 0; column < n; column++)
                {
                    c[row * n + column] = Math.fma(a[row * k + i], b[i * n + column], c[row * n + column]);
                }
            }
        }
        assertArrayEquals(c, session.download(deviceC, m * n));
        session.ok(cuMemFree_v2(deviceA));
        session.ok(cuMemFree_v2(deviceB));
        session.ok(cuMemFree_v2(deviceC));
    }

    static void captured(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment stream = session.stream(CU_STREAM_NON_BLOCKING());
        final long x = session.upload(values(N, 5));
        final long y = session.upload(values(N, 7));
        session.ok(cuStreamBeginCapture_v2(stream, CU_STREAM_CAPTURE_MODE_THREAD_LOCAL()));
        session.ok(cuStreamIsCapturing(stream, out));
        assertEquals(CU_STREAM_CAPTURE_STATUS_ACTIVE(), out.get(JAVA_INT, 0));
        session.launch(session.function("axpy_f32"), 4, 64, 0, stream, session.parameters(2.0f, x, y, N));
        session.ok(cuMemcpyDtoDAsync_v2(x, y, N * Float.BYTES, stream));
        session.ok(cuStreamEndCapture(stream, out));
        final MemorySegment graph = out.get(ADDRESS, 0);
        session.ok(cuGraphInstantiateWithFlags(out, graph, 0));
        final MemorySegment exec = out.get(ADDRESS, 0);
        session.ok(cuGraphUpload(exec, stream));
        session.ok(cuGraphLaunch(exec, stream));
        session.ok(cuGraphLaunch(exec, stream));
        session.ok(cuStreamSynchronize(stream));

        final float[] expectedX = values(N, 5);
        final float[] expectedY = values(N, 7);
        for (int launch = 0; launch < 2; launch++)
        {
            for (int i = 0; i < N; i++)
            {
                expectedY[i] = Math.fma(2.0f, expectedX[i], expectedY[i]);
                expectedX[i] = expectedY[i];
            }
        }
        assertArrayEquals(expectedX, session.download(x, N));
        assertArrayEquals(expectedY, session.download(y, N));
        session.ok(cuGraphExecDestroy(exec));
        session.ok(cuGraphDestroy(graph));
        session.ok(cuMemFree_v2(x));
        session.ok(cuMemFree_v2(y));
        session.ok(cuStreamDestroy_v2(stream));
    }

    static void built(final CudaSession session)
    {
        final MemorySegment out = session.out();
        final MemorySegment count = session.out();
        final long x = session.device(N * Float.BYTES);
        final long y = session.device(N * Float.BYTES);
        session.ok(cuGraphCreate(out, 0));
        final MemorySegment graph = out.get(ADDRESS, 0);
        final MemorySegment nodes = session.arena().allocate(ADDRESS, 3);
        final MemorySegment fillX = node(session, "fill_f32", session.parameters(x, 3.0f, N));
        final MemorySegment fillY = node(session, "fill_f32", session.parameters(y, 4.0f, N));
        final MemorySegment axpy = node(session, "axpy_f32", session.parameters(5.0f, x, y, N));
        session.ok(cuGraphAddKernelNode_v2(nodes, graph, MemorySegment.NULL, 0, fillX));
        session.ok(cuGraphAddKernelNode_v2(nodes.asSlice(ADDRESS.byteSize()), graph, MemorySegment.NULL, 0, fillY));
        session.ok(cuGraphAddKernelNode_v2(nodes.asSlice(2 * ADDRESS.byteSize()), graph, nodes, 2, axpy));
        session.ok(cuGraphGetNodes(graph, MemorySegment.NULL, count));
        assertEquals(3, count.get(JAVA_LONG, 0));
        session.ok(cuGraphInstantiateWithFlags(out, graph, 0));
        final MemorySegment exec = out.get(ADDRESS, 0);
        session.ok(cuGraphLaunch(exec, MemorySegment.NULL));
        assertArrayEquals(filled(19.0f), session.download(y, N));

        final MemorySegment changed = node(session, "fill_f32", session.parameters(x, 10.0f, N));
        session.ok(cuGraphExecKernelNodeSetParams_v2(exec, nodes.get(ADDRESS, 0), changed));
        session.ok(cuGraphLaunch(exec, MemorySegment.NULL));
        assertArrayEquals(filled(54.0f), session.download(y, N));
        session.ok(cuGraphExecDestroy(exec));
        session.ok(cuGraphDestroy(graph));
        session.ok(cuMemFree_v2(x));
        session.ok(cuMemFree_v2(y));
    }

    private static MemorySegment node(
        final CudaSession session, final String kernel, final MemorySegment parameters)
    {
        final MemorySegment node = CUDA_KERNEL_NODE_PARAMS_v2_st.allocate(session.arena());
        CUDA_KERNEL_NODE_PARAMS_v2_st.func(node, session.function(kernel));
        CUDA_KERNEL_NODE_PARAMS_v2_st.gridDimX(node, 2);
        CUDA_KERNEL_NODE_PARAMS_v2_st.gridDimY(node, 1);
        CUDA_KERNEL_NODE_PARAMS_v2_st.gridDimZ(node, 1);
        CUDA_KERNEL_NODE_PARAMS_v2_st.blockDimX(node, 128);
        CUDA_KERNEL_NODE_PARAMS_v2_st.blockDimY(node, 1);
        CUDA_KERNEL_NODE_PARAMS_v2_st.blockDimZ(node, 1);
        CUDA_KERNEL_NODE_PARAMS_v2_st.kernelParams(node, parameters);
        CUDA_KERNEL_NODE_PARAMS_v2_st.ctx(node, session.context());
        return node;
    }

    private static float[] values(final int length, final int modulus)
    {
        final float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = i % modulus * 0.37f - 1.1f;
        }
        return values;
    }

    private static float[] filled(final float value)
    {
        final float[] values = new float[N];
        Arrays.fill(values, value);
        return values;
    }

    /**
     * What sum_f32 gives, in the same order of additions.
     */
    private static float[] partialSums(final float[] x, final int blocks, final int threads)
    {
        final float[] partial = new float[blocks];
        for (int block = 0; block < blocks; block++)
        {
            final float[] sums = new float[threads];
            for (int i = block * threads; i < x.length; i += blocks * threads)
            {
                for (int thread = 0; thread < threads && i + thread < x.length; thread++)
                {
                    sums[thread] += x[i + thread];
                }
            }
            for (int half = threads / 2; half > 0; half /= 2)
            {
                for (int thread = 0; thread < half; thread++)
                {
                    sums[thread] += sums[thread + half];
                }
            }
            partial[block] = sums[0];
        }
        return partial;
    }
}
