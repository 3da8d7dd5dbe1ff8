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

static void free_event(struct object *const object)
{
    marker_release(((struct event *)object)->marker);
    free(object);
}

CUresult cuEventCreate(CUevent *const handle, const unsigned int flags)
{
    enum
    {
        FLAGS = CU_EVENT_BLOCKING_SYNC | CU_EVENT_DISABLE_TIMING
    };
    BEGIN(cuEventCreate);
    CHECK_GIVEN(handle);
    CHECK(
        (flags & CU_EVENT_INTERPROCESS) == 0, CUDA_ERROR_NOT_SUPPORTED,
        "the stand-in shares no events between processes");
    CHECK((flags & ~(unsigned int)FLAGS) == 0, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    struct event *const event = calloc(1, sizeof(*event));
    CHECK(event != NULL, CUDA_ERROR_OUT_OF_MEMORY, "no memory for an event");
    event->flags = flags;
    object_open(&event->object, OBJECT_EVENT, call_context(), free_event);
    *handle = object_handle(&event->object);
    return call_end(CUDA_SUCCESS);
}

static struct event *event_of(const CUevent handle, CUresult *const result)
{
    struct event *const event = object_find(OBJECT_EVENT, handle);
    if (event == NULL)
    {
        *result = call_says(CUDA_ERROR_INVALID_HANDLE, "%p is no event", (void *)handle);
    }
    return event;
}

/* The event of a handle, for calls that an event that was recorded in a capture does not have. */
static struct event *event_not_captured(const CUevent handle, CUresult *const result)
{
    struct event *const event = event_of(handle, result);
    if (event != NULL && event->capture_id != 0)
    {
        *result = call_says(CUDA_ERROR_CAPTURED_EVENT, "the event was last recorded in a capture");
        return NULL;
    }
    return event;
}

CUresult cuEventDestroy_v2(const CUevent handle)
{
    BEGIN(cuEventDestroy_v2);
    CUresult result = CUDA_SUCCESS;
    struct event *const event = event_of(handle, &result);
    if (event != NULL)
    {
        object_close(&event->object);
    }
    return call_end(result);
}

CUresult cuEventRecord(const CUevent handle, const CUstream stream_handle)
{
    BEGIN(cuEventRecord);
    CUresult result = CUDA_SUCCESS;
    struct event *const event = event_of(handle, &result);
    struct stream *const stream = event == NULL ? NULL : stream_of(stream_handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    CHECK(
        event->object.context == stream->object.context, CUDA_ERROR_INVALID_HANDLE,
        "event and stream are of two contexts");
    if (stream->capture != NULL)
    {
        return call_end(capture_event_record(event, stream));
    }
    /* Comes after what the order of the default stream puts before it. */
    const struct work nothing = {.kind = WORK_NOTHING};
    result = stream_submit(stream, &nothing);
    if (result == CUDA_SUCCESS)
    {
        marker_release(event->marker);
        event->marker = stream_mark(stream);
        event->capture_id = 0;
    }
    return call_end(result);
}

CUresult cuEventQuery(const CUevent handle)
{
    BEGIN(cuEventQuery);
    CUresult result = CUDA_SUCCESS;
    const struct event *const event = event_not_captured(handle, &result);
    CHECK(event == NULL || event->marker == NULL || event->marker->done, CUDA_ERROR_NOT_READY, "not reached yet");
    return call_end(result);
}

CUresult cuEventSynchronize(const CUevent handle)
{
    BEGIN(cuEventSynchronize);
    CUresult result = CUDA_SUCCESS;
    struct event *const event = event_not_captured(handle, &result);
    struct marker *const marker = event == NULL ? NULL : event->marker;
    if (marker == NULL)
    {
        return call_end(result);
    }
    struct context *const context = event->object.context;
    marker->references++;
    while (!marker->done)
    {
        pthread_cond_wait(&standin_changed, &standin_lock);
    }
    marker_release(marker);
    pool_settle(context);
    CHECK(context->sticky == CUDA_SUCCESS, context->sticky, "work before the event failed");
    return call_end(CUDA_SUCCESS);
}

CUresult cuEventElapsedTime_v2(float *const milliseconds, const CUevent start_handle, const CUevent end_handle)
{
    BEGIN(cuEventElapsedTime_v2);
    CHECK_GIVEN(milliseconds);
    CUresult result = CUDA_SUCCESS;
    const struct event *const start = event_not_captured(start_handle, &result);
    const struct event *const end = start == NULL ? NULL : event_not_captured(end_handle, &result);
    if (end == NULL)
    {
        return call_end(result);
    }
    CHECK(
        ((start->flags | end->flags) & CU_EVENT_DISABLE_TIMING) == 0, CUDA_ERROR_INVALID_HANDLE,
        "an event was created without timing");
    CHECK(
        start->marker != NULL && end->marker != NULL, CUDA_ERROR_INVALID_HANDLE, "an event was never recorded");
    CHECK(start->marker->done && end->marker->done, CUDA_ERROR_NOT_READY, "an event is not reached yet");
    *milliseconds = (float)((double)(end->marker->time_ns - start->marker->time_ns) / 1e6);
    return call_end(CUDA_SUCCESS);
}

CUresult cuStreamWaitEvent(const CUstream stream_handle, const CUevent handle, const unsigned int flags)
{
    BEGIN(cuStreamWaitEvent);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(stream_handle, &result);
    const struct event *const event = stream == NULL ? NULL : event_of(handle, &result);
    if (event == NULL)
    {
        return call_end(result);
    }
    CHECK(flags == CU_EVENT_WAIT_DEFAULT, CUDA_ERROR_INVALID_VALUE, "flags 0x%x", flags);
    if (stream->capture != NULL || event->capture_id != 0)
    {
        return call_end(capture_event_wait(stream, event));
    }
    if (event->marker != NULL && !event->marker->done)
    {
        stream_wait_marker(stream, event->marker);
    }
    return call_end(CUDA_SUCCESS);
}
