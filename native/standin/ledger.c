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
#include "ledger.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum
{
    NAME_BYTES = 80
};

int ledger_find(const struct ledger *const ledger, const char *const name)
{
    for (int i = 0; name != NULL && i < ledger->count; i++)
    {
        if (strcmp(ledger->entries[i].name, name) == 0)
        {
            return i;
        }
    }
    return -1;
}

/* Reads NAME= into name and returns what follows, or NULL. */
static const char *read_name(const char *const text, char *const name)
{
    const size_t length = strcspn(text, "=,");
    if (length == 0 || length >= NAME_BYTES || text[length] != '=')
    {
        return NULL;
    }
    memcpy(name, text, length);
    name[length] = '\0';
    return text + length + 1;
}

/* Reads a whole number and returns what follows, or NULL. */
static const char *read_number(const char *const text, long long *const number)
{
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return end == text || errno != 0 ? NULL : end;
}

static const char *read_failure(
    const struct ledger *const ledger, const char *text, struct ledger_failure *const failure)
{
    char name[NAME_BYTES];
    long long error = 0;
    text = read_name(text, name);
    failure->entry = text == NULL ? -1 : ledger_find(ledger, name);
    text = failure->entry < 0 ? NULL : read_number(text, &error);
    failure->calls_to_go = 1;
    if (text != NULL && *text == '@')
    {
        text = read_number(text + 1, &failure->calls_to_go);
    }
    if (text == NULL || error <= 0 || error > INT_MAX || failure->calls_to_go < 1)
    {
        return NULL;
    }
    failure->error = (int)error;
    failure->lasting = *text == '+';
    return failure->lasting ? text + 1 : text;
}

int ledger_fail(struct ledger *const ledger, const char *list)
{
    int count = ledger->failure_count;
    while (list != NULL && *list != '\0')
    {
        if (count == LEDGER_FAILURES)
        {
            return -1;
        }
        list = read_failure(ledger, list, &ledger->failures[count++]);
        if (list == NULL || (*list != ',' && *list != '\0'))
        {
            return -1;
        }
        list += *list == ',';
    }
    ledger->failure_count = count;
    return 0;
}

int ledger_call(struct ledger *const ledger, const int entry)
{
    int error = 0;
    int kept = 0;
    ledger->entries[entry].calls++;
    for (int i = 0; i < ledger->failure_count; i++)
    {
        struct ledger_failure failure = ledger->failures[i];
        bool keep = true;
        if (failure.entry == entry)
        {
            failure.calls_to_go -= failure.calls_to_go > 0;
            if (failure.calls_to_go == 0)
            {
                error = error == 0 ? failure.error : error;
                keep = failure.lasting;
            }
        }
        if (keep)
        {
            ledger->failures[kept++] = failure;
        }
    }
    ledger->failure_count = kept;
    return error;
}

void ledger_clear(struct ledger *const ledger)
{
    for (int i = 0; i < ledger->count; i++)
    {
        ledger->entries[i].calls = 0;
        ledger->entries[i].successes = 0;
    }
    ledger->failure_count = 0;
}

int ledger_settings(const char *list, int (*const apply)(const char *name, long long value))
{
    while (list != NULL && *list != '\0')
    {
        char name[NAME_BYTES];
        long long value = 0;
        list = read_name(list, name);
        list = list == NULL ? NULL : read_number(list, &value);
        if (list == NULL || (*list != ',' && *list != '\0') || apply(name, value) != 0)
        {
            return -1;
        }
        list += *list == ',';
    }
    return 0;
}
