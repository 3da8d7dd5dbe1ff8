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
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "control.h"
#include "ledger.h"
#include "standin.h"

struct driver standin_driver;
pthread_mutex_t standin_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t standin_changed = PTHREAD_COND_INITIALIZER;

#define TEXT(NAME) #NAME
#define FUNCTION_ENTRY(NAME, VERSION, NEED) {TEXT(NAME), 0, 0},
#define FUNCTION_NEED(NAME, VERSION, NEED) NEED,
static struct ledger_entry entries[FUNCTIONS] = {CUDA_FUNCTIONS(FUNCTION_ENTRY) {"work", 0, 0}};
static const enum function_need needs[] = {CUDA_FUNCTIONS(FUNCTION_NEED)};
static struct ledger ledger = {.entries = entries, .count = FUNCTIONS};

static __thread CUcontext current;
static __thread struct context *context_of_call;
static __thread enum function function_of_call;
static __thread char last_failure[LEDGER_TEXT_BYTES];

int64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

struct context *call_context(void)
{
    return context_of_call;
}

CUcontext thread_context(void)
{
    return current;
}

void thread_context_set(const CUcontext context)
{
    current = context;
}

static CUresult find_context(void)
{
    context_of_call = current == NULL ? NULL : object_find(OBJECT_CONTEXT, current);
    if (context_of_call == NULL)
    {
        return call_says(CUDA_ERROR_INVALID_CONTEXT, "no context is current on this thread");
    }
    if (!context_of_call->active)
    {
        return call_says(CUDA_ERROR_CONTEXT_IS_DESTROYED, "the current context was released or reset");
    }
    if (context_of_call->sticky != CUDA_SUCCESS)
    {
        return call_says(
            context_of_call->sticky, "earlier work failed with %d and left the context unusable",
            context_of_call->sticky);
    }
    return CUDA_SUCCESS;
}

CUresult call_begin(const enum function function)
{
    pthread_mutex_lock(&standin_lock);
    function_of_call = function;
    context_of_call = NULL;
    const int injected = ledger_call(&ledger, function);
    CUresult result = CUDA_SUCCESS;
    if (injected != 0)
    {
        result = call_says((CUresult)injected, "told to fail");
    }
    else if (needs[function] != ANY_TIME && !standin_driver.initialized)
    {
        result = call_says(CUDA_ERROR_NOT_INITIALIZED, "cuInit has not been called");
    }
    else if (needs[function] == IN_CONTEXT)
    {
        result = find_context();
    }
    return result == CUDA_SUCCESS ? result : call_end(result);
}

CUresult call_end(const CUresult result)
{
    entries[function_of_call].successes += result == CUDA_SUCCESS;
    pthread_mutex_unlock(&standin_lock);
    return result;
}

__attribute__((format(printf, 2, 0)))
static CUresult say(const CUresult result, const char *const format, va_list arguments)
{
    const int length = snprintf(last_failure, sizeof(last_failure), "%s: ", entries[function_of_call].name);
    vsnprintf(last_failure + length, sizeof(last_failure) - (size_t)length, format, arguments);
    return result;
}

CUresult call_says(const CUresult result, const char *const format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(result, format, arguments);
    va_end(arguments);
    return result;
}

CUresult call_fail(const CUresult result, const char *const format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(result, format, arguments);
    va_end(arguments);
    return call_end(result);
}

/* The error with which the next piece of work is to fail, or success. */
CUresult calls_work_fault(void)
{
    return (CUresult)ledger_call(&ledger, FUNCTION_WORK);
}

static int set(const char *const name, const long long value)
{
    static const char attribute[] = "attribute_";
    struct driver *const driver = &standin_driver;
    if (strcmp(name, "devices") == 0 && value >= 0 && value <= IDENTITY_MAX_DEVICES)
    {
        driver->devices = (int)value;
    }
    else if (strcmp(name, "capability") == 0 && value >= 10 && value <= 999)
    {
        driver->capability = (int)value;
    }
    else if (strcmp(name, "memory_bytes") == 0 && value > 0)
    {
        driver->memory_bytes = (size_t)value;
    }
    else if (strcmp(name, "driver_version") == 0 && value >= 1000 && value <= 99990)
    {
        driver->driver_version = (int)value;
    }
    else if (strncmp(name, attribute, sizeof(attribute) - 1) == 0)
    {
        return device_attribute_set((unsigned int)atoi(name + sizeof(attribute) - 1), (int)value);
    }
    else
    {
        return -1;
    }
    return 0;
}

