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
#include <sys/mman.h>
#include <unistd.h>

#include "standin.h"

/* Device memory is given out in these steps, at addresses that are multiples of them, and counted by them. */
#define GRANULE_BYTES ((size_t)512)

static struct range *ranges;
static unsigned long long last_id;

static size_t round_up(const size_t bytes, const size_t step)
{
    return (bytes + step - 1) / step * step;
}

static struct range *add(
    const enum range_kind kind, struct context *const context, const uintptr_t base, const size_t bytes)
{
    struct range *const range = calloc(1, sizeof(*range));
    if (range != NULL)
    {
        range->kind = kind;
        range->context = context;
        range->base = base;
        range->bytes = bytes;
        range->id = ++last_id;
        range->next = ranges;
        ranges = range;
    }
    return range;
}

struct range *range_add(
    const enum range_kind kind, struct context *const context, void *const base, const size_t bytes)
{
    return add(kind, context, (uintptr_t)base, bytes);
}

struct range *range_map(const enum range_kind kind, struct context *const context, const size_t bytes)
{
    const size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    const size_t usable_bytes = round_up(bytes, page_bytes);
    const size_t mapping_bytes = usable_bytes + 2 * page_bytes;
    if (mapping_bytes < bytes)
    {
        return NULL;
    }
    char *const mapping = mmap(
        NULL, mapping_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED)
    {
        return NULL;
    }
    /* Unmapped pages at both ends: what runs past the end of the range faults, but for the rest of its last granule. */
    char *const usable = mapping + page_bytes;
    char *const base = usable + usable_bytes - round_up(bytes, GRANULE_BYTES);
    struct range *range = NULL;
    if (mprotect(usable, usable_bytes, PROT_READ | PROT_WRITE) == 0)
    {
        range = add(kind, context, (uintptr_t)(kind == RANGE_HOST ? usable : base), bytes);
    }
    if (range == NULL)
    {
        munmap(mapping, mapping_bytes);
        return NULL;
    }
    range->mapping = mapping;
    range->mapping_bytes = mapping_bytes;
    return range;
}

void range_remove(struct range *const range)
{
    struct range **link = &ranges;
    while (*link != range)
    {
        link = &(*link)->next;
    }
    *link = range->next;
    if (range->kind == RANGE_DEVICE)
    {
        range->context->used_bytes -= round_up(range->bytes, GRANULE_BYTES);
    }
    if (range->mapping != NULL)
    {
        munmap(range->mapping, range->mapping_bytes);
    }
    free(range);
}

CUresult range_retire(struct range *const range)
{
    const unsigned long long id = range->id;
    /* Out of the reach of other calls while the lock is given back. */
    range->freed = true;
    const CUresult result = context_wait(range->context);
    for (struct range *left = ranges; left != NULL; left = left->next)
    {
        if (left->id == id)
        {
            range_remove(left);
            break;
        }
    }
    return result;
}

void ranges_remove_of(const struct context *const context, long long leaked[RANGE_KINDS])
{
    struct range *next;
    for (struct range *range = ranges; range != NULL; range = next)
    {
        next = range->next;
        if (range->context == context)
        {
            leaked[range->kind]++;
            range_remove(range);
        }
    }
}

long long ranges_live(const enum range_kind kind)
{
    long long count = 0;
    for (const struct range *range = ranges; range != NULL; range = range->next)
    {
        count += range->kind == kind && !range->freed;
    }
    return count;
}

struct range *range_of(const uintptr_t address, const size_t bytes, const unsigned int kinds)
{
    for (struct range *range = ranges; range != NULL; range = range->next)
    {
        if ((kinds & 1u << range->kind) != 0 && !range->freed && address >= range->base &&
            address - range->base < range->bytes && bytes <= range->bytes - (address - range->base))
        {
            return range;
        }
    }
    return NULL;
}

bool range_reaches(const uintptr_t address)
{
    const struct range *range = ranges;
    while (range != NULL && (address < range->base || address - range->base >= range->bytes))
    {
        range = range->next;
    }
    return range != NULL;
}

bool range_overlaps(const uintptr_t address, const size_t bytes, const unsigned int kinds)
{
    for (const struct range *range = ranges; range != NULL; range = range->next)
    {
        if ((kinds & 1u << range->kind) != 0 && !range->freed && address < range->base + range->bytes &&
            range->base < address + bytes)
        {
            return true;
        }
    }
    return false;
}

size_t context_free_bytes(const struct context *const context)
{
    return standin_driver.memory_bytes - context->used_bytes - context->pool.reserved_bytes;
}

CUresult cuMemGetInfo_v2(size_t *const free_bytes, size_t *const total_bytes)
{
    BEGIN(cuMemGetInfo_v2);
    CHECK_GIVEN(free_bytes);
    CHECK_GIVEN(total_bytes);
    *free_bytes = context_free_bytes(call_context());
    *total_bytes = standin_driver.memory_bytes;
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemAlloc_v2(CUdeviceptr *const address, const size_t bytes)
{
    BEGIN(cuMemAlloc_v2);
    CHECK_GIVEN(address);
    CHECK(bytes > 0, CUDA_ERROR_INVALID_VALUE, "0 bytes");
    const CUresult forbidden = capture_forbids("an allocation");
    if (forbidden != CUDA_SUCCESS)
    {
        return call_end(forbidden);
    }
    struct context *const context = call_context();
    if (bytes > context_free_bytes(context) || round_up(bytes, GRANULE_BYTES) > context_free_bytes(context))
    {
        context->pool.reserved_bytes = context->pool.used_bytes;
    }
    const size_t free_bytes = context_free_bytes(context);
    CHECK(
        bytes <= free_bytes && round_up(bytes, GRANULE_BYTES) <= free_bytes, CUDA_ERROR_OUT_OF_MEMORY,
        "%zu bytes asked for, %zu free", bytes, free_bytes);
    const struct range *const range = range_map(RANGE_DEVICE, context, bytes);
    CHECK(range != NULL, CUDA_ERROR_OUT_OF_MEMORY, "the host has no %zu bytes", bytes);
    context->used_bytes += round_up(bytes, GRANULE_BYTES);
    *address = range->base;
    return call_end(CUDA_SUCCESS);
}

CUresult cuMemFree_v2(const CUdeviceptr address)
{
    BEGIN(cuMemFree_v2);
    const CUresult forbidden = capture_forbids("freeing memory");
    if (forbidden != CUDA_SUCCESS)
    {
        return call_end(forbidden);
    }
    struct range *range = range_of(address, 1, 1u << RANGE_DEVICE | 1u << RANGE_POOLED);
    CHECK(
        range != NULL && range->base == address, CUDA_ERROR_INVALID_VALUE, "0x%llx is not the start of an allocation",
        address);
    if (range->kind == RANGE_POOLED)
    {
        pool_returned(range);
        range_remove(range);
        return call_end(CUDA_SUCCESS);
    }
    return call_end(range_retire(range));
}
