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

#include "standin.h"

/* Whether a copy's side on the host is sound: not device memory, and not running past the end of pinned memory. */
static CUresult check_host(const void *const address, const size_t bytes)
{
    const uintptr_t base = (uintptr_t)address;
    if (address == NULL || base + bytes < base)
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "%p + %zu is no memory of the host", address, bytes);
    }
    if (range_overlaps(base, bytes, RANGES_OF_DEVICE))
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "%p + %zu is device memory, not the host's", address, bytes);
    }
    if (range_overlaps(base, bytes, RANGES_OF_HOST) && range_of(base, bytes, RANGES_OF_HOST) == NULL)
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "%p + %zu is pinned in part only", address, bytes);
    }
    return CUDA_SUCCESS;
}

static CUresult check_device(const CUdeviceptr address, const size_t bytes)
{
    if (range_of(address, bytes, RANGES_ALL) == NULL)
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "0x%llx + %zu is in no one allocation", address, bytes);
    }
    return CUDA_SUCCESS;
}

static CUresult submit(struct stream *const stream, const uintptr_t to, const uintptr_t from, const size_t bytes)
{
    const struct work work = {.kind = WORK_COPY, .copy = {.to = to, .from = from, .bytes = bytes}};
    return stream_submit(stream, &work);
}

/* Copies in the default stream and waits for it, as the calls without a stream do. */
static CUresult copy_now(const uintptr_t to, const uintptr_t from, const size_t bytes)
{
    struct stream *const stream = call_context()->legacy;
    CUresult result = capture_forbids("a copy that waits");
    if (result == CUDA_SUCCESS)
    {
        result = submit(stream, to, from, bytes);
    }
    return call_end(result == CUDA_SUCCESS ? stream_wait(stream) : result);
}

CUresult cuMemcpyHtoD_v2(const CUdeviceptr to, const void *const from, const size_t bytes)
{
    BEGIN(cuMemcpyHtoD_v2);
    CUresult result = bytes == 0 ? CUDA_SUCCESS : check_device(to, bytes);
    result = bytes == 0 || result != CUDA_SUCCESS ? result : check_host(from, bytes);
    return bytes == 0 || result != CUDA_SUCCESS ? call_end(result) : copy_now(to, (uintptr_t)from, bytes);
}

CUresult cuMemcpyDtoH_v2(void *const to, const CUdeviceptr from, const size_t bytes)
{
    BEGIN(cuMemcpyDtoH_v2);
    CUresult result = bytes == 0 ? CUDA_SUCCESS : check_device(from, bytes);
    result = bytes == 0 || result != CUDA_SUCCESS ? result : check_host(to, bytes);
    return bytes == 0 || result != CUDA_SUCCESS ? call_end(result) : copy_now((uintptr_t)to, from, bytes);
}

CUresult cuMemcpyDtoD_v2(const CUdeviceptr to, const CUdeviceptr from, const size_t bytes)
{
    BEGIN(cuMemcpyDtoD_v2);
    CUresult result = bytes == 0 ? CUDA_SUCCESS : check_device(to, bytes);
    result = bytes == 0 || result != CUDA_SUCCESS ? result : check_device(from, bytes);
    return bytes == 0 || result != CUDA_SUCCESS ? call_end(result) : copy_now(to, from, bytes);
}

struct staging
{
    void *to;
    const void *from;
    size_t bytes;
};

static void fill_staging(void *const argument)
{
    const struct staging *const staging = argument;
    memcpy(staging->to, staging->from, staging->bytes);
}

/* Pageable memory is read before the call returns, so that the caller may change it then. */
static CUresult copy_pageable(
    struct stream *const stream, const uintptr_t to, const void *const from, const size_t bytes)
{
    struct staging staging = {malloc(bytes), from, bytes};
    if (staging.to == NULL)
    {
        return call_says(CUDA_ERROR_OUT_OF_MEMORY, "no memory to stage %zu bytes", bytes);
    }
    if (!fault_guard(fill_staging, &staging))
    {
        free(staging.to);
        return call_says(CUDA_ERROR_INVALID_VALUE, "%p + %zu cannot be read", from, bytes);
    }
    const struct work work = {
        .kind = WORK_COPY, .copy = {.to = to, .from = (uintptr_t)from, .bytes = bytes, .staging = staging.to}};
    return stream_submit(stream, &work);
}

CUresult cuMemcpyHtoDAsync_v2(
    const CUdeviceptr to, const void *const from, const size_t bytes, const CUstream handle)
{
    BEGIN(cuMemcpyHtoDAsync_v2);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL || bytes == 0)
    {
        return call_end(result);
    }
    result = check_device(to, bytes);
    result = result == CUDA_SUCCESS ? check_host(from, bytes) : result;
    if (result != CUDA_SUCCESS)
    {
        return call_end(result);
    }
    const bool pageable = stream->capture == NULL && range_of((uintptr_t)from, bytes, RANGES_OF_HOST) == NULL;
    return call_end(
        pageable ? copy_pageable(stream, to, from, bytes) : submit(stream, to, (uintptr_t)from, bytes));
}

CUresult cuMemcpyDtoHAsync_v2(void *const to, const CUdeviceptr from, const size_t bytes, const CUstream handle)
{
    BEGIN(cuMemcpyDtoHAsync_v2);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL || bytes == 0)
    {
        return call_end(result);
    }
    result = check_device(from, bytes);
    result = result == CUDA_SUCCESS ? check_host(to, bytes) : result;
    result = result == CUDA_SUCCESS ? submit(stream, (uintptr_t)to, from, bytes) : result;
    /* Into pageable memory the copy is done when the call returns. */
    const bool waits = result == CUDA_SUCCESS && stream->capture == NULL &&
        range_of((uintptr_t)to, bytes, RANGES_OF_HOST) == NULL;
    return call_end(waits ? stream_wait(stream) : result);
}

