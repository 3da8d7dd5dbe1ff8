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
 * The stand-in for the NVIDIA Management Library: the devices of the CUDA stand-in, with readings that a test can set.
 */
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "control.h"
#include "identity.h"
#include "ledger.h"
#include "nvml_abi.h"

enum
{
    UUID_TEXT_BYTES = 41,
    PCI_DEVICE_ID = 0x20b010de,
    PCI_SUBSYSTEM_ID = 0x134f10de
};

#define HANDLE_BASE ((uintptr_t)0x5a56 << 48)

enum setting
{
    DEVICES,
    MEMORY_BYTES,
    DRIVER_VERSION,
    USED_BYTES,
    GPU_PERCENT,
    MEMORY_PERCENT,
    TEMPERATURE_C,
    POWER_MW,
    GRAPHICS_MHZ,
    SM_MHZ,
    MEMORY_MHZ,
    VIDEO_MHZ,
    NUMA_NODE,
    CPU_MASK,
    PERSISTENCE,
    COMPUTE_MODE,
    SETTINGS
};

static const struct
{
    const char *name;
    long long value;
    long long least;
    long long most;
} defaults[SETTINGS] = {
    [DEVICES] = {"devices", IDENTITY_DEVICES, 0, IDENTITY_MAX_DEVICES},
    [MEMORY_BYTES] = {"memory_bytes", IDENTITY_MEMORY_BYTES, 1, INT64_MAX},
    [DRIVER_VERSION] = {"driver_version", IDENTITY_DRIVER_VERSION, 1000, 99990},
    [USED_BYTES] = {"used_bytes", 1 << 20, 0, INT64_MAX},
    [GPU_PERCENT] = {"gpu_percent", 0, 0, 100},
    [MEMORY_PERCENT] = {"memory_percent", 0, 0, 100},
    [TEMPERATURE_C] = {"temperature_c", 34, 0, 200},
    [POWER_MW] = {"power_mw", 52000, 0, INT32_MAX},
    [GRAPHICS_MHZ] = {"graphics_mhz", 210, 0, INT32_MAX},
    [SM_MHZ] = {"sm_mhz", 210, 0, INT32_MAX},
    [MEMORY_MHZ] = {"memory_mhz", 1215, 0, INT32_MAX},
    [VIDEO_MHZ] = {"video_mhz", 585, 0, INT32_MAX},
    [NUMA_NODE] = {"numa_node", -1, -1, INT32_MAX},
    [CPU_MASK] = {"cpu_mask", 3, INT64_MIN, INT64_MAX},
    [PERSISTENCE] = {"persistence", NVML_FEATURE_DISABLED, 0, 1},
    [COMPUTE_MODE] = {"compute_mode", NVML_COMPUTEMODE_DEFAULT, 0, NVML_COMPUTEMODE_COUNT - 1},
};

#define FUNCTION_INDEX(NAME, NEEDS_INIT) FUNCTION_##NAME,
#define FUNCTION_ENTRY(NAME, NEEDS_INIT) {#NAME, 0, 0},
#define FUNCTION_NEED(NAME, NEEDS_INIT) NEEDS_INIT,
enum function
{
    NVML_FUNCTIONS(FUNCTION_INDEX)
    FUNCTIONS
};
static struct ledger_entry entries[FUNCTIONS] = {NVML_FUNCTIONS(FUNCTION_ENTRY)};
static const int needs_init[FUNCTIONS] = {NVML_FUNCTIONS(FUNCTION_NEED)};
static struct ledger ledger = {.entries = entries, .count = FUNCTIONS};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long long settings[SETTINGS];
static int initialized;
static const char *environment_fault;
static __thread enum function function_of_call;
static __thread char last_failure[LEDGER_TEXT_BYTES];

/* ---- Calls ---- */

static nvmlReturn_t end(const nvmlReturn_t result)
{
    entries[function_of_call].successes += result == NVML_SUCCESS;
    pthread_mutex_unlock(&lock);
    return result;
}

__attribute__((format(printf, 2, 3)))
static nvmlReturn_t fail(const nvmlReturn_t result, const char *const format, ...)
{
    va_list arguments;
    const int length = snprintf(last_failure, sizeof(last_failure), "%s: ", entries[function_of_call].name);
    va_start(arguments, format);
    vsnprintf(last_failure + length, sizeof(last_failure) - (size_t)length, format, arguments);
    va_end(arguments);
    return end(result);
}

static nvmlReturn_t begin(const enum function function)
{
    pthread_mutex_lock(&lock);
    function_of_call = function;
    const int injected = ledger_call(&ledger, function);
    if (injected != 0)
    {
        return fail((nvmlReturn_t)injected, "told to fail");
    }
    if (needs_init[function] && initialized == 0)
    {
        return fail(NVML_ERROR_UNINITIALIZED, "nvmlInit has not been called");
    }
    return NVML_SUCCESS;
}

