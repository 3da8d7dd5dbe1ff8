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
 * How long fork() holds up a process with much memory in use, which is what a snapshot by fork costs it at the least;
 * the faults of its writes afterwards come on top. Prints the nanoseconds of each fork.
 *
 * Usage: fork-snapshot BYTES FORKS DIRTY_PAGES SEED
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum
{
    PAGE_BYTES = 4096
};

static long now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static uint64_t next_random(uint64_t *const state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

int main(const int count, char **const arguments)
{
    if (count != 5)
    {
        fprintf(stderr, "usage: %s BYTES FORKS DIRTY_PAGES SEED\n", arguments[0]);
        return 2;
    }
    const long bytes = atol(arguments[1]);
    const long forks = atol(arguments[2]);
    const long dirty_pages = atol(arguments[3]);
    uint64_t random = (uint64_t)atol(arguments[4]) * 2 + 1;
    char *const memory = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
    {
        perror("mmap");
        return 1;
    }
    memset(memory, 1, (size_t)bytes);
    for (long i = 0; i < forks; i++)
    {
        for (long page = 0; page < dirty_pages; page++)
        {
            memory[next_random(&random) % (uint64_t)(bytes / PAGE_BYTES) * PAGE_BYTES] = (char)i;
        }
        const long start_ns = now_ns();
        const pid_t child = fork();
        const long took_ns = now_ns() - start_ns;
        if (child == 0)
        {
            _exit(0);
        }
        if (child < 0 || waitpid(child, NULL, 0) < 0)
        {
            perror("fork");
            return 1;
        }
        printf("%ld\n", took_ns);
    }
    return 0;
}
