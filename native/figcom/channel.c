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
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "figcom.h"
#include "process.h"
#include "ring.h"
#include "ring_file.h"
#include "shared_file.h"

_Static_assert(sizeof(struct figcom_frame_header) == FIGCOM_HEADER_BYTES, "the header has gaps, or too few fields");
_Static_assert(sizeof(struct figcom_tensor_ref) == FIGCOM_TENSOR_REF_BYTES, "the reference has gaps");
_Static_assert(sizeof(struct ring_file) <= RING_FILE_HEADER_BYTES, "the ring's page is too small");
_Static_assert(sizeof(_Atomic int64_t) == sizeof(int64_t), "an atomic is as large as what it holds");

enum
{
    EMPTY_POLLS_BETWEEN_LOOKS = 16,
    SPINS = 2000,
    SLEEP_MIN_NS = 1000,
    SLEEP_MAX_NS = 200 * 1000,
    OPEN_PAUSE_NS = 1000 * 1000
};

struct figcom_channel
{
    struct shared_file shared;
    struct ring_file *file;
    int kernel_stat;
    uint32_t max_frame_bytes;
    uint8_t endpoint;
    _Atomic bool is_kernel_dead;

    /* The sender's. */
    _Alignas(128) struct ring out;
    unsigned char *claim;
    int64_t next_sequence;
    unsigned int refusals_since_look;
    _Atomic uint64_t sent;
    _Atomic uint64_t refused;

    /* The receiver's. */
    _Alignas(128) struct ring in;
    bool is_handling;
    bool is_corrupt;
    bool has_sequence;
    int64_t expected_sequence;
    unsigned int empty_polls;
    _Atomic uint64_t received;
    _Atomic uint64_t malformed;
};

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void sleep_ns(const int64_t ns)
{
    const struct timespec pause = {.tv_sec = ns / INT64_C(1000000000), .tv_nsec = ns % INT64_C(1000000000)};
    nanosleep(&pause, NULL);
}

/* One writer each, so that a load and a store do. */
static void count(_Atomic uint64_t *const counter)
{
    atomic_store_explicit(
        counter, atomic_load_explicit(counter, memory_order_relaxed) + 1, memory_order_relaxed);
}

static void beat(figcom_channel *const channel, const int64_t now)
{
    atomic_store_explicit(&channel->file->native_heartbeat_ns, now, memory_order_relaxed);
}

static bool is_closed_by_kernel(const figcom_channel *const channel)
{
    /* Pairs with the kernel's release: what it sent before it closed is there. */
    return atomic_load_explicit(&channel->file->kernel_state, memory_order_acquire) != KERNEL_OPEN;
}

static bool is_kernel_dead(figcom_channel *const channel)
{
    if (!atomic_load_explicit(&channel->is_kernel_dead, memory_order_acquire) && !process_lives(channel->kernel_stat))
    {
        atomic_store_explicit(&channel->is_kernel_dead, true, memory_order_release);
    }
    return atomic_load_explicit(&channel->is_kernel_dead, memory_order_acquire);
}

static bool is_expelled(const figcom_channel *const channel)
{
    return atomic_load_explicit(&channel->file->native_state, memory_order_relaxed) == NATIVE_EXPELLED;
}

/* ---- Opening and closing ---- */

static bool is_ring_inside(const uint64_t offset, const uint32_t capacity, const uint64_t length)
{
    return capacity >= RING_CAPACITY_MIN && capacity <= RING_CAPACITY_MAX && (capacity & (capacity - 1)) == 0 &&
        offset % 128 == 0 && offset >= RING_FILE_HEADER_BYTES && offset <= length &&
        (uint64_t)capacity + TRAILER_BYTES <= length - offset;
}

static int check_file(const struct shared_file *const shared)
{
    const struct ring_file *const file = (const struct ring_file *)(const void *)shared->bytes;
    if (shared->length < sizeof(file->magic))
    {
        return FIGCOM_TRUNCATED;
    }
    /* Pairs with the kernel's release: all of this page was written before. */
    const uint64_t magic = atomic_load_explicit(&file->magic, memory_order_acquire);
    if (magic == 0)
    {
        return FIGCOM_TIMED_OUT;
    }
    if (magic != RING_FILE_MAGIC)
    {
        return FIGCOM_NOT_A_RING;
    }
    if (shared->length < RING_FILE_HEADER_BYTES)
    {
        return FIGCOM_TRUNCATED;
    }
    if (file->version != RING_FILE_VERSION || file->header_bytes != RING_FILE_HEADER_BYTES ||
        file->schema_id != FIGCOM_SCHEMA_ID || file->schema_version != FIGCOM_SCHEMA_VERSION ||
        file->frame_header_bytes != FIGCOM_HEADER_BYTES)
    {
        return FIGCOM_OTHER_VERSION;
    }
    if (shared->length < file->file_bytes)
    {
        return FIGCOM_TRUNCATED;
    }
    return is_ring_inside(file->to_native_offset, file->to_native_capacity, shared->length) &&
        is_ring_inside(file->to_kernel_offset, file->to_kernel_capacity, shared->length) ?
        FIGCOM_OK : FIGCOM_NOT_A_RING;
}

