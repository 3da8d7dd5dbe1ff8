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
 * The selftest of the library, against the double of a kernel. Exits with 0 if all is as expected.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kernel_double.h"

enum
{
    CAPACITY = 4096,
    FRAMES = 20000,
    FRAME_MAX = 4096
};

static int expectations;
static int failures;

static void expect(const long long got, const long long wanted, const char *const text, const int line)
{
    expectations++;
    if (got != wanted)
    {
        failures++;
        fprintf(stderr, "selftest.c:%d: %s gave %lld, not %lld\n", line, text, got, wanted);
    }
}

#define EXPECT(GOT, WANTED) expect((long long)(GOT), (long long)(WANTED), #GOT, __LINE__)

static const struct figcom_frame_header HEADER = {.template_id = 1, .block_length = 8, .target = 1};

static figcom_channel *open_channel(const struct kernel_double *const kernel)
{
    figcom_channel *channel;
    const int result = figcom_open(&channel, kernel->path, 0);
    if (result != FIGCOM_OK)
    {
        fprintf(stderr, "selftest: %s: %s\n", kernel->path, figcom_strerror(result));
        exit(2);
    }
    return channel;
}

static int open_result(const char *const path)
{
    figcom_channel *channel;
    const int result = figcom_open(&channel, path, 0);
    figcom_close(channel);
    return result;
}

static void check_texts(void)
{
    for (int code = FIGCOM_OUTSIDE; code < FIGCOM_OK; code++)
    {
        for (int other = FIGCOM_OUTSIDE - 1; other < code; other++)
        {
            EXPECT(strcmp(figcom_strerror(code), figcom_strerror(other)) != 0, 1);
        }
    }
}

static void check_bad_files(void)
{
    struct kernel_double kernel;
    EXPECT(figcom_open(NULL, "/tmp", 0), FIGCOM_INVALID);
    EXPECT(open_result(NULL), FIGCOM_INVALID);
    EXPECT(open_result("/tmp/no-such-ring"), FIGCOM_TIMED_OUT);
    EXPECT(open_result("/dev/null"), FIGCOM_NOT_A_RING);

    double_open(&kernel, CAPACITY);
    const struct ring_file good = *kernel.file;
#define BROKEN(FIELD, VALUE, CODE) \
    do \
    { \
        kernel.file->FIELD = (VALUE); \
        EXPECT(open_result(kernel.path), CODE); \
        kernel.file->FIELD = good.FIELD; \
    } \
    while (0)
    BROKEN(magic, 42, FIGCOM_NOT_A_RING);
    BROKEN(magic, 0, FIGCOM_TIMED_OUT);
    BROKEN(version, 2, FIGCOM_OTHER_VERSION);
    BROKEN(frame_header_bytes, 56, FIGCOM_OTHER_VERSION);
    BROKEN(schema_version, 9, FIGCOM_OTHER_VERSION);
    BROKEN(file_bytes, good.file_bytes + 1, FIGCOM_TRUNCATED);
    BROKEN(to_native_capacity, 4095, FIGCOM_NOT_A_RING);
    BROKEN(to_native_capacity, 1u << 20, FIGCOM_NOT_A_RING);
    BROKEN(to_kernel_offset, UINT64_MAX - 127, FIGCOM_NOT_A_RING);
    BROKEN(to_kernel_offset, 0, FIGCOM_NOT_A_RING);
    BROKEN(kernel_start_ticks, 1, FIGCOM_PEER_DEAD);
    BROKEN(kernel_pid, INT32_MAX, FIGCOM_PEER_DEAD);
    BROKEN(kernel_state, KERNEL_CLOSED, FIGCOM_CLOSED);
    BROKEN(native_pid, 1, FIGCOM_BUSY);
    EXPECT(chmod(kernel.path, 0640), 0);
    EXPECT(open_result(kernel.path), FIGCOM_UNSAFE);
    EXPECT(chmod(kernel.path, 0600), 0);
    EXPECT(open_result(kernel.path), FIGCOM_OK);
    kernel.file->native_pid = 0;
    EXPECT(truncate(kernel.path, 2000), 0);
    EXPECT(open_result(kernel.path), FIGCOM_TRUNCATED);
    EXPECT(truncate(kernel.path, 0), 0);
    EXPECT(open_result(kernel.path), FIGCOM_TIMED_OUT);
    double_close(&kernel);
}

