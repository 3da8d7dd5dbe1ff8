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
package io.zetatron.kernel.runtime.source.csv;

import io.zetatron.kernel.runtime.source.SampleRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimestampParserTest
{
    private final TimestampParser parser = new TimestampParser();

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-02-29T00:00:00Z",
        "2024-02-29 12:34:56, 2024-02-29T12:34:56Z",
        "2024-02-29T12:34:56, 2024-02-29T12:34:56Z",
        "2024-02-29t12:34:56z, 2024-02-29T12:34:56Z",
        "2024-02-29T12:34, 2024-02-29T12:34:00Z",
        "2024-02-29 12:34:56.5, 2024-02-29T12:34:56.500Z",
        "2024-02-29T12:34:56.123456789Z, 2024-02-29T12:34:56.123456789Z",
        "2024-02-29T12:34:56.1234567891234Z, 2024-02-29T12:34:56.123456789Z",
        "'2024-02-29T12:34:56,25Z', 2024-02-29T12:34:56.250Z",
        "2024-02-29T12:34:56+02:00, 2024-02-29T10:34:56Z",
        "2024-02-29T12:34:56-0530, 2024-02-29T18:04:56Z",
        "2024-02-29 12:34:56 +02, 2024-02-29T10:34:56Z",
        "2024-02-29 12:34:56 UTC, 2024-02-29T12:34:56Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z",
        "1700-01-01, 1700-01-01T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "-1, 1969-12-31T23:59:59Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000.25, 2023-11-14T22:13:20.250Z",
        "1700000000.123456789123, 2023-11-14T22:13:20.123456789Z",
        "1.7e9, 2023-11-14T22:13:20Z",
        "1700000000123, 2023-11-14T22:13:20.123Z",
        "1700000000123456, 2023-11-14T22:13:20.123456Z",
        "1700000000123456789, 2023-11-14T22:13:20.123456789Z"})
    void shouldReadTime(final String text, final Instant expected)
    {
        final long ns = parse(text);
        assertEquals(expected, Instant.ofEpochSecond(0, ns));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "abc", "2024", "-", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31", "2024-1-1",
        "2024-01-01T", "2024-01-01T24:00:00", "2024-01-01T12:60:00", "2024-01-01T12:00:60", "2024-01-01T12:00:00.",
        "2024-01-01T12:00:00+", "2024-01-01T12:00:00+2", "2024-01-01T12:00:00+19:00", "2024-01-01T12:00:00Zx",
        "2024-01-01 12", "2024-01-01  12:00:00", "2024/01/01", "1600-01-01", "2300-01-01", "9223372036854775808",
        "1e30", "99999999999999999999", "12:00:00", "NaN", "inf", "0x10", "1.5.5", ".5",
        "2024-01-01T00:00:00.00000000000000000000000000000000000000000000000000Z"})
    void shouldRefuseWhatIsNoTime(final String text)
    {
        // A bare year is a number, which only a column of texts refuses.
        assertNotEquals(SampleRow.NO_TIMESTAMP, parse("2000-01-01"));
        assertEquals(SampleRow.NO_TIMESTAMP, parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "99999999999999999999", "9223372036854775808", "1e30", "NaN", "inf", "0x10", "1.5.5", ".5",
        "1e", "2024-01-01", "1d"})
    void shouldRefuseWhatIsNoEpochWhenTimesAreNumbers(final String text)
    {
        assertNotEquals(SampleRow.NO_TIMESTAMP, parse("1700000000"));
        assertFalse(parser.isText());
        assertEquals(SampleRow.NO_TIMESTAMP, parse(text));
    }

    @Test
    void shouldKeepTheUnitOfTheFirstEpoch()
    {
        assertEquals(1_700_000_000_000_000_000L, parse("1700000000000"));
        assertEquals(1_000_000L, parse("1"));
    }

    @Test
    void shouldRememberThatTimesAreText()
    {
        assertFalse(parser.isText());
        parse("2024-01-01");
        assertTrue(parser.isText());
    }

    private long parse(final String text)
    {
        final char[] chars = ("9" + text + "9").toCharArray();
        return parser.parse(chars, 1, chars.length - 1);
    }
}
