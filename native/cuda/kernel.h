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
 * What lets one kernel source be compiled twice: by nvcc for a device, and by the host's C compiler for the stand-in of
 * the driver (../standin). A kernel keeps to what is both C and CUDA C++.
 *
 * KERNEL         before a kernel's name
 * DEVICE_GLOBAL  before a variable in device memory, which cuModuleGetGlobal finds
 * DYNAMIC_SHARED declares the shared memory whose size the launch says
 */
#ifndef ZETATRON_KERNEL_H
#define ZETATRON_KERNEL_H

#ifdef __CUDACC__
#define KERNEL extern "C" __global__ void
#define DEVICE_GLOBAL extern "C" __device__
#define DYNAMIC_SHARED(TYPE, NAME) extern __shared__ TYPE NAME[]
#else
#include "host_kernel.h"
#endif

#endif
