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

import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.invoke.VarHandle;

/**
 * A meta sync: one value of a fixed length of which readers get the last state. The writer never waits; a reader never
 * sees a value that is torn, and sees from the version how many it has missed.
 * <p>
 * A sequence lock: the version is odd while the writer is at work (Lameter, "Effective Synchronization on Linux/NUMA
 * Systems", 2005). One writing thread, any number of reading threads, each with a {@link Reader} of its own.
 */
public final class LastValueChannel
{
    /**
     * {@link Reader#poll} has found the same version as before.
     */
    public static final long UNCHANGED = -1;

    /**
     * {@link Reader#poll} was overtaken by the writer at each of its attempts.
     */
    public static final long BUSY = -2;

    /**
     * The longest value. A reader copies it whole, and is overtaken more easily the longer that takes: what is longer
     * belongs into a tensor.
     */
    public static final int MAX_VALUE_LENGTH_BYTES = 64 * 1024;

    private static final int VERSION_OFFSET = 0;
    private static final int VALUE_OFFSET = 128;
    private static final int READ_ATTEMPTS = 64;

    private final AtomicBuffer region;
    private final UnsafeBuffer value;
    private final int valueLength;
    private long version;
    private boolean isWriting;

    /**
     * A channel over a zeroed region.
     *
     * @param region      at least {@link #regionLength} bytes, which both ends share.
     * @param valueLength of the value in bytes, 1 to {@link #MAX_VALUE_LENGTH_BYTES}.
     * @throws IllegalArgumentException if the value is too long, or the region is too short, or does not begin at a
     *                                  multiple of 8.
     */
    public LastValueChannel(final AtomicBuffer region, final int valueLength)
    {
        if (valueLength < 1 || valueLength > MAX_VALUE_LENGTH_BYTES)
        {
            throw new IllegalArgumentException(
                "a value of " + valueLength + " bytes: it must be in 1.." + MAX_VALUE_LENGTH_BYTES);
        }
        if (region.addressOffset() % BitUtil.SIZE_OF_LONG != 0)
        {
            throw new IllegalArgumentException("a region at 0x" + Long.toHexString(region.addressOffset()) +
                ": it must begin at a multiple of " + BitUtil.SIZE_OF_LONG);
        }
        if (region.capacity() < regionLength(valueLength))
        {
            throw new IllegalArgumentException("a value of " + valueLength + " bytes needs a region of " +
                regionLength(valueLength) + " bytes, not " + region.capacity());
        }
        this.region = region;
        this.valueLength = valueLength;
        value = new UnsafeBuffer(region, VALUE_OFFSET, valueLength);
    }

    /**
     * The length of the region for a value.
     *
     * @param valueLength of the value in bytes.
     * @return bytes.
     */
    public static int regionLength(final int valueLength)
    {
        return VALUE_OFFSET + valueLength;
    }

    /**
     * Begin to change the value. Only the writing thread may call this.
     *
     * @return the value, which holds what was published before, to be changed until {@link #publish()}.
     * @throws IllegalStateException if the change before was not published.
     */
    public MutableDirectBuffer beginWrite()
    {
        if (isWriting)
        {
            throw new IllegalStateException("the value is being changed already: publish that change first");
        }
        isWriting = true;
        region.putLongOpaque(VERSION_OFFSET, version + 1);
        // Pairs with the acquire fence in Reader: no store into the value may be seen before the odd version is.
        VarHandle.storeStoreFence();
        return value;
    }

    /**
     * Make the changed value the last one. Only the writing thread may call this.
     *
     * @throws IllegalStateException if no change was begun, so that readers would miss a value that never was.
     */
    public void publish()
    {
        if (!isWriting)
        {
            throw new IllegalStateException("nothing is being changed: begin to write first");
        }
        isWriting = false;
        version += 2;
        region.putLongRelease(VERSION_OFFSET, version);
    }

    /**
     * A reading end. Any thread may ask for one.
     *
     * @return a reader for one thread.
     */
    public Reader reader()
    {
        return new Reader();
    }

    /**
     * One thread's view of the channel.
     */
    public final class Reader
    {
        private UnsafeBuffer current = new UnsafeBuffer(new byte[valueLength]);
        private UnsafeBuffer spare = new UnsafeBuffer(new byte[valueLength]);
        private long seenVersion;

        private Reader()
        {
        }

        /**
         * Take over the last value if it is a new one.
         *
         * @return how many values were published since the last poll that returned such a count: 1 if none was
         * missed; {@link #UNCHANGED}; or {@link #BUSY}, and then the view is as it was.
         */
        public long poll()
        {
            for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++)
            {
                final long before = region.getLongAcquire(VERSION_OFFSET);
                if (before == seenVersion)
                {
                    return UNCHANGED;
                }
                if ((before & 1) == 0 && copyIfStill(before))
                {
                    final long published = (before - seenVersion) / 2;
                    seenVersion = before;
                    return published;
                }
                Thread.onSpinWait();
            }
            return BUSY;
        }

        /**
         * The value that the last poll took over; zeroes before the first.
         *
         * @return this reader's own copy.
         */
        public UnsafeBuffer value()
        {
            return current;
        }

        private boolean copyIfStill(final long before)
        {
            spare.putBytes(0, value, 0, valueLength);
            // Pairs with the fence in beginWrite: the version must not be read before the value has been.
            VarHandle.acquireFence();
            if (region.getLongOpaque(VERSION_OFFSET) != before)
            {
                return false;
            }
            final UnsafeBuffer last = current;
            current = spare;
            spare = last;
            return true;
        }
    }
}
