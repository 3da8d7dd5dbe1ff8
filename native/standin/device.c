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
#include <stdio.h>
#include <string.h>

#include "standin.h"

#define CHECK_DEVICE(DEVICE) \
    CHECK((DEVICE) >= 0 && (DEVICE) < standin_driver.devices, CUDA_ERROR_INVALID_DEVICE, "no device %d, there are %d", \
        DEVICE, standin_driver.devices)

static const struct
{
    const char *name;
    int since;
    void *address;
} symbols[] = {
#define SYMBOL_TEXT(NAME) #NAME
#define SYMBOL(NAME, VERSION, NEED) {SYMBOL_TEXT(NAME), VERSION, (void *)NAME},
    CUDA_FUNCTIONS(SYMBOL)
};

CUresult cuInit(const unsigned int flags)
{
    BEGIN(cuInit);
    struct driver *const driver = &standin_driver;
    CHECK(driver->environment_fault == NULL, CUDA_ERROR_INVALID_VALUE, "%s is malformed", driver->environment_fault);
    CHECK(flags == 0, CUDA_ERROR_INVALID_VALUE, "flags are %u, not 0", flags);
    CHECK(driver->devices > 0, CUDA_ERROR_NO_DEVICE, "no devices");
    for (int i = 0; !driver->initialized && i < driver->devices; i++)
    {
        struct context *const context = &driver->contexts[i];
        context->device = i;
        object_open(&context->object, OBJECT_CONTEXT, context, NULL);
        object_open(&context->pool.object, OBJECT_POOL, context, NULL);
        context->pool.reuse[0] = context->pool.reuse[1] = context->pool.reuse[2] = 1;
    }
    driver->initialized = true;
    return call_end(CUDA_SUCCESS);
}

CUresult cuDriverGetVersion(int *const version)
{
    BEGIN(cuDriverGetVersion);
    CHECK_GIVEN(version);
    *version = standin_driver.driver_version;
    return call_end(CUDA_SUCCESS);
}

/* Whether an exported name is a base name with at most a version behind it. */
static bool is_version_of(const char *const name, const char *const base)
{
    const size_t length = strlen(base);
    return strncmp(name, base, length) == 0 && (name[length] == '\0' || strcmp(name + length, "_v2") == 0);
}

static bool is_lacking(const char *const name)
{
#ifdef STANDIN_LACKING
    return strcmp(name, "cuMemHostRegister_v2") == 0 || strcmp(name, "cuGraphLaunch") == 0;
#else
    return name == NULL;
#endif
}

CUresult cuGetProcAddress_v2(
    const char *const symbol, void **const address, const int version, const cuuint64_t flags,
    CUdriverProcAddressQueryResult *const status)
{
    BEGIN(cuGetProcAddress_v2);
    CHECK_GIVEN(symbol);
    CHECK_GIVEN(address);
    CHECK(
        version > 0 && version <= standin_driver.driver_version, CUDA_ERROR_INVALID_VALUE,
        "version %d of a driver of version %d", version, standin_driver.driver_version);
    CHECK(
        flags <= CU_GET_PROC_ADDRESS_PER_THREAD_DEFAULT_STREAM, CUDA_ERROR_INVALID_VALUE, "flags %llu",
        (unsigned long long)flags);
    CUdriverProcAddressQueryResult found = CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND;
    *address = NULL;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
    {
        if (is_version_of(symbols[i].name, symbol) && !is_lacking(symbols[i].name))
        {
            const bool sufficient = version >= symbols[i].since;
            *address = sufficient ? symbols[i].address : NULL;
            found = sufficient ? CU_GET_PROC_ADDRESS_SUCCESS : CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT;
        }
    }
    if (status != NULL)
    {
        *status = found;
    }
    return call_end(CUDA_SUCCESS);
}

static const struct
{
    int value;
    const char *name;
    const char *text;
} results[] = {
#define RESULT(NAME, VALUE, TEXT) {VALUE, #NAME, TEXT},
    CUDA_RESULTS(RESULT)
};

static int find_result(const CUresult result)
{
    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        if (results[i].value == (int)result)
        {
            return (int)i;
        }
    }
    return -1;
}

