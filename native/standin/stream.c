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
#include <stdlib.h>

#include "standin.h"

/* One piece of work in a stream's queue, with the markers that it waits for. */
struct operation
{
    struct work work;
    struct marker **waits;
    size_t wait_count;
    struct operation *next;
};

enum
{
    THREAD_STACK_BYTES = 1024 * 1024
};

static void free_operation(struct operation *const operation)
{
    for (size_t i = 0; i < operation->wait_count; i++)
    {
        marker_release(operation->waits[i]);
    }
    free(operation->waits);
    work_release(&operation->work);
    free(operation);
}

static void free_stream(struct object *const object)
{
    pthread_cond_destroy(&((struct stream *)object)->arrived);
    free(object);
}

static bool may_start(const struct operation *const operation)
{
    bool ready = true;
    for (size_t i = 0; i < operation->wait_count; i++)
    {
        ready &= operation->waits[i]->done;
    }
    return ready;
}

static void finish(struct stream *const stream, struct operation *const operation, const CUresult result)
{
    struct context *const context = stream->object.context;
    if (result != CUDA_SUCCESS && context->sticky == CUDA_SUCCESS)
    {
        context->sticky = result;
    }
    if (operation->work.kind == WORK_RECORD)
    {
        operation->work.marker->time_ns = clock_ns();
        operation->work.marker->done = true;
    }
    else if (operation->work.kind == WORK_FREE && !context->ending)
    {
        pool_returned(operation->work.range);
        range_remove(operation->work.range);
    }
    stream->head = operation->next;
    stream->completed++;
    free_operation(operation);
    pthread_cond_broadcast(&standin_changed);
}

/* Works off a stream's queue until the stream is closed and the queue empty. */
static void *work_off(void *const argument)
{
    struct stream *const stream = argument;
    const struct context *const context = stream->object.context;
    fault_thread_start();
    pthread_mutex_lock(&standin_lock);
    while (stream->head != NULL || !stream->closed)
    {
        struct operation *const operation = stream->head;
        if (operation == NULL)
        {
            pthread_cond_wait(&stream->arrived, &standin_lock);
        }
        else if (!context->ending && context->sticky == CUDA_SUCCESS && !may_start(operation))
        {
            pthread_cond_wait(&standin_changed, &standin_lock);
        }
        else if (context->ending || context->sticky != CUDA_SUCCESS)
        {
            finish(stream, operation, CUDA_SUCCESS);
        }
        else
        {
            pthread_mutex_unlock(&standin_lock);
            const CUresult result = work_run(&operation->work, context);
            pthread_mutex_lock(&standin_lock);
            finish(stream, operation, result);
        }
    }
    fault_thread_end();
    object_close(&stream->object);
    pthread_cond_broadcast(&standin_changed);
    pthread_mutex_unlock(&standin_lock);
    return NULL;
}

struct stream *stream_open(
    struct context *const context, const unsigned int flags, const int priority, const bool legacy)
{
    struct stream *const stream = calloc(1, sizeof(*stream));
    if (stream == NULL)
    {
        return NULL;
    }
    stream->flags = flags;
    stream->priority = priority;
    stream->legacy = legacy;
    pthread_cond_init(&stream->arrived, NULL);
    object_open(&stream->object, OBJECT_STREAM, context, free_stream);
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, THREAD_STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    const int failed = pthread_create(&thread, &attributes, work_off, stream);
    pthread_attr_destroy(&attributes);
    if (failed != 0)
    {
        object_close(&stream->object);
        return NULL;
    }
    return stream;
}

void stream_close(struct stream *const stream)
{
    capture_stream_closed(stream);
    stream->closed = true;
    pthread_cond_broadcast(&stream->arrived);
    pthread_cond_broadcast(&standin_changed);
}

struct stream *stream_of(const CUstream handle, CUresult *const result)
{
    if (handle == NULL || handle == CU_STREAM_LEGACY)
    {
        return call_context()->legacy;
    }
    if (handle == CU_STREAM_PER_THREAD)
    {
        *result = call_says(CUDA_ERROR_NOT_SUPPORTED, "the stand-in has no default stream for each thread");
        return NULL;
    }
    struct stream *const stream = object_find(OBJECT_STREAM, handle);
    if (stream == NULL || stream->closed)
    {
        *result = call_says(CUDA_ERROR_INVALID_HANDLE, "%p is no stream", (void *)handle);
        return NULL;
    }
    if (stream->object.context->sticky != CUDA_SUCCESS)
    {
        *result = call_says(
            stream->object.context->sticky, "earlier work failed and left the stream's context unusable");
        return NULL;
    }
    return stream;
}

/* Appends work that comes after the markers; owns both. */
static CUresult append(
    struct stream *const stream, const struct work *const work, struct marker **const waits, const size_t wait_count)
{
    struct operation *const operation = calloc(1, sizeof(*operation));
    if (operation == NULL)
    {
        abort();
    }
    operation->work = *work;
    operation->waits = waits;
    operation->wait_count = wait_count;
    if (stream->head == NULL)
    {
        stream->head = operation;
    }
    else
    {
        stream->tail->next = operation;
    }
    stream->tail = operation;
    stream->submitted++;
    pthread_cond_signal(&stream->arrived);
    return CUDA_SUCCESS;
}

