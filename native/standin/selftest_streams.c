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
#include <time.h>

#include "selftest.h"

static void pause_ms(const int milliseconds)
{
    const struct timespec pause = {.tv_nsec = milliseconds * 1000000L};
    nanosleep(&pause, NULL);
}

static uint32_t *mapped_words(void)
{
    void *words = NULL;
    OK(cuMemHostAlloc(&words, 64, CU_MEMHOSTALLOC_DEVICEMAP));
    memset(words, 0, 64);
    return words;
}

static uint32_t load(const uint32_t *const word)
{
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static void store(uint32_t *const word, const uint32_t value)
{
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

/* A context can end while a stream waits for what never comes. */
static void test_end_of_context(void)
{
    CUstream stream = NULL;
    selftest_context();
    uint32_t *const words = mapped_words();
    OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    OK(cuStreamWaitValue32_v2(stream, (uintptr_t)words, 1, CU_STREAM_WAIT_VALUE_EQ));
    OK(cuDevicePrimaryCtxRelease_v2(0));
    EXPECT_TRUE(standin_cuda_leaked("stream") == 1 && standin_cuda_leaked("host") == 1);
    EXPECT_TRUE(standin_cuda_live("stream") == 0 && standin_cuda_live("host") == 0);
    /* A reset ends a context that nobody has. */
    selftest_context();
    OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    selftest_fresh();
    EXPECT_TRUE(standin_cuda_live("stream") == 0);
}

static void test_two_devices(void)
{
    CUcontext contexts[2] = {NULL, NULL};
    CUstream stream = NULL;
    CUevent event = NULL;
    CUmodule module = NULL;
    CUdeviceptr address = 0;
    float value = 1;
    unsigned int n = 1;
    void *parameters[] = {&address, &value, &n};
    selftest_fresh();
    EXPECT_TRUE(standin_cuda_set("devices", 2) == 0);
    OK(cuInit(0));
    OK(cuDevicePrimaryCtxRetain(&contexts[0], 0));
    OK(cuDevicePrimaryCtxRetain(&contexts[1], 1));
    OK(cuCtxSetCurrent(contexts[0]));
    OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    OK(cuCtxSetCurrent(contexts[1]));
    OK(cuEventCreate(&event, 0));
    OK(cuMemAlloc_v2(&address, 64));
    const CUfunction fill = selftest_kernel(&module, "fill_f32");
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventRecord(event, stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, stream, parameters, NULL));
    OK(cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL));
    OK(cuDevicePrimaryCtxRelease_v2(1));
    EXPECT_TRUE(standin_cuda_live("stream") == 1 && standin_cuda_live("event") == 0);
    OK(cuCtxSetCurrent(contexts[0]));
    OK(cuStreamDestroy_v2(stream));
    OK(cuDevicePrimaryCtxRelease_v2(0));
}

