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

#include "nvml_abi.h"
#include "selftest.h"

static void test_before_init(void)
{
    int number = 0;
    const char *text = NULL;
    void *address = NULL;
    CUdriverProcAddressQueryResult found = CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND;
    selftest_fresh();
    EXPECT(CUDA_ERROR_NOT_INITIALIZED, cuDeviceGetCount(&number));
    EXPECT(CUDA_ERROR_NOT_INITIALIZED, cuCtxSynchronize());
    EXPECT(CUDA_ERROR_NOT_INITIALIZED, cuGraphCreate(NULL, 0));
    OK(cuDriverGetVersion(&number));
    EXPECT_TRUE(number == 13000);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDriverGetVersion(NULL));

    OK(cuGetErrorName(CUDA_ERROR_OUT_OF_MEMORY, &text));
    EXPECT_TRUE(strcmp(text, "CUDA_ERROR_OUT_OF_MEMORY") == 0);
    OK(cuGetErrorString(CUDA_ERROR_OUT_OF_MEMORY, &text));
    EXPECT_TRUE(strcmp(text, "out of memory") == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetErrorName((CUresult)123456, &text));
    EXPECT_TRUE(text == NULL);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetErrorString((CUresult)123456, &text));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetErrorName(CUDA_SUCCESS, NULL));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetErrorString(CUDA_SUCCESS, NULL));

    OK(cuGetProcAddress_v2("cuMemAlloc", &address, 13000, 0, &found));
    EXPECT_TRUE(address == (void *)cuMemAlloc_v2 && found == CU_GET_PROC_ADDRESS_SUCCESS);
    OK(cuGetProcAddress_v2("cuEventElapsedTime", &address, 12000, 0, &found));
    EXPECT_TRUE(address == NULL && found == CU_GET_PROC_ADDRESS_VERSION_NOT_SUFFICIENT);
    OK(cuGetProcAddress_v2("cuNoSuchFunction", &address, 13000, 0, NULL));
    EXPECT_TRUE(address == NULL);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetProcAddress_v2("cuInit", &address, 13010, 0, &found));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetProcAddress_v2("cuInit", &address, 13000, 99, &found));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetProcAddress_v2(NULL, &address, 13000, 0, &found));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuGetProcAddress_v2("cuInit", NULL, 13000, 0, &found));
}

static void test_environment(void)
{
    int number = 0;
    setenv("ZETATRON_STANDIN_CUDA_SET", "devices=3,capability=86", 1);
    setenv("ZETATRON_STANDIN_CUDA_FAIL", "cuDeviceGetCount=46@2", 1);
    selftest_fresh();
    OK(cuInit(0));
    OK(cuDeviceGetCount(&number));
    EXPECT_TRUE(number == 3);
    EXPECT(CUDA_ERROR_DEVICE_UNAVAILABLE, cuDeviceGetCount(&number));
    OK(cuDeviceGetCount(&number));
    setenv("ZETATRON_STANDIN_CUDA_FAIL", "nonsense", 1);
    selftest_fresh();
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuInit(0));
    EXPECT_TRUE(strstr(standin_cuda_last_failure(), "ZETATRON_STANDIN_CUDA_FAIL") != NULL);
    setenv("ZETATRON_STANDIN_CUDA_SET", "devices=many", 1);
    selftest_fresh();
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuInit(0));
    unsetenv("ZETATRON_STANDIN_CUDA_SET");
    unsetenv("ZETATRON_STANDIN_CUDA_FAIL");
}

static void test_settings(void)
{
    int number = 0;
    size_t bytes = 0;
    test_environment();
    selftest_fresh();
    EXPECT_TRUE(standin_cuda_set("devices", 0) == 0);
    EXPECT(CUDA_ERROR_NO_DEVICE, cuInit(0));
    EXPECT_TRUE(standin_cuda_set("devices", 2) == 0);
    EXPECT_TRUE(standin_cuda_set("devices", 9) == -1);
    EXPECT_TRUE(standin_cuda_set("no_such_setting", 1) == -1);
    EXPECT_TRUE(standin_cuda_set("capability", 90) == 0);
    EXPECT_TRUE(standin_cuda_set("memory_bytes", 4096) == 0);
    EXPECT_TRUE(standin_cuda_set("attribute_16", 7) == 0);
    EXPECT_TRUE(standin_cuda_set("attribute_0", 7) == -1);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuInit(1));
    OK(cuInit(0));
    OK(cuInit(0));
    OK(cuDeviceGetCount(&number));
    EXPECT_TRUE(number == 2);
    OK(cuDeviceTotalMem_v2(&bytes, 1));
    EXPECT_TRUE(bytes == 4096);
    OK(cuDeviceGetAttribute(&number, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, 0));
    EXPECT_TRUE(number == 9);
    OK(cuDeviceGetAttribute(&number, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, 0));
    EXPECT_TRUE(number == 7);
    OK(cuDeviceGetAttribute(&number, CU_DEVICE_ATTRIBUTE_PCI_BUS_ID, 1));
    EXPECT_TRUE(number == 0x42);
}

