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
 * The control API of the stand-ins: what a test says to them and asks of them beside the API that they stand in for.
 *
 * libcuda.so.1 has the functions named standin_cuda_..., libnvidia-ml.so.1 those named standin_nvml_...; any thread may
 * call any of them. Settings and failures may also come from the environment, which is read when the library is loaded
 * and again by a reset:
 *
 *   ZETATRON_STANDIN_CUDA_SET   "devices=1,memory_bytes=1048576"
 *   ZETATRON_STANDIN_CUDA_FAIL  "cuMemAlloc_v2=2@3,cuInit=100"
 *   ZETATRON_STANDIN_NVML_SET, ZETATRON_STANDIN_NVML_FAIL likewise
 *
 * A failure is FUNCTION=ERROR: the next call returns that error and does nothing else. @N lets it be the N-th next
 * call, and a + at the end that call and every later one. The CUDA stand-in has one more name, "work": the N-th next
 * piece of work that a stream executes (kernel, copy, set, wait, write), which fails as a device fails and poisons the
 * context.
 */
#ifndef STANDIN_CONTROL_H
#define STANDIN_CONTROL_H

#define STANDIN_EXPORT __attribute__((visibility("default")))

/*
 * Settings of the CUDA stand-in, each a whole number:
 *   devices         devices that there are, 0 to 8; 1
 *   capability      compute capability, major * 10 + minor; 80
 *   memory_bytes    memory of each device; 268435456
 *   driver_version  as cuDriverGetVersion says it; 13000, and 11000 in the build of an old driver
 *   attribute_N     what cuDeviceGetAttribute says for attribute N
 * Devices and memory hold from the next cuInit after a reset, the others at once.
 */

/* Sets a setting. Returns 0, or -1 for a name that there is not or a value out of range. */
STANDIN_EXPORT int standin_cuda_set(const char *name, long long value);

/* Lets calls fail, as a list in the environment does. Returns 0, or -1 with nothing changed if it is malformed. */
STANDIN_EXPORT int standin_cuda_fail(const char *failures);

/* Takes back all failures that have not happened yet. Returns how many there were. */
STANDIN_EXPORT int standin_cuda_fail_clear(void);

/* How many functions there are, and their names: what is exported, in the order of functions.h. NULL past the end. */
STANDIN_EXPORT int standin_cuda_functions(void);
STANDIN_EXPORT const char *standin_cuda_function(int index);

/* How often a function was called, and how many calls returned success, since the last reset. -1: no such function. */
STANDIN_EXPORT long long standin_cuda_calls(const char *function);
STANDIN_EXPORT long long standin_cuda_successes(const char *function);

/* Why the calling thread's last failed call failed, with the values at fault; empty if none has. Valid until the next. */
STANDIN_EXPORT const char *standin_cuda_last_failure(void);

/*
 * How many objects of a kind are alive: "module", "stream", "event", "graph", "exec", "device", "pooled", "host",
 * "registered". The last four are memory: "device" without what is stream-ordered, which is "pooled". -1: no such kind.
 */
STANDIN_EXPORT long long standin_cuda_live(const char *kind);

/* How many objects of a kind contexts had to free when they ended, because nobody else had, since the last reset. */
STANDIN_EXPORT long long standin_cuda_leaked(const char *kind);

/*
 * Ends all streams, frees everything, forgets counts, failures and settings, reads the environment again, and is as if
 * newly loaded: cuInit has not been called. Handles and addresses from before are no longer valid.
 */
STANDIN_EXPORT void standin_cuda_reset(void);

/*
 * Settings of the NVML stand-in:
 *   devices, memory_bytes, driver_version   as above
 *   used_bytes, gpu_percent, memory_percent, temperature_c, power_mw, graphics_mhz, sm_mhz, memory_mhz, video_mhz,
 *   numa_node (-1: not supported), cpu_mask (the first 64 CPUs), persistence, compute_mode   what the queries answer
 */
STANDIN_EXPORT int standin_nvml_set(const char *name, long long value);
STANDIN_EXPORT int standin_nvml_fail(const char *failures);
STANDIN_EXPORT int standin_nvml_fail_clear(void);
STANDIN_EXPORT int standin_nvml_functions(void);
STANDIN_EXPORT const char *standin_nvml_function(int index);
STANDIN_EXPORT long long standin_nvml_calls(const char *function);
STANDIN_EXPORT long long standin_nvml_successes(const char *function);
STANDIN_EXPORT const char *standin_nvml_last_failure(void);
STANDIN_EXPORT void standin_nvml_reset(void);

#endif
