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
package io.zetatron.kernel.runtime.config;

import io.zetatron.figcom.LogSizing;
import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.api.Setting;
import io.zetatron.nativeaccess.library.Library;
import io.zetatron.scheduler.IdleStrategies;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The properties of the kernel itself, and how an engine's settings become properties.
 */
public final class KernelProperties
{
    /** Word that leaves a choice to the kernel. */
    public static final String AUTO = "auto";

    /** Folder of the bus. */
    public static final String BUS_FOLDER = "bus.folder";
    /** Length of the bus's terms. */
    public static final String BUS_TERM_LENGTH = "bus.term.length";
    /** CPUs that may be used. */
    public static final String SCHEDULER_CPUS = "scheduler.cpus";
    /** Whether loops are bound to CPUs. */
    public static final String SCHEDULER_PIN = "scheduler.pin";
    /** What loops do without work. */
    public static final String SCHEDULER_IDLE = "scheduler.idle";
    /** Length from which a duty cycle is a stall. */
    public static final String SCHEDULER_STALL_THRESHOLD = "scheduler.stall.threshold.ms";
    /** Memory that each engine may use. */
    public static final String MEMORY_DOMAIN_QUOTA = "memory.domain.quota";
    /** Size of the pages of each engine's memory. */
    public static final String MEMORY_DOMAIN_PAGES = "memory.domain.pages";
    /** NUMA nodes of each engine's memory. */
    public static final String MEMORY_DOMAIN_NODES = "memory.domain.nodes";
    /** Whether each engine's memory is kept in RAM. */
    public static final String MEMORY_DOMAIN_LOCK = "memory.domain.lock";
    /** Whether each engine's memory is taken at the start. */
    public static final String MEMORY_DOMAIN_PREFAULT = "memory.domain.prefault";
    /** Value of {@link #MEMORY_DOMAIN_NODES}: on the node of the CPU that first writes. */
    public static final String LOCAL = "local";
    /** Value of {@link #MEMORY_DOMAIN_PAGES}: the largest pages that there are enough of. */
    public static final String LARGEST = "largest";
    /** Slots that engines share for tensors. */
    public static final String MEMORY_TENSORS_SLOTS = "memory.tensors.slots";
    /** Folder of what blocks keep beyond a run. */
    public static final String MEMORY_STATE_FOLDER = "memory.state.folder";
    /** How often checkpoints are taken. */
    public static final String MEMORY_STATE_INTERVAL = "memory.state.interval.ms";
    /** How many checkpoints are kept. */
    public static final String MEMORY_STATE_KEEP_LAST = "memory.state.keep.last";
    /** How old those checkpoints may be that are kept besides. */
    public static final String MEMORY_STATE_KEEP_AGE = "memory.state.keep.age.s";
    /** Path of an optional library, whose {@link Library#id()} follows. */
    public static final String LIBRARY_PREFIX = "library.";
    /** Rows a second from this host. */
    public static final String SOURCE_RATE = "source.rate.hz";
    /** Rows in flight. */
    public static final String SOURCE_WINDOW = "source.window.rows";
    /** How long a shutdown may take. */
    public static final String SHUTDOWN_TIMEOUT = "shutdown.timeout.s";

    private static final String YES = "yes";
    private static final String NO = "no";
    private static final long GIB = 1024L * 1024 * 1024;
    private static final long MIB = 1024L * 1024;

    private KernelProperties()
    {
    }

    /**
     * All properties that hold for a set of engines.
     *
     * @param engines whose settings are added under {@code engines.<id>.}.
     * @return the properties, the kernel's own first.
     */
    public static List<Property> with(final List<? extends Engine> engines)
    {
        return Stream.concat(
            own().stream(),
            engines.stream().flatMap((engine) -> engine.settings().stream()
                .map((setting) -> property(engine.descriptor().id(), setting)))).toList();
    }

    /**
     * The key of an engine's setting.
     *
     * @param engine  id.
     * @param setting name.
     * @return the property's name.
     */
    public static String settingName(final String engine, final String setting)
    {
        return "engines." + engine + "." + setting;
    }

