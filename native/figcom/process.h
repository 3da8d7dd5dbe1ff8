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
 * Whether another process lives. An open file of its entry in /proc belongs to that process alone: a later one that
 * gets the same number is not taken for it.
 */
#ifndef FIGCOM_PROCESS_H
#define FIGCOM_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/* When the calling process started, in ticks since the machine did; 0 if /proc does not say. */
int64_t process_own_start_ticks(void);

/* Open the entry of a process, or -1 if there is no such process that started then. */
int process_open(int64_t pid, int64_t start_ticks);

/* Whether it lives, being neither gone nor a zombie. */
bool process_lives(int stat_file);

#endif
