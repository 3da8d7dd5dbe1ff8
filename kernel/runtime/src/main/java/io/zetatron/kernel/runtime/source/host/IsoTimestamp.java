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

/**
 * Writes a time as ISO-8601 in UTC with milliseconds, for example {@code 2026-11-21T00:41:16.123Z}. Not thread-safe;
 * allocates only when constructed.
 */
final class IsoTimestamp
{
    /**
     * How long each text is.
     */
    static final int LENGTH_BYTES = 24;

    private static final long NS_PER_MS = 1_000_000;
    private static final int MS_PER_DAY = 86_400_000;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int DAYS_FROM_YEAR_0_TO_EPOCH = 719_468;

    private final byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);

    /**
     * Write a time.
     *
     * @param epochNs nanoseconds since the Unix epoch; what is below a millisecond is cut off.
     * @return this object's own array, valid until the next call.
     */
    byte[] format(final long epochNs)
    {
        final long epochMs = Math.floorDiv(epochNs, NS_PER_MS);
        putDate(Math.floorDiv(epochMs, MS_PER_DAY));
        final int ms = Math.floorMod(epochMs, MS_PER_DAY);
        put(11, 2, ms / 3_600_000);
        put(14, 2, ms / 60_000 % 60);
        put(17, 2, ms / 1000 % 60);
        put(20, 3, ms % 1000);
        return text;
    }

    /**
     * Howard Hinnant's days-to-civil: years begin in March, so that the leap day is a year's last
     * (howardhinnant.github.io/date_algorithms.html).
     */
    private void putDate(final long epochDay)
    {
        final long day = epochDay + DAYS_FROM_YEAR_0_TO_EPOCH;
        final long era = Math.floorDiv(day, DAYS_PER_ERA);
        final int dayOfEra = (int)(day - era * DAYS_PER_ERA);
        final int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        final int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        final int monthFromMarch = (5 * dayOfYear + 2) / 153;
        final int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        put(0, 4, (int)(era * 400) + yearOfEra + (month <= 2 ? 1 : 0));
        put(5, 2, month);
        put(8, 2, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1);
    }

    private void put(final int position, final int digits, final int number)
    {
        int rest = number;
        for (int i = position + digits - 1; i >= position; i--)
        {
            text[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }
    }
}
