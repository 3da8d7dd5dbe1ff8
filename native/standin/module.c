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
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "standin.h"

enum
{
    DEFAULT_DYNAMIC_SHARED_BYTES = 48 * 1024,
    ASSUMED_REGISTERS = 32
};

/* What the caller asked for: buffers that a compiler's messages go to. */
struct options
{
    char *error_log;
    char *info_log;
    size_t error_bytes;
    size_t info_bytes;
    void **error_bytes_out;
    void **info_bytes_out;
    void **wall_time_out;
};

static bool read_options(
    struct options *const options, const unsigned int count, const CUjit_option *const names, void **const values)
{
    memset(options, 0, sizeof(*options));
    for (unsigned int i = 0; i < count; i++)
    {
        switch (names[i])
        {
            case CU_JIT_ERROR_LOG_BUFFER:
                options->error_log = values[i];
                break;
            case CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES:
                options->error_bytes = (unsigned int)(uintptr_t)values[i];
                options->error_bytes_out = &values[i];
                break;
            case CU_JIT_INFO_LOG_BUFFER:
                options->info_log = values[i];
                break;
            case CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES:
                options->info_bytes = (unsigned int)(uintptr_t)values[i];
                options->info_bytes_out = &values[i];
                break;
            case CU_JIT_WALL_TIME:
                options->wall_time_out = &values[i];
                break;
            default:
                /* How to compile is of no consequence here. */
                if ((int)names[i] >= CU_JIT_NUM_OPTIONS)
                {
                    return false;
                }
        }
    }
    return true;
}

/* Writes a message into a buffer, and how many bytes that took into the option with the buffer's size. */
static void write_log(char *const log, const size_t bytes, void **const bytes_out, const char *const text)
{
    const size_t length = bytes == 0 ? 0 : strlen(text) < bytes - 1 ? strlen(text) : bytes - 1;
    if (log != NULL && bytes > 0)
    {
        memcpy(log, text, length);
        log[length] = '\0';
    }
    if (bytes_out != NULL)
    {
        *bytes_out = (void *)(uintptr_t)length;
    }
}

static void unload_globals(const struct module *module);

static void free_module(struct object *const object)
{
    unload_globals((struct module *)object);
    ptx_free(&((struct module *)object)->ptx);
    free(object);
}

static void free_function(struct object *const object)
{
    free(object);
}

/* Whether an image starts as a text does, and not as a binary of the driver. */
static bool is_text(const unsigned char *const image)
{
    for (int i = 0; i < 8 && image[i] != '\0'; i++)
    {
        if (!isprint(image[i]) && !isspace(image[i]))
        {
            return false;
        }
    }
    return image[0] != '\0';
}

/* Whether an image is one that a real driver could take, if it were for its device. */
static bool is_device_binary(const unsigned char *const image)
{
    static const unsigned char elf[] = {0x7f, 'E', 'L', 'F'};
    static const unsigned char fat[] = {0x50, 0xed, 0x55, 0xba};
    static const unsigned char wrapped[] = {0xb1, 0x43, 0x62, 0x46};
    return memcmp(image, elf, 4) == 0 || memcmp(image, fat, 4) == 0 || memcmp(image, wrapped, 4) == 0;
}

/* The variables that an image names are the stand-in's own: one each, however many modules name it. */
static void load_globals(const struct module *const module)
{
    for (const struct ptx_global *global = module->ptx.globals; global != NULL; global = global->next)
    {
        const struct kernel_global *const variable = kernel_global_find(global->name);
        if (variable != NULL)
        {
            memcpy(variable->address, variable->initial, variable->bytes);
        }
        if (variable != NULL && range_of((uintptr_t)variable->address, 1, 1u << RANGE_GLOBAL) == NULL)
        {
            range_add(RANGE_GLOBAL, call_context(), variable->address, variable->bytes);
        }
    }
}

static bool names_global(const struct module *const module, const char *const name)
{
    const struct ptx_global *global = module->ptx.globals;
    while (global != NULL && strcmp(global->name, name) != 0)
    {
        global = global->next;
    }
    return global != NULL;
}

/* Called when the module is no longer among the modules. */
static void unload_globals(const struct module *const module)
{
    for (const struct ptx_global *global = module->ptx.globals; global != NULL; global = global->next)
    {
        const struct kernel_global *const variable = kernel_global_find(global->name);
        struct range *const range =
            variable == NULL ? NULL : range_of((uintptr_t)variable->address, 1, 1u << RANGE_GLOBAL);
        const struct object *other = object_first(OBJECT_MODULE);
        while (other != NULL && !names_global((const struct module *)other, global->name))
        {
            other = other->next;
        }
        if (range != NULL && other == NULL)
        {
            range_remove(range);
        }
    }
}