/* Takes the native side for this process, unless somebody has it. */
static int attach(struct ring_file *const file, const int64_t start_ticks)
{
    int64_t nobody = 0;
    /* Pairs with the kernel's release, which comes after it has cleared up behind the process before. */
    if (!atomic_compare_exchange_strong_explicit(
        &file->native_pid, &nobody, (int64_t)getpid(), memory_order_acq_rel, memory_order_relaxed))
    {
        return FIGCOM_BUSY;
    }
    atomic_store_explicit(&file->native_start_ticks, start_ticks, memory_order_relaxed);
    atomic_store_explicit(&file->native_heartbeat_ns, now_ns(), memory_order_relaxed);
    return FIGCOM_OK;
}

static int try_open(figcom_channel *const channel, const char *const path)
{
    int result = shared_file_map(&channel->shared, path, true);
    if (result != FIGCOM_OK)
    {
        /* A file that is not there, or has no length, may yet be. */
        return (result == FIGCOM_SYSTEM && errno == ENOENT) || result == FIGCOM_TRUNCATED ? FIGCOM_TIMED_OUT : result;
    }

    struct ring_file *const file = (struct ring_file *)(void *)channel->shared.bytes;
    channel->file = file;
    result = check_file(&channel->shared);
    if (result == FIGCOM_OK && is_closed_by_kernel(channel))
    {
        result = FIGCOM_CLOSED;
    }
    if (result == FIGCOM_OK)
    {
        channel->kernel_stat = process_open(file->kernel_pid, file->kernel_start_ticks);
        result = channel->kernel_stat < 0 ? FIGCOM_PEER_DEAD : attach(file, process_own_start_ticks());
        if (result == FIGCOM_BUSY)
        {
            close(channel->kernel_stat);
        }
    }
    if (result != FIGCOM_OK)
    {
        shared_file_unmap(&channel->shared);
    }
    return result;
}

/* A kernel may yet make the ring, clear it, or make it anew in place of one that died. */
static bool may_change(const int result)
{
    return result == FIGCOM_TIMED_OUT || result == FIGCOM_BUSY || result == FIGCOM_PEER_DEAD || result == FIGCOM_CLOSED;
}

int figcom_open(figcom_channel **const channel, const char *const path, const int64_t timeout_ns)
{
    if (channel == NULL)
    {
        return FIGCOM_INVALID;
    }
    *channel = NULL;
    if (path == NULL || timeout_ns < 0)
    {
        return FIGCOM_INVALID;
    }
    figcom_channel *const opened = aligned_alloc(_Alignof(figcom_channel), sizeof(*opened));
    if (opened == NULL)
    {
        return FIGCOM_SYSTEM;
    }
    memset(opened, 0, sizeof(*opened));

    const int64_t start_ns = now_ns();
    int result = try_open(opened, path);
    while (may_change(result) && now_ns() - start_ns < timeout_ns)
    {
        sleep_ns(OPEN_PAUSE_NS);
        result = try_open(opened, path);
    }
    if (result != FIGCOM_OK)
    {
        const int reason = errno;
        free(opened);
        errno = reason;
        return result;
    }

    struct ring_file *const file = opened->file;
    ring_produce(&opened->out, opened->shared.bytes + file->to_kernel_offset, file->to_kernel_capacity);
    ring_consume(&opened->in, opened->shared.bytes + file->to_native_offset, file->to_native_capacity);
    opened->max_frame_bytes = ring_longest(&opened->out);
    opened->endpoint = file->endpoint;
    /* Pairs with the kernel's acquire. */
    atomic_store_explicit(&file->native_state, NATIVE_ATTACHED, memory_order_release);
    *channel = opened;
    return FIGCOM_OK;
}

int figcom_close(figcom_channel *const channel)
{
    if (channel == NULL)
    {
        return FIGCOM_OK;
    }
    if (channel->is_handling)
    {
        return FIGCOM_MISUSED;
    }
    if (channel->claim != NULL)
    {
        figcom_abort(channel);
    }
    /* Pairs with the kernel's acquire: it drains the ring, then clears it for the next process. */
    atomic_store_explicit(&channel->file->native_state, NATIVE_DETACHED, memory_order_release);
    close(channel->kernel_stat);
    shared_file_unmap(&channel->shared);
    free(channel);
    return FIGCOM_OK;
}