void test_device(void)
{
    int number = -1;
    char text[64];
    CUdevice device = -1;
    CUuuid uuid;
    CUuuid other;
    CUmemoryPool pool = NULL;
    size_t bytes = 0;
    test_before_init();
    test_settings();
    selftest_fresh();
    EXPECT_TRUE(standin_cuda_set("devices", 2) == 0);
    OK(cuInit(0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetCount(NULL));
    OK(cuDeviceGet(&device, 1));
    EXPECT_TRUE(device == 1);
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGet(&device, 2));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGet(&device, -1));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGet(NULL, 0));

    OK(cuDeviceGetName(text, sizeof(text), 0));
    EXPECT_TRUE(strcmp(text, "ZetaTron stand-in device") == 0);
    OK(cuDeviceGetName(text, 4, 0));
    EXPECT_TRUE(strcmp(text, "Zet") == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetName(text, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetName(NULL, 4, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGetName(text, 4, 2));

    OK(cuDeviceGetUuid_v2(&uuid, 0));
    OK(cuDeviceGetUuid_v2(&other, 1));
    EXPECT_TRUE(memcmp(&uuid, &other, sizeof(uuid)) != 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetUuid_v2(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGetUuid_v2(&uuid, 3));

    OK(cuDeviceTotalMem_v2(&bytes, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceTotalMem_v2(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceTotalMem_v2(&bytes, 2));
    OK(cuDeviceGetAttribute(&number, CU_DEVICE_ATTRIBUTE_WARP_SIZE, 0));
    EXPECT_TRUE(number == 32);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetAttribute(NULL, CU_DEVICE_ATTRIBUTE_WARP_SIZE, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetAttribute(&number, 0, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetAttribute(&number, CU_DEVICE_ATTRIBUTE_MAX, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGetAttribute(&number, CU_DEVICE_ATTRIBUTE_WARP_SIZE, 2));

    OK(cuDeviceGetPCIBusId(text, 13, 1));
    EXPECT_TRUE(strcmp(text, "0000:42:00.0") == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetPCIBusId(text, 12, 0));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetPCIBusId(NULL, 13, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGetPCIBusId(text, 13, 2));

    OK(cuDeviceGetDefaultMemPool(&pool, 0));
    EXPECT_TRUE(pool != NULL);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetDefaultMemPool(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGetDefaultMemPool(&pool, 2));
    EXPECT_TRUE(standin_cuda_set("attribute_115", 0) == 0);
    EXPECT(CUDA_ERROR_NOT_SUPPORTED, cuDeviceGetDefaultMemPool(&pool, 0));
}

void test_contexts(void)
{
    CUcontext context = NULL;
    CUcontext again = NULL;
    CUcontext current = FORGED(CUcontext);
    unsigned int flags = 99;
    int active = -1;
    int least = 99;
    int greatest = 99;
    size_t bytes;
    selftest_fresh();
    OK(cuInit(0));
    OK(cuCtxGetCurrent(&current));
    EXPECT_TRUE(current == NULL);
    EXPECT(CUDA_ERROR_INVALID_CONTEXT, cuCtxSynchronize());
    EXPECT(CUDA_ERROR_INVALID_CONTEXT, cuDevicePrimaryCtxRelease_v2(0));
    OK(cuDevicePrimaryCtxGetState(0, &flags, &active));
    EXPECT_TRUE(flags == 0 && active == 0);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDevicePrimaryCtxGetState(0, NULL, &active));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDevicePrimaryCtxGetState(0, &flags, NULL));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDevicePrimaryCtxGetState(1, &flags, &active));

    OK(cuDevicePrimaryCtxSetFlags_v2(0, CU_CTX_SCHED_BLOCKING_SYNC));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDevicePrimaryCtxSetFlags_v2(0, CU_CTX_SCHED_SPIN | CU_CTX_SCHED_YIELD));
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDevicePrimaryCtxSetFlags_v2(0, 0x1000));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDevicePrimaryCtxSetFlags_v2(1, 0));

    EXPECT(CUDA_ERROR_INVALID_VALUE, cuDevicePrimaryCtxRetain(NULL, 0));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDevicePrimaryCtxRetain(&context, 1));
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    OK(cuDevicePrimaryCtxRetain(&again, 0));
    EXPECT_TRUE(context == again);
    OK(cuDevicePrimaryCtxGetState(0, &flags, &active));
    EXPECT_TRUE(flags == CU_CTX_SCHED_BLOCKING_SYNC && active == 1);

    EXPECT(CUDA_ERROR_INVALID_CONTEXT, cuCtxSetCurrent(FORGED(CUcontext)));
    OK(cuCtxSetCurrent(context));
    OK(cuCtxGetCurrent(&current));
    EXPECT_TRUE(current == context);
    EXPECT(CUDA_ERROR_INVALID_VALUE, cuCtxGetCurrent(NULL));
    OK(cuCtxSynchronize());
    OK(cuCtxGetStreamPriorityRange(&least, &greatest));
    EXPECT_TRUE(least == 0 && greatest < 0);
    OK(cuCtxGetStreamPriorityRange(NULL, NULL));

    OK(cuDevicePrimaryCtxRelease_v2(0));
    OK(cuCtxSynchronize());
    OK(cuDevicePrimaryCtxRelease_v2(0));
    EXPECT(CUDA_ERROR_CONTEXT_IS_DESTROYED, cuCtxSynchronize());
    EXPECT(CUDA_ERROR_CONTEXT_IS_DESTROYED, cuMemGetInfo_v2(&bytes, &bytes));
    EXPECT(CUDA_ERROR_CONTEXT_IS_DESTROYED, cuCtxSetCurrent(context));
    EXPECT(CUDA_ERROR_INVALID_CONTEXT, cuDevicePrimaryCtxRelease_v2(0));
    OK(cuCtxSetCurrent(NULL));

    EXPECT_TRUE(standin_cuda_set("attribute_20", CU_COMPUTEMODE_PROHIBITED) == 0);
    EXPECT(CUDA_ERROR_UNKNOWN, cuDevicePrimaryCtxRetain(&context, 0));
    EXPECT_TRUE(standin_cuda_set("attribute_20", CU_COMPUTEMODE_DEFAULT) == 0);

    /* A reset ends what the context has, but not that it is retained. */
    CUstream stream;
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    OK(cuCtxSetCurrent(context));
    OK(cuStreamCreate(&stream, CU_STREAM_DEFAULT));
    OK(cuDevicePrimaryCtxReset_v2(0));
    EXPECT_TRUE(standin_cuda_leaked("stream") == 1 && standin_cuda_live("stream") == 0);
    EXPECT(CUDA_ERROR_CONTEXT_IS_DESTROYED, cuStreamQuery(stream));
    EXPECT(CUDA_ERROR_INVALID_DEVICE, cuDevicePrimaryCtxReset_v2(1));
    OK(cuDevicePrimaryCtxRetain(&context, 0));
    EXPECT(CUDA_ERROR_INVALID_HANDLE, cuStreamQuery(stream));
    OK(cuDevicePrimaryCtxRelease_v2(0));
    OK(cuCtxSynchronize());
    OK(cuDevicePrimaryCtxRelease_v2(0));
}