CUresult cuModuleLoadDataEx(
    CUmodule *const handle, const void *const image, const unsigned int count, CUjit_option *const names,
    void **const values)
{
    BEGIN(cuModuleLoadDataEx);
    CHECK_GIVEN(handle);
    CHECK_GIVEN(image);
    CHECK(
        count == 0 || (names != NULL && values != NULL), CUDA_ERROR_INVALID_VALUE, "%u options, but no arrays", count);
    struct options options;
    CHECK(read_options(&options, count, names, values), CUDA_ERROR_INVALID_VALUE, "an option that there is not");
    if (!is_text(image))
    {
        CHECK(
            !is_device_binary(image), CUDA_ERROR_NO_BINARY_FOR_GPU,
            "the stand-in runs no binary for a device: give PTX");
        FAIL(CUDA_ERROR_INVALID_IMAGE, "the image is neither PTX nor a binary for a device");
    }

    struct module *const module = calloc(1, sizeof(*module));
    CHECK(module != NULL, CUDA_ERROR_OUT_OF_MEMORY, "no memory for a module");
    const CUresult result = ptx_parse(image, &module->ptx);
    write_log(options.error_log, options.error_bytes, options.error_bytes_out, module->ptx.log);
    write_log(options.info_log, options.info_bytes, options.info_bytes_out, "");
    if (options.wall_time_out != NULL)
    {
        memset(options.wall_time_out, 0, sizeof(float));
    }
    if (result != CUDA_SUCCESS)
    {
        call_says(result, "%s", module->ptx.log);
        ptx_free(&module->ptx);
        free(module);
        return call_end(result);
    }
    object_open(&module->object, OBJECT_MODULE, call_context(), free_module);
    load_globals(module);
    *handle = object_handle(&module->object);
    return call_end(CUDA_SUCCESS);
}

static void close_functions_of(const struct module *const module)
{
    struct object *next;
    for (struct object *object = object_first(OBJECT_FUNCTION); object != NULL; object = next)
    {
        next = object->next;
        if (((struct function_object *)object)->module == module)
        {
            object_close(object);
        }
    }
}

CUresult cuModuleUnload(const CUmodule handle)
{
    BEGIN(cuModuleUnload);
    struct module *const module = object_find(OBJECT_MODULE, handle);
    CHECK(module != NULL, CUDA_ERROR_INVALID_HANDLE, "%p is no module", (void *)handle);
    close_functions_of(module);
    object_close(&module->object);
    return call_end(CUDA_SUCCESS);
}

static const struct ptx_entry *find_entry(const struct module *const module, const char *const name)
{
    const struct ptx_entry *entry = module->ptx.entries;
    while (entry != NULL && strcmp(entry->name, name) != 0)
    {
        entry = entry->next;
    }
    return entry;
}

CUresult cuModuleGetFunction(CUfunction *const handle, const CUmodule module_handle, const char *const name)
{
    BEGIN(cuModuleGetFunction);
    CHECK_GIVEN(handle);
    CHECK_GIVEN(name);
    struct module *const module = object_find(OBJECT_MODULE, module_handle);
    CHECK(module != NULL, CUDA_ERROR_INVALID_HANDLE, "%p is no module", (void *)module_handle);
    const struct ptx_entry *const entry = find_entry(module, name);
    CHECK(entry != NULL, CUDA_ERROR_NOT_FOUND, "the image has no entry %s", name);
    const struct kernel *const kernel = kernel_find(name);
    CHECK(kernel != NULL, CUDA_ERROR_NOT_FOUND, "the stand-in was built without kernel %s", name);
    CHECK(
        strcmp(kernel->parameters, entry->kinds) == 0, CUDA_ERROR_NOT_FOUND,
        "%s takes (%s) in the image, and (%s) in the stand-in", name, entry->kinds, kernel->parameters);
    for (struct object *object = object_first(OBJECT_FUNCTION); object != NULL; object = object->next)
    {
        if (((struct function_object *)object)->entry == entry)
        {
            *handle = object_handle(object);
            return call_end(CUDA_SUCCESS);
        }
    }
    struct function_object *const function = calloc(1, sizeof(*function));
    CHECK(function != NULL, CUDA_ERROR_OUT_OF_MEMORY, "no memory for a function");
    function->module = module;
    function->entry = entry;
    function->kernel = kernel;
    function->carveout = -1;
    function->max_dynamic_shared_bytes = DEFAULT_DYNAMIC_SHARED_BYTES - (int)entry->shared_bytes;
    object_open(&function->object, OBJECT_FUNCTION, module->object.context, free_function);
    *handle = object_handle(&function->object);
    return call_end(CUDA_SUCCESS);
}

