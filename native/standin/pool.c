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
#include <string.h>

#include "standin.h"

#define GRANULE_BYTES ((size_t)512)

static uint64_t pool_bytes(const size_t bytes)
{
    return (bytes + GRANULE_BYTES - 1) / GRANULE_BYTES * GRANULE_BYTES;
}

void pool_returned(struct range *const range)
{
    range->context->pool.used_bytes -= pool_bytes(range->bytes);
}

void pool_settle(struct context *const context)
{
    struct pool *const pool = &context->pool;
    const uint64_t kept = pool->used_bytes > pool->release_threshold ? pool->used_bytes : pool->release_threshold;
    pool->reserved_bytes = pool->reserved_bytes < kept ? pool->reserved_bytes : kept;
}

static uint64_t greater(const uint64_t a, const uint64_t b)
{
    return a > b ? a : b;
}

CUresult cuMemAllocAsync(CUdeviceptr *const address, const size_t bytes, const CUstream handle)
{
    BEGIN(cuMemAllocAsync);
    CHECK_GIVEN(address);
    CHECK(bytes > 0, CUDA_ERROR_INVALID_VALUE, "0 bytes");
    CHECK(
        device_attribute(CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) != 0, CUDA_ERROR_NOT_SUPPORTED,
        "no memory pools");
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    result = capture_forbids_stream(stream, "a stream-ordered allocation, which the stand-in does not capture,");
    if (result != CUDA_SUCCESS)
    {
        return call_end(result);
    }
    struct context *const context = stream->object.context;
    struct pool *const pool = &context->pool;
    const uint64_t used_bytes = pool->used_bytes + pool_bytes(bytes);
    CHECK(
        bytes <= standin_driver.memory_bytes && used_bytes <= standin_driver.memory_bytes - context->used_bytes,
        CUDA_ERROR_OUT_OF_MEMORY, "%zu bytes asked for, %zu free", bytes,
        standin_driver.memory_bytes - context->used_bytes - (size_t)pool->used_bytes);
    const struct range *const range = range_map(RANGE_POOLED, context, bytes);
    CHECK(range != NULL, CUDA_ERROR_OUT_OF_MEMORY, "the host has no %zu bytes", bytes);
    pool->used_bytes = used_bytes;
    pool->used_high = greater(pool->used_high, used_bytes);
    pool->reserved_bytes = greater(pool->reserved_bytes, used_bytes);
    pool->reserved_high = greater(pool->reserved_high, pool->reserved_bytes);
    *address = range->base;
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemFreeAsync(const CUdeviceptr address, const CUstream handle)
{
    BEGIN(cuMemFreeAsync);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    struct range *const range = range_of(address, 1, 1u << RANGE_POOLED);
    CHECK(
        range != NULL && range->base == address, CUDA_ERROR_INVALID_VALUE,
        "0x%llx is not the start of a stream-ordered allocation", address);
    result = capture_forbids_stream(stream, "freeing what the graph did not allocate");
    if (result == CUDA_SUCCESS)
    {
        range->freed = true;
        const struct work work = {.kind = WORK_FREE, .range = range};
        result = stream_submit(stream, &work);
    }
    return call_end(result);
}

CUresult cuMemPoolSetAttribute(const CUmemoryPool handle, const CUmemPool_attribute attribute, void *const value)
{
    BEGIN(cuMemPoolSetAttribute);
    CHECK_GIVEN(value);
    struct object *const object = object_find(OBJECT_POOL, handle);
    CHECK(object != NULL, CUDA_ERROR_INVALID_VALUE, "%p is no memory pool", (void *)handle);
    struct pool *const pool = &object->context->pool;
    uint64_t wide = 0;
    int narrow = 0;
    switch (attribute)
    {
        case CU_MEMPOOL_ATTR_REUSE_FOLLOW_EVENT_DEPENDENCIES:
        case CU_MEMPOOL_ATTR_REUSE_ALLOW_OPPORTUNISTIC:
        case CU_MEMPOOL_ATTR_REUSE_ALLOW_INTERNAL_DEPENDENCIES:
            memcpy(&narrow, value, sizeof(narrow));
            pool->reuse[attribute - CU_MEMPOOL_ATTR_REUSE_FOLLOW_EVENT_DEPENDENCIES] = narrow != 0;
            break;
        case CU_MEMPOOL_ATTR_RELEASE_THRESHOLD:
            memcpy(&pool->release_threshold, value, sizeof(pool->release_threshold));
            break;
        case CU_MEMPOOL_ATTR_RESERVED_MEM_HIGH:
        case CU_MEMPOOL_ATTR_USED_MEM_HIGH:
            memcpy(&wide, value, sizeof(wide));
            CHECK(wide == 0, CUDA_ERROR_INVALID_VALUE, "a high-water mark can be set to 0 only");
            if (attribute == CU_MEMPOOL_ATTR_USED_MEM_HIGH)
            {
                pool->used_high = pool->used_bytes;
            }
            else
            {
                pool->reserved_high = pool->reserved_bytes;
            }
            break;
        default:
            FAIL(CUDA_ERROR_INVALID_VALUE, "pool attribute %u cannot be set", attribute);
    }
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemPoolGetAttribute(const CUmemoryPool handle, const CUmemPool_attribute attribute, void *const value)
{
    BEGIN(cuMemPoolGetAttribute);
    CHECK_GIVEN(value);
    const struct object *const object = object_find(OBJECT_POOL, handle);
    CHECK(object != NULL, CUDA_ERROR_INVALID_VALUE, "%p is no memory pool", (void *)handle);
    const struct pool *const pool = &object->context->pool;
    const uint64_t wide[] = {
        pool->release_threshold, pool->reserved_bytes, pool->reserved_high, pool->used_bytes, pool->used_high};
    CHECK(
        attribute >= CU_MEMPOOL_ATTR_REUSE_FOLLOW_EVENT_DEPENDENCIES && attribute <= CU_MEMPOOL_ATTR_USED_MEM_HIGH,
        CUDA_ERROR_INVALID_VALUE, "no pool attribute %u", attribute);
    if (attribute < CU_MEMPOOL_ATTR_RELEASE_THRESHOLD)
    {
        memcpy(value, &pool->reuse[attribute - CU_MEMPOOL_ATTR_REUSE_FOLLOW_EVENT_DEPENDENCIES], sizeof(int));
    }
    else
    {
        memcpy(value, &wide[attribute - CU_MEMPOOL_ATTR_RELEASE_THRESHOLD], sizeof(uint64_t));
    }
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemPoolTrimTo(const CUmemoryPool handle, const size_t bytes_kept)
{
    BEGIN(cuMemPoolTrimTo);
    const struct object *const object = object_find(OBJECT_POOL, handle);
    CHECK(object != NULL, CUDA_ERROR_INVALID_VALUE, "%p is no memory pool", (void *)handle);
    struct pool *const pool = &object->context->pool;
    const uint64_t kept = greater(pool->used_bytes, bytes_kept);
    pool->reserved_bytes = pool->reserved_bytes < kept ? pool->reserved_bytes : kept;
    return call_end(CUDA_SUCCESS);
}
