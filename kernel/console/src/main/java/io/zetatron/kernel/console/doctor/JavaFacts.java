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

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What is known of the Java virtual machine.
 *
 * @param feature        the JDK's feature release, such as 25.
 * @param description    its version, vendor and name.
 * @param collectors     names of its garbage collectors' parts.
 * @param nativeAccess   whether native calls are allowed without a warning.
 * @param internalsOpen  whether the internal package that Agrona's buffers need is open.
 * @param processors     that the JVM counts on.
 * @param maxHeapBytes   the heap may grow to.
 * @param memoryBytes    of the machine or container, as the JVM sees it.
 */
public record JavaFacts(
    int feature,
    String description,
    List<String> collectors,
    boolean nativeAccess,
    boolean internalsOpen,
    int processors,
    long maxHeapBytes,
    long memoryBytes)
{
    /**
     * The virtual machine that runs this.
     *
     * @return its facts.
     */
    public static JavaFacts live()
    {
        final Module self = JavaFacts.class.getModule();
        final Runtime runtime = Runtime.getRuntime();
        final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new JavaFacts(
            Runtime.version().feature(),
            Runtime.version() + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.vm.name"),
            ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName).toList(),
            self.isNativeAccessEnabled(),
            Object.class.getModule().isOpen("jdk.internal.misc", self),
            runtime.availableProcessors(),
            runtime.maxMemory(),
            system.getTotalMemorySize());
    }
}