CUresult cuGetErrorName(const CUresult error, const char **const name)
{
    BEGIN(cuGetErrorName);
    CHECK_GIVEN(name);
    const int i = find_result(error);
    *name = i < 0 ? NULL : results[i].name;
    CHECK(i >= 0, CUDA_ERROR_INVALID_VALUE, "no error %d", (int)error);
    return call_end(CUDA_SUCCESS);
}

CUresult cuGetErrorString(const CUresult error, const char **const text)
{
    BEGIN(cuGetErrorString);
    CHECK_GIVEN(text);
    const int i = find_result(error);
    *text = i < 0 ? NULL : results[i].text;
    CHECK(i >= 0, CUDA_ERROR_INVALID_VALUE, "no error %d", (int)error);
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGetCount(int *const count)
{
    BEGIN(cuDeviceGetCount);
    CHECK_GIVEN(count);
    *count = standin_driver.devices;
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGet(CUdevice *const device, const int ordinal)
{
    BEGIN(cuDeviceGet);
    CHECK_GIVEN(device);
    CHECK_DEVICE(ordinal);
    *device = ordinal;
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGetName(char *const name, const int length, const CUdevice device)
{
    BEGIN(cuDeviceGetName);
    CHECK_GIVEN(name);
    CHECK(length > 0, CUDA_ERROR_INVALID_VALUE, "length %d", length);
    CHECK_DEVICE(device);
    snprintf(name, (size_t)length, "%s", IDENTITY_NAME);
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGetUuid_v2(CUuuid *const uuid, const CUdevice device)
{
    static const unsigned char bytes[sizeof(uuid->bytes)] = IDENTITY_UUID;
    BEGIN(cuDeviceGetUuid_v2);
    CHECK_GIVEN(uuid);
    CHECK_DEVICE(device);
    memcpy(uuid->bytes, bytes, sizeof(uuid->bytes));
    uuid->bytes[sizeof(uuid->bytes) - 1] = (char)device;
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceTotalMem_v2(size_t *const bytes, const CUdevice device)
{
    BEGIN(cuDeviceTotalMem_v2);
    CHECK_GIVEN(bytes);
    CHECK_DEVICE(device);
    *bytes = standin_driver.memory_bytes;
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGetAttribute(int *const value, const CUdevice_attribute attribute, const CUdevice device)
{
    BEGIN(cuDeviceGetAttribute);
    CHECK_GIVEN(value);
    CHECK(
        attribute > 0 && attribute < CU_DEVICE_ATTRIBUTE_MAX, CUDA_ERROR_INVALID_VALUE, "no device attribute %u",
        attribute);
    CHECK_DEVICE(device);
    *value = device_attribute(attribute) + (attribute == CU_DEVICE_ATTRIBUTE_PCI_BUS_ID ? device : 0);
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGetPCIBusId(char *const id, const int length, const CUdevice device)
{
    enum
    {
        ID_BYTES = 13
    };
    BEGIN(cuDeviceGetPCIBusId);
    CHECK_GIVEN(id);
    CHECK(length >= ID_BYTES, CUDA_ERROR_INVALID_VALUE, "%d bytes for an id of %d", length, ID_BYTES);
    CHECK_DEVICE(device);
    snprintf(
        id, (size_t)length, "%04x:%02x:%02x.0", IDENTITY_PCI_DOMAIN, IDENTITY_PCI_FIRST_BUS + device,
        IDENTITY_PCI_DEVICE);
    return call_end(CUDA_SUCCESS);
}

CUresult cuDeviceGetDefaultMemPool(CUmemoryPool *const pool, const CUdevice device)
{
    BEGIN(cuDeviceGetDefaultMemPool);
    CHECK_GIVEN(pool);
    CHECK_DEVICE(device);
    CHECK(
        device_attribute(CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED) != 0, CUDA_ERROR_NOT_SUPPORTED,
        "no memory pools");
    *pool = object_handle(&standin_driver.contexts[device].pool.object);
    return call_end(CUDA_SUCCESS);
}
