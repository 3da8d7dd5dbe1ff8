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
 * A native engine for tests: speaks to a kernel's ring from a process of its own, through figcom.h alone.
 *
 *   peer RING send N             sends N numbered frames
 *   peer RING receive N          receives N numbered frames and checks them
 *   peer RING echo               sends each frame back until the ring ends
 *   peer RING claim N            sends N frames, claims one, writes half of it, says so and waits to be killed
 *   peer RING hold               waits for the ring to end
 *   peer RING open               opens and closes
 *   peer RING ping N             measures N round trips to something that echoes
 *   peer RING tensor FILE NUMBER answers a tensor of 32-bit floats in the domain of that file and number with their sum
 *
 * A numbered frame's body is its number, a checksum (FNV-1a) and as many bytes as follow from the number. What happens
 * is printed, one line each, beginning with a word. Exits with 0 if all was as it should be; else with 1.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "figcom.h"

enum
{
    TEMPLATE = 900,
    KERNEL = 1,
    BLOCK_BYTES = 16,
    LENGTHS = 200,
    BODY_MAX = 1 << 16
};

static const int64_t OPEN_TIMEOUT_NS = INT64_C(10000000000);
static const int64_t FRAME_TIMEOUT_NS = INT64_C(20000000000);

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int say(const char *const what, const long long number, const int code)
{
    printf("%s %lld %d %s\n", what, number, code, figcom_strerror(code));
    fflush(stdout);
    return code == FIGCOM_OK ? 0 : 1;
}

