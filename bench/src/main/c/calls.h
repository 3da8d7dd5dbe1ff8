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
 * What the native calls are made to, once: the C, JNI and FFM sides all do exactly this work.
 */
#ifndef ZETATRON_BENCH_CALLS_H
#define ZETATRON_BENCH_CALLS_H

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef int (*zt_callback)(int value);

static inline int add(const int left, const int right)
{
    return left + right;
}

/* Fails as system calls do: a negative result, and the reason in errno. */
static inline int fail(const int code)
{
    errno = code;
    return -1;
}

static inline int sum(const int *const values, const int length)
{
    int total = 0;
    for (int i = 0; i < length; i++)
    {
        total += values[i];
    }
    return total;
}

extern const long zt_getppid_number;

int zt_add(int left, int right);
int zt_fail(int code);
int zt_sum(const int *values, int length);
int zt_call(zt_callback callback, int value);

#endif
