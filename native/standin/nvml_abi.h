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
 * What the stand-in needs of the NVIDIA Management Library's API, declared here so that it compiles where that is not
 * installed. Compiled with STANDIN_WITH_NVML_H, it takes NVIDIA's header instead and asserts that all of this agrees.
 */
#ifndef STANDIN_NVML_ABI_H
#define STANDIN_NVML_ABI_H

#include <stddef.h>

#define NVML_CONSTANTS(X) \
    X(NVML_TEMPERATURE_GPU, 0) \
    X(NVML_TEMPERATURE_COUNT, 1) \
    X(NVML_CLOCK_GRAPHICS, 0) \
    X(NVML_CLOCK_SM, 1) \
    X(NVML_CLOCK_MEM, 2) \
    X(NVML_CLOCK_VIDEO, 3) \
    X(NVML_CLOCK_COUNT, 4) \
    X(NVML_FEATURE_DISABLED, 0) \
    X(NVML_FEATURE_ENABLED, 1) \
    X(NVML_COMPUTEMODE_DEFAULT, 0) \
    X(NVML_COMPUTEMODE_EXCLUSIVE_THREAD, 1) \
    X(NVML_COMPUTEMODE_PROHIBITED, 2) \
    X(NVML_COMPUTEMODE_EXCLUSIVE_PROCESS, 3) \
    X(NVML_COMPUTEMODE_COUNT, 4) \
    X(NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE, 32) \
    X(NVML_DEVICE_PCI_BUS_ID_BUFFER_V2_SIZE, 16)

#define NVML_RESULTS(X) \
    X(NVML_SUCCESS, 0, "Success") \
    X(NVML_ERROR_UNINITIALIZED, 1, "Uninitialized") \
    X(NVML_ERROR_INVALID_ARGUMENT, 2, "Invalid argument") \
    X(NVML_ERROR_NOT_SUPPORTED, 3, "Not supported") \
    X(NVML_ERROR_NO_PERMISSION, 4, "No permission") \
    X(NVML_ERROR_ALREADY_INITIALIZED, 5, "Already initialized") \
    X(NVML_ERROR_NOT_FOUND, 6, "Not found") \
    X(NVML_ERROR_INSUFFICIENT_SIZE, 7, "Insufficient size") \
    X(NVML_ERROR_INSUFFICIENT_POWER, 8, "Insufficient power") \
    X(NVML_ERROR_DRIVER_NOT_LOADED, 9, "Driver not loaded") \
    X(NVML_ERROR_TIMEOUT, 10, "Timeout") \
    X(NVML_ERROR_IRQ_ISSUE, 11, "Irq issue") \
    X(NVML_ERROR_LIBRARY_NOT_FOUND, 12, "Library not found") \
    X(NVML_ERROR_FUNCTION_NOT_FOUND, 13, "Function not found") \
    X(NVML_ERROR_CORRUPTED_INFOROM, 14, "Corrupted inforom") \
    X(NVML_ERROR_GPU_IS_LOST, 15, "Gpu is lost") \
    X(NVML_ERROR_RESET_REQUIRED, 16, "Reset required") \
    X(NVML_ERROR_OPERATING_SYSTEM, 17, "Operating system") \
    X(NVML_ERROR_LIB_RM_VERSION_MISMATCH, 18, "Lib rm version mismatch") \
    X(NVML_ERROR_IN_USE, 19, "In use") \
    X(NVML_ERROR_MEMORY, 20, "Memory") \
    X(NVML_ERROR_NO_DATA, 21, "No data") \
    X(NVML_ERROR_VGPU_ECC_NOT_SUPPORTED, 22, "Vgpu ecc not supported") \
    X(NVML_ERROR_INSUFFICIENT_RESOURCES, 23, "Insufficient resources") \
    X(NVML_ERROR_FREQ_NOT_SUPPORTED, 24, "Freq not supported") \
    X(NVML_ERROR_ARGUMENT_VERSION_MISMATCH, 25, "Argument version mismatch") \
    X(NVML_ERROR_DEPRECATED, 26, "Deprecated") \
    X(NVML_ERROR_NOT_READY, 27, "Not ready") \
    X(NVML_ERROR_GPU_NOT_FOUND, 28, "Gpu not found") \
    X(NVML_ERROR_INVALID_STATE, 29, "Invalid state") \
    X(NVML_ERROR_RESET_TYPE_NOT_SUPPORTED, 30, "Reset type not supported") \
    X(NVML_ERROR_UNKNOWN, 999, "Unknown")

