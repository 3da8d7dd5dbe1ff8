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
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "selftest.h"

enum
{
    PAGE_BYTES = 4096
};

void test_memory(void)
{
    CUdeviceptr address = 0;
    CUdeviceptr other = 0;
    size_t free_bytes = 0;
    size_t total_bytes = 0;
    size_t before_bytes = 0;
    selftest_fresh();
    EXPECT_TRUE(standin_cuda_set("memory_bytes", 1 << 20) == 0);
    CUcontext context;
    OK(cuInit(0));
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    EXPECT(CUDA_ERROR_INVALID_CONTEXT, cuMemAlloc_v2(&address, 64));
    OK(cuCtxSetCurrent(context));

    OK(cuMemGetInfo_v2(&before_bytes, &total_bytes));
    EXPECT_TRUE(before_bytes == 1 << 20 && total_bytes == 1 << 20);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemGetInfo_v2(NULL, &total_bytes));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemGetInfo_v2(&free_bytes, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemAlloc_v2(NULL, 64));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemAlloc_v2(&address, 0));
    EXPECT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&address, (1 << 20) + 1));
    EXPECT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&address, SIZE_MAX));
    OK(cuMemAlloc_v2(&address, 1000));
    EXPECT_TRUE(address % 256 == 0);
    OK(cuMemGetInfo_v2(&free_bytes, &total_bytes));
    EXPECT_TRUE(before_bytes - free_bytes == 1024);
    EXPECT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAlloc_v2(&other, 1 << 20));
    EXPECT_TRUE(standin_cuda_live("device") == 1);

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(address + 8));
    OK(cuMemFree_v2(address));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFree_v2(address));
    OK(cuMemGetInfo_v2(&free_bytes, &total_bytes));
    EXPECT_TRUE(before_bytes == free_bytes);
    selftest_end_context();
}

static uint64_t pool_number(const CUmemoryPool pool, const CUmemPool_attribute attribute)
{
    uint64_t number = UINT64_MAX;
    OK(cuMemPoolGetAttribute(pool, attribute, &number));
    return number;
}

void test_pool(void)
{
    CUdeviceptr address = 0;
    CUdeviceptr plain = 0;
    CUmemoryPool pool = NULL;
    CUmemoryPool found = NULL;
    CUstream stream = NULL;
    uint64_t number = 4096;
    int flag = 0;
    selftest_context();
    OK(cuDeviceGetDefaultMemPool(&pool, 0));
    OK(cuStreamCreate(&stream, CU_STREAM_NON_BLOCKING));
    OK(cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_RELEASE_THRESHOLD, &number));
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_RELEASE_THRESHOLD) == 4096);
    OK(cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_REUSE_ALLOW_OPPORTUNISTIC, &flag));
    flag = 99;
    OK(cuMemPoolGetAttribute(pool, CU_MEMPOOL_ATTR_REUSE_ALLOW_OPPORTUNISTIC, &flag));
    EXPECT_TRUE(flag == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_USED_MEM_CURRENT, &number));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_USED_MEM_HIGH, &number));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_RELEASE_THRESHOLD, NULL));
    EXPECT(
        CUDA_ERROR_INVALID_VALUE,
        cuMemPoolSetAttribute(FORGED(CUmemoryPool), CU_MEMPOOL_ATTR_RELEASE_THRESHOLD, &number));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemPoolGetAttribute(pool, 99, &number));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemPoolGetAttribute(pool, CU_MEMPOOL_ATTR_USED_MEM_HIGH, NULL));
    EXPECT(
        CUDA_ERROR_INVALID_VALUE,
        cuMemPoolGetAttribute(FORGED(CUmemoryPool), CU_MEMPOOL_ATTR_USED_MEM_HIGH, &number));

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemAllocAsync(NULL, 64, stream));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemAllocAsync(&address, 0, stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemAllocAsync(&address, 64, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_OUT_OF_MEMORY, cuMemAllocAsync(&address, SIZE_MAX - 4096, stream));
    OK(cuMemAllocAsync(&address, 10000, stream));
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_USED_MEM_CURRENT) == 10240);
    OK(cuPointerGetAttribute(&found, CU_POINTER_ATTRIBUTE_MEMPOOL_HANDLE, address));
    EXPECT_TRUE(found == pool);
    OK(cuMemsetD8Async(address, 7, 10000, stream));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeAsync(address + 4, stream));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemFreeAsync(address, FORGED(CUstream)));
    OK(cuMemFreeAsync(address, stream));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeAsync(address, stream));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemsetD8Async(address, 7, 1, stream));
    OK(cuStreamSynchronize(stream));
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_USED_MEM_CURRENT) == 0);
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_USED_MEM_HIGH) == 10240);
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT) == 4096);
    OK(cuMemPoolTrimTo(pool, 0));
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT) == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemPoolTrimTo(FORGED(CUmemoryPool), 0));
    number = 0;
    OK(cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_USED_MEM_HIGH, &number));
    OK(cuMemPoolSetAttribute(pool, CU_MEMPOOL_ATTR_RESERVED_MEM_HIGH, &number));
    EXPECT_TRUE(pool_number(pool, CU_MEMPOOL_ATTR_USED_MEM_HIGH) == 0);

    OK(cuMemAlloc_v2(&plain, 64));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeAsync(plain, stream));
    OK(cuMemFree_v2(plain));
    OK(cuMemAllocAsync(&address, 64, stream));
    OK(cuMemFree_v2(address));
    OK(cuStreamDestroy_v2(stream));
    selftest_end_context();
}

