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
package io.zetatron.nativeaccess;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * An immutable set of NUMA nodes, in the list format of the kernel: {@code 0-3,8}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/numa.7.html">numa(7)</a>
 */
public final class NodeList
{
    /**
     * One more than the largest node number that is accepted: the largest limit that a kernel can be built with.
     */
    public static final int MAX_NODES = 1024;

    /** Length of a mask of all nodes. */
    static final long MASK_LENGTH_BYTES = MAX_NODES / Byte.SIZE;

    private static final NumberList FORMAT = new NumberList("NUMA node", MAX_NODES);
    private static final NodeList NONE = new NodeList(new BitSet());
    private static final Path ONLINE = Path.of("/sys/devices/system/node/online");

    private final BitSet nodes;

    private NodeList(final BitSet nodes)
    {
        this.nodes = nodes;
    }

    /**
     * The set of the given node numbers.
     *
     * @param nodes numbers from 0 to {@link #MAX_NODES} - 1, in any order.
     * @return the set.
     */
    public static NodeList of(final int... nodes)
    {
        return new NodeList(FORMAT.of(nodes));
    }

    /**
     * Parse the kernel's list format.
     *
     * @param text for example {@code 0-1}; blank for the empty set.
     * @return the set.
     * @throws IllegalArgumentException if the text is no such list, naming the text and the part that is wrong.
     */
    public static NodeList parse(final String text)
    {
        return new NodeList(FORMAT.parse(text));
    }

    /**
     * The nodes that this machine has.
     *
     * @return the nodes that are online; node 0 alone where the kernel knows of no nodes.
     */
    public static NodeList online()
    {
        return PseudoFile.value(ONLINE).map(NodeList::parse).orElseGet(() -> of(0));
    }

    /**
     * The nodes from which the calling thread may get memory: those of its cpuset.
     *
     * @return the nodes; those that are online where the kernel knows of no cpusets.
     */
    public static NodeList allowed()
    {
        return CurrentThread.status("Mems_allowed_list").map(NodeList::parse).orElseGet(NodeList::online);
    }

    /**
     * The set without members.
     *
     * @return the empty set.
     */
    static NodeList none()
    {
        return NONE;
    }

    /**
     * Whether the set has this node.
     *
     * @param node number.
     * @return true if it has.
     */
    public boolean contains(final int node)
    {
        return node >= 0 && nodes.get(node);
    }

    /**
     * How many nodes are in the set.
     *
     * @return the count.
     */
    public int size()
    {
        return nodes.cardinality();
    }

    /**
     * Whether the set is empty.
     *
     * @return true if it is.
     */
    public boolean isEmpty()
    {
        return nodes.isEmpty();
    }

    /**
     * The smallest node number of the set.
     *
     * @return the number, or -1 if the set is empty.
     */
    public int first()
    {
        return nodes.nextSetBit(0);
    }

    /**
     * The node numbers in ascending order.
     *
     * @return the numbers.
     */
    public IntStream stream()
    {
        return nodes.stream();
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof NodeList that && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode()
    {
        return nodes.hashCode();
    }

    /**
     * The kernel's list format, with ranges joined.
     */
    @Override
    public String toString()
    {
        return NumberList.format(nodes);
    }

    void writeTo(final MemorySegment mask)
    {
        NumberList.write(nodes, mask);
    }

    static NodeList readFrom(final MemorySegment mask)
    {
        return new NodeList(NumberList.read(mask));
    }
}
