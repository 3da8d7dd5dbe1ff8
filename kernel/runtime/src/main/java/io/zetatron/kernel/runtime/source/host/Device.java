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
package io.zetatron.kernel.runtime.source.host;

/**
 * A disk or a network interface, as {@link DeviceTable} knows it.
 */
final class Device
{
    private final byte[] name;
    private final boolean counted;
    private final long[] previous;
    private long seenAt;
    private long readAt = -1;

    Device(final byte[] name, final boolean counted, final int slots)
    {
        this.name = name;
        this.counted = counted;
        previous = new long[slots];
    }

    byte[] name()
    {
        return name;
    }

    /**
     * Does it count, or is it only known so as to be passed over?
     */
    boolean isCounted()
    {
        return counted;
    }

    /**
     * Its name was met in this reading.
     */
    void seen(final long reading)
    {
        seenAt = reading;
    }

    /**
     * Was it there neither in this reading (so far) nor in the one before it?
     */
    boolean isGone(final long reading)
    {
        return seenAt < reading - 1;
    }

    /**
     * Were its numbers read in the reading before this one?
     */
    boolean hasPrevious(final long reading)
    {
        return readAt == reading - 1;
    }

    long previous(final int slot)
    {
        return previous[slot];
    }

    /**
     * Remember the numbers that this reading has found.
     */
    void read(final long reading, final long[] values)
    {
        System.arraycopy(values, 0, previous, 0, previous.length);
        readAt = reading;
    }
}