struct marker *stream_mark(struct stream *const stream)
{
    struct marker *const marker = calloc(1, sizeof(*marker));
    if (marker == NULL)
    {
        abort();
    }
    marker->references = 2;
    const struct work work = {.kind = WORK_RECORD, .marker = marker};
    append(stream, &work, NULL, 0);
    return marker;
}

void stream_wait_marker(struct stream *const stream, struct marker *const marker)
{
    struct marker **const waits = malloc(sizeof(*waits));
    if (waits == NULL)
    {
        abort();
    }
    marker->references++;
    waits[0] = marker;
    const struct work work = {.kind = WORK_NOTHING};
    append(stream, &work, waits, 1);
}

/* Whether a blocking stream of the context has work that the legacy stream comes after, or the other way round. */
static bool is_ordered(const struct stream *const one, const struct stream *const other)
{
    return one != other && one->object.context == other->object.context && one->legacy != other->legacy &&
        ((one->flags | other->flags) & CU_STREAM_NON_BLOCKING) == 0 && other->submitted != other->completed;
}

CUresult stream_submit(struct stream *const stream, const struct work *const work)
{
    if (stream->capture != NULL)
    {
        return capture_submit(stream, work);
    }
    const CUresult forbidden =
        stream->legacy ? capture_forbids_stream(stream, "work in the default stream") : CUDA_SUCCESS;
    if (forbidden != CUDA_SUCCESS)
    {
        work_release(work);
        return forbidden;
    }
    for (struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        struct stream *const other = (struct stream *)object;
        if (is_ordered(stream, other))
        {
            struct marker *const marker = stream_mark(other);
            stream_wait_marker(stream, marker);
            marker_release(marker);
        }
    }
    return append(stream, work, NULL, 0);
}

/* Waits for what one stream has now. */
static void wait_for(struct stream *const stream)
{
    const unsigned long long target = stream->submitted;
    object_keep(&stream->object);
    while (stream->completed < target)
    {
        pthread_cond_wait(&standin_changed, &standin_lock);
    }
    object_release(&stream->object);
}

static CUresult settled(struct context *const context)
{
    pool_settle(context);
    if (context->sticky != CUDA_SUCCESS)
    {
        return call_says(context->sticky, "work that was waited for failed");
    }
    return CUDA_SUCCESS;
}

CUresult stream_wait(struct stream *const stream)
{
    struct context *const context = stream->object.context;
    if (stream->legacy)
    {
        /* Comes after all that the blocking streams have. */
        const struct work nothing = {.kind = WORK_NOTHING};
        const CUresult result = stream_submit(stream, &nothing);
        if (result != CUDA_SUCCESS)
        {
            return result;
        }
    }
    wait_for(stream);
    return settled(context);
}

CUresult context_wait(struct context *const context)
{
    for (;;)
    {
        struct object *object = object_first(OBJECT_STREAM);
        while (object != NULL && (object->context != context || ((struct stream *)object)->submitted ==
            ((struct stream *)object)->completed))
        {
            object = object->next;
        }
        if (object == NULL)
        {
            return settled(context);
        }
        wait_for((struct stream *)object);
    }
}

static CUresult create(CUstream *const handle, const unsigned int flags, const int priority)
{
    CHECK_GIVEN(handle);
    CHECK((flags & ~(unsigned int)CU_STREAM_NON_BLOCKING) == 0, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    struct stream *const stream = stream_open(call_context(), flags, priority, false);
    CHECK(stream != NULL, CUDA_ERROR_OUT_OF_MEMORY, "no thread for a stream");
    *handle = object_handle(&stream->object);
    return call_end(CUDA_SUCCESS);
}

CUresult cuStreamCreate(CUstream *const handle, const unsigned int flags)
{
    BEGIN(cuStreamCreate);
    return create(handle, flags, 0);
}

CUresult cuStreamCreateWithPriority(CUstream *const handle, const unsigned int flags, const int priority)
{
    BEGIN(cuStreamCreateWithPriority);
    return create(handle, flags, priority);
}

CUresult cuStreamDestroy_v2(const CUstream handle)
{
    BEGIN(cuStreamDestroy_v2);
    struct stream *const stream = object_find(OBJECT_STREAM, handle);
    CHECK(
        stream != NULL && !stream->legacy && !stream->closed, CUDA_ERROR_INVALID_HANDLE, "%p is no stream",
        (void *)handle);
    stream_close(stream);
    return call_end(CUDA_SUCCESS);
}

CUresult cuStreamQuery(const CUstream handle)
{
    BEGIN(cuStreamQuery);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    result = stream == NULL ? result : capture_forbids_stream(stream, "a query of the stream");
    if (result != CUDA_SUCCESS)
    {
        return call_end(result);
    }
    bool done = stream->submitted == stream->completed;
    for (const struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        done &= !stream->legacy || !is_ordered(stream, (const struct stream *)object);
    }
    CHECK(done, CUDA_ERROR_NOT_READY, "%llu pieces of work to do", stream->submitted - stream->completed);
    return call_end(CUDA_SUCCESS);
}

CUresult cuStreamSynchronize(const CUstream handle)
{
    BEGIN(cuStreamSynchronize);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    result = stream == NULL ? result : capture_forbids_stream(stream, "a wait for the stream");
    return call_end(result == CUDA_SUCCESS ? stream_wait(stream) : result);
}
