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
 * The same calls from C to C, many in a row. The callee comes out of a volatile pointer and the result goes into a
 * volatile variable, so that the compiler can neither inline a call nor leave one out.
 */
#include "calls.h"

static int increment(const int value)
{
    return value + 1;
}

static int (*volatile add_function)(int, int) = zt_add;
static int (*volatile fail_function)(int) = zt_fail;
static int (*volatile sum_function)(const int *, int) = zt_sum;
static int (*volatile call_function)(zt_callback, int) = zt_call;
static long (*volatile syscall_function)(long, ...) = syscall;
static volatile zt_callback callback = increment;
static volatile long sink;

#define REPEAT(count, expression)    \
    for (int i = 0; i < count; i++)  \
    {                                \
        sink = expression;           \
    }                                \
    return sink;

long zt_loop_nothing(const int count, const int value)
{
    REPEAT(count, value)
}

long zt_loop_add(const int count, const int left, const int right)
{
    REPEAT(count, add_function(left, right))
}

long zt_loop_fail(const int count, const int code)
{
    REPEAT(count, fail_function(code) < 0 ? -errno : 0)
}

long zt_loop_sum(const int count, const int *const values, const int length)
{
    REPEAT(count, sum_function(values, length))
}

long zt_loop_call(const int count, const int value)
{
    REPEAT(count, call_function(callback, value))
}

long zt_loop_parent_process(const int count)
{
    REPEAT(count, syscall_function(SYS_getppid))
}
