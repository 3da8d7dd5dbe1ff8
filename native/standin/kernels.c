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
 * The project's kernels, compiled from the very source that nvcc compiles, and the table by which they are found.
 */
#include <string.h>

#include "../cuda/kernels.cu"

#define A(INDEX, TYPE) (*(TYPE const *)arguments[INDEX])

static void run_fill_f32(void *const *const arguments)
{
    fill_f32(A(0, float *), A(1, float), A(2, unsigned int));
}

static void run_axpy_f32(void *const *const arguments)
{
    axpy_f32(A(0, float), A(1, const float *), A(2, float *), A(3, unsigned int));
}

static void run_sum_f32(void *const *const arguments)
{
    sum_f32(A(0, const float *), A(1, float *), A(2, unsigned int));
}

static void run_gemm_f32(void *const *const arguments)
{
    gemm_f32(
        A(0, const float *), A(1, const float *), A(2, float *), A(3, unsigned int), A(4, unsigned int),
        A(5, unsigned int));
}

static const struct kernel kernels[] = {
    {"fill_f32", "pfu", run_fill_f32},
    {"axpy_f32", "fppu", run_axpy_f32},
    {"sum_f32", "ppu", run_sum_f32},
    {"gemm_f32", "pppuuu", run_gemm_f32},
};

static const unsigned int kernels_revision_initial = 1;
static const struct kernel_global globals[] = {
    {"kernels_revision", &kernels_revision, &kernels_revision_initial, sizeof(kernels_revision)},
};

const struct kernel *kernel_find(const char *const name)
{
    for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++)
    {
        if (strcmp(kernels[i].name, name) == 0)
        {
            return &kernels[i];
        }
    }
    return NULL;
}

const struct kernel_global *kernel_global_find(const char *const name)
{
    for (size_t i = 0; i < sizeof(globals) / sizeof(globals[0]); i++)
    {
        if (strcmp(globals[i].name, name) == 0)
        {
            return &globals[i];
        }
    }
    return NULL;
}
