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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The CPUs that a process may use and how they are wired, as Linux shows it in {@code /sys/devices/system}.
 * <p>
 * Immutable, and safe to share between threads. It is read during boot, so it reads three files for each usable CPU and
 * none for the others; caches are read when they are asked for.
 * <p>
 * What Linux does not show (a container without {@code /sys/devices/system/node}, say) is taken for the simplest
 * machine: package 0, node 0, one thread to a core, nothing isolated.
 */
public final class CpuTopology
{
    private static final Path ROOT = Path.of("/");
    private static final int MAX_CACHES = 16;

    private final SystemTree tree;
    private final CpuList online;
    private final CpuList cpus;
    private final CpuList isolated;
    private final CpuList nohzFull;
    private final LogicalCpu[] byId;
    private final List<CpuGroup> packages;
    private final List<CpuGroup> nodes;
    private final List<CpuList> physicalCores;

    private CpuTopology(final SystemTree tree, final CpuList allowed)
    {
        this.tree = tree;
        online = tree.cpus("cpu/online", allowed);
        cpus = usable(allowed, online);
        isolated = tree.cpus("cpu/isolated", CpuList.of());
        nohzFull = tree.cpus("cpu/nohz_full", CpuList.of());
        byId = new LogicalCpu[cpus.toBitSet().length()];
        final int[] nodeOf = nodesByCpu(tree, byId.length);
        final Map<Integer, BitSet> byPackage = new TreeMap<>();
        final Map<Integer, BitSet> byNode = new TreeMap<>();
        for (final int id : numbers(cpus))
        {
            final LogicalCpu cpu = logicalCpu(tree, id, nodeOf[id]);
            byId[id] = cpu;
            add(byPackage, cpu.packageId(), id);
            add(byNode, cpu.node(), id);
        }
        packages = groups(byPackage);
        nodes = groups(byNode);
        physicalCores = cores();
    }

    /**
     * Read the machine's topology.
     *
     * @param allowed the CPUs that the process may use: {@code CurrentThread.allowedCpus()} of an unpinned thread.
     * @return the topology of those among them that are online.
     */
    public static CpuTopology read(final CpuList allowed)
    {
        return read(ROOT, allowed);
    }

    /**
     * Read the topology that is recorded below another root.
     *
     * @param root    the folder in which {@code sys} lies.
     * @param allowed the CPUs that the process may use.
     * @return the topology of those among them that are online.
     */
    public static CpuTopology read(final Path root, final CpuList allowed)
    {
        return new CpuTopology(new SystemTree(root), allowed);
    }

    /**
     * The CPUs that the process may use and that are online.
     *
     * @return the usable CPUs, never empty unless none was allowed.
     */
    public CpuList cpus()
    {
        return cpus;
    }

    /**
     * All CPUs of the machine that are online.
     *
     * @return the CPUs, usable or not.
     */
    public CpuList online()
    {
        return online;
    }

    /**
     * The CPUs that the kernel's load balancer leaves alone: {@code isolcpus} on the kernel's command line. A process
     * gets onto them only by asking for them.
     *
     * @return the isolated CPUs of the machine, usable or not.
     */
    public CpuList isolated()
    {
        return isolated;
    }

    /**
     * The CPUs whose timer tick stops while one thread runs alone: {@code nohz_full} on the kernel's command line.
     *
     * @return the CPUs without a tick of the machine, usable or not.
     */
    public CpuList nohzFull()
    {
        return nohzFull;
    }

    /**
     * The sockets on which the process may run.
     *
     * @return each with its usable CPUs, in the order of their numbers.
     */
    public List<CpuGroup> packages()
    {
        return packages;
    }

    /**
     * The NUMA nodes on whose CPUs the process may run.
     *
     * @return each with its usable CPUs, in the order of their numbers.
     */
    public List<CpuGroup> nodes()
    {
        return nodes;
    }

    /**
     * The physical cores on which the process may run.
     *
     * @return the usable CPUs of each, in the order of their first CPU.
     */
    public List<CpuList> physicalCores()
    {
        return physicalCores;
    }

    /**
     * Where a CPU sits.
     *
     * @param cpu one of {@link #cpus()}.
     * @return its place.
     * @throws IllegalArgumentException if the process may not use that CPU.
     */
    public LogicalCpu cpu(final int cpu)
    {
        if (!cpus.contains(cpu))
        {
            throw new IllegalArgumentException("CPU " + cpu + " is not among the usable CPUs " + cpus);
        }
        return byId[cpu];
    }

