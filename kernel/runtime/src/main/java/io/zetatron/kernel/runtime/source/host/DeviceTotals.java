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

import java.util.Arrays;
import java.util.function.Predicate;

/**
 * Sums counters over devices that come and go. A device counts from its second reading on, by what it has grown since
 * the previous one, so that neither plugging it in nor pulling it out moves the sums; one that was away starts anew.
 * <p>
 * Not thread-safe. Allocates only when a device is seen that was not there before.
 */
final class DeviceTotals
{
    private final DeviceTable table;
    private final int summed;
    private final long[] totals;
    private final long[] greatest;
    private final boolean[] backwards;
    private long reading;
    private boolean anyLine;

    /**
     * Totals of nothing yet.
     *
     * @param slots     how many numbers of a device are wanted.
     * @param summed    how many of them are summed over devices; of the others each reading adds the greatest growth.
     * @param isCounted tells by its name whether a device counts; asked once, when the device appears.
     */
    DeviceTotals(final int slots, final int summed, final Predicate<String> isCounted)
    {
        this.summed = summed;
        table = new DeviceTable(slots, isCounted);
        totals = new long[slots];
        greatest = new long[slots];
        backwards = new boolean[slots];
    }

    /**
     * Begin a reading of all devices.
     */
    void begin()
    {
        reading = table.begin();
        anyLine = false;
        Arrays.fill(greatest, 0);
        Arrays.fill(backwards, false);
    }

    /**
     * The device that the scanner's current word names.
     *
     * @return null if it does not count.
     */
    Device counted(final ByteScanner text)
    {
        anyLine = true;
        final Device device = table.find(text);
        return device != null && device.isCounted() ? device : null;
    }

    /**
     * Add what a device has grown.
     *
     * @param values its numbers, which are copied; if one is missing the line says nothing and is passed over.
     */
    void add(final Device device, final long[] values)
    {
        for (final long value : values)
        {
            if (value == ByteScanner.NO_NUMBER)
            {
                return;
            }
        }
        if (device.hasPrevious(reading))
        {
            for (int slot = 0; slot < values.length; slot++)
            {
                grow(slot, values[slot] - device.previous(slot));
            }
        }
        device.read(reading, values);
    }

    /**
     * End a reading. If the text had no line for any device, not even for one that does not count, nothing is put.
     */
    void end(final Counters into)
    {
        for (int slot = 0; slot < totals.length && anyLine; slot++)
        {
            totals[slot] += greatest[slot];
            into.put(slot, totals[slot]);
            if (backwards[slot])
            {
                into.spoil(slot);
            }
        }
    }

    /**
     * What was passed over.
     *
     * @return a line, or an empty string.
     */
    String remark()
    {
        return table.passedOver() == 0 ? "" : table.passedOver() + " lines passed over, as no more than " +
            DeviceTable.MAX_DEVICES + " devices are followed at a time";
    }

    private void grow(final int slot, final long growth)
    {
        if (growth < 0)
        {
            backwards[slot] = true;
        }
        else if (slot < summed)
        {
            totals[slot] += growth;
        }
        else
        {
            greatest[slot] = Math.max(greatest[slot], growth);
        }
    }
}
