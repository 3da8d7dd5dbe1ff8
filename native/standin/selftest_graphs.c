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
#include <pthread.h>
#include <string.h>

#include "selftest.h"

enum
{
    N = 64
};

static CUmodule module;
static CUfunction fill;
static CUfunction axpy;

static void load_kernels(void)
{
    fill = selftest_kernel(&module, "fill_f32");
    OK(cuModuleGetFunction(&axpy, module, "axpy_f32"));
}

static float first_of(const CUdeviceptr address)
{
    float values[N];
    memset(values, 0xff, sizeof(values));
    OK(cuMemcpyDtoH_v2(values, address, sizeof(values)));
    for (int i = 1; i < N; i++)
    {
        EXPECT_TRUE(values[i] == values[0]);
    }
    return values[0];
}

static CUresult launch_fill(const CUdeviceptr out, const float value, const CUstream stream)
{
    CUdeviceptr to = out;
    float number = value;
    unsigned int n = N;
    void *parameters[] = {&to, &number, &n};
    return cuLaunchKernel(fill, 1, 1, 1, N, 1, 1, 0, stream, parameters, NULL);
}

static CUresult launch_axpy(const float a, const CUdeviceptr x, const CUdeviceptr y, const CUstream stream)
{
    CUdeviceptr from = x;
    CUdeviceptr to = y;
    float factor = a;
    unsigned int n = N;
    void *parameters[] = {&factor, &from, &to, &n};
    return cuLaunchKernel(axpy, 2, 1, 1, N / 2, 1, 1, 0, stream, parameters, NULL);
}

static void *end_elsewhere(void *const stream)
{
    CUgraph graph = NULL;
    CUcontext context = NULL;
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    OK(cuCtxSetCurrent(context));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, cuStreamEndCapture(stream, &graph));
    OK(cuDevicePrimaryCtxRelease_v2(0));
    return NULL;
}

