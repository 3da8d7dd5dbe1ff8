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
package io.zetatron.scheduler.topology;

import io.zetatron.nativeaccess.CpuList;

/**
 * Where one logical CPU sits.
 *
 * @param id        the CPU's number.
 * @param packageId of its socket; 0 where the kernel does not say.
 * @param coreId    of its physical core, which is unique within a package or die only; the CPU's number where the
 *                  kernel does not say.
 * @param node      the NUMA node of its memory; 0 where the kernel does not say.
 * @param siblings  the CPUs of the same physical core, itself among them, whether or not the process may use them.
 */
public record LogicalCpu(int id, int packageId, int coreId, int node, CpuList siblings)
{
}