    private static Property property(final String engine, final Setting setting)
    {
        return Property.number(
            settingName(engine, setting.name()),
            setting.defaultValue(),
            setting.minimum(),
            setting.maximum(),
            setting.unit(),
            setting.description());
    }

    private static List<Property> own()
    {
        final List<Property> properties = new ArrayList<>();
        properties.add(Property.text(BUS_FOLDER, AUTO,
            "folder of the bus's logs, best in memory; auto: a new one in /dev/shm"));
        properties.add(Property.size(BUS_TERM_LENGTH, "256KiB",
            LogSizing.MIN_TERM_LENGTH_BYTES, LogSizing.MAX_TERM_LENGTH_BYTES,
            "length of a log's term, rounded up to a power of two; a channel has three, and half a one in flight"));
        properties.add(Property.cpus(SCHEDULER_CPUS, AUTO,
            "CPUs that the core loops may use; auto: those that the process may use"));
        properties.add(Property.choice(SCHEDULER_PIN, YES, List.of(YES, NO),
            "whether each core loop is bound to one CPU"));
        properties.add(Property.choice(SCHEDULER_IDLE, AUTO,
            Stream.concat(Stream.of(AUTO), IdleStrategies.NAMES.stream()).toList(),
            "what a core loop does in a cycle without work; auto: spin if a CPU is left to others, else backoff"));
        properties.add(Property.number(SCHEDULER_STALL_THRESHOLD, 50, 1, 60_000, "ms",
            "length from which a duty cycle counts as a stall"));
        properties.add(Property.size(MEMORY_DOMAIN_QUOTA, "256MiB", MIB, 64 * GIB,
            "off-heap memory that each engine may use; taken only as far as it is needed"));
        properties.add(Property.choice(MEMORY_DOMAIN_PAGES, "4KiB", List.of("4KiB", "thp", "2MiB", "1GiB", LARGEST),
            "pages of that memory; an error where there are too few; largest: the largest that there are enough of"));
        properties.add(Property.nodes(MEMORY_DOMAIN_NODES, LOCAL,
            "NUMA nodes of that memory, in turn if several; local: the node of the CPU that first writes to a page"));
        properties.add(Property.choice(MEMORY_DOMAIN_LOCK, NO, List.of(YES, NO),
            "whether that memory stays in RAM, whatever else needs it; it is taken at the start then"));
        properties.add(Property.choice(MEMORY_DOMAIN_PREFAULT, NO, List.of(YES, NO),
            "whether that memory is taken at the start, so that no first use waits for it"));
        properties.add(Property.slots(MEMORY_TENSORS_SLOTS, "4KiB:256,64KiB:64,1MiB:8",
            "slots for the tensors that engines hand to each other; mapped only if a port carries tensors"));
        properties.add(Property.text(MEMORY_STATE_FOLDER, AUTO,
            "folder that keeps what blocks have learnt, for the next run; auto: nothing is kept"));
        properties.add(Property.number(MEMORY_STATE_INTERVAL, 10_000, 10, 3_600_000, "ms",
            "how long a block runs on between two checkpoints of its state"));
        properties.add(Property.number(MEMORY_STATE_KEEP_LAST, 16, 1, 256, "",
            "how many of a block's newest checkpoints are never pruned"));
        properties.add(Property.number(MEMORY_STATE_KEEP_AGE, 0, 0, 31_536_000, "s",
            "how young a checkpoint has to be not to be pruned either; 0: age does not count"));
        Library.optional().forEach((library) -> properties.add(Property.text(LIBRARY_PREFIX + library.id(), AUTO,
            "path of " + library.title() + "; auto: where the dynamic loader looks, then usual places")));
        properties.add(Property.number(SOURCE_RATE, 100, 1, 10_000, "rows/s",
            "how often this host is sampled"));
        properties.add(Property.number(SOURCE_WINDOW, 1024, 1, 65_536, "rows",
            "the most rows in flight between source and result"));
        properties.add(Property.number(SHUTDOWN_TIMEOUT, 10, 1, 3600, "s",
            "how long the rows in flight may take to come out after Ctrl-C, before the run is given up"));
        return properties;
    }
}