static void start(void)
{
    struct driver *const driver = &standin_driver;
    memset(driver, 0, sizeof(*driver));
    driver->devices = IDENTITY_DEVICES;
    driver->capability = 80;
    driver->memory_bytes = IDENTITY_MEMORY_BYTES;
    driver->driver_version = IDENTITY_DRIVER_VERSION;
    device_attributes_reset();
    ledger_clear(&ledger);
    if (ledger_settings(getenv("ZETATRON_STANDIN_CUDA_SET"), set) != 0)
    {
        driver->environment_fault = "ZETATRON_STANDIN_CUDA_SET";
    }
    else if (ledger_fail(&ledger, getenv("ZETATRON_STANDIN_CUDA_FAIL")) != 0)
    {
        driver->environment_fault = "ZETATRON_STANDIN_CUDA_FAIL";
    }
}

__attribute__((constructor)) static void load(void)
{
    start();
}

int standin_cuda_set(const char *const name, const long long value)
{
    pthread_mutex_lock(&standin_lock);
    const int result = name == NULL ? -1 : set(name, value);
    pthread_mutex_unlock(&standin_lock);
    return result;
}

int standin_cuda_fail(const char *const failures)
{
    pthread_mutex_lock(&standin_lock);
    const int result = ledger_fail(&ledger, failures);
    pthread_mutex_unlock(&standin_lock);
    return result;
}

int standin_cuda_fail_clear(void)
{
    pthread_mutex_lock(&standin_lock);
    const int count = ledger.failure_count;
    ledger.failure_count = 0;
    pthread_mutex_unlock(&standin_lock);
    return count;
}

int standin_cuda_functions(void)
{
    return FUNCTION_WORK;
}

const char *standin_cuda_function(const int index)
{
    return index < 0 || index >= FUNCTION_WORK ? NULL : entries[index].name;
}

static long long count_of(const char *const function, const bool successes)
{
    pthread_mutex_lock(&standin_lock);
    const int i = ledger_find(&ledger, function);
    const long long count = i < 0 ? -1 : successes ? entries[i].successes : entries[i].calls;
    pthread_mutex_unlock(&standin_lock);
    return count;
}

long long standin_cuda_calls(const char *const function)
{
    return count_of(function, false);
}

long long standin_cuda_successes(const char *const function)
{
    return count_of(function, true);
}

const char *standin_cuda_last_failure(void)
{
    return last_failure;
}

static long long objects_live(const enum object_kind kind)
{
    long long count = 0;
    for (const struct object *object = object_first(kind); object != NULL; object = object->next)
    {
        const struct stream *const stream = (const struct stream *)object;
        count += kind != OBJECT_STREAM || (!stream->legacy && !stream->closed);
    }
    return count;
}

static long long count_kind(const char *const kind, const bool leaked)
{
    static const struct
    {
        const char *name;
        enum object_kind kind;
    } kinds[] = {
        {"module", OBJECT_MODULE}, {"stream", OBJECT_STREAM}, {"event", OBJECT_EVENT}, {"graph", OBJECT_GRAPH},
        {"exec", OBJECT_EXEC}};
    static const struct
    {
        const char *name;
        enum range_kind kind;
    } ranges[] = {
        {"device", RANGE_DEVICE}, {"pooled", RANGE_POOLED}, {"host", RANGE_HOST}, {"registered", RANGE_REGISTERED}};
    for (size_t i = 0; kind != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
    {
        if (strcmp(kind, kinds[i].name) == 0)
        {
            return leaked ? standin_driver.leaked[kinds[i].kind] : objects_live(kinds[i].kind);
        }
    }
    for (size_t i = 0; kind != NULL && i < sizeof(ranges) / sizeof(ranges[0]); i++)
    {
        if (strcmp(kind, ranges[i].name) == 0)
        {
            return leaked ? standin_driver.leaked_ranges[ranges[i].kind] : ranges_live(ranges[i].kind);
        }
    }
    return -1;
}

long long standin_cuda_live(const char *const kind)
{
    pthread_mutex_lock(&standin_lock);
    const long long count = count_kind(kind, false);
    pthread_mutex_unlock(&standin_lock);
    return count;
}

long long standin_cuda_leaked(const char *const kind)
{
    pthread_mutex_lock(&standin_lock);
    const long long count = count_kind(kind, true);
    pthread_mutex_unlock(&standin_lock);
    return count;
}

void standin_cuda_reset(void)
{
    static const enum object_kind kinds[] = {OBJECT_EXEC, OBJECT_GRAPH, OBJECT_CONTEXT, OBJECT_POOL};
    pthread_mutex_lock(&standin_lock);
    for (int i = 0; standin_driver.initialized && i < standin_driver.devices; i++)
    {
        if (standin_driver.contexts[i].active)
        {
            context_end(&standin_driver.contexts[i]);
        }
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
    {
        while (object_first(kinds[i]) != NULL)
        {
            object_close(object_first(kinds[i]));
        }
    }
    start();
    last_failure[0] = '\0';
    pthread_mutex_unlock(&standin_lock);
}