static void test_registered(void)
{
    char *const memory = mmap(NULL, 4 * PAGE_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *const read_only = mmap(NULL, PAGE_BYTES, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CUdeviceptr device = 0;
    unsigned int flags = 0;
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2(NULL, 64, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2(memory, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2(memory, 64, 0x100));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2(memory, 64, CU_MEMHOSTREGISTER_IOMEMORY));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2((void *)PAGE_BYTES, 64, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2(memory, SIZE_MAX, 0));
    OK(cuMemHostRegister_v2(memory + 8, 64, CU_MEMHOSTREGISTER_DEVICEMAP));
    EXPECT(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, cuMemHostRegister_v2(memory + 8, 64, 0));
    EXPECT(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, cuMemHostRegister_v2(memory + 1024, PAGE_BYTES, 0));
    OK(cuMemHostRegister_v2(memory + 2 * PAGE_BYTES, PAGE_BYTES, CU_MEMHOSTREGISTER_PORTABLE));
    EXPECT_TRUE(standin_cuda_live("registered") == 2);
    OK(cuMemHostGetDevicePointer_v2(&device, memory + 16, 0));
    EXPECT_TRUE(device == (uintptr_t)memory + 16);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetFlags(&flags, memory + 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeHost(memory + 8));

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostRegister_v2(read_only, 64, 0));
    OK(cuMemHostRegister_v2(read_only, 64, CU_MEMHOSTREGISTER_READ_ONLY));
    OK(cuMemHostUnregister(read_only));
    EXPECT_TRUE(standin_cuda_set("attribute_113", 0) == 0);
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuMemHostRegister_v2(read_only, 64, CU_MEMHOSTREGISTER_READ_ONLY));

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostUnregister(NULL));
    EXPECT(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, cuMemHostUnregister(memory));
    EXPECT(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, cuMemHostUnregister(memory + 16));
    OK(cuMemHostUnregister(memory + 8));
    EXPECT(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, cuMemHostUnregister(memory + 8));
    OK(cuMemHostUnregister(memory + 2 * PAGE_BYTES));
    munmap(memory, 4 * PAGE_BYTES);
    munmap(read_only, PAGE_BYTES);
}