#define EXPECT_NVML(RESULT, CALL) \
    expect_result((int)(CALL), (int)(RESULT), standin_nvml_last_failure(), #CALL, __FILE__, __LINE__)
#define OK_NVML(CALL) EXPECT_NVML(NVML_SUCCESS, CALL)

static void test_nvml_readings(const nvmlDevice_t device)
{
    unsigned int number = 0;
    unsigned long cpus[2];
    nvmlEnableState_t persistence;
    nvmlComputeMode_t mode;
    nvmlUtilization_t utilization;
    nvmlMemory_t memory;
    EXPECT_TRUE(standin_nvml_set("temperature_c", 71) == 0);
    OK_NVML(nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, &number));
    EXPECT_TRUE(number == 71);
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_COUNT, &number));
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU, NULL));
    EXPECT_TRUE(standin_nvml_set("gpu_percent", 101) == -1);
    EXPECT_TRUE(standin_nvml_set("gpu_percent", 55) == 0);
    OK_NVML(nvmlDeviceGetUtilizationRates(device, &utilization));
    EXPECT_TRUE(utilization.gpu == 55 && utilization.memory == 0);
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetUtilizationRates(device, NULL));
    OK_NVML(nvmlDeviceGetMemoryInfo(device, &memory));
    EXPECT_TRUE(memory.total == memory.free + memory.used);
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetMemoryInfo(FORGED(nvmlDevice_t), &memory));
    EXPECT_NVML(NVML_ERROR_NOT_SUPPORTED, nvmlDeviceGetNumaNodeId(device, &number));
    EXPECT_TRUE(standin_nvml_set("numa_node", 1) == 0);
    OK_NVML(nvmlDeviceGetNumaNodeId(device, &number));
    EXPECT_TRUE(number == 1);
    OK_NVML(nvmlDeviceGetCpuAffinity(device, 2, cpus));
    EXPECT_TRUE(cpus[0] == 3 && cpus[1] == 0);
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetCpuAffinity(device, 0, cpus));
    OK_NVML(nvmlDeviceGetPowerUsage(device, &number));
    OK_NVML(nvmlDeviceGetClockInfo(device, NVML_CLOCK_MEM, &number));
    EXPECT_TRUE(number == 1215);
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetClockInfo(device, NVML_CLOCK_COUNT, &number));
    OK_NVML(nvmlDeviceGetPersistenceMode(device, &persistence));
    OK_NVML(nvmlDeviceGetComputeMode(device, &mode));
    EXPECT_TRUE(persistence == NVML_FEATURE_DISABLED && mode == NVML_COMPUTEMODE_DEFAULT);
}

