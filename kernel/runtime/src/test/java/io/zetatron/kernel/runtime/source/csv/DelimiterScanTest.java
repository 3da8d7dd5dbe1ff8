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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DelimiterScanTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a,b|,", "a;b|;", "a;b,c;d|;", "value|,", "\"x;y;z\",b|,", "\"x\"\";;\",b|,", "a\"x;b,c;d|;",
        "\\n \\n\\na;b|;"})
    void shouldFindDelimiter(final String header, final char expected)
    {
        assertEquals(expected, scan(header.replace("\\n", "\n") + "\n").delimiter());
    }

    @Test
    void shouldFindTab()
    {
        assertEquals('\t', scan("a\tb,c\td\n").delimiter());
    }

    @Test
    void shouldEndAtTheFirstLineEndOutsideQuotesThatIsNotBlank()
    {
        final DelimiterScan scan = new DelimiterScan();
        assertFalse(scan.accept('\n'));
        assertFalse(scan.accept('"'));
        assertFalse(scan.accept('\n'));
        assertFalse(scan.accept('"'));
        assertTrue(scan.accept('\r'));
    }

    private static DelimiterScan scan(final String text)
    {
        final DelimiterScan scan = new DelimiterScan();
        boolean ended = false;
        for (int i = 0; i < text.length() && !ended; i++)
        {
            ended = scan.accept(text.charAt(i));
        }
        assertTrue(ended);
        return scan;
    }
}