static void test_capture_rules(const CUstream one, const CUstream two, const CUdeviceptr x)
{
    CUgraph graph = NULL;
    CUevent event = NULL;
    CUdeviceptr address = 0;
    void *pinned = NULL;
    CUstreamCaptureStatus status = CU_STREAM_CAPTURE_STATUS_ACTIVE;
    pthread_t thread;
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuStreamBeginCapture_v2(NULL, CU_STREAM_CAPTURE_MODE_GLOBAL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamBeginCapture_v2(FORGED(CUstream), CU_STREAM_CAPTURE_MODE_GLOBAL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamBeginCapture_v2(one, 3));
    EXPECT(CUDA_ERROR_ILLEGAL_STATE, cuStreamEndCapture(one, &graph));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamEndCapture(one, NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamEndCapture(FORGED(CUstream), &graph));
    OK(cuStreamIsCapturing(one, &status));
    EXPECT_TRUE(status == CU_STREAM_CAPTURE_STATUS_NONE);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamIsCapturing(one, NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamIsCapturing(FORGED(CUstream), &status));
    OK(cuEventCreate(&event, CU_EVENT_DISABLE_TIMING));

    /* What waits, or allocates, spoils a capture. */
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_GLOBAL));
    EXPECT(CUDA_ERROR_ILLEGAL_STATE, cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_GLOBAL));
    pthread_create(&thread, NULL, end_elsewhere, one);
    pthread_join(thread, NULL);
    OK(cuStreamIsCapturing(one, &status));
    EXPECT_TRUE(status == CU_STREAM_CAPTURE_STATUS_ACTIVE);
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuStreamSynchronize(one));
    OK(cuStreamIsCapturing(one, &status));
    EXPECT_TRUE(status == CU_STREAM_CAPTURE_STATUS_INVALIDATED);
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, launch_fill(x, 1, one));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));
    EXPECT_TRUE(graph == NULL);
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_THREAD_LOCAL));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemAlloc_v2(&address, 64));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemFree_v2(x));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemHostAlloc(&pinned, 64, 0));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemFreeHost(&pinned));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemHostRegister_v2(&pinned, 8, 0));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemHostUnregister(&pinned));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemAllocAsync(&address, 64, one));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuMemcpyHtoD_v2(x, &address, 8));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_RELAXED));
    OK(cuMemAlloc_v2(&address, 64));
    OK(cuMemFree_v2(address));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuCtxSynchronize());
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));

    /* The default stream would come after a blocking stream that captures. */
    OK(cuStreamBeginCapture_v2(two, CU_STREAM_CAPTURE_MODE_RELAXED));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, cuStreamIsCapturing(NULL, &status));
    OK(cuStreamIsCapturing(two, &status));
    EXPECT_TRUE(status == CU_STREAM_CAPTURE_STATUS_ACTIVE);
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, launch_fill(x, 1, NULL));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(two, &graph));

    /* Events: of uncaptured work, unjoined, queried, of an ended capture. */
    OK(cuEventRecord(event, two));
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_RELAXED));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_ISOLATION, cuStreamWaitEvent(one, event, 0));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_RELAXED));
    OK(cuEventRecord(event, one));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuStreamWaitEvent(NULL, event, 0));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuEventRecord(event, one));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_RELAXED));
    OK(cuEventRecord(event, one));
    EXPECT(CUDA_ERROR_CAPTURED_EVENT, cuEventQuery(event));
    EXPECT(CUDA_ERROR_CAPTURED_EVENT, cuEventSynchronize(event));
    OK(cuStreamWaitEvent(two, event, 0));
    OK(launch_fill(x, 1, two));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, cuStreamEndCapture(two, &graph));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_RELAXED));
    OK(cuEventRecord(event, one));
    OK(cuStreamWaitEvent(two, event, 0));
    OK(launch_fill(x, 1, two));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, cuStreamEndCapture(one, &graph));
    EXPECT(CUDA_ERROR_CAPTURED_EVENT, cuStreamWaitEvent(two, event, 0));
    OK(cuStreamIsCapturing(two, &status));
    EXPECT_TRUE(status == CU_STREAM_CAPTURE_STATUS_NONE);
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_RELAXED));
    OK(cuEventRecord(event, one));
    OK(cuStreamBeginCapture_v2(two, CU_STREAM_CAPTURE_MODE_RELAXED));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_MERGE, cuStreamWaitEvent(two, event, 0));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(one, &graph));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, cuStreamEndCapture(two, &graph));
    OK(cuEventRecord(event, one));
    OK(cuEventSynchronize(event));
    OK(cuEventDestroy_v2(event));
}