static void test_pointer_attributes(void *const host)
{
    CUdeviceptr address = 0;
    CUcontext context = NULL;
    CUcontext current = NULL;
    unsigned int type = 0;
    int ordinal = -1;
    void *pointer = NULL;
    size_t bytes = 0;
    unsigned long long id = 0;
    OK(cuMemAlloc_v2(&address, 256));
    OK(cuCtxGetCurrent(&current));
    OK(cuPointerGetAttribute(&context, CU_POINTER_ATTRIBUTE_CONTEXT, address));
    EXPECT_TRUE(context == current);
    OK(cuPointerGetAttribute(&type, CU_POINTER_ATTRIBUTE_MEMORY_TYPE, address + 255));
    EXPECT_TRUE(type == CU_MEMORYTYPE_DEVICE);
    OK(cuPointerGetAttribute(&type, CU_POINTER_ATTRIBUTE_MEMORY_TYPE, (uintptr_t)host));
    EXPECT_TRUE(type == CU_MEMORYTYPE_HOST);
    OK(cuPointerGetAttribute(&pointer, CU_POINTER_ATTRIBUTE_HOST_POINTER, (uintptr_t)host));
    EXPECT_TRUE(pointer == host);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuPointerGetAttribute(&pointer, CU_POINTER_ATTRIBUTE_HOST_POINTER, address));
    OK(cuPointerGetAttribute(&pointer, CU_POINTER_ATTRIBUTE_DEVICE_POINTER, address));
    OK(cuPointerGetAttribute(&ordinal, CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL, address));
    EXPECT_TRUE(ordinal == 0);
    OK(cuPointerGetAttribute(&pointer, CU_POINTER_ATTRIBUTE_RANGE_START_ADDR, address + 100));
    EXPECT_TRUE((uintptr_t)pointer == address);
    OK(cuPointerGetAttribute(&bytes, CU_POINTER_ATTRIBUTE_RANGE_SIZE, address));
    EXPECT_TRUE(bytes == 256);
    OK(cuPointerGetAttribute(&id, CU_POINTER_ATTRIBUTE_BUFFER_ID, address));
    OK(cuPointerGetAttribute(&ordinal, CU_POINTER_ATTRIBUTE_IS_MANAGED, address));
    OK(cuPointerGetAttribute(&ordinal, CU_POINTER_ATTRIBUTE_MAPPED, address));
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuPointerGetAttribute(&id, CU_POINTER_ATTRIBUTE_SYNC_MEMOPS, address));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuPointerGetAttribute(NULL, CU_POINTER_ATTRIBUTE_CONTEXT, address));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuPointerGetAttribute(&id, 0, address));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuPointerGetAttribute(&id, CU_POINTER_ATTRIBUTE_CONTEXT, address + 256));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuPointerGetAttribute(&id, CU_POINTER_ATTRIBUTE_CONTEXT, (uintptr_t)&id));
    OK(cuMemFree_v2(address));
}

void test_host_memory(void)
{
    void *host = NULL;
    unsigned int flags = 99;
    CUdeviceptr device = 0;
    int local = 0;
    selftest_context();
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostAlloc(NULL, 64, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostAlloc(&host, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostAlloc(&host, 64, 8));
    EXPECT(CUDA_ERROR_OUT_OF_MEMORY, cuMemHostAlloc(&host, SIZE_MAX, 0));
    OK(cuMemHostAlloc(&host, 5000, CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP));
    memset(host, 1, 5000);
    EXPECT(CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED, cuMemHostRegister_v2(host, 64, 0));
    OK(cuMemHostGetFlags(&flags, host));
    EXPECT_TRUE(flags == (CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetFlags(NULL, host));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetFlags(&flags, &local));
    OK(cuMemHostGetDevicePointer_v2(&device, host, 0));
    EXPECT_TRUE(device == (uintptr_t)host);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetDevicePointer_v2(NULL, host, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetDevicePointer_v2(&device, host, 1));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetDevicePointer_v2(&device, &local, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemHostGetDevicePointer_v2(&device, NULL, 0));
    EXPECT(CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED, cuMemHostUnregister(host));
    test_pointer_attributes(host);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeHost(NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeHost((char *)host + 8));
    OK(cuMemFreeHost(host));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemFreeHost(host));
    test_registered();
    selftest_end_context();
}

