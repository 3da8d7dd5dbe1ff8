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
 * Kernels over vectors of float. Each walks its vector with a stride of the whole grid, so that any grid will do.
 */
#include "kernel.h"

/* Counts changes to the kernels' parameters or meaning: a host that finds another number here must not launch them. */
DEVICE_GLOBAL unsigned int kernels_revision = 1;

/* out[i] = value, i in 0 .. n - 1. */
KERNEL fill_f32(float *out, float value, unsigned int n)
{
    const size_t stride = (size_t)gridDim.x * blockDim.x;
    for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += stride)
    {
        out[i] = value;
    }
}

/* y[i] = a * x[i] + y[i], rounded once. */
KERNEL axpy_f32(float a, const float *x, float *y, unsigned int n)
{
    const size_t stride = (size_t)gridDim.x * blockDim.x;
    for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += stride)
    {
        y[i] = fmaf(a, x[i], y[i]);
    }
}

/*
 * partial[b] = the sum of block b's elements; the sum of the partial sums is the sum of x. The order of the additions
 * depends on the grid and the block only, so that the same launch gives the same bits. The block's size is a power of
 * two, and its dynamic shared memory holds one float a thread.
 */
KERNEL sum_f32(const float *x, float *partial, unsigned int n)
{
    DYNAMIC_SHARED(float, sums);
    const size_t stride = (size_t)gridDim.x * blockDim.x;
    float sum = 0.0f;
    for (size_t i = (size_t)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += stride)
    {
        sum += x[i];
    }
    sums[threadIdx.x] = sum;
    __syncthreads();

    for (unsigned int half = blockDim.x / 2; half > 0; half /= 2)
    {
        if (threadIdx.x < half)
        {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
        __syncthreads();
    }

    if (threadIdx.x == 0)
    {
        partial[blockIdx.x] = sums[0];
    }
}
