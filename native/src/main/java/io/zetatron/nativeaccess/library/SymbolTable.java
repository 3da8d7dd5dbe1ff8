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
package io.zetatron.nativeaccess.library;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which functions older releases of a library have under another name, and which they lack. All others are required.
 */
final class SymbolTable
{
    private static final String CUDA_11_1 = "CUDA 11.1 (driver 455)";
    private static final String CUDA_11_2 = "CUDA 11.2 (driver 460)";
    private static final String CUDA_11_4 = "CUDA 11.4 (driver 470)";
    private static final String CUDA_12_0 = "CUDA 12.0 (driver 525)";
    private static final String OPENCL_2_0 = "OpenCL 2.0";

    /**
     * Older names of functions that have the same types. A newer one may differ in what it allows: the old
     * {@code cuStreamWaitValue32} needs a driver that was started with the option for it.
     */
    private static final Map<String, String> OLDER = Map.ofEntries(
        Map.entry("cuEventElapsedTime_v2", "cuEventElapsedTime"),
        Map.entry("cuStreamWaitValue32_v2", "cuStreamWaitValue32"),
        Map.entry("cuStreamWaitValue64_v2", "cuStreamWaitValue64"),
        Map.entry("cuStreamWriteValue32_v2", "cuStreamWriteValue32"),
        Map.entry("cuStreamWriteValue64_v2", "cuStreamWriteValue64"),
        Map.entry("cuDeviceGetUuid_v2", "cuDeviceGetUuid"),
        Map.entry("cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxRelease"),
        Map.entry("cuDevicePrimaryCtxReset_v2", "cuDevicePrimaryCtxReset"),
        Map.entry("cuDevicePrimaryCtxSetFlags_v2", "cuDevicePrimaryCtxSetFlags"),
        Map.entry("nvmlSystemGetCudaDriverVersion_v2", "nvmlSystemGetCudaDriverVersion"));

    /**
     * Since which release there are functions that can be done without.
     */
    private static final Map<String, String> SINCE = Map.ofEntries(
        Map.entry("cuGraphUpload", CUDA_11_1),
        Map.entry("cuMemAllocAsync", CUDA_11_2),
        Map.entry("cuMemFreeAsync", CUDA_11_2),
        Map.entry("cuMemPoolSetAttribute", CUDA_11_2),
        Map.entry("cuMemPoolGetAttribute", CUDA_11_2),
        Map.entry("cuMemPoolTrimTo", CUDA_11_2),
        Map.entry("cuDeviceGetDefaultMemPool", CUDA_11_2),
        Map.entry("cuGraphInstantiateWithFlags", CUDA_11_4),
        Map.entry("cuGetProcAddress_v2", CUDA_12_0),
        Map.entry("cuGraphAddKernelNode_v2", CUDA_12_0),
        Map.entry("cuGraphExecKernelNodeSetParams_v2", CUDA_12_0),
        Map.entry("nvmlDeviceGetNumaNodeId", "driver 535"),
        Map.entry("clCreateCommandQueueWithProperties", OPENCL_2_0),
        Map.entry("mlock2", "glibc 2.27"),
        Map.entry("memfd_create", "glibc 2.27"),
        Map.entry("getcpu", "glibc 2.29"),
        Map.entry("gettid", "glibc 2.30"));

    private SymbolTable()
    {
    }

    static Optional<String> olderName(final String function)
    {
        return Optional.ofNullable(OLDER.get(function));
    }

    /**
     * Since when a function is there that can be done without.
     *
     * @return the release; empty if the function is required.
     */
    static Optional<String> since(final String function)
    {
        return Optional.ofNullable(SINCE.get(function));
    }

    /**
     * All functions of which this table speaks, so that a test can hold it to those that are bound.
     */
    static Set<String> names()
    {
        final Set<String> names = new TreeSet<>(OLDER.keySet());
        names.addAll(SINCE.keySet());
        return names;
    }
}