#define BEGIN(NAME) \
    do \
    { \
        const nvmlReturn_t begun = begin(FUNCTION_##NAME); \
        if (begun != NVML_SUCCESS) \
        { \
            return begun; \
        } \
    } \
    while (0)
#define CHECK(CONDITION, RESULT, ...) \
    do \
    { \
        if (!(CONDITION)) \
        { \
            return fail(RESULT, __VA_ARGS__); \
        } \
    } \
    while (0)
#define CHECK_GIVEN(POINTER) CHECK((POINTER) != NULL, NVML_ERROR_INVALID_ARGUMENT, "%s is NULL", #POINTER)
#define CHECK_DEVICE(DEVICE) \
    CHECK(index_of(DEVICE) >= 0, NVML_ERROR_INVALID_ARGUMENT, "%p is no device", (void *)(DEVICE))

static nvmlDevice_t handle_of(const int index)
{
    return (nvmlDevice_t)(HANDLE_BASE | (uintptr_t)(index + 1) << 4);
}

static int index_of(const nvmlDevice_t device)
{
    for (int i = 0; i < settings[DEVICES]; i++)
    {
        if (handle_of(i) == device)
        {
            return i;
        }
    }
    return -1;
}

static nvmlReturn_t answer_text(char *const to, const unsigned int length, const char *const text)
{
    CHECK(to != NULL, NVML_ERROR_INVALID_ARGUMENT, "no buffer");
    CHECK(
        length > strlen(text), NVML_ERROR_INSUFFICIENT_SIZE, "%u bytes for a text of %zu", length, strlen(text) + 1);
    memcpy(to, text, strlen(text) + 1);
    return end(NVML_SUCCESS);
}

static nvmlReturn_t answer_number(unsigned int *const to, const nvmlDevice_t device, const enum setting setting)
{
    CHECK_GIVEN(to);
    CHECK_DEVICE(device);
    *to = (unsigned int)settings[setting];
    return end(NVML_SUCCESS);
}

/* ---- The library ---- */

nvmlReturn_t nvmlInit_v2(void)
{
    BEGIN(nvmlInit_v2);
    CHECK(environment_fault == NULL, NVML_ERROR_INVALID_ARGUMENT, "%s is malformed", environment_fault);
    initialized++;
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlShutdown(void)
{
    BEGIN(nvmlShutdown);
    initialized--;
    return end(NVML_SUCCESS);
}

const char *nvmlErrorString(const nvmlReturn_t result)
{
    static const struct
    {
        int value;
        const char *text;
    } results[] = {
#define RESULT_TEXT(NAME, VALUE, TEXT) {VALUE, TEXT},
        NVML_RESULTS(RESULT_TEXT)
    };
    const char *text = "Unknown error code";
    /* It has no result of its own: told to fail, it only counts. */
    if (begin(FUNCTION_nvmlErrorString) == NVML_SUCCESS)
    {
        end(NVML_SUCCESS);
    }
    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
    {
        text = results[i].value == (int)result ? results[i].text : text;
    }
    return text;
}

static const char *driver_text(void)
{
    const long long version = settings[DRIVER_VERSION];
    const char *const old = version >= 11000 ? "450.51.05" : "440.33.01";
    return version >= 13000 ? "580.65.06" : version >= 12000 ? "525.60.13" : old;
}

nvmlReturn_t nvmlSystemGetDriverVersion(char *const version, const unsigned int length)
{
    BEGIN(nvmlSystemGetDriverVersion);
    return answer_text(version, length, driver_text());
}

nvmlReturn_t nvmlSystemGetNVMLVersion(char *const version, const unsigned int length)
{
    char text[32];
    BEGIN(nvmlSystemGetNVMLVersion);
    snprintf(text, sizeof(text), "%lld.%s", settings[DRIVER_VERSION] / 1000, driver_text());
    return answer_text(version, length, text);
}

nvmlReturn_t nvmlSystemGetCudaDriverVersion_v2(int *const version)
{
    BEGIN(nvmlSystemGetCudaDriverVersion_v2);
    CHECK_GIVEN(version);
    *version = (int)settings[DRIVER_VERSION];
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *const count)
{
    BEGIN(nvmlDeviceGetCount_v2);
    CHECK_GIVEN(count);
    *count = (unsigned int)settings[DEVICES];
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(const unsigned int index, nvmlDevice_t *const device)
{
    BEGIN(nvmlDeviceGetHandleByIndex_v2);
    CHECK_GIVEN(device);
    CHECK(index < settings[DEVICES], NVML_ERROR_INVALID_ARGUMENT, "no device %u", index);
    *device = handle_of((int)index);
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetHandleByPciBusId_v2(const char *const id, nvmlDevice_t *const device)
{
    unsigned int domain;
    unsigned int bus;
    unsigned int slot;
    unsigned int function;
    BEGIN(nvmlDeviceGetHandleByPciBusId_v2);
    CHECK_GIVEN(id);
    CHECK_GIVEN(device);
    CHECK(
        sscanf(id, "%x:%x:%x.%x", &domain, &bus, &slot, &function) == 4, NVML_ERROR_INVALID_ARGUMENT,
        "'%s' is no place on a PCI bus", id);
    const long long index = (long long)bus - IDENTITY_PCI_FIRST_BUS;
    CHECK(
        domain == IDENTITY_PCI_DOMAIN && slot == IDENTITY_PCI_DEVICE && function == 0 && index >= 0 &&
            index < settings[DEVICES],
        NVML_ERROR_NOT_FOUND, "no device at '%s'", id);
    *device = handle_of((int)index);
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetName(const nvmlDevice_t device, char *const name, const unsigned int length)
{
    BEGIN(nvmlDeviceGetName);
    CHECK_DEVICE(device);
    return answer_text(name, length, IDENTITY_NAME);
}

nvmlReturn_t nvmlDeviceGetUUID(const nvmlDevice_t device, char *const uuid, const unsigned int length)
{
    const unsigned char bytes[16] = IDENTITY_UUID;
    char text[UUID_TEXT_BYTES] = "GPU-";
    size_t at = strlen(text);
    BEGIN(nvmlDeviceGetUUID);
    CHECK_DEVICE(device);
    for (int i = 0; i < 16; i++)
    {
        const bool dash = i == 4 || i == 6 || i == 8 || i == 10;
        at += (size_t)snprintf(
            text + at, sizeof(text) - at, "%s%02x", dash ? "-" : "",
            i == 15 ? (unsigned int)index_of(device) : bytes[i]);
    }
    return answer_text(uuid, length, text);
}

nvmlReturn_t nvmlDeviceGetMemoryInfo(const nvmlDevice_t device, nvmlMemory_t *const memory)
{
    BEGIN(nvmlDeviceGetMemoryInfo);
    CHECK_GIVEN(memory);
    CHECK_DEVICE(device);
    memory->total = (unsigned long long)settings[MEMORY_BYTES];
    memory->used = (unsigned long long)settings[USED_BYTES];
    memory->used = memory->used < memory->total ? memory->used : memory->total;
    memory->free = memory->total - memory->used;
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetUtilizationRates(const nvmlDevice_t device, nvmlUtilization_t *const utilization)
{
    BEGIN(nvmlDeviceGetUtilizationRates);
    CHECK_GIVEN(utilization);
    CHECK_DEVICE(device);
    utilization->gpu = (unsigned int)settings[GPU_PERCENT];
    utilization->memory = (unsigned int)settings[MEMORY_PERCENT];
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetTemperature(
    const nvmlDevice_t device, const nvmlTemperatureSensors_t sensor, unsigned int *const temperature)
{
    BEGIN(nvmlDeviceGetTemperature);
    CHECK(sensor == NVML_TEMPERATURE_GPU, NVML_ERROR_INVALID_ARGUMENT, "no sensor %u", (unsigned int)sensor);
    return answer_number(temperature, device, TEMPERATURE_C);
}

nvmlReturn_t nvmlDeviceGetPciInfo_v3(const nvmlDevice_t device, nvmlPciInfo_t *const pci)
{
    BEGIN(nvmlDeviceGetPciInfo_v3);
    CHECK_GIVEN(pci);
    CHECK_DEVICE(device);
    memset(pci, 0, sizeof(*pci));
    pci->domain = IDENTITY_PCI_DOMAIN;
    pci->bus = IDENTITY_PCI_FIRST_BUS + (unsigned int)index_of(device);
    pci->device = IDENTITY_PCI_DEVICE;
    pci->pciDeviceId = PCI_DEVICE_ID;
    pci->pciSubSystemId = PCI_SUBSYSTEM_ID;
    snprintf(pci->busId, sizeof(pci->busId), "%08X:%02X:%02X.0", pci->domain, pci->bus, pci->device);
    snprintf(
        pci->busIdLegacy, sizeof(pci->busIdLegacy), "%04X:%02X:%02X.0", pci->domain & 0xffff, pci->bus & 0xff,
        pci->device & 0xff);
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetNumaNodeId(const nvmlDevice_t device, unsigned int *const node)
{
    BEGIN(nvmlDeviceGetNumaNodeId);
    CHECK(settings[NUMA_NODE] >= 0, NVML_ERROR_NOT_SUPPORTED, "the device has no NUMA node of its own");
    return answer_number(node, device, NUMA_NODE);
}

nvmlReturn_t nvmlDeviceGetCpuAffinity(
    const nvmlDevice_t device, const unsigned int words, unsigned long *const cpus)
{
    BEGIN(nvmlDeviceGetCpuAffinity);
    CHECK_GIVEN(cpus);
    CHECK(words > 0, NVML_ERROR_INVALID_ARGUMENT, "0 words for the set");
    CHECK_DEVICE(device);
    memset(cpus, 0, words * sizeof(*cpus));
    cpus[0] = (unsigned long)settings[CPU_MASK];
    return end(NVML_SUCCESS);
}

nvmlReturn_t nvmlDeviceGetPowerUsage(const nvmlDevice_t device, unsigned int *const milliwatts)
{
    BEGIN(nvmlDeviceGetPowerUsage);
    return answer_number(milliwatts, device, POWER_MW);
}

nvmlReturn_t nvmlDeviceGetClockInfo(
    const nvmlDevice_t device, const nvmlClockType_t type, unsigned int *const megahertz)
{
    BEGIN(nvmlDeviceGetClockInfo);
    CHECK((unsigned int)type < NVML_CLOCK_COUNT, NVML_ERROR_INVALID_ARGUMENT, "no clock %u", (unsigned int)type);
    const enum setting clocks[] = {GRAPHICS_MHZ, SM_MHZ, MEMORY_MHZ, VIDEO_MHZ};
    return answer_number(megahertz, device, clocks[type]);
}

nvmlReturn_t nvmlDeviceGetPersistenceMode(const nvmlDevice_t device, nvmlEnableState_t *const mode)
{
    BEGIN(nvmlDeviceGetPersistenceMode);
    return answer_number((unsigned int *)mode, device, PERSISTENCE);
}

nvmlReturn_t nvmlDeviceGetComputeMode(const nvmlDevice_t device, nvmlComputeMode_t *const mode)
{
    BEGIN(nvmlDeviceGetComputeMode);
    return answer_number((unsigned int *)mode, device, COMPUTE_MODE);
}

/* ---- Control ---- */

static int set(const char *const name, const long long value)
{
    for (int i = 0; i < SETTINGS; i++)
    {
        if (strcmp(defaults[i].name, name) == 0 && value >= defaults[i].least && value <= defaults[i].most)
        {
            settings[i] = value;
            return 0;
        }
    }
    return -1;
}

__attribute__((constructor)) static void start(void)
{
    initialized = 0;
    environment_fault = NULL;
    ledger_clear(&ledger);
    for (int i = 0; i < SETTINGS; i++)
    {
        settings[i] = defaults[i].value;
    }
    if (ledger_settings(getenv("ZETATRON_STANDIN_NVML_SET"), set) != 0)
    {
        environment_fault = "ZETATRON_STANDIN_NVML_SET";
    }
    else if (ledger_fail(&ledger, getenv("ZETATRON_STANDIN_NVML_FAIL")) != 0)
    {
        environment_fault = "ZETATRON_STANDIN_NVML_FAIL";
    }
}

int standin_nvml_set(const char *const name, const long long value)
{
    pthread_mutex_lock(&lock);
    const int result = name == NULL ? -1 : set(name, value);
    pthread_mutex_unlock(&lock);
    return result;
}

int standin_nvml_fail(const char *const failures)
{
    pthread_mutex_lock(&lock);
    const int result = ledger_fail(&ledger, failures);
    pthread_mutex_unlock(&lock);
    return result;
}

int standin_nvml_fail_clear(void)
{
    pthread_mutex_lock(&lock);
    const int count = ledger.failure_count;
    ledger.failure_count = 0;
    pthread_mutex_unlock(&lock);
    return count;
}

int standin_nvml_functions(void)
{
    return FUNCTIONS;
}

const char *standin_nvml_function(const int index)
{
    return index < 0 || index >= FUNCTIONS ? NULL : entries[index].name;
}

static long long count_of(const char *const function, const bool successes)
{
    pthread_mutex_lock(&lock);
    const int i = ledger_find(&ledger, function);
    const long long count = i < 0 ? -1 : successes ? entries[i].successes : entries[i].calls;
    pthread_mutex_unlock(&lock);
    return count;
}

long long standin_nvml_calls(const char *const function)
{
    return count_of(function, false);
}

long long standin_nvml_successes(const char *const function)
{
    return count_of(function, true);
}

const char *standin_nvml_last_failure(void)
{
    return last_failure;
}

void standin_nvml_reset(void)
{
    pthread_mutex_lock(&lock);
    start();
    last_failure[0] = '\0';
    pthread_mutex_unlock(&lock);
}
