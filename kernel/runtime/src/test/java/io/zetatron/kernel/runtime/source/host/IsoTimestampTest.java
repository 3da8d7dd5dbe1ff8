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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

class IsoTimestampTest
{
    private static final DateTimeFormatter EXPECTED =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final IsoTimestamp timestamp = new IsoTimestamp();

    @ParameterizedTest
    @ValueSource(strings = {
        "2026-11-21T00:41:16.123Z",
        "1970-01-01T00:00:00.000Z",
        "1969-12-31T23:59:59.999Z",
        "2000-02-29T23:59:59.999Z",
        "2100-03-01T00:00:00.000Z",
        "1900-02-28T12:00:00.007Z",
        "2261-12-31T23:59:59.999Z"})
    void shouldWriteTime(final String text)
    {
        assertEquals(text, written(Instant.parse(text).toEpochMilli()));
    }

    @Test
    void shouldAgreeWithTheJdkOnEachDayOfFourCenturies()
    {
        for (long day = -36_525; day < 106_000; day++)
        {
            final long epochMs = TimeUnit.DAYS.toMillis(day) + day * 7 % 86_400_000;
            assertEquals(EXPECTED.format(Instant.ofEpochMilli(epochMs)), written(epochMs));
        }
    }

    @Test
    void shouldCutOffWhatIsBelowMillisecond()
    {
        assertEquals("1969-12-31T23:59:59.999Z", text(-1));
        assertEquals("1970-01-01T00:00:00.000Z", text(999_999));
    }

    private String written(final long epochMs)
    {
        return text(TimeUnit.MILLISECONDS.toNanos(epochMs));
    }

    private String text(final long epochNs)
    {
        return new String(timestamp.format(epochNs), 0, IsoTimestamp.LENGTH_BYTES, StandardCharsets.US_ASCII);
    }
}
