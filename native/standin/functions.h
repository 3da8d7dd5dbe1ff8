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
 * Every function of the CUDA driver API that the stand-in has: its name, the CUDA version that brought it in this
 * shape, and what must have happened before it is called.
 *
 * Built with STANDIN_OLD, the stand-in is a driver of before those versions: it has the older names instead.
 */
#ifndef STANDIN_FUNCTIONS_H
#define STANDIN_FUNCTIONS_H

#ifdef STANDIN_OLD
#define cuDeviceGetUuid_v2 cuDeviceGetUuid
#define cuDevicePrimaryCtxRelease_v2 cuDevicePrimaryCtxRelease
#define cuDevicePrimaryCtxReset_v2 cuDevicePrimaryCtxReset
#define cuDevicePrimaryCtxSetFlags_v2 cuDevicePrimaryCtxSetFlags
#define cuStreamWaitValue32_v2 cuStreamWaitValue32
#define cuStreamWaitValue64_v2 cuStreamWaitValue64
#define cuStreamWriteValue32_v2 cuStreamWriteValue32
#define cuStreamWriteValue64_v2 cuStreamWriteValue64
#define cuEventElapsedTime_v2 cuEventElapsedTime
#define SINCE(VERSION, OLDER) OLDER
#else
#define SINCE(VERSION, OLDER) VERSION
#endif