void test_capture(void)
{
    CUstream one = NULL;
    CUstream two = NULL;
    CUevent fork = NULL;
    CUevent join = NULL;
    CUdeviceptr x = 0;
    CUdeviceptr y = 0;
    CUgraph graph = NULL;
    CUgraphExec exec = NULL;
    void *gate = NULL;
    size_t count = 0;
    selftest_context();
    load_kernels();
    OK(cuStreamCreate(&one, CU_STREAM_NON_BLOCKING));
    OK(cuStreamCreate(&two, CU_STREAM_DEFAULT));
    OK(cuEventCreate(&fork, CU_EVENT_DISABLE_TIMING));
    OK(cuEventCreate(&join, CU_EVENT_DISABLE_TIMING));
    OK(cuMemAlloc_v2(&x, N * sizeof(float)));
    OK(cuMemAlloc_v2(&y, N * sizeof(float)));
    test_capture_rules(one, two, x);
    OK(cuMemsetD32Async(x, 0, N, one));
    OK(cuStreamSynchronize(one));

    /* y = 2, and x = 3 in another stream, then y = 10 x + y, then word 0 of x is written and waited for. */
    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_GLOBAL));
    OK(cuEventRecord(fork, one));
    OK(cuStreamWaitEvent(two, fork, 0));
    OK(launch_fill(y, 2, one));
    OK(launch_fill(x, 3, two));
    OK(cuEventRecord(join, two));
    OK(cuStreamWaitEvent(one, join, 0));
    OK(launch_axpy(10, x, y, one));
    OK(cuMemcpyDtoDAsync_v2(x, y, N * sizeof(float), one));
    OK(cuStreamWriteValue32_v2(one, x, 0x41200000, 0));
    OK(cuStreamWaitValue32_v2(one, x, 0x41200000, CU_STREAM_WAIT_VALUE_EQ));
    OK(cuMemsetD32Async(x, 0x41200000, N, one));
    OK(cuStreamEndCapture(one, &graph));
    OK(cuGraphGetNodes(graph, NULL, &count));
    EXPECT_TRUE(count == 7);
    EXPECT_TRUE(first_of(x) == 0);
    OK(cuGraphInstantiateWithFlags(&exec, graph, 0));
    OK(cuGraphLaunch(exec, one));
    OK(cuStreamSynchronize(one));
    EXPECT_TRUE(first_of(y) == 32 && first_of(x) == 10);
    OK(cuMemsetD32Async(y, 0, N, two));
    OK(cuStreamSynchronize(two));
    /* Two launches of one executable graph follow one another, also in two streams. */
    OK(cuMemHostAlloc(&gate, 64, 0));
    *(uint32_t *)gate = 0;
    OK(cuStreamWaitValue32_v2(one, (uintptr_t)gate, 1, CU_STREAM_WAIT_VALUE_EQ));
    OK(cuGraphLaunch(exec, one));
    OK(cuGraphLaunch(exec, two));
    EXPECT(CUDA_ERROR_NOT_READY, cuStreamQuery(two));
    __atomic_store_n((uint32_t *)gate, 1, __ATOMIC_SEQ_CST);
    OK(cuCtxSynchronize());
    EXPECT_TRUE(first_of(y) == 32);
    OK(cuMemFreeHost(gate));

    OK(cuStreamBeginCapture_v2(one, CU_STREAM_CAPTURE_MODE_GLOBAL));
    EXPECT(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, cuGraphLaunch(exec, one));
    OK(cuStreamDestroy_v2(one));
    OK(cuGraphExecDestroy(exec));
    OK(cuGraphDestroy(graph));
    OK(cuStreamDestroy_v2(two));
    OK(cuEventDestroy_v2(fork));
    OK(cuEventDestroy_v2(join));
    OK(cuMemFree_v2(x));
    OK(cuMemFree_v2(y));
    OK(cuModuleUnload(module));
    selftest_end_context();
}

static CUDA_KERNEL_NODE_PARAMS kernel_node(const CUfunction function, void **const parameters)
{
    const CUDA_KERNEL_NODE_PARAMS node = {
        .func = function,
        .gridDimX = 1,
        .gridDimY = 1,
        .gridDimZ = 1,
        .blockDimX = 32,
        .blockDimY = 1,
        .blockDimZ = 1,
        .kernelParams = parameters,
    };
    return node;
}

