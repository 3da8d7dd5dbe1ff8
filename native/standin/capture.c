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
#include <string.h>
#include <unistd.h>

#include "standin.h"

static unsigned long long last_id;

static struct capture *capture_of(const struct object *const object)
{
    return ((const struct stream *)object)->capture;
}

CUresult capture_forbids(const char *const what)
{
    const pid_t self = gettid();
    for (const struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        struct capture *const capture = capture_of(object);
        if (capture != NULL && (capture->mode == CU_STREAM_CAPTURE_MODE_GLOBAL ||
            (capture->mode == CU_STREAM_CAPTURE_MODE_THREAD_LOCAL && capture->thread == self)))
        {
            capture->invalid = true;
            return call_says(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "%s is not permitted during a capture", what);
        }
    }
    return CUDA_SUCCESS;
}

CUresult capture_forbids_context(const struct context *const context, const char *const what)
{
    for (struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        if (object->context == context && capture_of(object) != NULL)
        {
            return capture_forbids_stream((struct stream *)object, what);
        }
    }
    return CUDA_SUCCESS;
}

/* The capture in a blocking stream that the legacy stream would come after, or NULL. */
static struct capture *implicit_capture(const struct stream *const stream)
{
    for (const struct object *object = object_first(OBJECT_STREAM); stream->legacy && object != NULL;
        object = object->next)
    {
        const struct stream *const other = (const struct stream *)object;
        if (other->capture != NULL && (other->flags & CU_STREAM_NON_BLOCKING) == 0 &&
            object->context == stream->object.context)
        {
            return other->capture;
        }
    }
    return NULL;
}

CUresult capture_forbids_stream(struct stream *const stream, const char *const what)
{
    struct capture *const implicit = implicit_capture(stream);
    if (implicit != NULL)
    {
        implicit->invalid = true;
        return call_says(
            CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, "%s would wait for a stream that captures", what);
    }
    if (stream->capture != NULL)
    {
        stream->capture->invalid = true;
        return call_says(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "%s is not permitted while the stream captures", what);
    }
    return CUDA_SUCCESS;
}

