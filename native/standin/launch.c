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

#include "standin.h"

static size_t parameter_bytes(const char kind)
{
    return kind == 'p' ? sizeof(void *) : sizeof(float);
}

/* Finds the buffer with all parameters that a launch may be given in place of an array. */
static const unsigned char *packed_parameters(void **const extra, size_t *const bytes)
{
    const unsigned char *buffer = NULL;
    *bytes = 0;
    for (int i = 0; extra != NULL && extra[i] != CU_LAUNCH_PARAM_END; i += 2)
    {
        if (extra[i] == CU_LAUNCH_PARAM_BUFFER_POINTER)
        {
            buffer = extra[i + 1];
        }
        else if (extra[i] == CU_LAUNCH_PARAM_BUFFER_SIZE)
        {
            *bytes = *(const size_t *)extra[i + 1];
        }
        else
        {
            return NULL;
        }
    }
    return buffer;
}

static CUresult copy_parameters(
    struct launch *const launch, const struct ptx_entry *const entry, void **const parameters, void **const extra)
{
    size_t packed_bytes;
    const unsigned char *const packed = packed_parameters(extra, &packed_bytes);
    size_t at = 0;
    for (int i = 0; i < entry->parameters; i++)
    {
        const size_t bytes = parameter_bytes(entry->kinds[i]);
        at = (at + bytes - 1) / bytes * bytes;
        if (parameters == NULL ? packed == NULL || at + bytes > packed_bytes : parameters[i] == NULL)
        {
            return call_says(
                CUDA_ERROR_INVALID_VALUE, "parameter %d of %d of %s is missing", i, entry->parameters, entry->name);
        }
        memcpy(launch->values + at, parameters == NULL ? packed + at : parameters[i], bytes);
        launch->arguments[i] = launch->values + at;
        at += bytes;
    }
    return CUDA_SUCCESS;
}

static bool within(const struct dim dim, const unsigned int first_attribute)
{
    return dim.x >= 1 && dim.y >= 1 && dim.z >= 1 && dim.x <= (unsigned int)device_attribute(first_attribute) &&
        dim.y <= (unsigned int)device_attribute(first_attribute + 1) &&
        dim.z <= (unsigned int)device_attribute(first_attribute + 2);
}

static CUresult check_shape(const CUDA_KERNEL_NODE_PARAMS *const node, const struct function_object *const function)
{
    const struct dim grid = {node->gridDimX, node->gridDimY, node->gridDimZ};
    const struct dim block = {node->blockDimX, node->blockDimY, node->blockDimZ};
    const unsigned int most = (unsigned int)device_attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
    if (!within(grid, CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X))
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "grid of %u x %u x %u", grid.x, grid.y, grid.z);
    }
    if (!within(block, CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X) || block.x * block.y * block.z > most)
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "block of %u x %u x %u", block.x, block.y, block.z);
    }
    if (node->sharedMemBytes > (unsigned int)function->max_dynamic_shared_bytes)
    {
        return call_says(
            CUDA_ERROR_INVALID_VALUE, "%u bytes of shared memory for %s, at most %d", node->sharedMemBytes,
            function->entry->name, function->max_dynamic_shared_bytes);
    }
    if (node->kernelParams != NULL && node->extra != NULL)
    {
        return call_says(CUDA_ERROR_INVALID_VALUE, "parameters both as an array and packed");
    }
    return CUDA_SUCCESS;
}

struct launch *launch_make(const CUDA_KERNEL_NODE_PARAMS *const node, CUresult *const result)
{
    const struct function_object *const function = object_find(OBJECT_FUNCTION, node->func);
    if (function == NULL)
    {
        *result = call_says(CUDA_ERROR_INVALID_HANDLE, "%p is no function", (void *)node->func);
        return NULL;
    }
    struct launch *const launch = calloc(1, sizeof(*launch));
    *result = launch == NULL ? CUDA_ERROR_OUT_OF_MEMORY : check_shape(node, function);
    if (*result == CUDA_SUCCESS)
    {
        *result = copy_parameters(launch, function->entry, node->kernelParams, node->extra);
    }
    if (*result != CUDA_SUCCESS)
    {
        free(launch);
        return NULL;
    }
    launch->references = 1;
    launch->kernel = function->kernel;
    launch->barriers = function->entry->barriers;
    launch->shared_bytes = node->sharedMemBytes;
    launch->grid = (struct dim){node->gridDimX, node->gridDimY, node->gridDimZ};
    launch->block = (struct dim){node->blockDimX, node->blockDimY, node->blockDimZ};
    return launch;
}

void launch_release(struct launch *const launch)
{
    if (--launch->references == 0)
    {
        free(launch);
    }
}

CUresult cuLaunchKernel(
    const CUfunction function, const unsigned int grid_x, const unsigned int grid_y, const unsigned int grid_z,
    const unsigned int block_x, const unsigned int block_y, const unsigned int block_z, const unsigned int shared_bytes,
    const CUstream handle, void **const parameters, void **const extra)
{
    BEGIN(cuLaunchKernel);
    const CUDA_KERNEL_NODE_PARAMS node = {
        .func = function,
        .gridDimX = grid_x,
        .gridDimY = grid_y,
        .gridDimZ = grid_z,
        .blockDimX = block_x,
        .blockDimY = block_y,
        .blockDimZ = block_z,
        .sharedMemBytes = shared_bytes,
        .kernelParams = parameters,
        .extra = extra,
    };
    CUresult result = CUDA_SUCCESS;
    struct stream *const stream = stream_of(handle, &result);
    struct launch *const launch = stream == NULL ? NULL : launch_make(&node, &result);
    if (launch == NULL)
    {
        return call_end(result);
    }
    if (((const struct object *)object_find(OBJECT_FUNCTION, function))->context != stream->object.context)
    {
        launch_release(launch);
        FAIL(CUDA_ERROR_INVALID_HANDLE, "function and stream are of two contexts");
    }
    const struct work work = {.kind = WORK_KERNEL, .launch = launch};
    return call_end(stream_submit(stream, &work));
}
