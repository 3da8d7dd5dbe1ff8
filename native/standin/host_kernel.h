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
/*
 * What the host's C compiler needs to compile a kernel: the names that CUDA C++ has and C has not. One thread of the
 * host runs all threads of a block in turn, each as a fibre if the kernel has barriers, so that what they share can be
 * static, and is one for each thread of the host.
 */
#ifndef STANDIN_HOST_KERNEL_H
#define STANDIN_HOST_KERNEL_H

#include <math.h>
#include <stddef.h>

#include "standin.h"

/* The thread of the device that the calling thread of the host runs now. */
struct lane
{
    struct dim thread;
    struct dim block;
    struct dim block_size;
    struct dim grid_size;
    void *dynamic_shared;
};

extern __thread const struct lane *standin_lane;

/* Waits until all threads of the block that have not ended are here. */
void block_barrier(void);

#define threadIdx (standin_lane->thread)
#define blockIdx (standin_lane->block)
#define blockDim (standin_lane->block_size)
#define gridDim (standin_lane->grid_size)
#define __syncthreads() block_barrier()
#define __shared__ static __thread
#define __device__ static
#define KERNEL static void
#define DEVICE_GLOBAL static
#define DYNAMIC_SHARED(TYPE, NAME) TYPE *const NAME = standin_lane->dynamic_shared

#endif
