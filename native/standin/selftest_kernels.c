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
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "selftest.h"

static void test_images(void)
{
    static const char *const malformed[] = {
        "garbage",
        ".version 7.0",
        ".version 7.0\n.target sm_80\n.address_size 64\n.entry (",
        ".version 7.0\n.target sm_80\n.address_size 64\n.visible .entry f(.param .u64 a) {",
        ".version 7.0\n.target sm_80\nnonsense",
        ".version 7.0\n.target sm_81\n",
        ".version x\n.target sm_80\n",
    };
    CUmodule module = NULL;
    char log[128] = "";
    CUjit_option names[] = {CU_JIT_ERROR_LOG_BUFFER, CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, CU_JIT_WALL_TIME};
    void *values[] = {log, (void *)(uintptr_t)sizeof(log), NULL};
    CUjit_option unknown = (CUjit_option)1000;
    for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++)
    {
        EXPECT(CUDA_ERROR_INVALID_PTX, cuModuleLoadDataEx(&module, malformed[i], 0, NULL, NULL));
    }
    EXPECT(CUDA_ERROR_INVALID_IMAGE, cuModuleLoadDataEx(&module, "\001\002\003\004binary", 0, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_IMAGE, cuModuleLoadDataEx(&module, "", 0, NULL, NULL));
    EXPECT(CUDA_ERROR_NO_BINARY_FOR_GPU, cuModuleLoadDataEx(&module, "\177ELF....", 0, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleLoadDataEx(NULL, selftest_ptx, 0, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleLoadDataEx(&module, NULL, 0, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleLoadDataEx(&module, selftest_ptx, 1, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleLoadDataEx(&module, selftest_ptx, 1, &unknown, values));
    EXPECT(CUDA_ERROR_INVALID_PTX, cuModuleLoadDataEx(&module, ".version 7.0\nhere", 3, names, values));
    EXPECT_TRUE(strstr(log, "line 2") != NULL && strstr(log, "here") != NULL);
    EXPECT_TRUE((uintptr_t)values[1] == strlen(log));
}

/* The PTX that drivers of some versions take, and the least that they do not. */
static void test_ptx_versions(void)
{
    static const struct
    {
        int driver;
        const char *taken;
        const char *refused;
    } versions[] = {
        {10020, ".version 6.5\n.target sm_70\n", ".version 7.0\n.target sm_70\n"},
        {11000, ".version 7.0\n.target sm_80\n", ".version 7.1\n.target sm_80\n"},
        {12020, ".version 8.2\n.target sm_80\n", ".version 8.3\n.target sm_80\n"},
        {13000, ".version 9.0\n.target sm_80\n", ".version 9.1\n.target sm_80\n"},
    };
    CUmodule module = NULL;
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
    {
        EXPECT_TRUE(standin_cuda_set("driver_version", versions[i].driver) == 0);
        EXPECT(
            CUDA_ERROR_UNSUPPORTED_PTX_VERSION, cuModuleLoadDataEx(&module, versions[i].refused, 0, NULL, NULL));
        OK(cuModuleLoadDataEx(&module, versions[i].taken, 0, NULL, NULL));
        OK(cuModuleUnload(module));
    }
}

static void test_function_attributes(const CUfunction fill, const CUfunction gemm)
{
    int number = 0;
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK, fill));
    EXPECT_TRUE(number == 1024);
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES, gemm));
    EXPECT_TRUE(number == 2048);
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_PTX_VERSION, gemm));
    EXPECT_TRUE(number == 80);
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_BINARY_VERSION, gemm));
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_NUM_REGS, gemm));
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES, gemm));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuFuncGetAttribute(NULL, CU_FUNC_ATTRIBUTE_NUM_REGS, gemm));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_MAX, gemm));
    EXPECT(
        CUDA_ERROR_INVALID_HANDLE, cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_NUM_REGS, FORGED(CUfunction)));

    OK(cuFuncSetAttribute(fill, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, 100 * 1024));
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, fill));
    EXPECT_TRUE(number == 100 * 1024);
    EXPECT(
        CUDA_ERROR_INVALID_VALUE,
        cuFuncSetAttribute(gemm, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, 163 * 1024));
    OK(cuFuncSetAttribute(fill, CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT, 50));
    OK(cuFuncGetAttribute(&number, CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT, fill));
    EXPECT_TRUE(number == 50);
    EXPECT(
        CUDA_ERROR_INVALID_VALUE, cuFuncSetAttribute(fill, CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT, 101));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuFuncSetAttribute(fill, CU_FUNC_ATTRIBUTE_NUM_REGS, 1));
    EXPECT(
        CUDA_ERROR_INVALID_HANDLE,
        cuFuncSetAttribute(FORGED(CUfunction), CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT, 1));

    OK(cuOccupancyMaxActiveBlocksPerMultiprocessor(&number, fill, 256, 0));
    EXPECT_TRUE(number == 8);
    OK(cuOccupancyMaxActiveBlocksPerMultiprocessor(&number, fill, 256, 40 * 1024));
    EXPECT_TRUE(number == 4);
    OK(cuOccupancyMaxActiveBlocksPerMultiprocessor(&number, fill, 2048, 0));
    EXPECT_TRUE(number == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuOccupancyMaxActiveBlocksPerMultiprocessor(&number, fill, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuOccupancyMaxActiveBlocksPerMultiprocessor(NULL, fill, 32, 0));
    EXPECT(
        CUDA_ERROR_INVALID_HANDLE,
        cuOccupancyMaxActiveBlocksPerMultiprocessor(&number, FORGED(CUfunction), 32, 0));
}

