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
 * Feeds the reader with rings that hold random bytes, and well-formed rings of which random bytes are flipped, beside
 * frames with random headers and tensor references. Nothing of it may be read beyond, crash or hang; what is handed
 * over has to lie in the ring. Run under the sanitizers.
 *
 *   fuzz [ROUNDS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kernel_double.h"

enum
{
    CAPACITY = 1024,
    POLLS_MAX = 1024
};

static uint64_t state;

/* xorshift64*, so that a seed gives the same bytes everywhere. */
static uint64_t next(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545f4914f6cdd1d);
}

struct sight
{
    uint64_t frames;
    uint64_t bytes;
};

static int look(
    void *const context, const struct figcom_frame_header *const header, const void *const body, const size_t length)
{
    struct sight *const sight = context;
    const unsigned char *const bytes = body;
    /* The ring begins where a page does. */
    const size_t offset = (uintptr_t)bytes % RING_FILE_HEADER_BYTES;
    if (offset + length > CAPACITY || header->block_length > length)
    {
        fprintf(stderr, "fuzz: a frame of %zu bytes at %zu is handed over\n", length, offset);
        abort();
    }
    for (size_t i = 0; i < length; i++)
    {
        sight->bytes += bytes[i];
    }
    struct figcom_tensor_ref ref;
    if (figcom_tensor_read(&ref, body, length) == FIGCOM_OK)
    {
        sight->bytes += ref.rank;
    }
    sight->frames++;
    return next() % 16 == 0 ? FIGCOM_AGAIN : FIGCOM_DONE;
}

static void fill(struct kernel_double *const kernel)
{
    unsigned char *const data = kernel->to_native.data;
    if (next() % 4 == 0)
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            data[i] = (unsigned char)(next() >> 32);
        }
        /* Lengths that could be, so that more than the first is looked at. */
        for (int i = 0; i < CAPACITY; i += 8)
        {
            const int32_t length = (int32_t)(next() % 128);
            memcpy(data + i, &length, sizeof(length));
        }
        return;
    }
    unsigned char body[FIGCOM_TENSOR_REF_BYTES];
    for (uint64_t frames = next() % 16; frames > 0; frames--)
    {
        for (size_t i = 0; i < sizeof(body); i++)
        {
            body[i] = (unsigned char)(next() % 5);
        }
        /* A record is an eighth of the ring at most. */
        double_send(kernel, body, (uint32_t)(next() % (CAPACITY / 8 - FIGCOM_HEADER_BYTES)));
    }
    for (uint64_t flips = next() % 8; flips > 0; flips--)
    {
        data[next() % CAPACITY] ^= (unsigned char)(1u << next() % 8);
    }
}

static void play(const uint64_t seed, struct sight *const total)
{
    struct kernel_double kernel;
    figcom_channel *channel;
    state = seed * UINT64_C(0x9e3779b97f4a7c15) | 1;
    double_open(&kernel, CAPACITY);
    const int64_t head = (int64_t)next();
    if (next() % 2 == 0)
    {
        /* Wherever the positions stand, whatever they are. */
        memcpy(kernel.to_native.data + CAPACITY + HEAD_OFFSET, &head, sizeof(head));
        memcpy(kernel.to_native.data + CAPACITY + TAIL_OFFSET, &head, sizeof(head));
        ring_produce(&kernel.to_native, kernel.to_native.data, CAPACITY);
    }
    fill(&kernel);
    if (figcom_open(&channel, kernel.path, 0) != FIGCOM_OK)
    {
        abort();
    }
    struct sight sight = {0};
    for (int i = 0; i < POLLS_MAX; i++)
    {
        if (figcom_recv(channel, look, &sight, 1 + (int)(next() % 8)) < 0)
        {
            break;
        }
    }
    total->frames += sight.frames;
    total->bytes += sight.bytes;
    figcom_close(channel);
    double_close(&kernel);
}

int main(const int count, char **const arguments)
{
    const long long rounds = count > 1 ? atoll(arguments[1]) : 20000;
    const uint64_t seed = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
    struct sight total = {0};
    for (long long i = 0; i < rounds; i++)
    {
        /* A round that hangs ends here. */
        alarm(10);
        play(seed + (uint64_t)i, &total);
    }
    printf("%lld rounds, %llu frames handed over\n", rounds, (unsigned long long)total.frames);
    return total.frames > 0 || rounds == 0 ? 0 : 1;
}
