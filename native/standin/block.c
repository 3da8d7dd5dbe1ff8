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
#include <ucontext.h>
#include <unistd.h>

#include "host_kernel.h"

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#elif defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

enum
{
    FIBRE_STACK_BYTES = 64 * 1024
};

__thread const struct lane *standin_lane;

/* A thread of a block that can stop at a barrier and go on. */
struct fibre
{
    struct lane lane;
    ucontext_t machine;
    bool ended;
    void *sanitizer;
};

/* What runs the blocks of one launch, on one thread of the host. */
struct runner
{
    const struct launch *launch;
    struct lane lane;
    struct fibre *fibres;
    struct fibre *running;
    unsigned int fibre_count;
    char *stacks;
    size_t stack_step;
    ucontext_t machine;
    void *sanitizer;
    const void *stack;
    size_t stack_bytes;
    char *shared;
    size_t shared_bytes;
    char *shared_base;
    CUresult result;
};

static __thread struct runner *runner;

/* ---- Switching, with what the sanitizers want to know of it ---- */

static void enter(struct fibre *const fibre)
{
    runner->running = fibre;
    standin_lane = &fibre->lane;
#if defined(__SANITIZE_THREAD__)
    runner->sanitizer = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fibre->sanitizer, 0);
#elif defined(__SANITIZE_ADDRESS__)
    const size_t index = (size_t)(fibre - runner->fibres);
    __sanitizer_start_switch_fiber(
        &runner->sanitizer, runner->stacks + index * runner->stack_step + runner->stack_step - FIBRE_STACK_BYTES,
        FIBRE_STACK_BYTES);
#endif
    swapcontext(&runner->machine, &fibre->machine);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(runner->sanitizer, NULL, NULL);
#endif
}

static void leave(struct fibre *const fibre)
{
#if defined(__SANITIZE_THREAD__)
    __tsan_switch_to_fiber(runner->sanitizer, 0);
#elif defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(
        fibre->ended ? NULL : &fibre->sanitizer, runner->stack, runner->stack_bytes);
#endif
    swapcontext(&fibre->machine, &runner->machine);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fibre->sanitizer, &runner->stack, &runner->stack_bytes);
#endif
}

void block_barrier(void)
{
    if (runner->fibres == NULL)
    {
        /* The image had no barrier, but the kernel compiled in has: they are not of one source. */
        runner->result = CUDA_ERROR_LAUNCH_FAILED;
        return;
    }
    struct fibre *const fibre = runner->running;
    sigjmp_buf *const escape = fault_escape_set(NULL);
    leave(fibre);
    fault_escape_set(escape);
}

/* ---- Blocks ---- */

static void run_kernel(void *const argument)
{
    const struct launch *const launch = argument;
    launch->kernel->run(launch->arguments);
}

static void run_fibre(void)
{
    struct fibre *const fibre = runner->running;
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(NULL, &runner->stack, &runner->stack_bytes);
#endif
    if (!fault_guard(run_kernel, (void *)runner->launch))
    {
        runner->result = CUDA_ERROR_ILLEGAL_ADDRESS;
    }
    fibre->ended = true;
    leave(fibre);
    abort();
}

static void set_lane(struct lane *const lane, const struct dim block, const unsigned int index)
{
    const struct launch *const launch = runner->launch;
    lane->thread.x = index % launch->block.x;
    lane->thread.y = index / launch->block.x % launch->block.y;
    lane->thread.z = index / launch->block.x / launch->block.y;
    lane->block = block;
    lane->block_size = launch->block;
    lane->grid_size = launch->grid;
    lane->dynamic_shared = runner->shared_base;
}

static void start_fibre(struct fibre *const fibre, const unsigned int index)
{
    fibre->ended = false;
    getcontext(&fibre->machine);
    fibre->machine.uc_stack.ss_sp = runner->stacks + (index + 1) * runner->stack_step - FIBRE_STACK_BYTES;
    fibre->machine.uc_stack.ss_size = FIBRE_STACK_BYTES;
    fibre->machine.uc_link = NULL;
    makecontext(&fibre->machine, run_fibre, 0);
#if defined(__SANITIZE_THREAD__)
    fibre->sanitizer = __tsan_create_fiber(0);
#endif
}

