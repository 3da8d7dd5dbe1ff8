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
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum
{
    STAT_BYTES = 1024,
    START_TICKS_AFTER_STATE = 19
};

/* The fields after the name, which may itself hold spaces and parentheses; NULL if there are none. */
static const char *after_name(const int file, char *const text)
{
    ssize_t length;
    do
    {
        length = pread(file, text, STAT_BYTES - 1, 0);
    }
    while (length < 0 && errno == EINTR);
    if (length <= 0)
    {
        return NULL;
    }
    text[length] = '\0';
    const char *const end = strrchr(text, ')');
    return end == NULL || end[1] == '\0' ? NULL : end + 2;
}

static int64_t start_ticks_of(const int file)
{
    char text[STAT_BYTES];
    const char *field = after_name(file, text);
    for (int i = 0; field != NULL && i < START_TICKS_AFTER_STATE; i++)
    {
        field = strchr(field, ' ');
        field = field == NULL ? NULL : field + 1;
    }
    return field == NULL ? 0 : strtoll(field, NULL, 10);
}

int64_t process_own_start_ticks(void)
{
    const int file = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    if (file < 0)
    {
        return 0;
    }
    const int64_t ticks = start_ticks_of(file);
    close(file);
    return ticks;
}

int process_open(const int64_t pid, const int64_t start_ticks)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file >= 0 && (start_ticks_of(file) != start_ticks || !process_lives(file)))
    {
        close(file);
        return -1;
    }
    return file;
}

bool process_lives(const int stat_file)
{
    char text[STAT_BYTES];
    const char *const state = after_name(stat_file, text);
    return state != NULL && *state != 'Z' && *state != 'X';
}