/* Name, and whether nvmlInit must have been called before. */
#define NVML_FUNCTIONS(X) \
    X(nvmlInit_v2, 0) \
    X(nvmlShutdown, 1) \
    X(nvmlErrorString, 0) \
    X(nvmlSystemGetDriverVersion, 1) \
    X(nvmlSystemGetNVMLVersion, 1) \
    X(nvmlSystemGetCudaDriverVersion_v2, 1) \
    X(nvmlDeviceGetCount_v2, 1) \
    X(nvmlDeviceGetHandleByIndex_v2, 1) \
    X(nvmlDeviceGetHandleByPciBusId_v2, 1) \
    X(nvmlDeviceGetName, 1) \
    X(nvmlDeviceGetUUID, 1) \
    X(nvmlDeviceGetMemoryInfo, 1) \
    X(nvmlDeviceGetUtilizationRates, 1) \
    X(nvmlDeviceGetTemperature, 1) \
    X(nvmlDeviceGetPciInfo_v3, 1) \
    X(nvmlDeviceGetNumaNodeId, 1) \
    X(nvmlDeviceGetCpuAffinity, 1) \
    X(nvmlDeviceGetPowerUsage, 1) \
    X(nvmlDeviceGetClockInfo, 1) \
    X(nvmlDeviceGetPersistenceMode, 1) \
    X(nvmlDeviceGetComputeMode, 1)

#ifdef STANDIN_WITH_NVML_H

#include <nvml.h>

#define NVML_AGREES(NAME, VALUE) _Static_assert((NAME) == (VALUE), #NAME " has another value in nvml.h");
#define NVML_RESULT_AGREES(NAME, VALUE, TEXT) NVML_AGREES(NAME, VALUE)
NVML_CONSTANTS(NVML_AGREES)
NVML_RESULTS(NVML_RESULT_AGREES)

#else

#define NVML_CONSTANT(NAME, VALUE) NAME = (VALUE),
#define NVML_RESULT(NAME, VALUE, TEXT) NAME = (VALUE),
enum
{
    NVML_CONSTANTS(NVML_CONSTANT)
};
typedef enum
{
    NVML_RESULTS(NVML_RESULT)
} nvmlReturn_t;

typedef unsigned int nvmlTemperatureSensors_t;
typedef unsigned int nvmlClockType_t;
typedef unsigned int nvmlEnableState_t;
typedef unsigned int nvmlComputeMode_t;
typedef struct nvmlDevice_st *nvmlDevice_t;

typedef struct
{
    unsigned int gpu;
    unsigned int memory;
} nvmlUtilization_t;

typedef struct
{
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
} nvmlMemory_t;

typedef struct
{
    char busIdLegacy[NVML_DEVICE_PCI_BUS_ID_BUFFER_V2_SIZE];
    unsigned int domain;
    unsigned int bus;
    unsigned int device;
    unsigned int pciDeviceId;
    unsigned int pciSubSystemId;
    char busId[NVML_DEVICE_PCI_BUS_ID_BUFFER_SIZE];
} nvmlPciInfo_t;

#pragma GCC visibility push(default)
nvmlReturn_t nvmlInit_v2(void);
nvmlReturn_t nvmlShutdown(void);
const char *nvmlErrorString(nvmlReturn_t result);
nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned int length);
nvmlReturn_t nvmlSystemGetNVMLVersion(char *version, unsigned int length);
nvmlReturn_t nvmlSystemGetCudaDriverVersion_v2(int *cudaDriverVersion);
nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *deviceCount);
nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device);
nvmlReturn_t nvmlDeviceGetHandleByPciBusId_v2(const char *pciBusId, nvmlDevice_t *device);
nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length);
nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *uuid, unsigned int length);
nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory);
nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *utilization);
nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, nvmlTemperatureSensors_t sensorType, unsigned int *temp);
nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *pci);
nvmlReturn_t nvmlDeviceGetNumaNodeId(nvmlDevice_t device, unsigned int *node);
nvmlReturn_t nvmlDeviceGetCpuAffinity(nvmlDevice_t device, unsigned int cpuSetSize, unsigned long *cpuSet);
nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned int *power);
nvmlReturn_t nvmlDeviceGetClockInfo(nvmlDevice_t device, nvmlClockType_t type, unsigned int *clock);
nvmlReturn_t nvmlDeviceGetPersistenceMode(nvmlDevice_t device, nvmlEnableState_t *mode);
nvmlReturn_t nvmlDeviceGetComputeMode(nvmlDevice_t device, nvmlComputeMode_t *mode);
#pragma GCC visibility pop

#endif

_Static_assert(sizeof(nvmlReturn_t) == 4, "a result is an int");
_Static_assert(sizeof(nvmlMemory_t) == 24 && offsetof(nvmlMemory_t, used) == 16, "layout of the memory's sizes");
_Static_assert(sizeof(nvmlUtilization_t) == 8, "layout of the utilization");
_Static_assert(sizeof(nvmlPciInfo_t) == 68 && offsetof(nvmlPciInfo_t, busId) == 36, "layout of the PCI place");

#endif