static void check_sending(void)
{
    struct kernel_double kernel;
    struct figcom_info info;
    unsigned char frame[FRAME_MAX];
    const unsigned char body[FRAME_MAX] = {1, 2, 3};
    void *room;
    double_open(&kernel, CAPACITY);
    figcom_channel *const channel = open_channel(&kernel);
    EXPECT(open_result(kernel.path), FIGCOM_BUSY);
    EXPECT(figcom_get_info(channel, &info), FIGCOM_OK);
    EXPECT(info.max_body_bytes, CAPACITY / 8 - FIGCOM_HEADER_BYTES);

    EXPECT(figcom_send(channel, &HEADER, body, 7), FIGCOM_INVALID);
    EXPECT(figcom_send(channel, &HEADER, NULL, 8), FIGCOM_INVALID);
    EXPECT(figcom_send(channel, &HEADER, body, info.max_body_bytes + 1), FIGCOM_TOO_LONG);
    EXPECT(figcom_send(channel, &HEADER, body, (size_t)-1), FIGCOM_TOO_LONG);
    EXPECT(figcom_commit(channel), FIGCOM_MISUSED);
    EXPECT(figcom_abort(channel), FIGCOM_MISUSED);
    EXPECT(figcom_claim(channel, &HEADER, 8, &room), FIGCOM_OK);
    EXPECT(figcom_claim(channel, &HEADER, 8, &room), FIGCOM_MISUSED);
    EXPECT(figcom_send(channel, &HEADER, body, 8), FIGCOM_MISUSED);
    EXPECT(double_receive(&kernel, frame), -1);
    EXPECT(figcom_abort(channel), FIGCOM_OK);
    EXPECT(double_receive(&kernel, frame), -1);

    int sent = 0;
    int result;
    while ((result = figcom_send(channel, &HEADER, body, info.max_body_bytes)) == FIGCOM_OK)
    {
        sent++;
    }
    EXPECT(result, FIGCOM_BACK_PRESSURED);
    EXPECT(sent > 5, 1);
    for (int i = 0; i < sent; i++)
    {
        struct figcom_frame_header header;
        EXPECT(double_receive(&kernel, frame), CAPACITY / 8);
        memcpy(&header, frame, sizeof(header));
        EXPECT(header.sequence, i);
        EXPECT(header.source, DOUBLE_ENDPOINT);
        EXPECT(header.origin_timestamp_ns, header.hop_timestamp_ns);
        EXPECT(frame[FIGCOM_HEADER_BYTES + 2], 3);
    }
    EXPECT(figcom_get_info(channel, &info), FIGCOM_OK);
    EXPECT(info.frames_sent, sent);
    EXPECT(info.frames_refused, 1);
    atomic_store(&kernel.file->native_state, NATIVE_EXPELLED);
    EXPECT(figcom_send(channel, &HEADER, body, 8), FIGCOM_CORRUPT);
    atomic_store(&kernel.file->kernel_state, KERNEL_CLOSED);
    EXPECT(figcom_send(channel, &HEADER, body, 8), FIGCOM_CLOSED);
    EXPECT(figcom_close(channel), FIGCOM_OK);
    EXPECT(atomic_load(&kernel.file->native_state), NATIVE_DETACHED);
    double_close(&kernel);
}

struct seen
{
    figcom_channel *channel;
    int frames;
    int verdict;
};

static int see(
    void *const context, const struct figcom_frame_header *const header, const void *const body, const size_t length)
{
    struct seen *const seen = context;
    (void)header;
    (void)body;
    (void)length;
    seen->frames++;
    EXPECT(figcom_recv(seen->channel, see, seen, 1), FIGCOM_MISUSED);
    EXPECT(figcom_close(seen->channel), FIGCOM_MISUSED);
    return seen->verdict;
}