static uint64_t checksum(const int64_t number, const unsigned char *const bytes, const size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ (uint64_t)number;
    for (size_t i = 0; i < length; i++)
    {
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static size_t length_of(const int64_t number)
{
    return BLOCK_BYTES + (size_t)(number * 37 % LENGTHS);
}

static void write_numbered(unsigned char *const body, const int64_t number)
{
    const size_t length = length_of(number);
    for (size_t i = BLOCK_BYTES; i < length; i++)
    {
        body[i] = (unsigned char)((uint64_t)number + i * 31);
    }
    const uint64_t hash = checksum(number, body + BLOCK_BYTES, length - BLOCK_BYTES);
    memcpy(body, &number, sizeof(number));
    memcpy(body + sizeof(number), &hash, sizeof(hash));
}

static bool is_numbered(const unsigned char *const body, const size_t length, const int64_t number)
{
    int64_t found;
    uint64_t hash;
    if (length != length_of(number))
    {
        return false;
    }
    memcpy(&found, body, sizeof(found));
    memcpy(&hash, body + sizeof(found), sizeof(hash));
    return found == number && hash == checksum(number, body + BLOCK_BYTES, length - BLOCK_BYTES);
}

static struct figcom_frame_header header_for(const int64_t number)
{
    return (struct figcom_frame_header){
        .template_id = TEMPLATE, .block_length = BLOCK_BYTES, .target = KERNEL, .correlation = number};
}

/* Every third frame is written in place, and each of those comes after a claim that is given up. */
static int send_one(figcom_channel *const channel, const int64_t number)
{
    static unsigned char body[BODY_MAX];
    const struct figcom_frame_header header = header_for(number);
    if (number % 3 != 0)
    {
        write_numbered(body, number);
        return figcom_send(channel, &header, body, length_of(number));
    }
    void *room;
    int result = figcom_claim(channel, &header, length_of(number), &room);
    if (result == FIGCOM_OK)
    {
        memset(room, 0xEE, length_of(number));
        figcom_abort(channel);
        result = figcom_claim(channel, &header, length_of(number), &room);
    }
    if (result == FIGCOM_OK)
    {
        write_numbered(room, number);
        result = figcom_commit(channel);
    }
    return result;
}

static int send_all(figcom_channel *const channel, const int64_t frames)
{
    const int64_t start_ns = now_ns();
    for (int64_t i = 0; i < frames; i++)
    {
        int result = send_one(channel, i);
        while (result == FIGCOM_BACK_PRESSURED && now_ns() - start_ns < FRAME_TIMEOUT_NS)
        {
            usleep(20);
            result = send_one(channel, i);
        }
        if (result != FIGCOM_OK)
        {
            return say("stopped", i, result);
        }
    }
    struct figcom_info info;
    figcom_get_info(channel, &info);
    return say("sent", (long long)info.frames_sent, FIGCOM_OK);
}

static int receive_all(figcom_channel *const channel, const int64_t frames)
{
    static unsigned char body[BODY_MAX];
    for (int64_t i = 0; i < frames; i++)
    {
        struct figcom_frame_header header;
        size_t length;
        const int result = figcom_recv_wait(channel, &header, body, sizeof(body), &length, FRAME_TIMEOUT_NS);
        if (result != FIGCOM_OK)
        {
            return say("stopped", i, result);
        }
        if (!is_numbered(body, length, i) || header.correlation != i)
        {
            return say("wrong", i, FIGCOM_CORRUPT);
        }
    }
    return say("received", frames, FIGCOM_OK);
}

static int echo_frame(
    void *const context, const struct figcom_frame_header *const header, const void *const body, const size_t length)
{
    struct figcom_frame_header answer = *header;
    answer.target = header->source;
    return figcom_send(context, &answer, body, length) == FIGCOM_BACK_PRESSURED ? FIGCOM_AGAIN : FIGCOM_DONE;
}

static int echo(figcom_channel *const channel)
{
    int result = FIGCOM_OK;
    while (result >= 0)
    {
        result = figcom_recv(channel, echo_frame, channel, 64);
    }
    struct figcom_info info;
    figcom_get_info(channel, &info);
    say("ended", (long long)info.frames_received, result);
    return result == FIGCOM_CLOSED ? 0 : 1;
}

static int hold(figcom_channel *const channel)
{
    unsigned char body[BLOCK_BYTES + LENGTHS];
    int result = FIGCOM_OK;
    long long frames = -1;
    while (result == FIGCOM_OK || result == FIGCOM_TIMED_OUT)
    {
        frames += result == FIGCOM_OK;
        result = figcom_recv_wait(channel, NULL, body, sizeof(body), NULL, INT64_C(50000000));
    }
    say("ended", frames, result);
    return 0;
}

static int claim(figcom_channel *const channel, const int64_t frames)
{
    const int result = send_all(channel, frames);
    const struct figcom_frame_header header = header_for(frames);
    void *room;
    if (result != 0 || figcom_claim(channel, &header, length_of(frames), &room) != FIGCOM_OK)
    {
        return 1;
    }
    memset(room, 0xDD, length_of(frames) / 2);
    say("claimed", frames, FIGCOM_OK);
    pause();
    return 1;
}

static int compare_ns(const void *const one, const void *const other)
{
    const int64_t a = *(const int64_t *)one;
    const int64_t b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static int count_frame(
    void *const context, const struct figcom_frame_header *const header, const void *const body, const size_t length)
{
    (void)header;
    (void)body;
    (void)length;
    ++*(int *)context;
    return FIGCOM_DONE;
}

/* Spins, as what it is compared with does. */
static int ping(figcom_channel *const channel, const int64_t rounds)
{
    int64_t *const times = calloc((size_t)rounds + 1, sizeof(*times));
    const unsigned char body[BLOCK_BYTES] = {0};
    if (times == NULL)
    {
        return say("stopped", 0, FIGCOM_SYSTEM);
    }
    for (int64_t i = 0; i < rounds; i++)
    {
        const struct figcom_frame_header header = header_for(i);
        const int64_t start_ns = now_ns();
        int result = figcom_send(channel, &header, body, sizeof(body));
        int frames = 0;
        while (result >= 0 && frames == 0)
        {
            result = figcom_recv(channel, count_frame, &frames, 1);
        }
        if (result < 0)
        {
            free(times);
            return say("stopped", i, result);
        }
        times[i] = now_ns() - start_ns;
    }
    qsort(times, (size_t)rounds, sizeof(*times), compare_ns);
    printf("pinged %lld p50_ns %lld p99_ns %lld max_ns %lld\n", (long long)rounds, (long long)times[rounds / 2],
        (long long)times[rounds * 99 / 100], (long long)times[rounds - 1]);
    fflush(stdout);
    free(times);
    return 0;
}

static int answer_sum(figcom_channel *const channel, const figcom_domain *const domain)
{
    unsigned char body[BODY_MAX];
    struct figcom_frame_header header;
    struct figcom_tensor_ref ref;
    size_t length;
    void *bytes;
    int result = figcom_recv_wait(channel, &header, body, sizeof(body), &length, FRAME_TIMEOUT_NS);
    if (result == FIGCOM_OK)
    {
        result = figcom_tensor_read(&ref, body, length);
    }
    if (result == FIGCOM_OK)
    {
        result = figcom_domain_tensor(domain, &ref, &bytes);
    }
    if (result != FIGCOM_OK || ref.element_type != FIGCOM_F32 || ref.rank != 2)
    {
        return say("refused", (long long)header.sequence, result);
    }
    double sum = 0;
    for (int64_t i = 0; i < ref.shape[0]; i++)
    {
        for (int64_t j = 0; j < ref.shape[1]; j++)
        {
            sum += (double)((const float *)bytes)[i * ref.strides[0] + j * ref.strides[1]];
        }
    }
    header.target = header.source;
    header.block_length = sizeof(sum);
    result = figcom_send(channel, &header, &sum, sizeof(sum));
    return say("summed", (long long)sum, result);
}

static int sum_tensor(figcom_channel *const channel, const char *const path, const char *const number)
{
    figcom_domain *domain;
    int result = figcom_domain_open(&domain, path, atoi(number), 0);
    if (result != FIGCOM_OK)
    {
        return say("stopped", errno, result);
    }
    result = answer_sum(channel, domain);
    figcom_domain_close(domain);
    return result;
}

static int run(figcom_channel *const channel, const int count, char *const *const arguments)
{
    const char *const mode = arguments[2];
    const int64_t number = count > 3 ? atoll(arguments[3]) : 0;
    return strcmp(mode, "send") == 0 ? send_all(channel, number) :
        strcmp(mode, "receive") == 0 ? receive_all(channel, number) :
        strcmp(mode, "echo") == 0 ? echo(channel) :
        strcmp(mode, "claim") == 0 ? claim(channel, number) :
        strcmp(mode, "hold") == 0 ? hold(channel) :
        strcmp(mode, "ping") == 0 ? ping(channel, number) :
        strcmp(mode, "tensor") == 0 && count > 4 ? sum_tensor(channel, arguments[3], arguments[4]) :
        strcmp(mode, "open") == 0 ? 0 : 2;
}

int main(const int count, char **const arguments)
{
    if (count < 3)
    {
        fprintf(stderr, "usage: peer RING send|receive|echo|claim|hold|open|ping|tensor ...\n");
        return 2;
    }
    const char *const timeout = getenv("FIGCOM_PEER_TIMEOUT_MS");
    figcom_channel *channel;
    const int result = figcom_open(
        &channel, arguments[1], timeout == NULL ? OPEN_TIMEOUT_NS : atoll(timeout) * INT64_C(1000000));
    if (result != FIGCOM_OK)
    {
        return say("stopped", errno, result);
    }
    struct figcom_info info;
    figcom_get_info(channel, &info);
    say("attached", (long long)info.generation, FIGCOM_OK);
    const int status = run(channel, count, arguments);
    figcom_close(channel);
    return status;
}