CUresult cuModuleGetGlobal_v2(
    CUdeviceptr *const address, size_t *const bytes, const CUmodule handle, const char *const name)
{
    BEGIN(cuModuleGetGlobal_v2);
    CHECK_GIVEN(name);
    CHECK(address != NULL || bytes != NULL, CUDA_ERROR_INVALID_VALUE, "neither address nor bytes asked for");
    const struct module *const module = object_find(OBJECT_MODULE, handle);
    CHECK(module != NULL, CUDA_ERROR_INVALID_HANDLE, "%p is no module", (void *)handle);
    CHECK(names_global(module, name), CUDA_ERROR_NOT_FOUND, "the image has no variable %s", name);
    const struct kernel_global *const variable = kernel_global_find(name);
    CHECK(variable != NULL, CUDA_ERROR_NOT_FOUND, "the stand-in was built without variable %s", name);
    if (address != NULL)
    {
        *address = (CUdeviceptr)(uintptr_t)variable->address;
    }
    if (bytes != NULL)
    {
        *bytes = variable->bytes;
    }
    return call_end(CUDA_SUCCESS);
}

CUresult cuFuncGetAttribute(int *const value, const CUfunction_attribute attribute, const CUfunction handle)
{
    BEGIN(cuFuncGetAttribute);
    CHECK_GIVEN(value);
    CHECK(
        (int)attribute < CU_FUNC_ATTRIBUTE_MAX, CUDA_ERROR_INVALID_VALUE, "no function attribute %d", (int)attribute);
    const struct function_object *const function = object_find(OBJECT_FUNCTION, handle);
    CHECK(function != NULL, CUDA_ERROR_INVALID_HANDLE, "%p is no function", (void *)handle);
    switch ((int)attribute)
    {
        case CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK:
            *value = device_attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK);
            break;
        case CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES:
            *value = (int)function->entry->shared_bytes;
            break;
        case CU_FUNC_ATTRIBUTE_NUM_REGS:
            *value = ASSUMED_REGISTERS;
            break;
        case CU_FUNC_ATTRIBUTE_PTX_VERSION:
            *value = function->module->ptx.target;
            break;
        case CU_FUNC_ATTRIBUTE_BINARY_VERSION:
            *value = standin_driver.capability;
            break;
        case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES:
            *value = function->max_dynamic_shared_bytes;
            break;
        case CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT:
            *value = function->carveout;
            break;
        default:
            *value = 0;
    }
    return call_end(CUDA_SUCCESS);
}

CUresult cuFuncSetAttribute(const CUfunction handle, const CUfunction_attribute attribute, const int value)
{
    BEGIN(cuFuncSetAttribute);
    struct function_object *const function = object_find(OBJECT_FUNCTION, handle);
    CHECK(function != NULL, CUDA_ERROR_INVALID_HANDLE, "%p is no function", (void *)handle);
    const int most = device_attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) -
        (int)function->entry->shared_bytes;
    switch ((int)attribute)
    {
        case CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES:
            CHECK(
                value >= 0 && value <= most, CUDA_ERROR_INVALID_VALUE, "%d bytes of shared memory, at most %d", value,
                most);
            function->max_dynamic_shared_bytes = value;
            break;
        case CU_FUNC_ATTRIBUTE_PREFERRED_SHARED_MEMORY_CARVEOUT:
            CHECK(value >= -1 && value <= 100, CUDA_ERROR_INVALID_VALUE, "carveout of %d percent", value);
            function->carveout = value;
            break;
        default:
            FAIL(CUDA_ERROR_INVALID_VALUE, "function attribute %d cannot be set", (int)attribute);
    }
    return call_end(CUDA_SUCCESS);
}

static int least(const int a, const int b)
{
    return a < b ? a : b;
}

CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(
    int *const blocks, const CUfunction handle, const int block_size, const size_t dynamic_shared_bytes)
{
    BEGIN(cuOccupancyMaxActiveBlocksPerMultiprocessor);
    CHECK_GIVEN(blocks);
    const struct function_object *const function = object_find(OBJECT_FUNCTION, handle);
    CHECK(function != NULL, CUDA_ERROR_INVALID_HANDLE, "%p is no function", (void *)handle);
    CHECK(block_size > 0, CUDA_ERROR_INVALID_VALUE, "blocks of %d threads", block_size);
    const int warp = device_attribute(CU_DEVICE_ATTRIBUTE_WARP_SIZE);
    const int threads = (block_size + warp - 1) / warp * warp;
    const size_t shared_bytes = function->entry->shared_bytes + dynamic_shared_bytes;
    const size_t reserved = (size_t)device_attribute(CU_DEVICE_ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK);
    const size_t shared_most = (size_t)device_attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR);
    *blocks = 0;
    if (block_size <= device_attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK) &&
        dynamic_shared_bytes <= (size_t)function->max_dynamic_shared_bytes)
    {
        *blocks = device_attribute(CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR);
        *blocks = least(*blocks, device_attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR) / threads);
        *blocks = least(
            *blocks,
            device_attribute(CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR) / (threads * ASSUMED_REGISTERS));
        *blocks = least(*blocks, (int)(shared_most / (shared_bytes + reserved)));
    }
    return call_end(CUDA_SUCCESS);
}
