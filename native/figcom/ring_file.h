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
 * How a ring file is laid out: this page, then a ring to the native side, then a ring to the kernel. The kernel makes
 * the file, and only the kernel clears it for the next native process. RingLayout.java says the same; a test compares
 * the two.
 */
#ifndef FIGCOM_RING_FILE_H
#define FIGCOM_RING_FILE_H

#include <stdatomic.h>
#include <stdint.h>

/* "ZTFIGRNG" */
#define RING_FILE_MAGIC UINT64_C(0x474e52474946545a)

enum
{
    RING_FILE_VERSION = 1,
    RING_FILE_HEADER_BYTES = 4096
};

enum kernel_state
{
    KERNEL_OPEN = 1,
    KERNEL_CLOSED = 2
};

enum native_state
{
    NATIVE_ABSENT = 0,
    NATIVE_ATTACHED = 1,
    NATIVE_DETACHED = 2,
    /* Set by the kernel, which found the ring damaged. */
    NATIVE_EXPELLED = 3
};

struct ring_file
{
    _Atomic uint64_t magic; /* written last */
    uint32_t version;
    uint32_t header_bytes;
    uint64_t file_bytes;
    uint16_t schema_id;
    uint16_t schema_version;
    uint16_t frame_header_bytes;
    uint8_t endpoint;
    uint8_t reserved;
    uint64_t to_native_offset;
    uint64_t to_kernel_offset;
    uint32_t to_native_capacity;
    uint32_t to_kernel_capacity;
    int64_t kernel_pid;
    int64_t kernel_start_ticks;

    /* What one side writes is two cache lines from what the other does. */
    _Alignas(128) _Atomic int32_t kernel_state;
    _Atomic uint64_t generation;
    _Alignas(128) _Atomic int64_t kernel_heartbeat_ns;

    /* The process that has the native side; 0 for none. Taken by compare-and-set, and cleared by the kernel. */
    _Alignas(128) _Atomic int64_t native_pid;
    _Atomic int64_t native_start_ticks;
    _Atomic int32_t native_state;
    _Alignas(128) _Atomic int64_t native_heartbeat_ns;
};

#endif
