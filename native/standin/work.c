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
#include <time.h>

#include "standin.h"

enum
{
    POLL_NS = 20000
};

void marker_release(struct marker *const marker)
{
    if (marker != NULL && --marker->references == 0)
    {
        free(marker);
    }
}

void work_release(const struct work *const work)
{
    switch (work->kind)
    {
        case WORK_KERNEL:
            launch_release(work->launch);
            break;
        case WORK_COPY:
            free(work->copy.staging);
            break;
        case WORK_RECORD:
            marker_release(work->marker);
            break;
        case WORK_PLAN:
            plan_release(work->plan);
            break;
        default:
            break;
    }
}

struct work work_keep(const struct work *const work)
{
    if (work->kind == WORK_KERNEL)
    {
        work->launch->references++;
    }
    return *work;
}

static void run_copy(void *const argument)
{
    const struct work *const work = argument;
    const void *const from =
        work->copy.staging != NULL ? work->copy.staging : (const void *)work->copy.from;
    memmove((void *)work->copy.to, from, work->copy.bytes);
}

static void run_set(void *const argument)
{
    const struct work *const work = argument;
    if (work->set.width == 1)
    {
        memset((void *)work->set.to, (int)work->set.value, work->set.count);
        return;
    }
    uint32_t *const to = (uint32_t *)work->set.to;
    for (size_t i = 0; i < work->set.count; i++)
    {
        to[i] = work->set.value;
    }
}

static void run_write(void *const argument)
{
    const struct work *const work = argument;
    if (work->word.width == 4)
    {
        __atomic_store_n((uint32_t *)work->word.at, (uint32_t)work->word.value, __ATOMIC_SEQ_CST);
    }
    else
    {
        __atomic_store_n((uint64_t *)work->word.at, work->word.value, __ATOMIC_SEQ_CST);
    }
}

static bool holds(const uint64_t found, const uint64_t value, const unsigned int width, const unsigned int condition)
{
    const uint64_t all = width == 4 ? UINT32_MAX : UINT64_MAX;
    switch (condition)
    {
        case CU_STREAM_WAIT_VALUE_GEQ:
            return (width == 4 ? (int64_t)(int32_t)((uint32_t)found - (uint32_t)value) : (int64_t)(found - value)) >= 0;
        case CU_STREAM_WAIT_VALUE_EQ:
            return found == value;
        case CU_STREAM_WAIT_VALUE_AND:
            return (found & value) != 0;
        default:
            return (~(found | value) & all) != 0;
    }
}

struct waiting
{
    const struct work *work;
    const struct context *context;
};

static bool is_ending(const struct context *const context)
{
    pthread_mutex_lock(&standin_lock);
    const bool ending = context->ending || context->sticky != CUDA_SUCCESS;
    pthread_mutex_unlock(&standin_lock);
    return ending;
}

static void run_wait(void *const argument)
{
    const struct waiting *const waiting = argument;
    const struct work *const work = waiting->work;
    const struct timespec pause = {.tv_nsec = POLL_NS};
    for (;;)
    {
        const uint64_t found = work->word.width == 4 ?
            __atomic_load_n((const uint32_t *)work->word.at, __ATOMIC_SEQ_CST) :
            __atomic_load_n((const uint64_t *)work->word.at, __ATOMIC_SEQ_CST);
        if (holds(found, work->word.value, work->word.width, work->word.flags & CU_STREAM_WAIT_VALUE_NOR) ||
            is_ending(waiting->context))
        {
            return;
        }
        nanosleep(&pause, NULL);
    }
}

/* A device reaches its own memory and pinned memory of the host, and nothing else. */
static bool reaches(const struct launch *const launch)
{
    bool reached = true;
    pthread_mutex_lock(&standin_lock);
    for (int i = 0; launch->kernel->parameters[i] != '\0'; i++)
    {
        const uintptr_t address =
            launch->kernel->parameters[i] == 'p' ? *(const uintptr_t *)launch->arguments[i] : 0;
        reached &= address == 0 || range_reaches(address);
    }
    pthread_mutex_unlock(&standin_lock);
    return reached;
}

static CUresult run_plan(const struct plan *const plan, const struct context *const context)
{
    CUresult result = CUDA_SUCCESS;
    for (size_t i = 0; i < plan->count && result == CUDA_SUCCESS; i++)
    {
        result = work_run(&plan->steps[i].work, context);
    }
    return result;
}

static CUresult guarded(void (*const run)(void *), void *const argument)
{
    return fault_guard(run, argument) ? CUDA_SUCCESS : CUDA_ERROR_ILLEGAL_ADDRESS;
}

CUresult work_run(const struct work *const work, const struct context *const context)
{
    const bool counts = work->kind != WORK_NOTHING && work->kind != WORK_RECORD && work->kind != WORK_FREE &&
        work->kind != WORK_PLAN;
    if (counts)
    {
        pthread_mutex_lock(&standin_lock);
        const CUresult injected = calls_work_fault();
        pthread_mutex_unlock(&standin_lock);
        if (injected != CUDA_SUCCESS)
        {
            return injected;
        }
    }
    struct waiting waiting = {work, context};
    switch (work->kind)
    {
        case WORK_KERNEL:
            return reaches(work->launch) ? launch_run(work->launch) : CUDA_ERROR_ILLEGAL_ADDRESS;
        case WORK_COPY:
            return guarded(run_copy, (void *)work);
        case WORK_SET:
            return guarded(run_set, (void *)work);
        case WORK_WAIT:
            return guarded(run_wait, &waiting);
        case WORK_WRITE:
            return guarded(run_write, (void *)work);
        case WORK_PLAN:
            return run_plan(work->plan, context);
        default:
            return CUDA_SUCCESS;
    }
}