void test_modules(void)
{
    static const char other_kernels[] =
        ".version 7.0\n.target sm_80\n.address_size 64\n"
        ".visible .entry fill_f32(.param .u32 a)\n{ ret; }\n"
        "// a comment /* with a start\n.entry unknown_kernel() { { bar.sync 0; } ret; }\n";
    CUmodule module = NULL;
    CUmodule other = NULL;
    CUfunction fill = NULL;
    CUfunction again = NULL;
    CUfunction gemm = NULL;
    CUdeviceptr address = 0;
    size_t bytes = 0;
    unsigned int revision = 0;
    selftest_context();
    test_images();
    test_ptx_versions();
    OK(cuModuleLoadDataEx(&module, selftest_ptx, 0, NULL, NULL));
    OK(cuModuleGetFunction(&fill, module, "fill_f32"));
    OK(cuModuleGetFunction(&again, module, "fill_f32"));
    EXPECT_TRUE(fill == again);
    OK(cuModuleGetFunction(&gemm, module, "gemm_f32"));
    EXPECT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&again, module, "no_such_kernel"));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleGetFunction(NULL, module, "fill_f32"));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleGetFunction(&again, module, NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuModuleGetFunction(&again, FORGED(CUmodule), "fill_f32"));
    OK(cuModuleLoadDataEx(&other, other_kernels, 0, NULL, NULL));
    EXPECT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&again, other, "fill_f32"));
    EXPECT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&again, other, "unknown_kernel"));
    EXPECT(CUDA_ERROR_NOT_FOUND, cuModuleGetGlobal_v2(&address, NULL, other, "kernels_revision"));
    test_function_attributes(fill, gemm);

    OK(cuModuleGetGlobal_v2(&address, &bytes, module, "kernels_revision"));
    EXPECT_TRUE(bytes == sizeof(revision));
    OK(cuMemcpyDtoH_v2(&revision, address, sizeof(revision)));
    EXPECT_TRUE(revision == 1);
    OK(cuModuleGetGlobal_v2(NULL, &bytes, module, "kernels_revision"));
    EXPECT(CUDA_ERROR_NOT_FOUND, cuModuleGetGlobal_v2(&address, NULL, module, "nothing"));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleGetGlobal_v2(NULL, NULL, module, "kernels_revision"));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuModuleGetGlobal_v2(&address, NULL, module, NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuModuleGetGlobal_v2(&address, NULL, FORGED(CUmodule), "kernels_revision"));

    OK(cuModuleUnload(other));
    OK(cuModuleUnload(module));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuModuleUnload(module));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuMemcpyDtoH_v2(&revision, address, sizeof(revision)));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, NULL, NULL, NULL));
    selftest_end_context();
}

enum
{
    N = 1000,
    ROWS = 37,
    COLUMNS = 29,
    DEPTH = 53
};