static void check_receiving(void)
{
    struct kernel_double kernel;
    struct figcom_info info;
    unsigned char buffer[FRAME_MAX];
    size_t length;
    double_open(&kernel, CAPACITY);
    figcom_channel *const channel = open_channel(&kernel);
    struct seen seen = {.channel = channel, .verdict = FIGCOM_AGAIN};
    EXPECT(figcom_recv(channel, see, &seen, 0), FIGCOM_INVALID);
    EXPECT(figcom_recv(channel, see, &seen, 1), 0);
    EXPECT(figcom_recv_wait(channel, NULL, buffer, sizeof(buffer), NULL, 1000000), FIGCOM_TIMED_OUT);
    EXPECT(double_send(&kernel, "12345678", 8), 1);
    EXPECT(figcom_recv(channel, see, &seen, 9), 0);
    EXPECT(seen.frames, 1);
    EXPECT(figcom_recv_wait(channel, NULL, buffer, 7, &length, 0), FIGCOM_TOO_LONG);
    EXPECT(length, 8);
    seen.verdict = FIGCOM_DONE;
    EXPECT(figcom_recv(channel, see, &seen, 9), 1);
    EXPECT(seen.frames, 2);

    kernel.next_sequence += 5;
    EXPECT(double_send(&kernel, "out of sequence", 15), 1);
    kernel.next_sequence -= 6;
    EXPECT(double_send(&kernel, "12345678", 8), 1);
    EXPECT(figcom_recv_wait(channel, NULL, buffer, sizeof(buffer), &length, 0), FIGCOM_TIMED_OUT);
    EXPECT(figcom_recv_wait(channel, NULL, buffer, sizeof(buffer), &length, 0), FIGCOM_OK);
    EXPECT(figcom_get_info(channel, &info), FIGCOM_OK);
    EXPECT(info.frames_malformed, 1);
    EXPECT(info.frames_received, 2);

    EXPECT(double_send(&kernel, "last", 4), 1);
    atomic_store(&kernel.file->kernel_state, KERNEL_CLOSED);
    EXPECT(figcom_recv(channel, see, &seen, 9), 1);
    EXPECT(figcom_recv(channel, see, &seen, 9), FIGCOM_CLOSED);
    EXPECT(figcom_close(channel), FIGCOM_OK);
    EXPECT(figcom_close(NULL), FIGCOM_OK);
    double_close(&kernel);
}

/* A kernel in a process of its own that is killed. */
static void check_dead_kernel(void)
{
    int ready[2];
    struct kernel_double kernel;
    EXPECT(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0)
    {
        double_open(&kernel, CAPACITY);
        if (write(ready[1], kernel.path, sizeof(kernel.path)) != (ssize_t)sizeof(kernel.path))
        {
            _exit(2);
        }
        pause();
        _exit(2);
    }
    char path[sizeof(kernel.path)];
    EXPECT(read(ready[0], path, sizeof(path)), sizeof(path));
    figcom_channel *channel;
    EXPECT(figcom_open(&channel, path, 0), FIGCOM_OK);
    EXPECT(kill(child, SIGKILL), 0);
    /* A zombie is dead, too: it is not waited for yet. */
    int result = FIGCOM_TIMED_OUT;
    for (int i = 0; i < 1000 && result == FIGCOM_TIMED_OUT; i++)
    {
        unsigned char buffer[8];
        result = figcom_recv_wait(channel, NULL, buffer, sizeof(buffer), NULL, 1000000);
    }
    EXPECT(result, FIGCOM_PEER_DEAD);
    while (figcom_send(channel, &HEADER, "12345678", 8) == FIGCOM_OK)
    {
    }
    do
    {
        result = figcom_send(channel, &HEADER, "12345678", 8);
    }
    while (result == FIGCOM_BACK_PRESSURED);
    EXPECT(result, FIGCOM_PEER_DEAD);
    EXPECT(figcom_close(channel), FIGCOM_OK);
    EXPECT(open_result(path), FIGCOM_PEER_DEAD);
    waitpid(child, NULL, 0);
    unlink(path);
    close(ready[0]);
    close(ready[1]);
}