static void test_copy_errors(const CUdeviceptr address, char *const host)
{
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(address, NULL, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(address + 1020, host, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(0, host, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(address, (void *)(uintptr_t)address, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoH_v2(host, address, 1025));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoH_v2(NULL, address, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoD_v2(address, 0, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoD_v2(0, address, 8));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoDAsync_v2(address, NULL, 8, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoDAsync_v2(address, (void *)PAGE_BYTES, 8, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoHAsync_v2(host, address + 1024, 8, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoDAsync_v2(address, address + 1024, 8, NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemcpyHtoDAsync_v2(address, host, 8, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemcpyDtoHAsync_v2(host, address, 8, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemcpyDtoDAsync_v2(address, address, 8, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemsetD8Async(address, 1, 8, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuMemsetD32Async(address, 1, 8, FORGED(CUstream)));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemsetD8Async(address, 1, 1025, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemsetD32Async(address + 2, 1, 8, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemsetD32Async(address, 1, 257, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemsetD32Async(address, 1, SIZE_MAX, NULL));
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuMemsetD32Async(address, 1, 8, CU_STREAM_PER_THREAD));
    OK(cuMemcpyHtoD_v2(0, NULL, 0));
    OK(cuMemcpyDtoH_v2(NULL, 0, 0));
    OK(cuMemcpyDtoD_v2(0, 0, 0));
}

void test_copies(void)
{
    CUdeviceptr one = 0;
    CUdeviceptr two = 0;
    CUstream stream = NULL;
    void *pinned = NULL;
    char host[1025];
    char back[1024];
    selftest_context();
    OK(cuMemAlloc_v2(&one, 1024));
    OK(cuMemAlloc_v2(&two, 1024));
    OK(cuStreamCreate(&stream, CU_STREAM_DEFAULT));
    OK(cuMemHostAlloc(&pinned, 1024, 0));
    for (int i = 0; i < 1024; i++)
    {
        host[i] = (char)(i * 7);
    }
    OK(cuMemcpyHtoD_v2(one, host, 1024));
    OK(cuMemcpyDtoD_v2(two, one, 1024));
    OK(cuMemcpyDtoH_v2(back, two, 1024));
    EXPECT_TRUE(memcmp(host, back, 1024) == 0);

    /* Pageable memory may change as soon as the call returns, pinned memory is read when its turn comes. */
    OK(cuMemcpyHtoDAsync_v2(one, "pageable", 8, stream));
    memcpy(pinned, "first...", 8);
    OK(cuMemcpyDtoDAsync_v2(two, one, 8, stream));
    OK(cuMemcpyDtoHAsync_v2(pinned, two, 8, stream));
    OK(cuMemcpyDtoHAsync_v2(back, two, 8, stream));
    EXPECT_TRUE(memcmp(back, "pageable", 8) == 0);
    EXPECT_TRUE(memcmp(pinned, "pageable", 8) == 0);

    OK(cuMemsetD8Async(one, 0x11, 1024, stream));
    OK(cuMemsetD32Async(one, 0x01020304, 255, stream));
    OK(cuMemcpyDtoH_v2(back, one, 1024));
    EXPECT_TRUE(back[0] == 4 && back[1019] == 1 && back[1020] == 0x11 && back[1023] == 0x11);
    /* Device copies also take pinned memory by its device address. */
    OK(cuMemcpyDtoD_v2((uintptr_t)pinned, one, 8));
    EXPECT_TRUE(memcmp(pinned, back, 8) == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyHtoD_v2(one, (char *)pinned + 1020, 8));
    test_copy_errors(one, host);
    OK(cuMemFreeHost(pinned));
    OK(cuStreamDestroy_v2(stream));
    OK(cuMemFree_v2(one));
    OK(cuMemFree_v2(two));
    selftest_end_context();
}