static void test_vectors(const CUmodule module)
{
    CUfunction fill;
    CUfunction axpy;
    CUfunction sum;
    CUdeviceptr x;
    CUdeviceptr y;
    CUdeviceptr partial;
    float host[N];
    float sums[4];
    float value = 1.5f;
    float factor = 3.25f;
    unsigned int n = N;
    OK(cuModuleGetFunction(&fill, module, "fill_f32"));
    OK(cuModuleGetFunction(&axpy, module, "axpy_f32"));
    OK(cuModuleGetFunction(&sum, module, "sum_f32"));
    OK(cuMemAlloc_v2(&x, sizeof(host)));
    OK(cuMemAlloc_v2(&y, sizeof(host)));
    OK(cuMemAlloc_v2(&partial, sizeof(sums)));
    for (int i = 0; i < N; i++)
    {
        host[i] = (float)i * 0.125f;
    }
    OK(cuMemcpyHtoD_v2(x, host, sizeof(host)));
    void *fill_parameters[] = {&y, &value, &n};
    OK(cuLaunchKernel(fill, 2, 1, 1, 64, 1, 1, 0, NULL, fill_parameters, NULL));
    value = -1;
    void *axpy_parameters[] = {&factor, &x, &y, &n};
    OK(cuLaunchKernel(axpy, 1, 1, 1, 32, 1, 1, 0, NULL, axpy_parameters, NULL));
    OK(cuMemcpyDtoH_v2(host, y, sizeof(host)));
    bool right = true;
    for (int i = 0; i < N; i++)
    {
        right &= host[i] == fmaf(3.25f, (float)i * 0.125f, 1.5f);
    }
    EXPECT_TRUE(right);

    void *sum_parameters[] = {&x, &partial, &n};
    OK(cuLaunchKernel(sum, 4, 1, 1, 128, 1, 1, 128 * sizeof(float), NULL, sum_parameters, NULL));
    OK(cuMemcpyDtoH_v2(sums, partial, sizeof(sums)));
    EXPECT_TRUE(sums[0] + sums[1] + sums[2] + sums[3] == (float)(N * (N - 1) / 2) * 0.125f);
    /* The same parameters in one buffer. */
    struct
    {
        CUdeviceptr x;
        CUdeviceptr partial;
        unsigned int n;
    } packed = {x, partial, 16};
    size_t packed_bytes = 20;
    void *extra[] = {
        CU_LAUNCH_PARAM_BUFFER_POINTER, &packed, CU_LAUNCH_PARAM_BUFFER_SIZE, &packed_bytes, CU_LAUNCH_PARAM_END};
    OK(cuLaunchKernel(sum, 1, 1, 1, 16, 1, 1, 64, NULL, NULL, extra));
    OK(cuMemcpyDtoH_v2(sums, partial, sizeof(sums)));
    EXPECT_TRUE(sums[0] == 15.0f);
    packed_bytes = 16;
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(sum, 1, 1, 1, 16, 1, 1, 64, NULL, NULL, extra));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(sum, 1, 1, 1, 16, 1, 1, 64, NULL, sum_parameters, extra));
    OK(cuMemFree_v2(x));
    OK(cuMemFree_v2(y));
    OK(cuMemFree_v2(partial));
}

void test_kernels(void)
{
    static float a[ROWS][DEPTH];
    static float b[DEPTH][COLUMNS];
    static float c[ROWS][COLUMNS];
    CUmodule module = NULL;
    CUdeviceptr device_a;
    CUdeviceptr device_b;
    CUdeviceptr device_c;
    unsigned int rows = ROWS;
    unsigned int columns = COLUMNS;
    unsigned int depth = DEPTH;
    selftest_context();
    const CUfunction gemm = selftest_kernel(&module, "gemm_f32");
    test_vectors(module);
    for (int i = 0; i < ROWS * DEPTH; i++)
    {
        a[i / DEPTH][i % DEPTH] = (float)(i % 17) - 8.1f;
    }
    for (int i = 0; i < DEPTH * COLUMNS; i++)
    {
        b[i / COLUMNS][i % COLUMNS] = (float)(i % 23) * 0.3f;
    }
    OK(cuMemAlloc_v2(&device_a, sizeof(a)));
    OK(cuMemAlloc_v2(&device_b, sizeof(b)));
    OK(cuMemAlloc_v2(&device_c, sizeof(c)));
    OK(cuMemcpyHtoD_v2(device_a, a, sizeof(a)));
    OK(cuMemcpyHtoD_v2(device_b, b, sizeof(b)));
    void *parameters[] = {&device_a, &device_b, &device_c, &rows, &columns, &depth};
    OK(cuLaunchKernel(
        gemm, (COLUMNS + 15) / 16, (ROWS + 15) / 16, 1, 16, 16, 1, 0, CU_STREAM_LEGACY, parameters, NULL));
    OK(cuMemcpyDtoH_v2(c, device_c, sizeof(c)));
    bool right = true;
    for (int i = 0; i < ROWS; i++)
    {
        for (int j = 0; j < COLUMNS; j++)
        {
            float sum = 0;
            for (int k = 0; k < DEPTH; k++)
            {
                sum = fmaf(a[i][k], b[k][j], sum);
            }
            right &= c[i][j] == sum;
        }
    }
    EXPECT_TRUE(right);
    OK(cuMemFree_v2(device_a));
    OK(cuMemFree_v2(device_b));
    OK(cuMemFree_v2(device_c));
    OK(cuModuleUnload(module));
    selftest_end_context();
}

void test_launch_errors(void)
{
    CUmodule module = NULL;
    CUdeviceptr out = 0;
    float value = 1;
    unsigned int n = 4;
    void *parameters[] = {&out, &value, &n};
    void *incomplete[] = {&out, NULL, &n};
    selftest_context();
    const CUfunction fill = selftest_kernel(&module, "fill_f32");
    OK(cuMemAlloc_v2(&out, 64));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 0, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 65536, 1, 1, 1, 1, 0, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 1, 0, 1, 0, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 1025, 1, 1, 0, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 64, 32, 1, 0, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 65, 0, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 49153, NULL, parameters, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, NULL, NULL, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, NULL, incomplete, NULL));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, FORGED(CUstream), parameters, NULL));
    EXPECT(
        CUDA_ERROR_INVALID_HANDLE, cuLaunchKernel(FORGED(CUfunction), 1, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL));
    OK(cuLaunchKernel(fill, 1, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL));
    OK(cuMemFree_v2(out));
    OK(cuModuleUnload(module));
    selftest_end_context();
}
