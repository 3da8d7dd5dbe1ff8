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
package io.zetatron.figcom;

import io.zetatron.memory.pool.SlabPool;
import org.agrona.BitUtil;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A task stream as it is declared, before it is opened: whose it is, what travels on it, and what happens when its
 * reader is behind. Immutable; each method that begins with {@code with} gives a changed copy, checked anew.
 *
 * @param ends           source and target.
 * @param writes         the messages that the source writes, as it was built.
 * @param reads          the messages that the target reads, as it was built.
 * @param backPressure   what the source does when there is no room.
 * @param capacityBytes  of frames, headers included, that each lane holds while its reader is behind; 0 for as much as
 *                       the bus gives each. Rounded up to a power of two.
 * @param lanes          how many priorities there are, each a stream of its own; 0 is the most urgent.
 * @param hasDeadlines   whether frames may carry a deadline, and late ones are counted.
 * @param carriesTensors whether frames may carry the reference of a tensor, with the hold on it.
 */
public record ChannelSpec(
    ChannelDescriptor ends,
    List<MessageSchema> writes,
    List<MessageSchema> reads,
    BackPressure backPressure,
    int capacityBytes,
    int lanes,
    boolean hasDeadlines,
    boolean carriesTensors)
{
    private static final int WINDOWS_PER_TERM = 2;

    /**
     * The most lanes of a channel.
     */
    public static final int MAX_LANES = 8;

    /**
     * The most that a lane may be declared to hold: half of the longest term, which is Aeron's window.
     */
    public static final int MAX_CAPACITY_BYTES = LogSizing.MAX_TERM_LENGTH_BYTES / WINDOWS_PER_TERM;

    /**
     * Check the declaration.
     *
     * @throws IllegalArgumentException if a number is out of its range, or the two ends do not fit.
     */
    public ChannelSpec
    {
        writes = List.copyOf(writes);
        reads = List.copyOf(reads);
        checkRange(ends, "lanes", lanes, 1, MAX_LANES);
        checkRange(ends, "capacityBytes", capacityBytes, 0, MAX_CAPACITY_BYTES);
        if (carriesTensors)
        {
            checkRange(ends, "the source's number, which holds tensors,", ends.sourceNumber(), 0,
                SlabPool.MAX_HOLDERS - 1);
            checkRange(ends, "the target's number, which holds tensors,", ends.targetNumber(), 0,
                SlabPool.MAX_HOLDERS - 1);
        }
        checkCompatible(ends, writes, reads);
    }

    /**
     * One lane that refuses when it is full, without deadlines and tensors.
     *
     * @param ends   source and target.
     * @param writes the messages that the source writes.
     * @param reads  the messages that the target reads.
     * @return the declaration.
     */
    public static ChannelSpec of(
        final ChannelDescriptor ends, final List<MessageSchema> writes, final List<MessageSchema> reads)
    {
        return new ChannelSpec(ends, writes, reads, BackPressure.refuse(), 0, 1, false, false);
    }

    /**
     * Check that a target understands what a source writes; to be asked again when either is replaced.
     *
     * @param ends   whose messages they are.
     * @param writes the messages that the source writes.
     * @param reads  the messages that the target reads.
     * @throws IllegalArgumentException if there are none, a message has no counterpart, is there twice, or is not of
     *                                  the same schema in versions that fit.
     */
    public static void checkCompatible(
        final ChannelDescriptor ends, final List<MessageSchema> writes, final List<MessageSchema> reads)
    {
        if (writes.isEmpty())
        {
            throw new IllegalArgumentException("channel " + ends.name() + ": " + ends.source() + " writes no message");
        }
        for (final MessageSchema written : writes)
        {
            final MessageSchema read = counterpart(ends, written, writes, reads);
            if (read == null)
            {
                throw new IllegalArgumentException("channel " + ends.name() + ": " + ends.source() + " writes " +
                    written + ", which " + ends.target() + " does not read");
            }
            if (!written.canBeReadBy(read))
            {
                throw new IllegalArgumentException("channel " + ends.name() + ": " + ends.source() + " writes " +
                    written + ", but " + ends.target() + " reads " + read +
                    "; a block may only grow at its end, with a higher version");
            }
        }
        for (final MessageSchema read : reads)
        {
            if (counterpart(ends, read, reads, writes) == null)
            {
                throw new IllegalArgumentException("channel " + ends.name() + ": " + ends.target() + " reads " +
                    read + ", which " + ends.source() + " does not write");
            }
        }
    }

    private static MessageSchema counterpart(
        final ChannelDescriptor ends,
        final MessageSchema message,
        final List<MessageSchema> side,
        final List<MessageSchema> other)
    {
        if (side.stream().filter(message::isSameMessage).count() > 1)
        {
            throw new IllegalArgumentException("channel " + ends.name() + ": " + message + " is declared twice");
        }
        return other.stream().filter(message::isSameMessage).findFirst().orElse(null);
    }

    private static void checkRange(
        final ChannelDescriptor ends, final String what, final int value, final int least, final int most)
    {
        if (value < least || value > most)
        {
            throw new IllegalArgumentException(
                "channel " + ends.name() + ": " + what + " is " + value + ", but must be in " + least + ".." + most);
        }
    }

    /**
     * The same channel with another source behind it.
     *
     * @param schemas that the new source writes.
     * @return the declaration.
     * @throws IllegalArgumentException if the target does not understand them.
     */
    public ChannelSpec withWriter(final List<MessageSchema> schemas)
    {
        return new ChannelSpec(
            ends, schemas, reads, backPressure, capacityBytes, lanes, hasDeadlines, carriesTensors);
    }

    /**
     * The same channel with another target before it.
     *
     * @param schemas that the new target reads.
     * @return the declaration.
     * @throws IllegalArgumentException if it does not understand the source.
     */
    public ChannelSpec withReader(final List<MessageSchema> schemas)
    {
        return new ChannelSpec(
            ends, writes, schemas, backPressure, capacityBytes, lanes, hasDeadlines, carriesTensors);
    }

    /**
     * With another policy.
     *
     * @param policy for when there is no room.
     * @return the declaration.
     */
    public ChannelSpec withBackPressure(final BackPressure policy)
    {
        return new ChannelSpec(ends, writes, reads, policy, capacityBytes, lanes, hasDeadlines, carriesTensors);
    }

    /**
     * With a capacity of its own.
     *
     * @param bytes of frames that each lane holds.
     * @return the declaration.
     */
    public ChannelSpec withCapacityBytes(final int bytes)
    {
        return new ChannelSpec(ends, writes, reads, backPressure, bytes, lanes, hasDeadlines, carriesTensors);
    }

    /**
     * With priorities.
     *
     * @param count of lanes, 1 to {@link #MAX_LANES}.
     * @return the declaration.
     */
    public ChannelSpec withLanes(final int count)
    {
        return new ChannelSpec(ends, writes, reads, backPressure, capacityBytes, count, hasDeadlines, carriesTensors);
    }

    /**
     * With frames that may carry a deadline.
     *
     * @return the declaration.
     */
    public ChannelSpec withDeadlines()
    {
        return new ChannelSpec(ends, writes, reads, backPressure, capacityBytes, lanes, true, carriesTensors);
    }

    /**
     * With frames that may carry the reference of a tensor.
     *
     * @return the declaration.
     */
    public ChannelSpec withTensors()
    {
        return new ChannelSpec(ends, writes, reads, backPressure, capacityBytes, lanes, hasDeadlines, true);
    }

    /**
     * The name under which counters and errors speak of the channel.
     *
     * @return for example {@code atlas->spector}.
     */
    public String name()
    {
        return ends.name();
    }

    /**
     * The declaration in words.
     *
     * @return one line.
     */
    public String describe()
    {
        final StringBuilder text = new StringBuilder(name()).append(": task stream of ").append(lanes)
            .append(lanes == 1 ? " lane" : " lanes").append(", when full: ").append(backPressure.describe());
        if (capacityBytes > 0)
        {
            text.append(", ").append(capacityBytes).append(" bytes a lane");
        }
        text.append(hasDeadlines ? ", with deadlines" : "").append(carriesTensors ? ", with tensors" : "");
        return writes.stream()
            .map((message) -> message.name() + " v" + message.version())
            .collect(Collectors.joining(", ", text.append("; ").toString(), ""));
    }

    /**
     * The term that holds the capacity.
     *
     * @param busTermLength of channels without a capacity of their own.
     * @return its length in bytes.
     */
    int termLength(final int busTermLength)
    {
        return capacityBytes == 0 ? busTermLength : Math.max(LogSizing.MIN_TERM_LENGTH_BYTES,
            BitUtil.findNextPositivePowerOfTwo(capacityBytes * WINDOWS_PER_TERM));
    }

    /**
     * The newest version of the schema that a frame of this channel may have.
     */
    int newestVersion()
    {
        return writes.stream().mapToInt(MessageSchema::version).max().orElseThrow();
    }
}
