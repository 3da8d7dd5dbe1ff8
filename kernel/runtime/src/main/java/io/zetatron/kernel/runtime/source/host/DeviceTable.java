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

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * The devices of a text with one line for each, found again by name. Lines mostly come in the order of the previous
 * reading, which makes finding them a single comparison.
 * <p>
 * Not thread-safe. Allocates only when a device is seen that was not there before.
 */
final class DeviceTable
{
    /**
     * How many devices are known at a time; the place of one that is gone is used again.
     */
    static final int MAX_DEVICES = 1024;

    private final Device[] devices = new Device[MAX_DEVICES];
    private final int slots;
    private final Predicate<String> isCounted;
    private int count;
    private int expected;
    private long reading;
    private long passedOver;

    /**
     * An empty table.
     *
     * @param slots     how many numbers of a device are wanted.
     * @param isCounted tells by its name whether a device counts; asked once, when the device appears.
     */
    DeviceTable(final int slots, final Predicate<String> isCounted)
    {
        this.slots = slots;
        this.isCounted = isCounted;
    }

    /**
     * Begin a reading.
     *
     * @return its number.
     */
    long begin()
    {
        expected = 0;
        return ++reading;
    }

    /**
     * The device that the scanner's current word names.
     *
     * @return null if there are more than {@link #MAX_DEVICES}.
     */
    Device find(final ByteScanner text)
    {
        for (int i = 0; i < count; i++)
        {
            final int index = expected + i < count ? expected + i : expected + i - count;
            if (text.wordIs(devices[index].name()))
            {
                return found(index);
            }
        }
        return add(text.word());
    }

    /**
     * How many lines were passed over because there were too many devices.
     */
    long passedOver()
    {
        return passedOver;
    }

    private Device found(final int index)
    {
        expected = index + 1;
        devices[index].seen(reading);
        return devices[index];
    }

    private Device add(final byte[] name)
    {
        final int index = free();
        if (index < 0)
        {
            passedOver++;
            return null;
        }
        devices[index] = new Device(name, isCounted.test(new String(name, StandardCharsets.UTF_8)), slots);
        count = Math.max(count, index + 1);
        return found(index);
    }

    private int free()
    {
        for (int i = 0; i < count; i++)
        {
            if (devices[i].isGone(reading))
            {
                return i;
            }
        }
        return count < MAX_DEVICES ? count : -1;
    }
}
