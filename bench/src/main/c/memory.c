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
 * What a C program does where Java uses a memory domain: malloc, memcpy, mmap. Also lets the kernel forget a file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HUGE_BYTES (2L << 20)
#define HUGE_2_MIB (21 << MAP_HUGE_SHIFT)

enum pages
{
    BASE,
    TRANSPARENT_HUGE,
    POOLED_2_MIB
};

/* Volatile, so that the compiler can neither leave a call out nor put its own code in its place. */
static void *(*volatile malloc_function)(size_t) = malloc;
static void (*volatile free_function)(void *) = free;
static void *(*volatile memcpy_function)(void *, const void *, size_t) = memcpy;

long zt_loop_malloc(const int count, const long bytes)
{
    long last = 0;
    for (int i = 0; i < count; i++)
    {
        void *const memory = malloc_function((size_t)bytes);
        last = (long)(intptr_t)memory;
        free_function(memory);
    }
    return last;
}

void zt_copy(const long to, const long from, const long length, const int times)
{
    for (int i = 0; i < times; i++)
    {
        memcpy_function((void *)to, (const void *)from, (size_t)length);
    }
}

/* Answers 0 if there is no such memory. */
long zt_map(const long length, const int pages)
{
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | (pages == POOLED_2_MIB ? MAP_HUGETLB | HUGE_2_MIB : 0);
    const long spare = pages == TRANSPARENT_HUGE ? HUGE_BYTES : 0;
    void *const mapped = mmap(NULL, (size_t)(length + spare), PROT_READ | PROT_WRITE, flags, -1, 0);
    if (mapped == MAP_FAILED)
    {
        return 0;
    }
    long address = (long)(intptr_t)mapped;
    if (spare > 0)
    {
        const long aligned = (address + HUGE_BYTES - 1) / HUGE_BYTES * HUGE_BYTES;
        if (aligned > address)
        {
            munmap((void *)address, (size_t)(aligned - address));
        }
        munmap((void *)(aligned + length), (size_t)(address + spare - aligned));
        address = aligned;
        madvise((void *)address, (size_t)length, MADV_HUGEPAGE);
    }
    memset((void *)address, 1, (size_t)length);
    return address;
}

void zt_unmap(const long address, const long length)
{
    munmap((void *)address, (size_t)length);
}

static long cached(const int file, const long length)
{
    const long page = sysconf(_SC_PAGESIZE);
    const long pages = (length + page - 1) / page;
    void *const mapped = mmap(NULL, (size_t)length, PROT_READ, MAP_SHARED, file, 0);
    unsigned char *const present = malloc((size_t)pages);
    long bytes = 0;
    if (mapped == MAP_FAILED || present == NULL || mincore(mapped, (size_t)length, present) != 0)
    {
        bytes = -errno;
    }
    else
    {
        for (long i = 0; i < pages; i++)
        {
            bytes += (present[i] & 1) * page;
        }
    }
    if (mapped != MAP_FAILED)
    {
        munmap(mapped, (size_t)length);
    }
    free(present);
    return bytes;
}

/* Answers how much of the file is in memory afterwards, or the negated error code. */
long zt_forget(const char *const path)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
    {
        return -errno;
    }
    struct stat status;
    fsync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    const long left = fstat(file, &status) != 0 ? -errno : status.st_size == 0 ? 0 : cached(file, status.st_size);
    close(file);
    return left;
}
