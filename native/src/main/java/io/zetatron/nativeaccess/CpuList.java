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
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * An immutable set of CPU numbers, in the list format of the kernel: {@code 0-3,8,10-11}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cpuset.7.html">cpuset(7), "List format"</a>
 */
public final class CpuList
{
    /**
     * One more than the largest CPU number that is accepted: the kernel's own limit on x86-64.
     */
    public static final int MAX_CPUS = 8192;

    private static final NumberList FORMAT = new NumberList("CPU", MAX_CPUS);

    private final BitSet cpus;

    private CpuList(final BitSet cpus)
    {
        this.cpus = cpus;
    }

    /**
     * The set of the given CPU numbers.
     *
     * @param cpus numbers from 0 to {@link #MAX_CPUS} - 1, in any order.
     * @return the set.
     */
    public static CpuList of(final int... cpus)
    {
        return new CpuList(FORMAT.of(cpus));
    }

    /**
     * Parse the kernel's list format.
     *
     * @param text for example {@code 0-3,8}; blank for the empty set.
     * @return the set.
     * @throws IllegalArgumentException if the text is no such list, naming the text and the part that is wrong.
     */
    public static CpuList parse(final String text)
    {
        return new CpuList(FORMAT.parse(text));
    }

    /**
     * Whether the set has this CPU.
     *
     * @param cpu number.
     * @return true if it has.
     */
    public boolean contains(final int cpu)
    {
        return cpu >= 0 && cpus.get(cpu);
    }

    /**
     * How many CPUs are in the set.
     *
     * @return the count.
     */
    public int size()
    {
        return cpus.cardinality();
    }

    /**
     * Whether the set is empty.
     *
     * @return true if it is.
     */
    public boolean isEmpty()
    {
        return cpus.isEmpty();
    }

    /**
     * The smallest CPU number of the set.
     *
     * @return the number, or -1 if the set is empty.
     */
    public int first()
    {
        return cpus.nextSetBit(0);
    }

    /**
     * The CPU numbers in ascending order.
     *
     * @return the numbers.
     */
    public IntStream stream()
    {
        return cpus.stream();
    }

    /**
     * The CPUs that are in this set and in another.
     *
     * @param other set.
     * @return the intersection.
     */
    public CpuList and(final CpuList other)
    {
        final BitSet both = toBitSet();
        both.and(other.cpus);
        return new CpuList(both);
    }

    /**
     * A copy as a bit set.
     *
     * @return a copy that the caller owns.
     */
    public BitSet toBitSet()
    {
        return (BitSet)cpus.clone();
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof CpuList that && cpus.equals(that.cpus);
    }

    @Override
    public int hashCode()
    {
        return cpus.hashCode();
    }

    /**
     * The kernel's list format, with ranges joined.
     */
    @Override
    public String toString()
    {
        return NumberList.format(cpus);
    }

    void writeTo(final MemorySegment mask)
    {
        NumberList.write(cpus, mask);
    }

    static CpuList readFrom(final MemorySegment mask)
    {
        return new CpuList(NumberList.read(mask));
    }
}
