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

import java.util.Arrays;
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

    private static final CpuList EMPTY = new CpuList(new BitSet());

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
        final BitSet bits = new BitSet();
        for (final int cpu : cpus)
        {
            if (cpu < 0 || cpu >= MAX_CPUS)
            {
                throw outOfRange(cpu, Arrays.toString(cpus));
            }
            bits.set(cpu);
        }

        return new CpuList(bits);
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
        final String trimmed = text.trim();
        if (trimmed.isEmpty())
        {
            return EMPTY;
        }

        final BitSet bits = new BitSet();
        for (final String part : trimmed.split(","))
        {
            final int dash = part.indexOf('-');
            final int first = number(dash < 0 ? part : part.substring(0, dash), text);
            final int last = dash < 0 ? first : number(part.substring(dash + 1), text);
            if (last < first)
            {
                throw new IllegalArgumentException("CPU list \"" + text + "\": range " + part + " runs backwards");
            }
            bits.set(first, last + 1);
        }

        return new CpuList(bits);
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
     * A copy as a bit set, the form in which affinity libraries take it.
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
        final StringBuilder text = new StringBuilder();
        for (int first = cpus.nextSetBit(0); first >= 0; )
        {
            final int last = cpus.nextClearBit(first) - 1;
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first)
            {
                text.append('-').append(last);
            }
            first = cpus.nextSetBit(last + 1);
        }

        return text.toString();
    }

    private static int number(final String digits, final String text)
    {
        try
        {
            return checked(Integer.parseInt(digits.trim()), text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("CPU list \"" + text + "\": \"" + digits + "\" is no number", ex);
        }
    }

    private static int checked(final int cpu, final String text)
    {
        if (cpu < 0 || cpu >= MAX_CPUS)
        {
            throw outOfRange(cpu, text);
        }
        return cpu;
    }

    private static IllegalArgumentException outOfRange(final int cpu, final String text)
    {
        return new IllegalArgumentException(
            "CPU list \"" + text + "\": " + cpu + " is not in 0.." + (MAX_CPUS - 1));
    }
}