    /**
     * The CPUs that share a physical core.
     *
     * @param cpu one of {@link #cpus()}.
     * @return the core's online CPUs, the given one among them, whether or not the process may use them.
     */
    public CpuList siblingsOf(final int cpu)
    {
        return cpu(cpu).siblings();
    }

    /**
     * The NUMA node of a CPU.
     *
     * @param cpu one of {@link #cpus()}.
     * @return the node's number.
     */
    public int nodeOf(final int cpu)
    {
        return cpu(cpu).node();
    }

    /**
     * The socket of a CPU.
     *
     * @param cpu one of {@link #cpus()}.
     * @return the package's number.
     */
    public int packageOf(final int cpu)
    {
        return cpu(cpu).packageId();
    }

    /**
     * Whether some usable CPU shares its physical core with another.
     *
     * @return true if simultaneous multithreading is on.
     */
    public boolean isSmt()
    {
        for (final int id : numbers(cpus))
        {
            if (byId[id].siblings().size() > 1)
            {
                return true;
            }
        }

        return false;
    }

    /**
     * The CPUs that share a data or unified cache with a CPU. Reads the kernel's files at each call.
     *
     * @param cpu   one of {@link #cpus()}.
     * @param level of the cache, 1 to 4.
     * @return the CPUs, the given one among them; it alone if the kernel shows no such cache.
     */
    public CpuList sharingCache(final int cpu, final int level)
    {
        final CpuList alone = CpuList.of(cpu(cpu).id());
        for (int index = 0; index < MAX_CACHES; index++)
        {
            final String cache = "cpu/cpu" + cpu + "/cache/index" + index;
            final int found = tree.number(cache + "/level", 0);
            if (found == 0)
            {
                break;
            }
            if (found == level)
            {
                return tree.cpus(cache + "/shared_cpu_list", alone);
            }
        }

        return alone;
    }

    private static CpuList usable(final CpuList allowed, final CpuList online)
    {
        final CpuList both = allowed.and(online);
        return both.isEmpty() ? allowed : both;
    }

    private static int[] nodesByCpu(final SystemTree tree, final int length)
    {
        final int[] nodeOf = new int[length];
        for (final int node : numbers(tree.cpus("node/online", CpuList.of())))
        {
            for (final int cpu : numbers(tree.cpus("node/node" + node + "/cpulist", CpuList.of())))
            {
                if (cpu < length)
                {
                    nodeOf[cpu] = node;
                }
            }
        }

        return nodeOf;
    }

    private static LogicalCpu logicalCpu(final SystemTree tree, final int cpu, final int node)
    {
        final String place = "cpu/cpu" + cpu + "/topology/";
        return new LogicalCpu(
            cpu,
            tree.number(place + "physical_package_id", 0),
            tree.number(place + "core_id", cpu),
            node,
            tree.cpus(place + "thread_siblings_list", CpuList.of(cpu)));
    }

    private List<CpuList> cores()
    {
        final Set<CpuList> cores = new LinkedHashSet<>();
        for (final int id : numbers(cpus))
        {
            cores.add(byId[id].siblings().and(cpus));
        }

        return List.copyOf(cores);
    }

    private static void add(final Map<Integer, BitSet> groups, final int id, final int cpu)
    {
        groups.putIfAbsent(id, new BitSet());
        groups.get(id).set(cpu);
    }

    private static List<CpuGroup> groups(final Map<Integer, BitSet> groups)
    {
        final List<CpuGroup> list = new ArrayList<>();
        for (final Map.Entry<Integer, BitSet> group : groups.entrySet())
        {
            list.add(new CpuGroup(group.getKey(), CpuList.of(group.getValue().stream().toArray())));
        }

        return List.copyOf(list);
    }

    // Loops, not streams and lambdas: this runs first in a boot, which would pay for setting those up.
    private static int[] numbers(final CpuList cpus)
    {
        final BitSet bits = cpus.toBitSet();
        final int[] numbers = new int[bits.cardinality()];
        int cpu = -1;
        for (int i = 0; i < numbers.length; i++)
        {
            cpu = bits.nextSetBit(cpu + 1);
            numbers[i] = cpu;
        }

        return numbers;
    }
}