CUresult cuMemcpyDtoDAsync_v2(
    const CUdeviceptr to, const CUdeviceptr from, const size_t bytes, const CUstream handle)
{
    BEGIN(cuMemcpyDtoDAsync_v2);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL || bytes == 0)
    {
        return call_end(result);
    }
    result = check_device(to, bytes);
    result = result == CUDA_SUCCESS ? check_device(from, bytes) : result;
    return call_end(result == CUDA_SUCCESS ? submit(stream, to, from, bytes) : result);
}

static CUresult set_memory(
    const CUdeviceptr to, const uint32_t value, const unsigned int width, const size_t count, const CUstream handle)
{
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL || count == 0)
    {
        return call_end(result);
    }
    CHECK(to % width == 0, CUDA_ERROR_INVALID_VALUE, "0x%llx is no multiple of %u", to, width);
    CHECK(count <= SIZE_MAX / width, CUDA_ERROR_INVALID_VALUE, "%zu elements of %u bytes", count, width);
    result = check_device(to, count * width);
    if (result == CUDA_SUCCESS)
    {
        const struct work work = {
            .kind = WORK_SET, .set = {.to = to, .value = value, .width = width, .count = count}};
        result = stream_submit(stream, &work);
    }
    return call_end(result);
}

CUresult cuMemsetD8Async(
    const CUdeviceptr to, const unsigned char value, const size_t count, const CUstream handle)
{
    BEGIN(cuMemsetD8Async);
    return set_memory(to, value, 1, count, handle);
}

CUresult cuMemsetD32Async(
    const CUdeviceptr to, const unsigned int value, const size_t count, const CUstream handle)
{
    BEGIN(cuMemsetD32Async);
    return set_memory(to, value, 4, count, handle);
}

/* ---- Words that streams wait for and write ---- */

static CUresult submit_word(
    const enum work_kind kind, const CUstream handle, const CUdeviceptr at, const uint64_t value,
    const unsigned int width, const unsigned int flags)
{
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    CHECK(at % width == 0, CUDA_ERROR_INVALID_VALUE, "0x%llx is no multiple of %u", at, width);
    CHECK(
        width == 4 || device_attribute(CU_DEVICE_ATTRIBUTE_CAN_USE_64_BIT_STREAM_MEM_OPS) != 0,
        CUDA_ERROR_NOT_SUPPORTED, "the device has no 64-bit memory operations in streams");
    result = check_device(at, width);
    if (result == CUDA_SUCCESS)
    {
        const struct work work = {
            .kind = kind, .word = {.at = at, .value = value, .width = width, .flags = flags}};
        result = stream_submit(stream, &work);
    }
    return call_end(result);
}

static CUresult wait_value(
    const CUstream handle, const CUdeviceptr at, const uint64_t value, const unsigned int width,
    const unsigned int flags)
{
    const unsigned int known = CU_STREAM_WAIT_VALUE_NOR | CU_STREAM_WAIT_VALUE_FLUSH;
    CHECK((flags & ~known) == 0, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    CHECK(
        (flags & CU_STREAM_WAIT_VALUE_FLUSH) == 0 ||
            device_attribute(CU_DEVICE_ATTRIBUTE_CAN_FLUSH_REMOTE_WRITES) != 0,
        CUDA_ERROR_NOT_SUPPORTED, "the device cannot flush remote writes");
    CHECK(
        (flags & CU_STREAM_WAIT_VALUE_NOR) != CU_STREAM_WAIT_VALUE_NOR ||
            device_attribute(CU_DEVICE_ATTRIBUTE_CAN_USE_STREAM_WAIT_VALUE_NOR) != 0,
        CUDA_ERROR_NOT_SUPPORTED, "the device has no NOR condition");
    return submit_word(WORK_WAIT, handle, at, value, width, flags);
}

static CUresult write_value(
    const CUstream handle, const CUdeviceptr at, const uint64_t value, const unsigned int width,
    const unsigned int flags)
{
    CHECK(flags <= CU_STREAM_WRITE_VALUE_NO_MEMORY_BARRIER, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    return submit_word(WORK_WRITE, handle, at, value, width, flags);
}

CUresult cuStreamWaitValue32_v2(
    const CUstream handle, const CUdeviceptr at, const cuuint32_t value, const unsigned int flags)
{
    BEGIN(cuStreamWaitValue32_v2);
    return wait_value(handle, at, value, 4, flags);
}

CUresult cuStreamWaitValue64_v2(
    const CUstream handle, const CUdeviceptr at, const cuuint64_t value, const unsigned int flags)
{
    BEGIN(cuStreamWaitValue64_v2);
    return wait_value(handle, at, value, 8, flags);
}

CUresult cuStreamWriteValue32_v2(
    const CUstream handle, const CUdeviceptr at, const cuuint32_t value, const unsigned int flags)
{
    BEGIN(cuStreamWriteValue32_v2);
    return write_value(handle, at, value, 4, flags);
}

CUresult cuStreamWriteValue64_v2(
    const CUstream handle, const CUdeviceptr at, const cuuint64_t value, const unsigned int flags)
{
    BEGIN(cuStreamWriteValue64_v2);
    return write_value(handle, at, value, 8, flags);
}
