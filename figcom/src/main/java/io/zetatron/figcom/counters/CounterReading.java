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
package io.zetatron.figcom.counters;

import org.agrona.concurrent.status.CountersReader;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What one of ZetaTron's counters said.
 *
 * @param key   what the figure is, or the text.
 * @param value of a figure.
 * @param text  empty for a figure.
 */
public record CounterReading(CounterKey key, long value, String text)
{
    private static final int ATTEMPTS = 1000;
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private record Place(int counterId, CounterKey key, String text)
    {
    }

    /**
     * Read all of ZetaTron's counters in the order of {@link Metric}, so that figures which follow from one another
     * fit, and those of memory all from one refresh. A kernel that stands still within a refresh is waited for, half a
     * second; then what is there is read.
     *
     * @param counters of a kernel, made for labels in UTF-8.
     * @return a reading of each.
     */
    public static List<CounterReading> all(final CountersReader counters)
    {
        final List<Place> places = places(counters);
        final int refreshes = places.stream()
            .filter((place) -> place.key.metric() == Metric.KERNEL_REFRESHES)
            .mapToInt(Place::counterId)
            .findFirst()
            .orElse(CountersReader.NULL_COUNTER_ID);
        if (refreshes == CountersReader.NULL_COUNTER_ID)
        {
            return values(counters, places);
        }
        for (int i = 0; i < ATTEMPTS; i++)
        {
            // Volatile, as are the reads of the values. Pairs with the two setRelease of who refreshes.
            final long before = counters.getCounterValue(refreshes);
            final List<CounterReading> readings = values(counters, places);
            if (before % 2 == 0 && counters.getCounterValue(refreshes) == before)
            {
                return readings;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return values(counters, places);
    }

    private static List<Place> places(final CountersReader counters)
    {
        final List<Place> places = new ArrayList<>();
        counters.forEach((counterId, typeId, keyBuffer, label) ->
        {
            final CounterKey key = CounterKey.decode(typeId, keyBuffer);
            if (key != null)
            {
                final int begin = keyBuffer.getInt(CounterKey.TEXT_OFFSET, ByteOrder.LITTLE_ENDIAN);
                places.add(new Place(counterId, key, key.metric().isText() ? tail(label, begin) : ""));
            }
        });
        places.sort(Comparator.comparing((place) -> place.key.metric()));
        return places;
    }

    private static String tail(final String label, final int beginByte)
    {
        final byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
        final int begin = Math.clamp(beginByte, 0, bytes.length);
        return new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8);
    }

    private static List<CounterReading> values(final CountersReader counters, final List<Place> places)
    {
        final List<CounterReading> readings = new ArrayList<>(places.size());
        for (final Place place : places)
        {
            readings.add(new CounterReading(place.key, counters.getCounterValue(place.counterId), place.text));
        }
        return readings;
    }
}
