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
 * The ledger of a library's functions: how often each was called and which of the next calls are to fail. Both
 * stand-ins keep one. Nothing here locks: the caller does.
 */
#ifndef STANDIN_LEDGER_H
#define STANDIN_LEDGER_H

#include <stdbool.h>

enum
{
    LEDGER_FAILURES = 64,
    LEDGER_TEXT_BYTES = 512
};

struct ledger_entry
{
    const char *name;
    long long calls;
    long long successes;
};

struct ledger_failure
{
    int entry;
    int error;
    long long calls_to_go;
    bool lasting;
};

struct ledger
{
    struct ledger_entry *entries;
    int count;
    struct ledger_failure failures[LEDGER_FAILURES];
    int failure_count;
};

/* The entry of a name, or -1. */
int ledger_find(const struct ledger *ledger, const char *name);

/* Adds the failures of a list such as "cuMemAlloc_v2=2@3,cuInit=100+". Returns 0, or -1 with nothing changed. */
int ledger_fail(struct ledger *ledger, const char *list);

/* Counts a call. Returns the error that it is to fail with, or 0. */
int ledger_call(struct ledger *ledger, int entry);

/* Forgets all counts and failures. */
void ledger_clear(struct ledger *ledger);

/* Calls apply for each NAME=NUMBER of a list with commas between; its answer other than 0 ends it. 0, or -1. */
int ledger_settings(const char *list, int (*apply)(const char *name, long long value));

#endif