static void run_fibres(const struct dim block)
{
    for (unsigned int i = 0; i < runner->fibre_count; i++)
    {
        set_lane(&runner->fibres[i].lane, block, i);
        start_fibre(&runner->fibres[i], i);
    }
    /* Each round takes every thread to its next barrier or its end, and so all of them over one barrier. */
    for (unsigned int going = runner->fibre_count; going > 0;)
    {
        going = 0;
        for (unsigned int i = 0; i < runner->fibre_count; i++)
        {
            if (!runner->fibres[i].ended)
            {
                enter(&runner->fibres[i]);
                going += !runner->fibres[i].ended;
            }
        }
    }
#if defined(__SANITIZE_THREAD__)
    for (unsigned int i = 0; i < runner->fibre_count; i++)
    {
        __tsan_destroy_fiber(runner->fibres[i].sanitizer);
    }
#endif
}

static void run_straight(const struct dim block)
{
    const unsigned int threads = runner->launch->block.x * runner->launch->block.y * runner->launch->block.z;
    standin_lane = &runner->lane;
    for (unsigned int i = 0; i < threads && runner->result == CUDA_SUCCESS; i++)
    {
        set_lane(&runner->lane, block, i);
        if (!fault_guard(run_kernel, (void *)runner->launch))
        {
            runner->result = CUDA_ERROR_ILLEGAL_ADDRESS;
        }
    }
}

static char *map(const size_t bytes)
{
    char *const mapping = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return mapping == MAP_FAILED ? NULL : mapping;
}

/* Shared memory ends where an unreachable page begins. */
static bool prepare_shared(const size_t page_bytes)
{
    const size_t usable_bytes = (runner->launch->shared_bytes + page_bytes - 1) / page_bytes * page_bytes;
    runner->shared_bytes = usable_bytes + page_bytes;
    runner->shared = map(runner->shared_bytes);
    if (runner->shared == NULL || mprotect(runner->shared + usable_bytes, page_bytes, PROT_NONE) != 0)
    {
        return false;
    }
    runner->shared_base = runner->shared + usable_bytes - (runner->launch->shared_bytes + 15) / 16 * 16;
    return true;
}

static bool prepare_fibres(const size_t page_bytes)
{
    const struct dim *const block = &runner->launch->block;
    runner->fibre_count = block->x * block->y * block->z;
    runner->stack_step = FIBRE_STACK_BYTES + page_bytes;
    runner->fibres = calloc(runner->fibre_count, sizeof(*runner->fibres));
    runner->stacks = map(runner->fibre_count * runner->stack_step);
    if (runner->fibres == NULL || runner->stacks == NULL)
    {
        return false;
    }
    for (unsigned int i = 0; i < runner->fibre_count; i++)
    {
        mprotect(runner->stacks + i * runner->stack_step, page_bytes, PROT_NONE);
    }
    return true;
}

static void run_blocks(void)
{
    const struct dim grid = runner->launch->grid;
    struct dim block;
    for (block.z = 0; block.z < grid.z; block.z++)
    {
        for (block.y = 0; block.y < grid.y; block.y++)
        {
            for (block.x = 0; block.x < grid.x && runner->result == CUDA_SUCCESS; block.x++)
            {
                (runner->launch->barriers ? run_fibres : run_straight)(block);
            }
        }
    }
}

CUresult launch_run(const struct launch *const launch)
{
    const size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    runner = calloc(1, sizeof(*runner));
    if (runner == NULL)
    {
        return CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
    }
    runner->launch = launch;
    if (prepare_shared(page_bytes) && (!launch->barriers || prepare_fibres(page_bytes)))
    {
        run_blocks();
    }
    else
    {
        runner->result = CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES;
    }
    if (runner->stacks != NULL)
    {
        munmap(runner->stacks, runner->fibre_count * runner->stack_step);
    }
    if (runner->shared != NULL)
    {
        munmap(runner->shared, runner->shared_bytes);
    }
    const CUresult result = runner->result;
    free(runner->fibres);
    free(runner);
    runner = NULL;
    standin_lane = NULL;
    return result;
}