static void check_tensors(void)
{
    struct kernel_double kernel;
    figcom_domain *domain;
    void *bytes;
    double_open(&kernel, CAPACITY);
    EXPECT(figcom_domain_open(&domain, kernel.path, 3, 0), FIGCOM_OK);
    const struct figcom_tensor_ref good = {
        .domain = 3, .element_type = FIGCOM_F32, .rank = 2, .offset_bytes = 4096, .length_bytes = 48,
        .shape = {3, 4}, .strides = {4, 1}};
    struct figcom_tensor_ref ref;
    EXPECT(figcom_tensor_read(&ref, &good, sizeof(good)), FIGCOM_OK);
    EXPECT(figcom_domain_tensor(domain, &ref, &bytes), FIGCOM_OK);
    EXPECT(figcom_tensor_read(&ref, &good, sizeof(good) - 1), FIGCOM_NOT_A_TENSOR);
#define REFUSED(FIELD, VALUE, CODE) \
    do \
    { \
        ref = good; \
        ref.FIELD = (VALUE); \
        EXPECT(figcom_domain_tensor(domain, &ref, &bytes), CODE); \
        EXPECT(bytes == NULL, 1); \
    } \
    while (0)
    REFUSED(domain, 4, FIGCOM_OUTSIDE);
    REFUSED(offset_bytes, 1 << 20, FIGCOM_OUTSIDE);
    REFUSED(length_bytes, INT64_MAX, FIGCOM_OUTSIDE);
    REFUSED(element_type, 0, FIGCOM_NOT_A_TENSOR);
    REFUSED(element_type, 10, FIGCOM_NOT_A_TENSOR);
    REFUSED(rank, 9, FIGCOM_NOT_A_TENSOR);
    REFUSED(offset_bytes, -4, FIGCOM_NOT_A_TENSOR);
    REFUSED(offset_bytes, 2, FIGCOM_NOT_A_TENSOR);
    REFUSED(length_bytes, 47, FIGCOM_NOT_A_TENSOR);
    REFUSED(shape[0], -1, FIGCOM_NOT_A_TENSOR);
    REFUSED(shape[0], INT64_MAX, FIGCOM_NOT_A_TENSOR);
    REFUSED(strides[0], INT64_MAX, FIGCOM_NOT_A_TENSOR);
    figcom_domain_close(domain);
    double_close(&kernel);
}

static void *send_from_kernel(void *const context)
{
    struct kernel_double *const kernel = context;
    for (int64_t i = 0; i < FRAMES; i++)
    {
        int64_t body[16];
        const uint32_t length = (uint32_t)(8 + i % 16 * 8);
        for (uint32_t j = 0; j < length / 8; j++)
        {
            body[j] = i + j;
        }
        while (!double_send(kernel, body, length))
        {
            sched_yield();
        }
    }
    return NULL;
}

static void *send_from_native(void *const context)
{
    for (int64_t i = 0; i < FRAMES; i++)
    {
        while (figcom_send(context, &HEADER, &i, sizeof(i)) == FIGCOM_BACK_PRESSURED)
        {
            sched_yield();
        }
    }
    return NULL;
}

/* Both directions at once: the sender and the receiver of a channel may be two threads. */
static void check_threads(void)
{
    struct kernel_double kernel;
    pthread_t threads[2];
    int64_t body[16];
    unsigned char frame[FRAME_MAX];
    double_open(&kernel, CAPACITY);
    figcom_channel *const channel = open_channel(&kernel);
    EXPECT(pthread_create(&threads[0], NULL, send_from_kernel, &kernel), 0);
    EXPECT(pthread_create(&threads[1], NULL, send_from_native, channel), 0);
    int64_t received = 0;
    int64_t wrong = 0;
    for (int64_t i = 0; i < FRAMES; )
    {
        size_t length;
        if (figcom_recv_wait(channel, NULL, body, sizeof(body), &length, 0) == FIGCOM_OK)
        {
            const int64_t last = (int64_t)length / 8 - 1;
            wrong += last != i % 16 || body[0] != i || body[last] != i + last;
            i++;
        }
        if (double_receive(&kernel, frame) > 0)
        {
            int64_t number;
            memcpy(&number, frame + FIGCOM_HEADER_BYTES, sizeof(number));
            wrong += number != received++;
        }
    }
    while (received < FRAMES)
    {
        received += double_receive(&kernel, frame) > 0;
    }
    EXPECT(wrong, 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    figcom_close(channel);
    double_close(&kernel);
}

int main(void)
{
    alarm(120);
    check_texts();
    check_bad_files();
    check_sending();
    check_receiving();
    check_dead_kernel();
    check_tensors();
    check_threads();
    printf("%d expectations, %d failures\n", expectations, failures);
    return failures == 0 ? 0 : 1;
}
