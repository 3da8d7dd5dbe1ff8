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
#include <string.h>

#include "standin.h"

enum
{
    PRIORITY_LEAST = 0,
    PRIORITY_GREATEST = -5
};

#define CHECK_DEVICE(DEVICE) \
    CHECK((DEVICE) >= 0 && (DEVICE) < standin_driver.devices, CUDA_ERROR_INVALID_DEVICE, "no device %d, there are %d", \
        DEVICE, standin_driver.devices)

/* Closes the first object of a kind that belongs to a context. Returns false if there is none. */
static bool close_one(const enum object_kind kind, const struct context *const context)
{
    for (struct object *object = object_first(kind); object != NULL; object = object->next)
    {
        if (object->context == context)
        {
            object_close(object);
            return true;
        }
    }
    return false;
}

static void end_streams(struct context *const context)
{
    for (struct object *object = object_first(OBJECT_STREAM); object != NULL; object = object->next)
    {
        struct stream *const stream = (struct stream *)object;
        if (object->context == context && !stream->closed)
        {
            standin_driver.leaked[OBJECT_STREAM] += !stream->legacy;
            stream_close(stream);
        }
    }
    for (;;)
    {
        const struct object *object = object_first(OBJECT_STREAM);
        while (object != NULL && object->context != context)
        {
            object = object->next;
        }
        if (object == NULL)
        {
            return;
        }
        pthread_cond_wait(&standin_changed, &standin_lock);
    }
}

void context_end(struct context *const context)
{
    context->active = false;
    context->ending = true;
    pthread_cond_broadcast(&standin_changed);
    end_streams(context);
    while (close_one(OBJECT_EVENT, context))
    {
        standin_driver.leaked[OBJECT_EVENT]++;
    }
    while (close_one(OBJECT_FUNCTION, context))
    {
    }
    while (close_one(OBJECT_MODULE, context))
    {
        standin_driver.leaked[OBJECT_MODULE]++;
    }
    ranges_remove_of(context, standin_driver.leaked_ranges);
    context->legacy = NULL;
    context->sticky = CUDA_SUCCESS;
    context->pool.used_bytes = 0;
    context->pool.reserved_bytes = 0;
    context->ending = false;
}

static CUresult start(struct context *const context)
{
    if (device_attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_MODE) == CU_COMPUTEMODE_PROHIBITED)
    {
        return call_says(CUDA_ERROR_UNKNOWN, "device %d is in compute mode prohibited", context->device);
    }
    context->legacy = stream_open(context, CU_STREAM_DEFAULT, PRIORITY_LEAST, true);
    if (context->legacy == NULL)
    {
        return call_says(CUDA_ERROR_OUT_OF_MEMORY, "no thread for the default stream");
    }
    context->active = true;
    return CUDA_SUCCESS;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext *const context, const CUdevice device)
{
    BEGIN(cuDevicePrimaryCtxRetain);
    CHECK_GIVEN(context);
    CHECK_DEVICE(device);
    struct context *const primary = &standin_driver.contexts[device];
    while (primary->ending)
    {
        pthread_cond_wait(&standin_changed, &standin_lock);
    }
    const CUresult result = primary->active ? CUDA_SUCCESS : start(primary);
    if (result == CUDA_SUCCESS)
    {
        primary->retained++;
        *context = object_handle(&primary->object);
    }
    return call_end(result);
}

CUresult cuDevicePrimaryCtxRelease_v2(const CUdevice device)
{
    BEGIN(cuDevicePrimaryCtxRelease_v2);
    CHECK_DEVICE(device);
    struct context *const primary = &standin_driver.contexts[device];
    CHECK(primary->retained > 0, CUDA_ERROR_INVALID_CONTEXT, "released more often than retained");
    if (--primary->retained == 0 && primary->active)
    {
        context_end(primary);
    }
    return call_end(CUDA_SUCCESS);
}

CUresult cuDevicePrimaryCtxReset_v2(const CUdevice device)
{
    BEGIN(cuDevicePrimaryCtxReset_v2);
    CHECK_DEVICE(device);
    if (standin_driver.contexts[device].active)
    {
        context_end(&standin_driver.contexts[device]);
    }
    return call_end(CUDA_SUCCESS);
}

CUresult cuDevicePrimaryCtxGetState(const CUdevice device, unsigned int *const flags, int *const active)
{
    BEGIN(cuDevicePrimaryCtxGetState);
    CHECK_GIVEN(flags);
    CHECK_GIVEN(active);
    CHECK_DEVICE(device);
    *flags = standin_driver.contexts[device].flags;
    *active = standin_driver.contexts[device].active;
    return call_end(CUDA_SUCCESS);
}

CUresult cuDevicePrimaryCtxSetFlags_v2(const CUdevice device, const unsigned int flags)
{
    BEGIN(cuDevicePrimaryCtxSetFlags_v2);
    CHECK_DEVICE(device);
    const unsigned int schedule = flags & CU_CTX_SCHED_MASK;
    CHECK(
        (flags & ~(unsigned int)CU_CTX_FLAGS_MASK) == 0 && (schedule & (schedule - 1)) == 0, CUDA_ERROR_INVALID_VALUE,
        "flags 0x%x", flags);
    standin_driver.contexts[device].flags = flags;
    return call_end(CUDA_SUCCESS);
}

CUresult cuCtxSetCurrent(const CUcontext context)
{
    BEGIN(cuCtxSetCurrent);
    const struct context *const found = object_find(OBJECT_CONTEXT, context);
    CHECK(context == NULL || found != NULL, CUDA_ERROR_INVALID_CONTEXT, "%p is no context", (void *)context);
    CHECK(
        context == NULL || found->active, CUDA_ERROR_CONTEXT_IS_DESTROYED, "the context was released or reset");
    thread_context_set(context);
    return call_end(CUDA_SUCCESS);
}

CUresult cuCtxGetCurrent(CUcontext *const context)
{
    BEGIN(cuCtxGetCurrent);
    CHECK_GIVEN(context);
    *context = object_find(OBJECT_CONTEXT, thread_context()) == NULL ? NULL : thread_context();
    return call_end(CUDA_SUCCESS);
}

CUresult cuCtxSynchronize(void)
{
    BEGIN(cuCtxSynchronize);
    const CUresult forbidden = capture_forbids_context(call_context(), "a wait for the context");
    return call_end(forbidden == CUDA_SUCCESS ? context_wait(call_context()) : forbidden);
}

CUresult cuCtxGetStreamPriorityRange(int *const least, int *const greatest)
{
    BEGIN(cuCtxGetStreamPriorityRange);
    const int supported = device_attribute(CU_DEVICE_ATTRIBUTE_STREAM_PRIORITIES_SUPPORTED) != 0;
    if (least != NULL)
    {
        *least = PRIORITY_LEAST;
    }
    if (greatest != NULL)
    {
        *greatest = supported ? PRIORITY_GREATEST : PRIORITY_LEAST;
    }
    return call_end(CUDA_SUCCESS);
}