static void test_graph_errors(const CUgraph graph, const CUgraphExec exec, const CUgraphNode node, void **parameters)
{
    CUgraph other = NULL;
    CUgraphExec other_exec = NULL;
    CUgraphNode made = NULL;
    size_t count = 0;
    const CUgraphNode twice[] = {node, node};
    CUDA_KERNEL_NODE_PARAMS sound = kernel_node(fill, parameters);
    CUDA_KERNEL_NODE_PARAMS wrong = sound;
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphCreate(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphCreate(&other, 1));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphDestroy(FORGED(CUgraph)));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphGetNodes(graph, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphGetNodes(FORGED(CUgraph), NULL, &count));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(NULL, graph, NULL, 0, &sound));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, graph, NULL, 0, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, graph, NULL, 1, &sound));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, graph, twice, 2, &sound));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, FORGED(CUgraph), NULL, 0, &sound));
    OK(cuGraphCreate(&other, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, other, &node, 1, &sound));
    wrong.func = FORGED(CUfunction);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, graph, NULL, 0, &wrong));
    wrong = sound;
    wrong.blockDimX = 0;
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, graph, NULL, 0, &wrong));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecKernelNodeSetParams_v2(exec, node, &wrong));
    wrong = sound;
    wrong.ctx = FORGED(CUcontext);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphAddKernelNode_v2(&made, graph, NULL, 0, &wrong));
    wrong = sound;
    wrong.func = NULL;
    wrong.kern = FORGED(CUkernel);
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuGraphAddKernelNode_v2(&made, graph, NULL, 0, &wrong));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecKernelNodeSetParams_v2(FORGED(CUgraphExec), node, &sound));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecKernelNodeSetParams_v2(exec, FORGED(CUgraphNode), &sound));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecKernelNodeSetParams_v2(exec, node, NULL));

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphInstantiateWithFlags(NULL, graph, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphInstantiateWithFlags(&other_exec, FORGED(CUgraph), 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphInstantiateWithFlags(&other_exec, graph, 0x100));
    EXPECT(
        CUDA_ERROR_NOT_SUPPORTED,
        cuGraphInstantiateWithFlags(&other_exec, graph, CUDA_GRAPH_INSTANTIATE_FLAG_DEVICE_LAUNCH));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphUpload(FORGED(CUgraphExec), NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuGraphUpload(exec, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphLaunch(FORGED(CUgraphExec), NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuGraphLaunch(exec, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecDestroy(FORGED(CUgraphExec)));
    /* An empty graph can be launched. */
    OK(cuGraphInstantiateWithFlags(&other_exec, other, 0));
    OK(cuGraphLaunch(other_exec, NULL));
    OK(cuGraphExecDestroy(other_exec));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecDestroy(other_exec));
    OK(cuGraphDestroy(other));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphDestroy(other));
}

void test_graphs(void)
{
    CUdeviceptr x = 0;
    CUdeviceptr y = 0;
    CUgraph graph = NULL;
    CUgraphExec exec = NULL;
    CUgraphNode fill_x = NULL;
    CUgraphNode fill_y = NULL;
    CUgraphNode add = NULL;
    CUgraphNode nodes[4];
    CUcontext context = NULL;
    float value = 2;
    float factor = 5;
    unsigned int n = N;
    size_t count = 4;
    void *parameters_x[] = {&x, &value, &n};
    void *parameters_y[] = {&y, &value, &n};
    void *parameters_add[] = {&factor, &x, &y, &n};
    context = selftest_context();
    load_kernels();
    OK(cuMemAlloc_v2(&x, N * sizeof(float)));
    OK(cuMemAlloc_v2(&y, N * sizeof(float)));
    OK(cuGraphCreate(&graph, 0));
    CUDA_KERNEL_NODE_PARAMS node = kernel_node(fill, parameters_x);
    node.ctx = context;
    OK(cuGraphAddKernelNode_v2(&fill_x, graph, NULL, 0, &node));
    node.kernelParams = parameters_y;
    OK(cuGraphAddKernelNode_v2(&fill_y, graph, NULL, 0, &node));
    node = kernel_node(axpy, parameters_add);
    const CUgraphNode before[] = {fill_x, fill_y};
    OK(cuGraphAddKernelNode_v2(&add, graph, before, 2, &node));
    OK(cuGraphGetNodes(graph, nodes, &count));
    EXPECT_TRUE(count == 3 && nodes[2] == add && nodes[3] == NULL);
    OK(cuGraphInstantiateWithFlags(&exec, graph, CUDA_GRAPH_INSTANTIATE_FLAG_USE_NODE_PRIORITY));
    OK(cuGraphUpload(exec, NULL));
    OK(cuGraphLaunch(exec, NULL));
    EXPECT_TRUE(first_of(y) == 12);

    /* An update holds for the launches after it, and leaves the graph as it was. */
    value = 3;
    node = kernel_node(fill, parameters_x);
    OK(cuGraphExecKernelNodeSetParams_v2(exec, fill_x, &node));
    OK(cuGraphLaunch(exec, NULL));
    EXPECT_TRUE(first_of(x) == 3 && first_of(y) == 17);
    test_graph_errors(graph, exec, fill_x, parameters_x);
    OK(cuGraphDestroy(graph));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGraphExecKernelNodeSetParams_v2(exec, fill_x, &node));
    OK(cuGraphLaunch(exec, NULL));
    OK(cuGraphExecDestroy(exec));
    OK(cuCtxSynchronize());
    EXPECT_TRUE(first_of(y) == 17);
    OK(cuMemFree_v2(x));
    OK(cuMemFree_v2(y));
    OK(cuModuleUnload(module));
    selftest_end_context();
}
