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
#include "kernel_double.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "process.h"

void double_open(struct kernel_double *const kernel, const uint32_t capacity)
{
    memset(kernel, 0, sizeof(*kernel));
    strcpy(kernel->path, "/tmp/figcom-double-XXXXXX");
    const uint64_t ring_bytes = (uint64_t)capacity + TRAILER_BYTES;
    const uint64_t bytes = RING_FILE_HEADER_BYTES + 2 * ring_bytes;
    const int descriptor = mkstemp(kernel->path);
    if (descriptor < 0 || ftruncate(descriptor, (off_t)bytes) != 0 ||
        shared_file_map(&kernel->shared, kernel->path, true) != FIGCOM_OK)
    {
        perror("kernel_double");
        exit(2);
    }
    close(descriptor);

    struct ring_file *const file = (struct ring_file *)(void *)kernel->shared.bytes;
    kernel->file = file;
    file->version = RING_FILE_VERSION;
    file->header_bytes = RING_FILE_HEADER_BYTES;
    file->file_bytes = bytes;
    file->schema_id = FIGCOM_SCHEMA_ID;
    file->schema_version = FIGCOM_SCHEMA_VERSION;
    file->frame_header_bytes = FIGCOM_HEADER_BYTES;
    file->endpoint = DOUBLE_ENDPOINT;
    file->to_native_offset = RING_FILE_HEADER_BYTES;
    file->to_kernel_offset = RING_FILE_HEADER_BYTES + ring_bytes;
    file->to_native_capacity = capacity;
    file->to_kernel_capacity = capacity;
    file->kernel_pid = getpid();
    file->kernel_start_ticks = process_own_start_ticks();
    atomic_store(&file->kernel_state, KERNEL_OPEN);
    ring_produce(&kernel->to_native, kernel->shared.bytes + file->to_native_offset, capacity);
    ring_consume(&kernel->to_kernel, kernel->shared.bytes + file->to_kernel_offset, capacity);
    atomic_store_explicit(&file->magic, RING_FILE_MAGIC, memory_order_release);
}

void double_close(struct kernel_double *const kernel)
{
    unlink(kernel->path);
    shared_file_unmap(&kernel->shared);
}

bool double_send(struct kernel_double *const kernel, const void *const body, const uint32_t length)
{
    unsigned char *const room = ring_claim(&kernel->to_native, FIGCOM_HEADER_BYTES + length);
    if (room == NULL)
    {
        return false;
    }
    const struct figcom_frame_header header = {
        .schema_id = FIGCOM_SCHEMA_ID, .version = FIGCOM_SCHEMA_VERSION, .source = 1, .target = DOUBLE_ENDPOINT,
        .frame_type = FIGCOM_FRAME_TASK, .payload_type = FIGCOM_PAYLOAD_MESSAGE, .sequence = kernel->next_sequence++};
    memcpy(room, &header, sizeof(header));
    memcpy(room + sizeof(header), body, length);
    ring_commit(&kernel->to_native, room);
    return true;
}

int64_t double_receive(struct kernel_double *const kernel, void *const frame)
{
    struct record record;
    const int found = ring_peek(&kernel->to_kernel, &record);
    if (found <= 0)
    {
        return -1;
    }
    memcpy(frame, record.message, record.length);
    ring_pass(&kernel->to_kernel, &record);
    return record.length;
}
