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
 * The functions that Java calls through FFM.
 */
#include "calls.h"

const long zt_getppid_number = SYS_getppid;

int zt_add(const int left, const int right)
{
    return add(left, right);
}

int zt_fail(const int code)
{
    return fail(code);
}

int zt_sum(const int *const values, const int length)
{
    return sum(values, length);
}

int zt_call(const zt_callback callback, const int value)
{
    return callback(value);
}