void test_nvml(void)
{
    unsigned int count = 0;
    int version = 0;
    char text[96];
    nvmlDevice_t device = NULL;
    nvmlDevice_t other = NULL;
    nvmlPciInfo_t pci;
    setenv("ZETATRON_STANDIN_NVML_SET", "gpu_percent=101", 1);
    standin_nvml_reset();
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlInit_v2());
    unsetenv("ZETATRON_STANDIN_NVML_SET");
    standin_nvml_reset();
    EXPECT_NVML(NVML_ERROR_UNINITIALIZED, nvmlDeviceGetCount_v2(&count));
    EXPECT_NVML(NVML_ERROR_UNINITIALIZED, nvmlShutdown());
    EXPECT_TRUE(strcmp(nvmlErrorString(NVML_SUCCESS), "Success") == 0);
    EXPECT_TRUE(strcmp(nvmlErrorString((nvmlReturn_t)12345), "Unknown error code") == 0);
    OK_NVML(nvmlInit_v2());
    OK_NVML(nvmlDeviceGetCount_v2(&count));
    EXPECT_TRUE(count == 1);
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetCount_v2(NULL));
    OK_NVML(nvmlDeviceGetHandleByIndex_v2(0, &device));
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetHandleByIndex_v2(1, &device));
    OK_NVML(nvmlDeviceGetHandleByPciBusId_v2("00000000:41:00.0", &other));
    EXPECT_TRUE(device == other);
    EXPECT_NVML(NVML_ERROR_NOT_FOUND, nvmlDeviceGetHandleByPciBusId_v2("0000:40:00.0", &other));
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetHandleByPciBusId_v2("nonsense", &other));
    OK_NVML(nvmlSystemGetDriverVersion(text, sizeof(text)));
    OK_NVML(nvmlSystemGetNVMLVersion(text, sizeof(text)));
    EXPECT_TRUE(strncmp(text, "13.", 3) == 0);
    EXPECT_NVML(NVML_ERROR_INSUFFICIENT_SIZE, nvmlSystemGetDriverVersion(text, 3));
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlSystemGetDriverVersion(NULL, 3));
    OK_NVML(nvmlSystemGetCudaDriverVersion_v2(&version));
    EXPECT_TRUE(version == 13000);
    OK_NVML(nvmlDeviceGetName(device, text, sizeof(text)));
    EXPECT_NVML(NVML_ERROR_INVALID_ARGUMENT, nvmlDeviceGetName(FORGED(nvmlDevice_t), text, sizeof(text)));
    OK_NVML(nvmlDeviceGetUUID(device, text, sizeof(text)));
    EXPECT_TRUE(strcmp(text, "GPU-5a540000-7374-616e-642d-696e00000000") == 0);
    EXPECT_NVML(NVML_ERROR_INSUFFICIENT_SIZE, nvmlDeviceGetUUID(device, text, 40));
    OK_NVML(nvmlDeviceGetPciInfo_v3(device, &pci));
    EXPECT_TRUE(strcmp(pci.busId, "00000000:41:00.0") == 0 && pci.bus == 0x41);
    test_nvml_readings(device);
    EXPECT_TRUE(standin_nvml_fail("nvmlDeviceGetPowerUsage=15@2") == 0);
    OK_NVML(nvmlDeviceGetPowerUsage(device, &count));
    EXPECT_NVML(NVML_ERROR_GPU_IS_LOST, nvmlDeviceGetPowerUsage(device, &count));
    OK_NVML(nvmlDeviceGetPowerUsage(device, &count));
    EXPECT_TRUE(standin_nvml_fail("nvmlNoSuch=15") == -1);
    OK_NVML(nvmlShutdown());
    EXPECT_NVML(NVML_ERROR_UNINITIALIZED, nvmlDeviceGetCount_v2(&count));
}
