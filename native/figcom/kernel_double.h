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
 * The kernel's side of a ring in C, for the selftest and the fuzzer, so that the library is tested without a kernel.
 */
#ifndef FIGCOM_KERNEL_DOUBLE_H
#define FIGCOM_KERNEL_DOUBLE_H

#include <stdbool.h>

#include "figcom.h"
#include "ring.h"
#include "ring_file.h"
#include "shared_file.h"

enum
{
    DOUBLE_ENDPOINT = 7
};

struct kernel_double
{
    char path[64];
    struct shared_file shared;
    struct ring_file *file;
    struct ring to_native;
    struct ring to_kernel;
    int64_t next_sequence;
};

/* Make a ring file whose rings have this capacity each. Exits if the system refuses. */
void double_open(struct kernel_double *kernel, uint32_t capacity);
void double_close(struct kernel_double *kernel);

/* Send a well-formed frame; false if the ring is full. */
bool double_send(struct kernel_double *kernel, const void *body, uint32_t length);

/* Receive a frame into a buffer that is large enough: its length with its header, or -1 if there is none. */
int64_t double_receive(struct kernel_double *kernel, void *frame);

#endif