int figcom_get_info(const figcom_channel *const channel, struct figcom_info *const info)
{
    if (channel == NULL || info == NULL)
    {
        return FIGCOM_INVALID;
    }
    const struct ring_file *const file = channel->file;
    info->endpoint = channel->endpoint;
    info->generation = atomic_load_explicit(&file->generation, memory_order_relaxed);
    info->max_body_bytes = channel->max_frame_bytes - FIGCOM_HEADER_BYTES;
    info->kernel_pid = file->kernel_pid;
    info->kernel_silent_ns = now_ns() - atomic_load_explicit(&file->kernel_heartbeat_ns, memory_order_relaxed);
    info->frames_sent = atomic_load_explicit(&channel->sent, memory_order_relaxed);
    info->frames_refused = atomic_load_explicit(&channel->refused, memory_order_relaxed);
    info->frames_received = atomic_load_explicit(&channel->received, memory_order_relaxed);
    info->frames_malformed = atomic_load_explicit(&channel->malformed, memory_order_relaxed);
    return FIGCOM_OK;
}

/* ---- Sending ---- */

static int refused(figcom_channel *const channel)
{
    count(&channel->refused);
    if (++channel->refusals_since_look % EMPTY_POLLS_BETWEEN_LOOKS == 0)
    {
        beat(channel, now_ns());
        if (is_kernel_dead(channel))
        {
            return FIGCOM_PEER_DEAD;
        }
    }
    return FIGCOM_BACK_PRESSURED;
}

int figcom_claim(
    figcom_channel *const channel, const struct figcom_frame_header *const header, const size_t length,
    void **const body)
{
    if (channel == NULL || header == NULL || body == NULL || header->block_length > length)
    {
        return FIGCOM_INVALID;
    }
    if (channel->claim != NULL)
    {
        return FIGCOM_MISUSED;
    }
    if (length > channel->max_frame_bytes - FIGCOM_HEADER_BYTES)
    {
        return FIGCOM_TOO_LONG;
    }
    if (is_closed_by_kernel(channel))
    {
        return FIGCOM_CLOSED;
    }
    if (is_expelled(channel))
    {
        return FIGCOM_CORRUPT;
    }

    unsigned char *const claim = ring_claim(&channel->out, FIGCOM_HEADER_BYTES + (uint32_t)length);
    if (claim == NULL)
    {
        return refused(channel);
    }
    channel->claim = claim;
    struct figcom_frame_header *const frame = (struct figcom_frame_header *)(void *)claim;
    *frame = *header;
    frame->schema_id = FIGCOM_SCHEMA_ID;
    frame->version = FIGCOM_SCHEMA_VERSION;
    frame->source = channel->endpoint;
    frame->frame_type = FIGCOM_FRAME_TASK;
    frame->payload_type = FIGCOM_PAYLOAD_MESSAGE;
    frame->sequence = channel->next_sequence;
    if (frame->deadline_ns == 0)
    {
        frame->deadline_ns = FIGCOM_NO_TIME;
    }
    *body = claim + FIGCOM_HEADER_BYTES;
    return FIGCOM_OK;
}

int figcom_commit(figcom_channel *const channel)
{
    if (channel == NULL || channel->claim == NULL)
    {
        return FIGCOM_MISUSED;
    }
    struct figcom_frame_header *const frame = (struct figcom_frame_header *)(void *)channel->claim;
    frame->hop_timestamp_ns = now_ns();
    if (frame->origin_timestamp_ns == 0)
    {
        frame->origin_timestamp_ns = frame->hop_timestamp_ns;
    }
    beat(channel, frame->hop_timestamp_ns);
    channel->next_sequence++;
    ring_commit(&channel->out, channel->claim);
    channel->claim = NULL;
    count(&channel->sent);
    return FIGCOM_OK;
}

int figcom_abort(figcom_channel *const channel)
{
    if (channel == NULL || channel->claim == NULL)
    {
        return FIGCOM_MISUSED;
    }
    ring_abort(&channel->out, channel->claim);
    channel->claim = NULL;
    return FIGCOM_OK;
}

int figcom_send(
    figcom_channel *const channel, const struct figcom_frame_header *const header, const void *const body,
    const size_t length)
{
    if (body == NULL && length != 0)
    {
        return FIGCOM_INVALID;
    }
    void *room;
    const int result = figcom_claim(channel, header, length, &room);
    if (result != FIGCOM_OK)
    {
        return result;
    }
    if (length != 0)
    {
        memcpy(room, body, length);
    }
    return figcom_commit(channel);
}

/* ---- Receiving ---- */

