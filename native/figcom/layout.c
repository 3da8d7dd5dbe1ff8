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
 * Prints what the C side takes the layouts to be, one "name offset size" a line, for the test that compares them with
 * Java's.
 */
#include <stdio.h>

#include "figcom.h"
#include "ring.h"
#include "ring_file.h"

#define FIELD(STRUCT, NAME) \
    printf(#STRUCT "." #NAME " %zu %zu\n", offsetof(struct STRUCT, NAME), sizeof(((struct STRUCT *)0)->NAME))
#define CONSTANT(NAME) printf(#NAME " %lld 0\n", (long long)(NAME))

int main(void)
{
    FIELD(figcom_frame_header, block_length);
    FIELD(figcom_frame_header, template_id);
    FIELD(figcom_frame_header, schema_id);
    FIELD(figcom_frame_header, version);
    FIELD(figcom_frame_header, source);
    FIELD(figcom_frame_header, target);
    FIELD(figcom_frame_header, frame_type);
    FIELD(figcom_frame_header, priority);
    FIELD(figcom_frame_header, payload_type);
    FIELD(figcom_frame_header, padding);
    FIELD(figcom_frame_header, sequence);
    FIELD(figcom_frame_header, correlation);
    FIELD(figcom_frame_header, origin_timestamp_ns);
    FIELD(figcom_frame_header, hop_timestamp_ns);
    FIELD(figcom_frame_header, deadline_ns);
    FIELD(figcom_frame_header, reserved);
    FIELD(figcom_tensor_ref, domain);
    FIELD(figcom_tensor_ref, element_type);
    FIELD(figcom_tensor_ref, rank);
    FIELD(figcom_tensor_ref, handle);
    FIELD(figcom_tensor_ref, offset_bytes);
    FIELD(figcom_tensor_ref, length_bytes);
    FIELD(figcom_tensor_ref, shape);
    FIELD(figcom_tensor_ref, strides);
    FIELD(ring_file, magic);
    FIELD(ring_file, version);
    FIELD(ring_file, header_bytes);
    FIELD(ring_file, file_bytes);
    FIELD(ring_file, schema_id);
    FIELD(ring_file, schema_version);
    FIELD(ring_file, frame_header_bytes);
    FIELD(ring_file, endpoint);
    FIELD(ring_file, to_native_offset);
    FIELD(ring_file, to_kernel_offset);
    FIELD(ring_file, to_native_capacity);
    FIELD(ring_file, to_kernel_capacity);
    FIELD(ring_file, kernel_pid);
    FIELD(ring_file, kernel_start_ticks);
    FIELD(ring_file, kernel_state);
    FIELD(ring_file, generation);
    FIELD(ring_file, kernel_heartbeat_ns);
    FIELD(ring_file, native_pid);
    FIELD(ring_file, native_start_ticks);
    FIELD(ring_file, native_state);
    FIELD(ring_file, native_heartbeat_ns);
    CONSTANT(sizeof(struct figcom_frame_header));
    CONSTANT(sizeof(struct figcom_tensor_ref));
    CONSTANT(RING_FILE_MAGIC);
    CONSTANT(RING_FILE_VERSION);
    CONSTANT(RING_FILE_HEADER_BYTES);
    CONSTANT(RING_CAPACITY_MIN);
    CONSTANT(KERNEL_OPEN);
    CONSTANT(KERNEL_CLOSED);
    CONSTANT(NATIVE_ABSENT);
    CONSTANT(NATIVE_ATTACHED);
    CONSTANT(NATIVE_DETACHED);
    CONSTANT(NATIVE_EXPELLED);
    CONSTANT(FIGCOM_SCHEMA_ID);
    CONSTANT(FIGCOM_SCHEMA_VERSION);
    CONSTANT(FIGCOM_FRAME_TASK);
    CONSTANT(FIGCOM_PAYLOAD_MESSAGE);
    CONSTANT(FIGCOM_MAX_RANK);
    CONSTANT(RECORD_HEADER_BYTES);
    CONSTANT(RECORD_ALIGNMENT);
    CONSTANT(RECORD_PADDING);
    CONSTANT(RECORD_FRAME);
    CONSTANT(TAIL_OFFSET);
    CONSTANT(HEAD_CACHE_OFFSET);
    CONSTANT(HEAD_OFFSET);
    CONSTANT(TRAILER_BYTES);
    return 0;
}
