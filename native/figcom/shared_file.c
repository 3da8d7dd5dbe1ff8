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
#include "shared_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "figcom.h"

static int checked(const int descriptor, struct stat *const status)
{
    if (fstat(descriptor, status) != 0)
    {
        return FIGCOM_SYSTEM;
    }
    if (!S_ISREG(status->st_mode))
    {
        return FIGCOM_NOT_A_RING;
    }
    if (status->st_uid != geteuid() || (status->st_mode & (S_IRWXG | S_IRWXO)) != 0)
    {
        return FIGCOM_UNSAFE;
    }
    return status->st_size == 0 ? FIGCOM_TRUNCATED : FIGCOM_OK;
}

static int mapped(struct shared_file *const file, const int descriptor, const size_t length, const bool writable)
{
    void *const bytes = mmap(
        NULL, length, writable ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, descriptor, 0);
    if (bytes == MAP_FAILED)
    {
        return FIGCOM_SYSTEM;
    }
    /* A forked child that sent, too, would be a second writer. */
    if (madvise(bytes, length, MADV_DONTFORK) != 0)
    {
        const int reason = errno;
        munmap(bytes, length);
        errno = reason;
        return FIGCOM_SYSTEM;
    }
    file->bytes = bytes;
    file->length = length;
    return FIGCOM_OK;
}

int shared_file_map(struct shared_file *const file, const char *const path, const bool writable)
{
    /* Not blocking: a pipe of that name would wait for its other end. */
    const int descriptor = open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
    {
        return FIGCOM_SYSTEM;
    }
    struct stat status;
    int result = checked(descriptor, &status);
    if (result == FIGCOM_OK)
    {
        result = mapped(file, descriptor, (size_t)status.st_size, writable);
    }
    const int reason = errno;
    close(descriptor);
    errno = reason;
    return result;
}

void shared_file_unmap(struct shared_file *const file)
{
    munmap(file->bytes, file->length);
    file->bytes = NULL;
}
