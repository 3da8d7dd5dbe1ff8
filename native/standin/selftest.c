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
 * The selftest of the stand-ins: every function with right and wrong arguments, from C. Its argument is the file with
 * the project's kernels in PTX. Exits with 0 if all is as expected and every function was called and succeeded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "selftest.h"

enum
{
    FUNCTIONS_MOST = 200
};

const char *selftest_ptx;
static _Atomic int expectations;
static _Atomic int failures;
static bool called[FUNCTIONS_MOST];

void expect_result(
    const int got, const int wanted, const char *const why, const char *const text, const char *const file,
    const int line)
{
    expectations++;
    if (got != wanted)
    {
        failures++;
        fprintf(stderr, "%s:%d: %s gave %d, not %d (%s)\n", file, line, text, got, wanted, got == 0 ? "" : why);
    }
    else if (got != 0 && why[0] == '\0')
    {
        failures++;
        fprintf(stderr, "%s:%d: %s failed without saying why\n", file, line, text);
    }
}

void expect_true(const bool got, const char *const text, const char *const file, const int line)
{
    expectations++;
    if (!got)
    {
        failures++;
        fprintf(stderr, "%s:%d: not so: %s\n", file, line, text);
    }
}

void selftest_fresh(void)
{
    for (int i = 0; i < standin_cuda_functions(); i++)
    {
        called[i] |= standin_cuda_successes(standin_cuda_function(i)) > 0;
    }
    standin_cuda_reset();
}

CUcontext selftest_context(void)
{
    CUcontext context = NULL;
    selftest_fresh();
    OK(cuInit(0));
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    OK(cuCtxSetCurrent(context));
    return context;
}

void selftest_end_context(void)
{
    static const char *const kinds[] = {
        "module", "stream", "event", "graph", "exec", "device", "pooled", "host", "registered"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
    {
        expectations++;
        if (standin_cuda_live(kinds[i]) != 0)
        {
            failures++;
            fprintf(stderr, "%lld objects of kind %s are left\n", standin_cuda_live(kinds[i]), kinds[i]);
        }
    }
    OK(cuDevicePrimaryCtxRelease_v2(0));
}

CUfunction selftest_kernel(CUmodule *const module, const char *const name)
{
    CUfunction function = NULL;
    OK(cuModuleLoadDataEx(module, selftest_ptx, 0, NULL, NULL));
    OK(cuModuleGetFunction(&function, *module, name));
    return function;
}

static char *read_file(const char *const name)
{
    FILE *const file = fopen(name, "r");
    char *const text = calloc(1, 1 << 20);
    if (file == NULL || text == NULL || fread(text, 1, (1 << 20) - 1, file) == 0)
    {
        fprintf(stderr, "selftest: cannot read %s\n", name);
        exit(2);
    }
    fclose(file);
    return text;
}

static void check_all_called(void)
{
    for (int i = 0; i < standin_cuda_functions(); i++)
    {
        if (!called[i])
        {
            failures++;
            fprintf(stderr, "%s was never called with success\n", standin_cuda_function(i));
        }
    }
    for (int i = 0; i < standin_nvml_functions(); i++)
    {
        if (standin_nvml_successes(standin_nvml_function(i)) == 0)
        {
            failures++;
            fprintf(stderr, "%s was never called with success\n", standin_nvml_function(i));
        }
    }
}

int main(const int count, char **const arguments)
{
    static void (*const parts[])(void) = {
        test_device, test_contexts, test_memory, test_pool, test_host_memory, test_copies, test_modules, test_kernels,
        test_launch_errors, test_streams, test_words, test_events, test_sticky_errors, test_capture, test_graphs,
        test_failures, test_nvml};
    if (count != 2 || standin_cuda_functions() > FUNCTIONS_MOST)
    {
        fprintf(stderr, "usage: selftest KERNELS.ptx\n");
        return 2;
    }
    char *const text = read_file(arguments[1]);
    selftest_ptx = text;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
    {
        parts[i]();
    }
    selftest_fresh();
    check_all_called();
    free(text);
    printf(
        "%d functions of CUDA and %d of NVML, %d expectations, %d failures\n", standin_cuda_functions(),
        standin_nvml_functions(), expectations, failures);
    return failures == 0 ? 0 : 1;
}
