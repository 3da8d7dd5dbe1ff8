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
#include "ring.h"

#include <string.h>

#include "figcom.h"

static const uint64_t WHOLE_RECORDS = ~(uint64_t)(RECORD_ALIGNMENT - 1);

static _Atomic int32_t *length_at(const struct ring *const ring, const uint32_t index)
{
    return (_Atomic int32_t *)(void *)(ring->data + index);
}

static int32_t *type_at(const struct ring *const ring, const uint32_t index)
{
    return (int32_t *)(void *)(ring->data + index + sizeof(int32_t));
}

static _Atomic uint64_t *position_at(const struct ring *const ring, const uint32_t offset)
{
    return (_Atomic uint64_t *)(void *)(ring->data + ring->capacity + offset);
}

static uint32_t aligned(const uint32_t length)
{
    return (length + (RECORD_ALIGNMENT - 1)) & ~(uint32_t)(RECORD_ALIGNMENT - 1);
}

static void zero_header(const struct ring *const ring, const uint32_t index)
{
    memset(ring->data + index, 0, RECORD_HEADER_BYTES);
}

void ring_produce(struct ring *const ring, unsigned char *const data, const uint32_t capacity)
{
    ring->data = data;
    ring->capacity = capacity;
    ring->position = atomic_load_explicit(position_at(ring, TAIL_OFFSET), memory_order_acquire) & WHOLE_RECORDS;
    ring->head_cache = atomic_load_explicit(position_at(ring, HEAD_OFFSET), memory_order_acquire);
}

void ring_consume(struct ring *const ring, unsigned char *const data, const uint32_t capacity)
{
    ring->data = data;
    ring->capacity = capacity;
    ring->position = atomic_load_explicit(position_at(ring, HEAD_OFFSET), memory_order_acquire) & WHOLE_RECORDS;
}

uint32_t ring_longest(const struct ring *const ring)
{
    return ring->capacity >> 3;
}

static uint32_t free_bytes(const struct ring *const ring)
{
    const uint64_t used = ring->position - ring->head_cache;
    return used > ring->capacity ? 0 : ring->capacity - (uint32_t)used;
}

static void refresh_head(struct ring *const ring)
{
    /* Pairs with the consumer's release: it has read what is written over now. */
    ring->head_cache = atomic_load_explicit(position_at(ring, HEAD_OFFSET), memory_order_acquire);
    atomic_store_explicit(position_at(ring, HEAD_CACHE_OFFSET), ring->head_cache, memory_order_relaxed);
}

static void move_tail(struct ring *const ring, const uint32_t bytes)
{
    ring->position += bytes;
    /* The consumer goes by the records; this is for who clears up after a producer that died. */
    atomic_store_explicit(position_at(ring, TAIL_OFFSET), ring->position, memory_order_release);
}

/* Fills the end, so that the next record is at the beginning. The tail moves first, as it does for any claim. */
static void pad(struct ring *const ring, const uint32_t index, const uint32_t bytes)
{
    move_tail(ring, bytes);
    zero_header(ring, 0);
    *type_at(ring, index) = RECORD_PADDING;
    /* Pairs with the consumer's acquire of the length: it sees the type, and the zero where it goes on. */
    atomic_store_explicit(length_at(ring, index), (int32_t)bytes, memory_order_release);
}

unsigned char *ring_claim(struct ring *const ring, const uint32_t length)
{
    const uint32_t record = length + RECORD_HEADER_BYTES;
    const uint32_t bytes = aligned(record);
    const uint32_t needed = bytes + RECORD_HEADER_BYTES;
    if (needed > free_bytes(ring))
    {
        refresh_head(ring);
        if (needed > free_bytes(ring))
        {
            return NULL;
        }
    }

    const uint32_t mask = ring->capacity - 1;
    uint32_t index = (uint32_t)ring->position & mask;
    const uint32_t to_end = ring->capacity - index;
    if (bytes != to_end && needed > to_end)
    {
        pad(ring, index, to_end);
        index = 0;
        if (needed > free_bytes(ring))
        {
            refresh_head(ring);
            if (needed > free_bytes(ring))
            {
                return NULL;
            }
        }
    }

    move_tail(ring, bytes);
    zero_header(ring, (index + bytes) & mask);
    *type_at(ring, index) = RECORD_FRAME;
    ring->claimed = (int32_t)record;
    /* For who clears up after a producer that died; the consumer sees no difference to the zero that was there. */
    atomic_store_explicit(length_at(ring, index), -ring->claimed, memory_order_relaxed);
    return ring->data + index + RECORD_HEADER_BYTES;
}

static void publish(const struct ring *const ring, const unsigned char *const message, const int32_t type)
{
    const uint32_t index = (uint32_t)(message - ring->data) - RECORD_HEADER_BYTES;
    *type_at(ring, index) = type;
    /* Pairs with the consumer's acquire of the length: it sees all of the message. */
    atomic_store_explicit(length_at(ring, index), ring->claimed, memory_order_release);
}

void ring_commit(const struct ring *const ring, const unsigned char *const message)
{
    publish(ring, message, RECORD_FRAME);
}

void ring_abort(const struct ring *const ring, const unsigned char *const message)
{
    publish(ring, message, RECORD_PADDING);
}

static void move_head(struct ring *const ring, const uint32_t bytes)
{
    ring->position += bytes;
    /* Pairs with the producer's acquire of the head: what was read may be written over. */
    atomic_store_explicit(position_at(ring, HEAD_OFFSET), ring->position, memory_order_release);
}

int ring_peek(struct ring *const ring, struct record *const record)
{
    uint32_t passed = 0;
    while (1)
    {
        const uint32_t index = (uint32_t)ring->position & (ring->capacity - 1);
        /* Pairs with the producer's release of the length. */
        const int32_t length = atomic_load_explicit(length_at(ring, index), memory_order_acquire);
        if (length <= 0)
        {
            return 0;
        }
        if (length < RECORD_HEADER_BYTES || (uint32_t)length > ring->capacity - index)
        {
            return FIGCOM_CORRUPT;
        }
        if (*type_at(ring, index) != RECORD_PADDING)
        {
            record->type = *type_at(ring, index);
            record->length = (uint32_t)length - RECORD_HEADER_BYTES;
            record->message = ring->data + index + RECORD_HEADER_BYTES;
            return 1;
        }
        passed += aligned((uint32_t)length);
        if (passed > ring->capacity)
        {
            return FIGCOM_CORRUPT;
        }
        move_head(ring, aligned((uint32_t)length));
    }
}

void ring_pass(struct ring *const ring, const struct record *const record)
{
    move_head(ring, aligned(record->length + RECORD_HEADER_BYTES));
}
