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

import io.zetatron.bindings.linux.linux_h;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * From which NUMA nodes memory comes. All of its nodes hold, or it is refused: the kernel itself leaves out those that
 * do not exist, here that is an error. Immutable; thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/set_mempolicy.2.html">set_mempolicy(2)</a>
 * @see <a href="https://man7.org/linux/man-pages/man2/mbind.2.html">mbind(2)</a>
 */
public final class NumaPolicy
{
    private static final int MODE_MASK = 0xFF;
    /** The kernel takes one bit less than it is told. */
    private static final long MASK_BITS = NodeList.MAX_NODES + 1;

    private final Mode mode;
    private final NodeList nodes;

    /** How the nodes are chosen. */
    public enum Mode
    {
        /** As if nothing had been said: of a range as its thread's, of a thread as {@link #LOCAL}. */
        STANDARD(linux_h.MPOL_DEFAULT()),
        /** The node of the CPU that first touches a page; another if that is full. */
        LOCAL(linux_h.MPOL_LOCAL()),
        /** One node; another if that is full. */
        PREFERRED(linux_h.MPOL_PREFERRED()),
        /** These nodes and no other. */
        BIND(linux_h.MPOL_BIND()),
        /** These nodes in turn, page by page. */
        INTERLEAVE(linux_h.MPOL_INTERLEAVE());

        private final int number;

        Mode(final int number)
        {
            this.number = number;
        }
    }

    /** What becomes of pages that are in memory already when a range is given a policy. */
    public enum Present
    {
        /** They stay where they are. */
        KEEP(0),
        /** They have to be where the policy wants them, or it is refused with EIO. */
        REQUIRE(linux_h.MPOL_MF_STRICT()),
        /** They are moved, or it is refused with EIO. Pages that other processes have mapped too cannot be. */
        MOVE(linux_h.MPOL_MF_MOVE() | linux_h.MPOL_MF_STRICT());

        private final int flags;

        Present(final int flags)
        {
            this.flags = flags;
        }
    }

    private NumaPolicy(final Mode mode, final NodeList nodes)
    {
        this.mode = mode;
        this.nodes = nodes;
    }

    /**
     * No policy of its own.
     *
     * @return the policy.
     */
    public static NumaPolicy standard()
    {
        return new NumaPolicy(Mode.STANDARD, NodeList.none());
    }

    /**
     * Memory from where it is used first.
     *
     * @return the policy.
     */
    public static NumaPolicy local()
    {
        return new NumaPolicy(Mode.LOCAL, NodeList.none());
    }

    /**
     * Memory from one node, or from another if that is full.
     *
     * @param node number.
     * @return the policy.
     */
    public static NumaPolicy preferred(final int node)
    {
        return new NumaPolicy(Mode.PREFERRED, NodeList.of(node));
    }

    /**
     * Memory from some nodes and no other.
     *
     * @param nodes not empty.
     * @return the policy.
     */
    public static NumaPolicy bind(final NodeList nodes)
    {
        return new NumaPolicy(Mode.BIND, notEmpty(nodes));
    }

    /**
     * Memory from some nodes in turn.
     *
     * @param nodes not empty.
     * @return the policy.
     */
    public static NumaPolicy interleave(final NodeList nodes)
    {
        return new NumaPolicy(Mode.INTERLEAVE, notEmpty(nodes));
    }

    /**
     * The policy of the calling thread, read back.
     *
     * @return the policy as the kernel has it now.
     * @throws IllegalStateException         if the kernel has a policy that is unknown here.
     * @throws NativeCallException           if the system refuses to say.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/get_mempolicy.2.html">get_mempolicy(2)</a>
     */
    public static NumaPolicy ofThread()
    {
        return read(0, 0, "this thread");
    }

    /**
     * The policy of a range, read back at its first page. Where the pages themselves are, {@link PageMemory#nodes}
     * says.
     *
     * @param segment of mapped memory.
     * @return the policy as the kernel has it now.
     * @throws IllegalStateException         if the kernel has a policy that is unknown here.
     * @throws NativeCallException           if the system refuses to say.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     * @see <a href="https://man7.org/linux/man-pages/man2/get_mempolicy.2.html">get_mempolicy(2)</a>
     */
    public static NumaPolicy of(final MemorySegment segment)
    {
        return read(Range.address(segment), linux_h.MPOL_F_ADDR(), Range.describe(segment));
    }

