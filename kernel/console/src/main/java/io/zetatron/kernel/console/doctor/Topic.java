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
package io.zetatron.kernel.console.doctor;

import java.util.Locale;

/**
 * What a finding is about; reports are grouped in this order.
 */
public enum Topic
{
    /**
     * Which CPUs the process gets, and who else runs on them.
     */
    CPU,
    /**
     * Limits, page sizes, shared memory, swap.
     */
    MEMORY,
    /**
     * Real-time rights, preemption, interrupts.
     */
    SCHEDULING,
    /**
     * What it costs to ask for the time.
     */
    CLOCK,
    /**
     * The kernel, the hypervisor, and what may be observed.
     */
    PLATFORM,
    /**
     * Optional libraries and the devices that they are for.
     */
    DEVICES,
    /**
     * The virtual machine that runs ZetaTron.
     */
    JAVA;

    /**
     * The topic's name in reports.
     *
     * @return the name in lower case.
     */
    public String title()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