#define CUDA_FUNCTIONS(X) \
    X(cuInit, 2000, ANY_TIME) \
    X(cuDriverGetVersion, 2020, ANY_TIME) \
    X(cuGetProcAddress_v2, 12000, ANY_TIME) \
    X(cuGetErrorName, 6000, ANY_TIME) \
    X(cuGetErrorString, 6000, ANY_TIME) \
    X(cuDeviceGetCount, 2000, AFTER_INIT) \
    X(cuDeviceGet, 2000, AFTER_INIT) \
    X(cuDeviceGetName, 2000, AFTER_INIT) \
    X(cuDeviceGetUuid_v2, SINCE(11040, 9020), AFTER_INIT) \
    X(cuDeviceTotalMem_v2, 3020, AFTER_INIT) \
    X(cuDeviceGetAttribute, 2000, AFTER_INIT) \
    X(cuDeviceGetPCIBusId, 4010, AFTER_INIT) \
    X(cuDeviceGetDefaultMemPool, 11020, AFTER_INIT) \
    X(cuDevicePrimaryCtxRetain, 7000, AFTER_INIT) \
    X(cuDevicePrimaryCtxRelease_v2, SINCE(11000, 7000), AFTER_INIT) \
    X(cuDevicePrimaryCtxReset_v2, SINCE(11000, 7000), AFTER_INIT) \
    X(cuDevicePrimaryCtxGetState, 7000, AFTER_INIT) \
    X(cuDevicePrimaryCtxSetFlags_v2, SINCE(11000, 7000), AFTER_INIT) \
    X(cuCtxSetCurrent, 4000, AFTER_INIT) \
    X(cuCtxGetCurrent, 4000, AFTER_INIT) \
    X(cuCtxSynchronize, 2000, IN_CONTEXT) \
    X(cuCtxGetStreamPriorityRange, 5050, IN_CONTEXT) \
    X(cuModuleLoadDataEx, 2010, IN_CONTEXT) \
    X(cuModuleUnload, 2000, IN_CONTEXT) \
    X(cuModuleGetFunction, 2000, IN_CONTEXT) \
    X(cuModuleGetGlobal_v2, 3020, IN_CONTEXT) \
    X(cuFuncGetAttribute, 2020, IN_CONTEXT) \
    X(cuFuncSetAttribute, 9000, IN_CONTEXT) \
    X(cuMemHostAlloc, 2020, IN_CONTEXT) \
    X(cuMemFreeHost, 2000, IN_CONTEXT) \
    X(cuMemHostRegister_v2, 6050, IN_CONTEXT) \
    X(cuMemHostUnregister, 4000, IN_CONTEXT) \
    X(cuMemHostGetDevicePointer_v2, 3020, IN_CONTEXT) \
    X(cuMemHostGetFlags, 2030, IN_CONTEXT) \
    X(cuPointerGetAttribute, 4000, IN_CONTEXT) \
    X(cuMemAlloc_v2, 3020, IN_CONTEXT) \
    X(cuMemFree_v2, 3020, IN_CONTEXT) \
    X(cuMemGetInfo_v2, 3020, IN_CONTEXT) \
    X(cuMemAllocAsync, 11020, IN_CONTEXT) \
    X(cuMemFreeAsync, 11020, IN_CONTEXT) \
    X(cuMemPoolSetAttribute, 11020, AFTER_INIT) \
    X(cuMemPoolGetAttribute, 11020, AFTER_INIT) \
    X(cuMemPoolTrimTo, 11020, AFTER_INIT) \
    X(cuMemcpyHtoD_v2, 3020, IN_CONTEXT) \
    X(cuMemcpyDtoH_v2, 3020, IN_CONTEXT) \
    X(cuMemcpyDtoD_v2, 3020, IN_CONTEXT) \
    X(cuMemcpyHtoDAsync_v2, 3020, IN_CONTEXT) \
    X(cuMemcpyDtoHAsync_v2, 3020, IN_CONTEXT) \
    X(cuMemcpyDtoDAsync_v2, 3020, IN_CONTEXT) \
    X(cuMemsetD8Async, 3020, IN_CONTEXT) \
    X(cuMemsetD32Async, 3020, IN_CONTEXT) \
    X(cuStreamCreate, 2000, IN_CONTEXT) \
    X(cuStreamCreateWithPriority, 5050, IN_CONTEXT) \
    X(cuStreamDestroy_v2, 4000, IN_CONTEXT) \
    X(cuStreamQuery, 2000, IN_CONTEXT) \
    X(cuStreamSynchronize, 2000, IN_CONTEXT) \
    X(cuStreamWaitEvent, 3020, IN_CONTEXT) \
    X(cuStreamWaitValue32_v2, SINCE(11070, 8000), IN_CONTEXT) \
    X(cuStreamWaitValue64_v2, SINCE(11070, 9000), IN_CONTEXT) \
    X(cuStreamWriteValue32_v2, SINCE(11070, 8000), IN_CONTEXT) \
    X(cuStreamWriteValue64_v2, SINCE(11070, 9000), IN_CONTEXT) \
    X(cuStreamBeginCapture_v2, 10010, IN_CONTEXT) \
    X(cuStreamEndCapture, 10000, IN_CONTEXT) \
    X(cuStreamIsCapturing, 10000, IN_CONTEXT) \
    X(cuEventCreate, 2000, IN_CONTEXT) \
    X(cuEventDestroy_v2, 4000, IN_CONTEXT) \
    X(cuEventRecord, 2000, IN_CONTEXT) \
    X(cuEventQuery, 2000, IN_CONTEXT) \
    X(cuEventSynchronize, 2000, IN_CONTEXT) \
    X(cuEventElapsedTime_v2, SINCE(12080, 2000), IN_CONTEXT) \
    X(cuLaunchKernel, 4000, IN_CONTEXT) \
    X(cuGraphCreate, 10000, AFTER_INIT) \
    X(cuGraphDestroy, 10000, AFTER_INIT) \
    X(cuGraphInstantiateWithFlags, 11040, IN_CONTEXT) \
    X(cuGraphExecDestroy, 10000, AFTER_INIT) \
    X(cuGraphUpload, 11010, IN_CONTEXT) \
    X(cuGraphLaunch, 10000, IN_CONTEXT) \
    X(cuGraphGetNodes, 10000, AFTER_INIT) \
    X(cuGraphAddKernelNode_v2, 12000, IN_CONTEXT) \
    X(cuGraphExecKernelNodeSetParams_v2, 12000, IN_CONTEXT) \
    X(cuOccupancyMaxActiveBlocksPerMultiprocessor, 6050, IN_CONTEXT)

#endif