static bool is_well_formed(
    figcom_channel *const channel, const struct record *const record, struct figcom_frame_header *const header)
{
    if (record->type != RECORD_FRAME || record->length < FIGCOM_HEADER_BYTES)
    {
        return false;
    }
    memcpy(header, record->message, sizeof(*header));
    return header->schema_id == FIGCOM_SCHEMA_ID && header->version <= FIGCOM_SCHEMA_VERSION &&
        header->block_length <= record->length - FIGCOM_HEADER_BYTES && header->target == channel->endpoint &&
        (!channel->has_sequence || header->sequence == channel->expected_sequence);
}

/* What an empty ring means. */
static int nothing(figcom_channel *const channel)
{
    bool is_over = is_closed_by_kernel(channel);
    int code = FIGCOM_CLOSED;
    if (!is_over && ++channel->empty_polls % EMPTY_POLLS_BETWEEN_LOOKS == 0)
    {
        beat(channel, now_ns());
        is_over = is_kernel_dead(channel);
        code = FIGCOM_PEER_DEAD;
    }
    if (is_over)
    {
        /* What the kernel sent last may have come since the ring was looked at. */
        struct record record;
        return ring_peek(&channel->in, &record) == 0 ? code : 0;
    }
    return is_expelled(channel) ? FIGCOM_CORRUPT : 0;
}

int figcom_recv(
    figcom_channel *const channel, const figcom_handler handler, void *const context, const int limit)
{
    if (channel == NULL || handler == NULL || limit < 1)
    {
        return FIGCOM_INVALID;
    }
    if (channel->is_handling)
    {
        return FIGCOM_MISUSED;
    }
    if (channel->is_corrupt)
    {
        return FIGCOM_CORRUPT;
    }

    for (int frames = 0; frames < limit; frames++)
    {
        struct record record;
        const int found = ring_peek(&channel->in, &record);
        if (found <= 0)
        {
            channel->is_corrupt = found < 0;
            return frames > 0 ? frames : found < 0 ? found : nothing(channel);
        }

        struct figcom_frame_header header;
        if (is_well_formed(channel, &record, &header))
        {
            channel->is_handling = true;
            const int verdict = handler(
                context, &header, record.message + FIGCOM_HEADER_BYTES, record.length - FIGCOM_HEADER_BYTES);
            channel->is_handling = false;
            if (verdict != FIGCOM_DONE)
            {
                return frames;
            }
            channel->has_sequence = true;
            channel->expected_sequence = header.sequence + 1;
            count(&channel->received);
        }
        else
        {
            count(&channel->malformed);
        }
        ring_pass(&channel->in, &record);
    }
    return limit;
}

struct copy
{
    struct figcom_frame_header *header;
    void *buffer;
    size_t capacity;
    size_t length;
    int result;
};

static int copy_frame(
    void *const context, const struct figcom_frame_header *const header, const void *const body, const size_t length)
{
    struct copy *const copy = context;
    copy->length = length;
    if (length > copy->capacity)
    {
        copy->result = FIGCOM_TOO_LONG;
        return FIGCOM_AGAIN;
    }
    if (copy->header != NULL)
    {
        *copy->header = *header;
    }
    if (length != 0)
    {
        memcpy(copy->buffer, body, length);
    }
    copy->result = FIGCOM_OK;
    return FIGCOM_DONE;
}

static void relax(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

int figcom_recv_wait(
    figcom_channel *const channel, struct figcom_frame_header *const header, void *const buffer,
    const size_t capacity, size_t *const length, const int64_t timeout_ns)
{
    if (timeout_ns < 0 || (buffer == NULL && capacity != 0))
    {
        return FIGCOM_INVALID;
    }
    struct copy copy = {.header = header, .buffer = buffer, .capacity = capacity, .result = FIGCOM_TIMED_OUT};
    const int64_t start_ns = now_ns();
    int64_t pause_ns = SLEEP_MIN_NS;
    for (int spins = 0; ; spins++)
    {
        const int frames = figcom_recv(channel, copy_frame, &copy, 1);
        if (frames < 0)
        {
            return frames;
        }
        if (copy.result != FIGCOM_TIMED_OUT)
        {
            if (length != NULL)
            {
                *length = copy.length;
            }
            return copy.result;
        }

        const int64_t left_ns = timeout_ns - (now_ns() - start_ns);
        if (left_ns <= 0)
        {
            return FIGCOM_TIMED_OUT;
        }
        if (spins < SPINS)
        {
            relax();
        }
        else
        {
            sleep_ns(pause_ns < left_ns ? pause_ns : left_ns);
            pause_ns = pause_ns * 2 < SLEEP_MAX_NS ? pause_ns * 2 : SLEEP_MAX_NS;
        }
    }
}
