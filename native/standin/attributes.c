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
#include "standin.h"

enum
{
    ATTRIBUTES = CU_DEVICE_ATTRIBUTE_MAX,
    KIB = 1024,
    MIB = 1024 * 1024
};

#define ATTRIBUTE(NAME) [CU_DEVICE_ATTRIBUTE_##NAME]

/* Those of a data-centre device of compute capability 8.0; what is not named is 0. */
static const int defaults[ATTRIBUTES] = {
    ATTRIBUTE(MAX_THREADS_PER_BLOCK) = 1024,
    ATTRIBUTE(MAX_BLOCK_DIM_X) = 1024,
    ATTRIBUTE(MAX_BLOCK_DIM_Y) = 1024,
    ATTRIBUTE(MAX_BLOCK_DIM_Z) = 64,
    ATTRIBUTE(MAX_GRID_DIM_X) = 2147483647,
    ATTRIBUTE(MAX_GRID_DIM_Y) = 65535,
    ATTRIBUTE(MAX_GRID_DIM_Z) = 65535,
    ATTRIBUTE(MAX_SHARED_MEMORY_PER_BLOCK) = 48 * KIB,
    ATTRIBUTE(TOTAL_CONSTANT_MEMORY) = 64 * KIB,
    ATTRIBUTE(WARP_SIZE) = 32,
    ATTRIBUTE(MAX_PITCH) = 2147483647,
    ATTRIBUTE(MAX_REGISTERS_PER_BLOCK) = 64 * KIB,
    ATTRIBUTE(CLOCK_RATE) = 1410000,
    ATTRIBUTE(TEXTURE_ALIGNMENT) = 512,
    ATTRIBUTE(GPU_OVERLAP) = 1,
    ATTRIBUTE(MULTIPROCESSOR_COUNT) = 108,
    ATTRIBUTE(CAN_MAP_HOST_MEMORY) = 1,
    ATTRIBUTE(SURFACE_ALIGNMENT) = 512,
    ATTRIBUTE(CONCURRENT_KERNELS) = 1,
    ATTRIBUTE(ECC_ENABLED) = 1,
    ATTRIBUTE(PCI_BUS_ID) = IDENTITY_PCI_FIRST_BUS,
    ATTRIBUTE(PCI_DEVICE_ID) = IDENTITY_PCI_DEVICE,
    ATTRIBUTE(PCI_DOMAIN_ID) = IDENTITY_PCI_DOMAIN,
    ATTRIBUTE(MEMORY_CLOCK_RATE) = 1215000,
    ATTRIBUTE(GLOBAL_MEMORY_BUS_WIDTH) = 5120,
    ATTRIBUTE(L2_CACHE_SIZE) = 40 * MIB,
    ATTRIBUTE(MAX_THREADS_PER_MULTIPROCESSOR) = 2048,
    ATTRIBUTE(ASYNC_ENGINE_COUNT) = 3,
    ATTRIBUTE(UNIFIED_ADDRESSING) = 1,
    ATTRIBUTE(STREAM_PRIORITIES_SUPPORTED) = 1,
    ATTRIBUTE(GLOBAL_L1_CACHE_SUPPORTED) = 1,
    ATTRIBUTE(LOCAL_L1_CACHE_SUPPORTED) = 1,
    ATTRIBUTE(MAX_SHARED_MEMORY_PER_MULTIPROCESSOR) = 164 * KIB,
    ATTRIBUTE(MAX_REGISTERS_PER_MULTIPROCESSOR) = 64 * KIB,
    ATTRIBUTE(SINGLE_TO_DOUBLE_PRECISION_PERF_RATIO) = 2,
    ATTRIBUTE(COMPUTE_PREEMPTION_SUPPORTED) = 1,
    ATTRIBUTE(CAN_USE_HOST_POINTER_FOR_REGISTERED_MEM) = 1,
    ATTRIBUTE(CAN_USE_STREAM_MEM_OPS_V1) = 1,
    ATTRIBUTE(CAN_USE_64_BIT_STREAM_MEM_OPS_V1) = 1,
    ATTRIBUTE(CAN_USE_STREAM_WAIT_VALUE_NOR_V1) = 1,
    ATTRIBUTE(COOPERATIVE_LAUNCH) = 1,
    ATTRIBUTE(MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) = 163 * KIB,
    ATTRIBUTE(HOST_REGISTER_SUPPORTED) = 1,
    ATTRIBUTE(MAX_BLOCKS_PER_MULTIPROCESSOR) = 32,
    ATTRIBUTE(RESERVED_SHARED_MEMORY_PER_BLOCK) = KIB,
    ATTRIBUTE(READ_ONLY_HOST_REGISTER_SUPPORTED) = 1,
    ATTRIBUTE(MEMORY_POOLS_SUPPORTED) = 1,
    ATTRIBUTE(CAN_USE_64_BIT_STREAM_MEM_OPS) = 1,
    ATTRIBUTE(CAN_USE_STREAM_WAIT_VALUE_NOR) = 1,
    ATTRIBUTE(NUMA_ID) = -1,
    ATTRIBUTE(HOST_NUMA_ID) = 0,
};

static int values[ATTRIBUTES];

void device_attributes_reset(void)
{
    for (int i = 0; i < ATTRIBUTES; i++)
    {
        values[i] = defaults[i];
    }
}

int device_attribute_set(const unsigned int attribute, const int value)
{
    if (attribute == 0 || attribute >= ATTRIBUTES)
    {
        return -1;
    }
    values[attribute] = value;
    return 0;
}

int device_attribute(const unsigned int attribute)
{
    switch (attribute)
    {
        case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR:
            return standin_driver.capability / 10;
        case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR:
            return standin_driver.capability % 10;
        default:
            return values[attribute];
    }
}