CUresult capture_submit(struct stream *const stream, const struct work *const work)
{
    struct capture *const capture = stream->capture;
    CUresult result = CUDA_SUCCESS;
    if (capture->invalid)
    {
        result = call_says(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "the capture was invalidated before");
    }
    else if (work->kind == WORK_PLAN)
    {
        capture->invalid = true;
        result = call_says(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the stand-in captures no launches of graphs");
    }
    if (result != CUDA_SUCCESS)
    {
        work_release(work);
        return result;
    }
    stream->frontier[0] = graph_add(capture->graph, work, stream->frontier, (size_t)stream->frontier_count);
    stream->frontier_count = 1;
    return CUDA_SUCCESS;
}

CUresult capture_event_record(struct event *const event, struct stream *const stream)
{
    if (stream->capture->invalid)
    {
        return call_says(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "the capture was invalidated before");
    }
    event->capture_id = stream->capture->id;
    event->captured_count = stream->frontier_count;
    memcpy(event->captured, stream->frontier, sizeof(event->captured));
    return CUDA_SUCCESS;
}

static struct capture *find_capture(const unsigned long long id)
{
    for (const struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        struct capture *const capture = capture_of(object);
        if (capture != NULL && capture->id == id)
        {
            return capture;
        }
    }
    return NULL;
}

/* Lets a stream's next node come after a node. */
static bool add_to_frontier(struct stream *const stream, struct node *const node)
{
    for (int i = 0; i < stream->frontier_count; i++)
    {
        if (stream->frontier[i] == node)
        {
            return true;
        }
    }
    if (stream->frontier_count == STREAM_FRONTIER)
    {
        return false;
    }
    stream->frontier[stream->frontier_count++] = node;
    return true;
}

CUresult capture_event_wait(struct stream *const stream, const struct event *const event)
{
    struct capture *const capture = event->capture_id == 0 ? NULL : find_capture(event->capture_id);
    if (event->capture_id == 0)
    {
        if (event->marker == NULL)
        {
            return CUDA_SUCCESS;
        }
        stream->capture->invalid = true;
        return call_says(CUDA_ERROR_STREAM_CAPTURE_ISOLATION, "the event is of work that is not captured");
    }
    if (capture == NULL)
    {
        return call_says(CUDA_ERROR_CAPTURED_EVENT, "the event was last recorded in a capture that has ended");
    }
    if (stream->legacy)
    {
        capture->invalid = true;
        return call_says(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the default stream cannot capture");
    }
    if (stream->capture != NULL && stream->capture != capture)
    {
        stream->capture->invalid = true;
        capture->invalid = true;
        return call_says(CUDA_ERROR_STREAM_CAPTURE_MERGE, "the event is of another capture than the stream's");
    }
    if (stream->capture == NULL)
    {
        stream->capture = capture;
        stream->frontier_count = 0;
    }
    for (int i = 0; i < event->captured_count; i++)
    {
        if (!add_to_frontier(stream, event->captured[i]))
        {
            capture->invalid = true;
            return call_says(
                CUDA_ERROR_NOT_SUPPORTED, "the stand-in lets one node come after %d at most", STREAM_FRONTIER);
        }
    }
    return CUDA_SUCCESS;
}

CUresult cuStreamBeginCapture_v2(const CUstream handle, const CUstreamCaptureMode mode)
{
    BEGIN(cuStreamBeginCapture_v2);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    CHECK(
        (int)mode >= 0 && (int)mode <= CU_STREAM_CAPTURE_MODE_RELAXED, CUDA_ERROR_INVALID_VALUE, "mode %d", (int)mode);
    CHECK(!stream->legacy, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, "the default stream cannot capture");
    CHECK(stream->capture == NULL, CUDA_ERROR_ILLEGAL_STATE, "the stream captures already");
    struct capture *const capture = calloc(1, sizeof(*capture));
    CHECK(capture != NULL, CUDA_ERROR_OUT_OF_MEMORY, "no memory for a capture");
    capture->graph = graph_make();
    capture->id = ++last_id;
    capture->origin = stream;
    capture->mode = mode;
    capture->thread = gettid();
    stream->capture = capture;
    stream->frontier_count = 0;
    return call_end(CUDA_SUCCESS);
}

/* Marks all nodes that come before what the first stream captured last, or are that. */
static void mark_reached(const struct capture *const capture)
{
    const struct graph *const graph = capture->graph;
    for (int i = 0; i < capture->origin->frontier_count; i++)
    {
        capture->origin->frontier[i]->reached = true;
    }
    /* Backwards, because a node can only need nodes that were there before it. */
    for (size_t i = graph->node_count; i > 0; i--)
    {
        const struct node *const node = graph->nodes[i - 1];
        for (size_t j = 0; node->reached && j < node->need_count; j++)
        {
            node->needs[j]->reached = true;
        }
    }
}

/* Whether all that other streams captured comes before what the first stream captured last. */
static bool is_joined(const struct capture *const capture)
{
    mark_reached(capture);
    for (const struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        const struct stream *const stream = (const struct stream *)object;
        for (int i = 0; stream->capture == capture && i < stream->frontier_count; i++)
        {
            if (!stream->frontier[i]->reached)
            {
                return false;
            }
        }
    }
    return true;
}

/* Ends a capture and leaves its graph to the caller. */
static struct graph *end(struct capture *const capture)
{
    struct graph *const graph = capture->graph;
    for (struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        struct stream *const stream = (struct stream *)object;
        if (stream->capture == capture)
        {
            stream->capture = NULL;
            stream->frontier_count = 0;
        }
    }
    free(capture);
    return graph;
}

void capture_stream_closed(struct stream *const stream)
{
    struct capture *const capture = stream->capture;
    if (capture != NULL && capture->origin == stream)
    {
        object_close(&end(capture)->object);
    }
    else if (capture != NULL)
    {
        capture->invalid = true;
        stream->capture = NULL;
    }
}

CUresult cuStreamEndCapture(const CUstream handle, CUgraph *const graph)
{
    BEGIN(cuStreamEndCapture);
    CHECK_GIVEN(graph);
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    struct capture *const capture = stream->capture;
    CHECK(capture != NULL, CUDA_ERROR_ILLEGAL_STATE, "the stream does not capture");
    if (capture->origin != stream)
    {
        capture->invalid = true;
        FAIL(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED, "the capture began in another stream");
    }
    CHECK(
        capture->mode == CU_STREAM_CAPTURE_MODE_RELAXED || capture->thread == gettid(),
        CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD, "the capture began in another thread");
    const bool invalid = capture->invalid;
    const bool joined = is_joined(capture);
    struct graph *const captured = end(capture);
    *graph = NULL;
    if (invalid || !joined)
    {
        object_close(&captured->object);
        CHECK(!invalid, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED, "an earlier call invalidated the capture");
        FAIL(CUDA_ERROR_STREAM_CAPTURE_UNJOINED, "work that other streams captured was not waited for");
    }
    *graph = object_handle(&captured->object);
    return call_end(CUDA_SUCCESS);
}

CUresult cuStreamIsCapturing(const CUstream handle, CUstreamCaptureStatus *const status)
{
    BEGIN(cuStreamIsCapturing);
    CHECK_GIVEN(status);
    CUresult result = CUDA_SUCCESS;
    const struct stream *const stream = stream_of(handle, &result);
    if (stream == NULL)
    {
        return call_end(result);
    }
    CHECK(
        implicit_capture(stream) == NULL, CUDA_ERROR_STREAM_CAPTURE_IMPLICIT, "a blocking stream captures");
    *status = stream->capture == NULL ? CU_STREAM_CAPTURE_STATUS_NONE :
        stream->capture->invalid ? CU_STREAM_CAPTURE_STATUS_INVALIDATED : CU_STREAM_CAPTURE_STATUS_ACTIVE;
    return call_end(CUDA_SUCCESS);
}
