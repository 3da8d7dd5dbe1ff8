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
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "standin.h"

CUresult cuMemHostAlloc(void **const address, const size_t bytes, const unsigned int flags)
{
    enum
    {
        FLAGS = CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP | CU_MEMHOSTALLOC_WRITECOMBINED
    };
    BEGIN(cuMemHostAlloc);
    CHECK_GIVEN(address);
    CHECK(bytes > 0, CUDA_ERROR_INVALID_VALUE, "0 bytes");
    CHECK((flags & ~(unsigned int)FLAGS) == 0, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    const CUresult forbidden = capture_forbids("an allocation");
    if (forbidden != CUDA_SUCCESS)
    {
        return call_end(forbidden);
    }
    struct range *const range = range_map(RANGE_HOST, call_context(), bytes);
    CHECK(range != NULL, CUDA_ERROR_OUT_OF_MEMORY, "the host has no %zu bytes", bytes);
    range->flags = flags;
    *address = (void *)range->base;
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemFreeHost(void *const address)
{
    BEGIN(cuMemFreeHost);
    CHECK_GIVEN(address);
    const CUresult forbidden = capture_forbids("freeing memory");
    if (forbidden != CUDA_SUCCESS)
    {
        return call_end(forbidden);
    }
    struct range *const range = range_of((uintptr_t)address, 1, 1u << RANGE_HOST);
    CHECK(
        range != NULL && range->base == (uintptr_t)address, CUDA_ERROR_INVALID_VALUE,
        "%p is not the start of an allocation of the host", address);
    return call_end(range_retire(range));
}

/* Whether the process has mapped all bytes, readable and, if asked, writable. */
static bool is_mapped(const uintptr_t from, const uintptr_t to, const bool writable)
{
    FILE *const maps = fopen("/proc/self/maps", "r");
    uintptr_t covered = from;
    char line[1024];
    while (maps != NULL && covered < to && fgets(line, sizeof(line), maps) != NULL)
    {
        uintptr_t start;
        uintptr_t end;
        char rights[5];
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &start, &end, rights) == 3 && start <= covered &&
            covered < end && rights[0] == 'r' && (!writable || rights[1] == 'w'))
        {
            covered = end;
        }
    }
    if (maps != NULL)
    {
        fclose(maps);
    }
    return covered >= to;
}

