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

import java.util.List;

/**
 * Whether the Java virtual machine is the right one, with the right flags.
 */
final class JavaExamination implements Examination
{
    private static final int FEATURE = 25;
    private static final int CORES_FOR_CONCURRENT_COLLECTOR = 4;
    private static final double LARGEST_HEAP_SHARE = 0.75;
    private static final String JAR = "start it through ./zetatron or java -jar (the jar's manifest sets it), or with ";
    private static final Subject VERSION = new Subject("java.version", Topic.JAVA, "JDK");
    private static final Subject COLLECTOR = new Subject("java.collector", Topic.JAVA, "collector");
    private static final Subject NATIVE_ACCESS = new Subject("java.native-access", Topic.JAVA, "native access");
    private static final Subject ADD_OPENS = new Subject("java.add-opens", Topic.JAVA, "open internals");
    private static final Subject MEMORY = new Subject("java.memory", Topic.JAVA, "heap and cores");

    private final JavaFacts java;

    JavaExamination(final JavaFacts java)
    {
        this.java = java;
    }

    @Override
    public List<Finding> examine(final Host host)
    {
        return List.of(version(), collector(), nativeAccess(), addOpens(), memory(host));
    }

    private Finding version()
    {
        return java.feature() >= FEATURE ? VERSION.ok(java.description()) :
            VERSION.warn(java.description(), "install JDK " + FEATURE + " or later and set ZETATRON_JAVA_HOME to it");
    }

    private Finding collector()
    {
        final String name = collectorName();
        final boolean fewCores = java.processors() < CORES_FOR_CONCURRENT_COLLECTOR;
        return switch (name)
        {
            case "ZGC", "Shenandoah", "Epsilon" -> fewCores ? COLLECTOR.note(
                name + ", whose threads take time from the engines on " + java.processors() + " processors",
                "start with JDK_JAVA_OPTIONS=-XX:+UseSerialGC") : COLLECTOR.ok(name);
            case "Serial" -> fewCores ?
                COLLECTOR.ok("Serial: no threads of its own, right for " + java.processors() + " processors") :
                COLLECTOR.note("Serial: its pauses grow with the live heap", "start with JDK_JAVA_OPTIONS=-XX:+UseZGC");
            default -> COLLECTOR.note(
                name + ": pauses of milliseconds",
                "start with JDK_JAVA_OPTIONS=-XX:+Use" + (fewCores ? "SerialGC" : "ZGC"));
        };
    }

    private String collectorName()
    {
        final String first = java.collectors().isEmpty() ? "" : java.collectors().getFirst();
        if (first.startsWith("ZGC") || first.startsWith("Shenandoah") || first.startsWith("Epsilon"))
        {
            return first.split(" ")[0];
        }
        return switch (first)
        {
            case "Copy" -> "Serial";
            case "PS MarkSweep", "PS Scavenge" -> "Parallel";
            case "G1 Young Generation" -> "G1";
            default -> first.isEmpty() ? "Epsilon" : first;
        };
    }

    private Finding nativeAccess()
    {
        return java.nativeAccess() ? NATIVE_ACCESS.ok("allowed") : NATIVE_ACCESS.warn(
            "not allowed: native calls warn now, and fail in a later JDK", JAR + "--enable-native-access=ALL-UNNAMED");
    }

    private Finding addOpens()
    {
        return java.internalsOpen() ? ADD_OPENS.ok("jdk.internal.misc") : ADD_OPENS.warn(
            "jdk.internal.misc is closed: the bus cannot start",
            JAR + "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    private Finding memory(final Host host)
    {
        final int usable = host.topology().cpus().size();
        final String found = "heap of at most " + Bytes.text(java.maxHeapBytes()) + " in " +
            Bytes.text(java.memoryBytes()) + ", " + java.processors() + " processors";
        if (java.processors() < usable)
        {
            return MEMORY.note(
                found + " where " + usable + " CPUs may be used (a CPU quota makes the JVM count fewer)",
                "start with JDK_JAVA_OPTIONS=-XX:ActiveProcessorCount=" + usable);
        }
        return java.maxHeapBytes() <= LARGEST_HEAP_SHARE * java.memoryBytes() ? MEMORY.ok(found) : MEMORY.note(
            found + ": little is left for off-heap memory and /dev/shm",
            "start with JDK_JAVA_OPTIONS=-XX:MaxRAMPercentage=50");
    }
}
