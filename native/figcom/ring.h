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
 * One direction of a ring file: the record layout and the protocol of Agrona's OneToOneRingBuffer, one producer and one
 * consumer. A record is a length, a type and the message, and begins at a multiple of 8. Its length is negative until
 * it is committed, and the header after it is zero. A record never wraps: padding fills the end. The positions lie
 * behind the data.
 *
 * The positions that this side owns are kept in private memory too, so that a peer that scribbles over them does no
 * harm.
 */
#ifndef FIGCOM_RING_H
#define FIGCOM_RING_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum
{
    RECORD_HEADER_BYTES = 8,
    RECORD_ALIGNMENT = 8,
    RECORD_PADDING = -1,
    RECORD_FRAME = 1,
    TAIL_OFFSET = 128,
    HEAD_CACHE_OFFSET = 256,
    HEAD_OFFSET = 384,
    TRAILER_BYTES = 768,
    RING_CAPACITY_MIN = 1024,
    RING_CAPACITY_MAX = 1 << 30
};

struct ring
{
    unsigned char *data;
    uint32_t capacity;
    uint64_t position;   /* the producer's tail, or the consumer's head */
    uint64_t head_cache; /* the producer's: as far as the consumer is known to be */
    int32_t claimed;     /* the producer's: length of the record that is claimed */
};

struct record
{
    int32_t type;
    uint32_t length;
    const unsigned char *message;
};

/* Take up the producer's side where it stands. */
void ring_produce(struct ring *ring, unsigned char *data, uint32_t capacity);

/* Take up the consumer's side where it stands. */
void ring_consume(struct ring *ring, unsigned char *data, uint32_t capacity);

/* The longest message. */
uint32_t ring_longest(const struct ring *ring);

/* Room for a message of at most the longest length, or NULL if there is none. */
unsigned char *ring_claim(struct ring *ring, uint32_t length);
void ring_commit(const struct ring *ring, const unsigned char *message);
void ring_abort(const struct ring *ring, const unsigned char *message);

/* The next record, which stays where it is: 1; 0 if there is none; FIGCOM_CORRUPT if what lies there is none. */
int ring_peek(struct ring *ring, struct record *record);

/* Pass the record that was peeked at: the producer may write over it. */
void ring_pass(struct ring *ring, const struct record *record);

#endif