void test_streams(void)
{
    CUstream stream = NULL;
    CUstream other = NULL;
    selftest_context();
    uint32_t *const words = mapped_words();
    const CUdeviceptr gate = (uintptr_t)words;
    const CUdeviceptr result = gate + 4;
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamCreate(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamCreate(&stream, 2));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamCreateWithPriority(NULL, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamCreateWithPriority(&stream, 2, 0));
    OK(cuStreamCreate(&stream, CU_STREAM_DEFAULT));
    OK(cuStreamCreateWithPriority(&other, CU_STREAM_NON_BLOCKING, -1000));
    OK(cuStreamQuery(stream));

    /* Work stays in its stream, and in order. */
    OK(cuStreamWaitValue32_v2(stream, gate, 1, CU_STREAM_WAIT_VALUE_GEQ));
    OK(cuStreamWriteValue32_v2(stream, result, 7, CU_STREAM_WRITE_VALUE_DEFAULT));
    EXPECT(CUDA_ERROR_NOT_READY, cuStreamQuery(stream));
    OK(cuStreamQuery(other));
    OK(cuStreamSynchronize(other));
    pause_ms(5);
    EXPECT_TRUE(load(&words[1]) == 0);
    /* The default stream comes after a blocking stream, and not after another. */
    EXPECT(CUDA_ERROR_NOT_READY, cuStreamQuery(NULL));
    OK(cuMemsetD32Async(gate + 8, 9, 1, NULL));
    pause_ms(5);
    EXPECT_TRUE(load(&words[2]) == 0);
    OK(cuMemsetD32Async(gate + 12, 9, 1, other));
    OK(cuStreamSynchronize(other));
    EXPECT_TRUE(load(&words[3]) == 9);
    store(&words[0], 1);
    OK(cuStreamSynchronize(NULL));
    EXPECT_TRUE(load(&words[1]) == 7 && load(&words[2]) == 9);
    OK(cuStreamQuery(stream));

    /* A stream that is destroyed finishes what it has. */
    OK(cuStreamWaitValue32_v2(stream, gate, 2, CU_STREAM_WAIT_VALUE_EQ));
    OK(cuStreamWriteValue32_v2(stream, result, 8, CU_STREAM_WRITE_VALUE_NO_MEMORY_BARRIER));
    OK(cuStreamDestroy_v2(stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamDestroy_v2(stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamQuery(stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamSynchronize(stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamDestroy_v2(NULL));
    store(&words[0], 2);
    OK(cuCtxSynchronize());
    EXPECT_TRUE(load(&words[1]) == 8);
    OK(cuStreamDestroy_v2(other));
    OK(cuMemFreeHost(words));
    selftest_end_context();
    test_end_of_context();
    test_two_devices();
}

static void *open_gate(void *const word)
{
    pause_ms(10);
    store(word, 5);
    return NULL;
}

void test_words(void)
{
    CUstream stream = NULL;
    CUdeviceptr device = 0;
    uint64_t word64 = 0;
    pthread_t thread;
    selftest_context();
    uint32_t *const words = mapped_words();
    const CUdeviceptr at = (uintptr_t)words;
    OK(cuMemAlloc_v2(&device, 64));
    OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    OK(cuStreamWriteValue64_v2(stream, device, UINT64_C(0x123456789), 0));
    OK(cuStreamWaitValue64_v2(stream, device, UINT64_C(0x123456789), CU_STREAM_WAIT_VALUE_EQ));
    OK(cuStreamWaitValue64_v2(stream, device, UINT64_C(0x100000000), CU_STREAM_WAIT_VALUE_AND));
    OK(cuStreamWaitValue64_v2(stream, device, UINT64_C(0x123456000), CU_STREAM_WAIT_VALUE_GEQ));
    OK(cuStreamWaitValue64_v2(stream, device, 0, CU_STREAM_WAIT_VALUE_NOR));
    OK(cuStreamSynchronize(stream));
    OK(cuMemcpyDtoH_v2(&word64, device, sizeof(word64)));
    EXPECT_TRUE(word64 == UINT64_C(0x123456789));

    /* Greater or equal is cyclic. */
    store(&words[0], 3);
    OK(cuStreamWaitValue32_v2(stream, at, UINT32_MAX - 3, CU_STREAM_WAIT_VALUE_GEQ));
    OK(cuStreamSynchronize(stream));
    OK(cuStreamWaitValue32_v2(stream, at, 4, CU_STREAM_WAIT_VALUE_AND));
    pthread_create(&thread, NULL, open_gate, words);
    OK(cuStreamSynchronize(stream));
    pthread_join(thread, NULL);

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWaitValue32_v2(stream, at + 2, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWaitValue64_v2(stream, at + 4, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWriteValue32_v2(stream, at + 2, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWriteValue64_v2(stream, at + 4, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWaitValue32_v2(stream, 0, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWriteValue32_v2(stream, 64, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWaitValue32_v2(stream, at, 0, 4));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWriteValue32_v2(stream, at, 0, 2));
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuStreamWaitValue32_v2(stream, at, 0, CU_STREAM_WAIT_VALUE_FLUSH));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamWaitValue32_v2(FORGED(CUstream), at, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamWriteValue64_v2(FORGED(CUstream), at, 0, 0));
    EXPECT_TRUE(standin_cuda_set("attribute_122", 0) == 0 && standin_cuda_set("attribute_123", 0) == 0);
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuStreamWaitValue64_v2(stream, at, 0, 0));
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuStreamWriteValue64_v2(stream, at, 0, 0));
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuStreamWaitValue32_v2(stream, at, 0, CU_STREAM_WAIT_VALUE_NOR));
    OK(cuStreamDestroy_v2(stream));
    OK(cuMemFree_v2(device));
    OK(cuMemFreeHost(words));
    selftest_end_context();
}

void test_events(void)
{
    CUstream one = NULL;
    CUstream two = NULL;
    CUevent start = NULL;
    CUevent end = NULL;
    CUevent untimed = NULL;
    float milliseconds = -1;
    selftest_context();
    uint32_t *const words = mapped_words();
    const CUdeviceptr at = (uintptr_t)words;
    OK(cuStreamCreate(&one, CU_STREAM_NON_BLOCKING));
    OK(cuStreamCreate(&two, CU_STREAM_NON_BLOCKING));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuEventCreate(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuEventCreate(&start, 0x100));
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuEventCreate(&start, CU_EVENT_INTERPROCESS | CU_EVENT_DISABLE_TIMING));
    OK(cuEventCreate(&start, CU_EVENT_DEFAULT));
    OK(cuEventCreate(&end, CU_EVENT_BLOCKING_SYNC));
    OK(cuEventCreate(&untimed, CU_EVENT_DISABLE_TIMING));

    /* An event that was never recorded stands for no work. */
    OK(cuEventQuery(start));
    OK(cuEventSynchronize(start));
    OK(cuStreamWaitEvent(two, start, 0));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventElapsedTime_v2(&milliseconds, start, end));

    OK(cuEventRecord(start, one));
    OK(cuStreamWaitValue32_v2(one, at, 1, 0));
    OK(cuEventRecord(end, one));
    OK(cuStreamWaitEvent(two, end, CU_EVENT_WAIT_DEFAULT));
    OK(cuStreamWriteValue32_v2(two, at + 4, 3, 0));
    EXPECT(CUDA_ERROR_NOT_READY, cuEventQuery(end));
    EXPECT(CUDA_ERROR_NOT_READY, cuEventElapsedTime_v2(&milliseconds, start, end));
    OK(cuEventSynchronize(start));
    OK(cuEventQuery(start));
    pause_ms(10);
    EXPECT_TRUE(load(&words[1]) == 0);
    store(&words[0], 1);
    OK(cuEventSynchronize(end));
    OK(cuStreamSynchronize(two));
    EXPECT_TRUE(load(&words[1]) == 3);
    OK(cuEventElapsedTime_v2(&milliseconds, start, end));
    EXPECT_TRUE(milliseconds >= 10);

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuEventElapsedTime_v2(NULL, start, end));
    OK(cuEventRecord(untimed, one));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventElapsedTime_v2(&milliseconds, start, untimed));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventElapsedTime_v2(&milliseconds, start, FORGED(CUevent)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventRecord(FORGED(CUevent), one));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventRecord(start, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventQuery(FORGED(CUevent)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventSynchronize(FORGED(CUevent)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamWaitEvent(one, FORGED(CUevent), 0));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamWaitEvent(FORGED(CUstream), start, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuStreamWaitEvent(one, start, 99));
    OK(cuEventDestroy_v2(start));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuEventDestroy_v2(start));
    OK(cuEventDestroy_v2(end));
    OK(cuEventDestroy_v2(untimed));
    OK(cuStreamDestroy_v2(one));
    OK(cuStreamDestroy_v2(two));
    OK(cuMemFreeHost(words));
    selftest_end_context();
}

static void expect_poisoned(const CUstream stream, const CUdeviceptr address)
{
    size_t bytes = 0;
    int number = 0;
    EXPECT(CUDA_ERROR_ILLEGAL_ADDRESS, cuStreamSynchronize(stream));
    EXPECT(CUDA_ERROR_ILLEGAL_ADDRESS, cuStreamQuery(stream));
    EXPECT(CUDA_ERROR_ILLEGAL_ADDRESS, cuMemFree_v2(address));
    EXPECT(CUDA_ERROR_ILLEGAL_ADDRESS, cuMemGetInfo_v2(&bytes, &bytes));
    OK(cuDeviceGetCount(&number));
    OK(cuDevicePrimaryCtxReset_v2(0));
    EXPECT_TRUE(standin_cuda_live("device") == 0 && standin_cuda_live("stream") == 0);
    OK(cuDevicePrimaryCtxRelease_v2(0));
}

void test_sticky_errors(void)
{
    CUmodule module = NULL;
    CUstream stream = NULL;
    CUdeviceptr out = 0;
    float host[4] = {0};
    float value = 1;
    unsigned int n = 100000;
    const unsigned int threads[] = {1, 32};

    /* A kernel that runs past its buffer, one with a pointer to the host's ordinary memory, one without a pointer. */
    for (int i = 0; i < 4; i++)
    {
        const CUcontext context = selftest_context();
        const CUfunction function = selftest_kernel(&module, i == 1 ? "sum_f32" : "fill_f32");
        OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
        OK(cuMemAlloc_v2(&out, 64));
        uint32_t *const gate = mapped_words();
        void *host_address = host;
        void *none = NULL;
        void *fill_parameters[] = {i == 2 ? (void *)&host_address : i == 3 ? (void *)&none : &out, &value, &n};
        void *sum_parameters[] = {&out, &out, &n};
        OK(cuStreamWaitValue32_v2(stream, (uintptr_t)gate, 1, CU_STREAM_WAIT_VALUE_EQ));
        OK(cuLaunchKernel(
            function, 1, 1, 1, threads[i & 1], 1, 1, 128, stream, i == 1 ? sum_parameters : fill_parameters, NULL));
        OK(cuStreamWaitValue32_v2(stream, out, 12345, CU_STREAM_WAIT_VALUE_EQ));
        store(gate, 1);
        expect_poisoned(stream, out);
        /* The primary context can be had again, and works. */
        CUcontext again = NULL;
        OK(cuDevicePrimaryCtxRetain(&again, 0));
        EXPECT_TRUE(again == context);
        OK(cuCtxSetCurrent(again));
        OK(cuMemAlloc_v2(&out, 64));
        OK(cuMemFree_v2(out));
        selftest_end_context();
    }
    /* Work that is told to fail. */
    selftest_context();
    OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    OK(cuMemAlloc_v2(&out, 64));
    EXPECT_TRUE(standin_cuda_fail("work=700@2") == 0);
    OK(cuMemsetD8Async(out, 1, 64, stream));
    OK(cuStreamSynchronize(stream));
    OK(cuMemsetD8Async(out, 1, 64, stream));
    expect_poisoned(stream, out);
}

static void *try_in_thread(void *const context)
{
    CUdeviceptr address = 0;
    OK(cuCtxSetCurrent(context));
    for (int i = 0; i < 50; i++)
    {
        CUstream stream = NULL;
        OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
        OK(cuMemAllocAsync(&address, 4096, stream));
        OK(cuMemsetD8Async(address, 3, 4096, stream));
        OK(cuMemFreeAsync(address, stream));
        OK(cuStreamDestroy_v2(stream));
    }
    return NULL;
}

void test_failures(void)
{
    CUdeviceptr address = 0;
    pthread_t threads[4];
    const CUcontext context = selftest_context();
    EXPECT_TRUE(standin_cuda_fail("cuMemAlloc_v2=2@2,cuMemAlloc_v2=999@4+") == 0);
    OK(cuMemAlloc_v2(&address, 64));
    OK(cuMemFree_v2(address));
    EXPECT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&address, 64));
    OK(cuMemAlloc_v2(&address, 64));
    OK(cuMemFree_v2(address));
    EXPECT(CUDA_ERROR_UNKNOWN, cuMemAlloc_v2(&address, 64));
    EXPECT(CUDA_ERROR_UNKNOWN, cuMemAlloc_v2(&address, 64));
    EXPECT_TRUE(strcmp(standin_cuda_last_failure(), "cuMemAlloc_v2: told to fail") == 0);
    EXPECT_TRUE(standin_cuda_fail_clear() == 1);
    EXPECT_TRUE(standin_cuda_calls("cuMemAlloc_v2") == 5);
    EXPECT_TRUE(standin_cuda_successes("cuMemAlloc_v2") == 2);
    EXPECT_TRUE(standin_cuda_calls("cuNoSuchFunction") == -1);
    EXPECT_TRUE(standin_cuda_fail("cuMemAlloc_v2=2,cuNoSuchFunction=2") == -1);
    EXPECT_TRUE(standin_cuda_fail("cuMemAlloc_v2") == -1);
    EXPECT_TRUE(standin_cuda_fail("cuMemAlloc_v2=0") == -1);
    EXPECT_TRUE(standin_cuda_fail("cuMemAlloc_v2=2@0") == -1);
    EXPECT_TRUE(standin_cuda_fail("cuMemAlloc_v2=2x") == -1);
    EXPECT_TRUE(standin_cuda_fail_clear() == 0);
    EXPECT_TRUE(standin_cuda_live("no_such_kind") == -1);

    for (int i = 0; i < 4; i++)
    {
        pthread_create(&threads[i], NULL, try_in_thread, context);
    }
    for (int i = 0; i < 4; i++)
    {
        pthread_join(threads[i], NULL);
    }
    OK(cuCtxSynchronize());
    selftest_end_context();
}
