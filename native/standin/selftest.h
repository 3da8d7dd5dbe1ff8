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
 * What the parts of the selftest share. Each part walks some functions of the stand-ins with right and wrong arguments,
 * and begins with a fresh stand-in.
 */
#ifndef STANDIN_SELFTEST_H
#define STANDIN_SELFTEST_H

#include <stdbool.h>

#include "control.h"
#include "cuda_abi.h"

void expect_result(int got, int wanted, const char *why, const char *text, const char *file, int line);
void expect_true(bool got, const char *text, const char *file, int line);

#define EXPECT(RESULT, CALL) \
    expect_result((int)(CALL), (int)(RESULT), standin_cuda_last_failure(), #CALL, __FILE__, __LINE__)
#define OK(CALL) EXPECT(CUDA_SUCCESS, CALL)
#define EXPECT_TRUE(CONDITION) expect_true(CONDITION, #CONDITION, __FILE__, __LINE__)
#define FORGED(TYPE) ((TYPE)(void *)0x1230)

/* The text of the project's kernels in PTX. */
extern const char *selftest_ptx;

/* Notes which functions were called and resets the stand-in. */
void selftest_fresh(void);

/* The same, and then a context, current on this thread. */
CUcontext selftest_context(void);

/* Nothing is left alive; ends the context. */
void selftest_end_context(void);

/* A kernel of the project, from a module that this loads. */
CUfunction selftest_kernel(CUmodule *module, const char *name);

void test_device(void);
void test_contexts(void);
void test_memory(void);
void test_pool(void);
void test_host_memory(void);
void test_copies(void);
void test_modules(void);
void test_kernels(void);
void test_launch_errors(void);
void test_streams(void);
void test_words(void);
void test_events(void);
void test_sticky_errors(void);
void test_capture(void);
void test_graphs(void);
void test_failures(void);
void test_nvml(void);

#endif
