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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LogSizingTest
{
    private static final int KIB = 1024;
    private static final long MIB = 1024 * 1024;
    private static final long DRIVERS_FILE_BYTES = 12 * MIB + 64 * KIB;
    private static final int SHORT_MESSAGE = 100;

    @Test
    void shouldAddUpTermsMetaDataAndTheDriversFile()
    {
        assertEquals(DRIVERS_FILE_BYTES, LogSizing.totalBytes(0, 64 * KIB));
        assertEquals(30 * (3 * 256 * KIB + 4096) + DRIVERS_FILE_BYTES, LogSizing.totalBytes(30, 256 * KIB));
    }

    @Test
    void shouldAddUpWithoutOverflowWhenThereAreManyLongLogs()
    {
        assertEquals(64_000L * (3 * 64 * MIB + 4096) + DRIVERS_FILE_BYTES,
            LogSizing.totalBytes(64_000, 64 * KIB * KIB));
    }

    @Test
    void shouldTakeWhatWasWantedWhenItJustFits()
    {
        final long usable = LogSizing.totalBytes(30, 256 * KIB);

        final LogSizing sizing = LogSizing.fit(usable, 30, 256 * KIB, SHORT_MESSAGE);

        assertEquals(new LogSizing(256 * KIB, usable, false), sizing);
    }

    @ParameterizedTest
    @CsvSource({"256, 128", "128, 64"})
    void shouldHalveTheTermsUntilTheyFit(final int tooLongKib, final int fittingKib)
    {
        final long usable = LogSizing.totalBytes(30, tooLongKib * KIB) - 1;

        final LogSizing sizing = LogSizing.fit(usable, 30, 1024 * KIB, SHORT_MESSAGE);

        assertEquals(fittingKib * KIB, sizing.termLengthBytes());
        assertEquals(LogSizing.totalBytes(30, fittingKib * KIB), sizing.totalBytes());
        assertTrue(sizing.isReduced());
    }

    @Test
    void shouldFindNothingWhenNotEvenTheShortestTermsFit()
    {
        final long usable = LogSizing.totalBytes(30, LogSizing.MIN_TERM_LENGTH_BYTES) - 1;

        assertNull(LogSizing.fit(usable, 30, LogSizing.MAX_TERM_LENGTH_BYTES, SHORT_MESSAGE));
    }

    @ParameterizedTest
    @CsvSource({"8192, 64", "8193, 128", "16384, 128", "65504, 512"})
    void shouldLengthenTheTermsWhenTheLongestMessageAsksForIt(final int longestMessage, final int termKib)
    {
        final LogSizing sizing =
            LogSizing.fit(Long.MAX_VALUE, 30, LogSizing.MIN_TERM_LENGTH_BYTES, longestMessage);

        assertEquals(termKib * KIB, sizing.termLengthBytes());
        assertFalse(sizing.isReduced());
    }

    @Test
    void shouldFindNothingWhenTheTermsOfTheLongestMessageDoNotFit()
    {
        final long usable = LogSizing.totalBytes(30, 512 * KIB) - 1;

        assertNull(LogSizing.fit(usable, 30, LogSizing.MIN_TERM_LENGTH_BYTES, LogSizing.MAX_FRAME_LENGTH_BYTES));
    }

    @ParameterizedTest
    @ValueSource(ints = {65_505, 300_000_000, Integer.MAX_VALUE, 0, -1})
    void shouldNameTheLimitWhenNoFrameHoldsTheLongestMessage(final int longestMessage)
    {
        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () ->
            LogSizing.fit(Long.MAX_VALUE, 1, LogSizing.MIN_TERM_LENGTH_BYTES, longestMessage));

        assertEquals("a message of " + longestMessage + " bytes, headers included: it must be in 1..65504",
            error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {32 * KIB, 65_537, 100_000, 128 * KIB * KIB, 0, Integer.MIN_VALUE})
    void shouldNameTheRangeWhenTheWantedTermLengthIsOutOfIt(final int wanted)
    {
        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () ->
            LogSizing.fit(Long.MAX_VALUE, 1, wanted, SHORT_MESSAGE));

        assertEquals("a term of " + wanted + " bytes: it must be a power of two in 65536..67108864",
            error.getMessage());
    }
}