CUresult cuMemHostRegister_v2(void *const address, const size_t bytes, const unsigned int flags)
{
    enum
    {
        FLAGS = CU_MEMHOSTREGISTER_PORTABLE | CU_MEMHOSTREGISTER_DEVICEMAP | CU_MEMHOSTREGISTER_IOMEMORY |
            CU_MEMHOSTREGISTER_READ_ONLY
    };
    BEGIN(cuMemHostRegister_v2);
    CHECK_GIVEN(address);
    CHECK(bytes > 0, CUDA_ERROR_INVALID_VALUE, "0 bytes");
    CHECK((flags & ~(unsigned int)FLAGS) == 0, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    CHECK(
        (flags & CU_MEMHOSTREGISTER_IOMEMORY) == 0, CUDA_ERROR_INVALID_VALUE, "%p is not the memory of a device",
        address);
    const bool read_only = (flags & CU_MEMHOSTREGISTER_READ_ONLY) != 0;
    CHECK(
        !read_only || device_attribute(CU_DEVICE_ATTRIBUTE_READ_ONLY_HOST_REGISTER_SUPPORTED) != 0,
        CUDA_ERROR_NOT_SUPPORTED, "the device registers no read-only memory");
    const CUresult forbidden = capture_forbids("registering memory");
    if (forbidden != CUDA_SUCCESS)
    {
        return call_end(forbidden);
    }
    const uintptr_t base = (uintptr_t)address;
    CHECK(base + bytes > base, CUDA_ERROR_INVALID_VALUE, "%p + %zu overflows", address, bytes);
    CHECK(
        !range_overlaps(base, bytes, RANGES_OF_DEVICE), CUDA_ERROR_INVALID_VALUE, "%p is device memory", address);

    /* Whole pages are locked, so that two ranges must not share one. */
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    const uintptr_t first = base & ~page;
    const uintptr_t end = (base + bytes + page) & ~page;
    CHECK(
        !range_overlaps(first, end - first, RANGES_OF_HOST), CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED,
        "%p + %zu shares pages with memory that is registered", address, bytes);
    CHECK(
        is_mapped(first, end, !read_only), CUDA_ERROR_INVALID_VALUE, "%p + %zu is not all mapped %s", address, bytes,
        read_only ? "readable" : "writable");

    struct range *const range = range_add(RANGE_REGISTERED, call_context(), address, bytes);
    CHECK(range != NULL, CUDA_ERROR_OUT_OF_MEMORY, "no memory to note it");
    range->flags = flags;
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemHostUnregister(void *const address)
{
    BEGIN(cuMemHostUnregister);
    CHECK_GIVEN(address);
    const CUresult forbidden = capture_forbids("unregistering memory");
    if (forbidden != CUDA_SUCCESS)
    {
        return call_end(forbidden);
    }
    struct range *const range = range_of((uintptr_t)address, 1, 1u << RANGE_REGISTERED);
    CHECK(
        range != NULL && range->base == (uintptr_t)address, CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED,
        "%p is not the start of a registered range", address);
    return call_end(range_retire(range));
}

CUresult cuMemHostGetDevicePointer_v2(CUdeviceptr *const device, void *const address, const unsigned int flags)
{
    BEGIN(cuMemHostGetDevicePointer_v2);
    CHECK_GIVEN(device);
    CHECK_GIVEN(address);
    CHECK(flags == 0, CUDA_ERROR_INVALID_VALUE, "flags are %u, not 0", flags);
    CHECK(
        range_of((uintptr_t)address, 1, RANGES_OF_HOST) != NULL, CUDA_ERROR_INVALID_VALUE,
        "%p is in no pinned memory", address);
    *device = (CUdeviceptr)(uintptr_t)address;
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemHostGetFlags(unsigned int *const flags, void *const address)
{
    BEGIN(cuMemHostGetFlags);
    CHECK_GIVEN(flags);
    CHECK_GIVEN(address);
    const struct range *const range = range_of((uintptr_t)address, 1, 1u << RANGE_HOST);
    CHECK(range != NULL, CUDA_ERROR_INVALID_VALUE, "%p is in no allocation of the host", address);
    /* With unified addressing all of it is mapped. */
    *flags = range->flags | CU_MEMHOSTALLOC_DEVICEMAP;
    return call_end(CUDA_SUCCESS);
}

static CUresult answer(void *const data, const void *const value, const size_t bytes)
{
    memcpy(data, value, bytes);
    return CUDA_SUCCESS;
}

static CUresult attribute_of(
    const struct range *const range, const CUdeviceptr address, const int attribute, void *const data)
{
    const bool host = range->kind == RANGE_HOST || range->kind == RANGE_REGISTERED;
    const CUcontext context = object_handle(&range->context->object);
    const void *const pointer = (const void *)(uintptr_t)address;
    const void *const base = (const void *)range->base;
    const unsigned int type = host ? CU_MEMORYTYPE_HOST : CU_MEMORYTYPE_DEVICE;
    const CUmemoryPool pool =
        range->kind == RANGE_POOLED ? object_handle(&range->context->pool.object) : NULL;
    const int none = 0;
    const int one = 1;
    switch (attribute)
    {
        case CU_POINTER_ATTRIBUTE_CONTEXT:
            return answer(data, &context, sizeof(context));
        case CU_POINTER_ATTRIBUTE_MEMORY_TYPE:
            return answer(data, &type, sizeof(type));
        case CU_POINTER_ATTRIBUTE_DEVICE_POINTER:
            return answer(data, &pointer, sizeof(pointer));
        case CU_POINTER_ATTRIBUTE_HOST_POINTER:
            return host ?
                answer(data, &pointer, sizeof(pointer)) :
                call_says(CUDA_ERROR_INVALID_VALUE, "0x%llx has no address on the host", address);
        case CU_POINTER_ATTRIBUTE_BUFFER_ID:
            return answer(data, &range->id, sizeof(range->id));
        case CU_POINTER_ATTRIBUTE_IS_MANAGED:
            return answer(data, &none, sizeof(none));
        case CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL:
            return answer(data, &range->context->device, sizeof(int));
        case CU_POINTER_ATTRIBUTE_RANGE_START_ADDR:
            return answer(data, &base, sizeof(base));
        case CU_POINTER_ATTRIBUTE_RANGE_SIZE:
            return answer(data, &range->bytes, sizeof(range->bytes));
        case CU_POINTER_ATTRIBUTE_MAPPED:
            return answer(data, &one, sizeof(one));
        case CU_POINTER_ATTRIBUTE_MEMPOOL_HANDLE:
            return answer(data, &pool, sizeof(pool));
        default:
            return call_says(CUDA_ERROR_NOT_SUPPORTED, "the stand-in has no pointer attribute %d", attribute);
    }
}

CUresult cuPointerGetAttribute(void *const data, const CUpointer_attribute attribute, const CUdeviceptr address)
{
    BEGIN(cuPointerGetAttribute);
    CHECK_GIVEN(data);
    CHECK(
        attribute >= CU_POINTER_ATTRIBUTE_CONTEXT && attribute <= CU_POINTER_ATTRIBUTE_IS_HW_DECOMPRESS_CAPABLE,
        CUDA_ERROR_INVALID_VALUE, "no pointer attribute %d", (int)attribute);
    const struct range *const range = range_of((uintptr_t)address, 1, RANGES_ALL);
    CHECK(range != NULL, CUDA_ERROR_INVALID_VALUE, "the driver does not know 0x%llx", address);
    return call_end(attribute_of(range, address, (int)attribute, data));
}