    /**
     * Let the calling thread get its memory by this policy, where a range has none of its own. Threads that it starts
     * inherit it.
     *
     * @throws IllegalStateException         if this is a virtual thread.
     * @throws NativeCallException           if a node does not exist or is outside the cpuset; the thread has its
     *                                       former policy then.
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public void applyToThread()
    {
        if (Thread.currentThread().isVirtual())
        {
            throw new IllegalStateException("a virtual thread has no NUMA policy of its own: use a platform thread");
        }
        final NumaPolicy before = ofThread();
        final String arguments = this + ", this thread";
        check("set_mempolicy", arguments, setForThread());
        if (!equals(ofThread()))
        {
            before.setForThread();
            throw refused("set_mempolicy", arguments, linux_h.EINVAL());
        }
    }

    /**
     * Let a range get its memory by this policy.
     *
     * @param segment of whole pages.
     * @param present what becomes of pages that are in memory already.
     * @throws IllegalArgumentException      if the range is not made of whole pages.
     * @throws NativeCallException           if a node does not exist or is outside the cpuset (the range has its former
     *                                       policy then), or if a page is not where it should be (EIO; the policy holds
     *                                       for pages to come).
     * @throws UnsupportedOperationException on a system or an architecture that is unknown here.
     */
    public void applyTo(final MemorySegment segment, final Present present)
    {
        final long address = Range.pageAddress(segment);
        final NumaPolicy before = of(segment);
        final String arguments = Range.describe(segment) + ", " + this + ", " + present;
        // The policy first and by itself, so that pages are moved only for one that holds.
        check("mbind", arguments, setForRange(address, segment.byteSize(), Present.KEEP));
        if (!equals(of(segment)))
        {
            before.setForRange(address, segment.byteSize(), Present.KEEP);
            throw refused("mbind", arguments, linux_h.EINVAL());
        }
        if (present != Present.KEEP)
        {
            check("mbind", arguments, setForRange(address, segment.byteSize(), present));
        }
    }

    /**
     * How the nodes are chosen.
     *
     * @return the mode.
     */
    public Mode mode()
    {
        return mode;
    }

    /**
     * The nodes that are chosen from.
     *
     * @return the nodes; empty for {@link Mode#STANDARD} and {@link Mode#LOCAL}.
     */
    public NodeList nodes()
    {
        return nodes;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof NumaPolicy that && mode == that.mode && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode()
    {
        return 31 * mode.hashCode() + nodes.hashCode();
    }

    /**
     * Mode and nodes, for example {@code BIND 0-1}.
     */
    @Override
    public String toString()
    {
        return nodes.isEmpty() ? mode.toString() : mode + " " + nodes;
    }

    private long setForThread()
    {
        return SystemCall.SET_MEMPOLICY.invoke(mode.number, maskAddress(), nodes.isEmpty() ? 0 : MASK_BITS);
    }

    private long setForRange(final long address, final long lengthBytes, final Present present)
    {
        return SystemCall.MBIND.invoke(
            address, lengthBytes, mode.number, maskAddress(), nodes.isEmpty() ? 0 : MASK_BITS, present.flags);
    }

    private long maskAddress()
    {
        if (nodes.isEmpty())
        {
            return 0;
        }
        final MemorySegment mask = CallBuffer.ofThread().secondScratch();
        nodes.writeTo(mask);
        return mask.address();
    }

    private static NumaPolicy read(final long address, final int flags, final String what)
    {
        final CallBuffer buffer = CallBuffer.ofThread();
        final MemorySegment mode = buffer.scratch();
        final MemorySegment mask = buffer.thirdScratch().asSlice(0, NodeList.MASK_LENGTH_BYTES);
        mask.fill((byte)0);
        final long result = SystemCall.GET_MEMPOLICY.invoke(
            mode.address(), mask.address(), MASK_BITS, address, flags, 0);
        check("get_mempolicy", what, result);
        return of(mode.get(ValueLayout.JAVA_INT, 0) & MODE_MASK, NodeList.readFrom(mask));
    }

    private static NumaPolicy of(final int number, final NodeList nodes)
    {
        if (number == linux_h.MPOL_PREFERRED() && nodes.isEmpty())
        {
            // So kernels before 5.14 say LOCAL.
            return local();
        }
        for (final Mode mode : Mode.values())
        {
            if (mode.number == number)
            {
                return new NumaPolicy(mode, nodes);
            }
        }
        throw new IllegalStateException("the kernel has a NUMA policy that is unknown here: " + number);
    }

    private static void check(final String call, final String arguments, final long result)
    {
        if (result < 0)
        {
            throw refused(call, arguments, (int)-result);
        }
    }

    private static NativeCallException refused(final String call, final String arguments, final int errno)
    {
        return new NativeCallException(call, arguments, errno, Advice.numa(errno));
    }

    private static NodeList notEmpty(final NodeList nodes)
    {
        if (nodes.isEmpty())
        {
            throw new IllegalArgumentException("memory has to come from somewhere: name at least one of the nodes " +
                NodeList.allowed());
        }
        return nodes;
    }
}
