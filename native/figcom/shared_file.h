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
 * What the parts of the library share.
 */
#ifndef FIGCOM_SHARED_FILE_H
#define FIGCOM_SHARED_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* A mapping of a whole file that is its owner's alone. */
struct shared_file
{
    unsigned char *bytes;
    size_t length;
};

/* FIGCOM_OK, FIGCOM_UNSAFE, FIGCOM_TRUNCATED (empty), FIGCOM_NOT_A_RING (no regular file), FIGCOM_SYSTEM (errno). */
int shared_file_map(struct shared_file *file, const char *path, bool writable);
void shared_file_unmap(struct shared_file *file);

#endif
