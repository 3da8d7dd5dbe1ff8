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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ByteScannerTest
{
    private static final byte[] LABEL = bytes("eth0");

    @ParameterizedTest
    @ValueSource(strings = {"eth0: 7 8", "  eth0:7 8\n", "eth0 \t 7\t8"})
    void shouldReadNumbersBehindLabelHoweverSeparated(final String line)
    {
        final ByteScanner scanner = scanner(line);

        assertTrue(scanner.nextWord());
        assertTrue(scanner.wordIs(LABEL));
        assertEquals(7, scanner.number());
        assertEquals(8, scanner.number());
        assertEquals(ByteScanner.NO_NUMBER, scanner.number());
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "9223372036854775799,9223372036854775799",
        "99999999999999999999,-1",
        "-5,-1",
        "1.5,-1",
        "kB,-1"})
    void shouldReadNumberOrSayThatThereIsNone(final String text, final long expected)
    {
        assertEquals(expected, scanner(text).number());
    }

    @Test
    void shouldStayInLineUntilAskedForNext()
    {
        final ByteScanner scanner = scanner("a\nb 2\n\nc");

        assertTrue(scanner.nextWord());
        assertFalse(scanner.nextWord());
        scanner.nextLine();
        assertTrue(scanner.nextWord());
        assertEquals(2, scanner.number());
        scanner.nextLine();
        assertFalse(scanner.nextWord());
        scanner.nextLine();
        assertTrue(scanner.nextWord());
        assertTrue(scanner.wordIs(bytes("c")));
        scanner.nextLine();
        assertFalse(scanner.hasLine());
    }

    @Test
    void shouldSkipWithinLineOnly()
    {
        final ByteScanner scanner = scanner("some avg10=1.22 total=90\nfull total=5");

        scanner.skipTo((byte)'=');
        scanner.skipTo((byte)'=');
        assertEquals(90, scanner.number());
        scanner.skipTo((byte)'=');
        assertEquals(ByteScanner.NO_NUMBER, scanner.number());
    }

    @Test
    void shouldTellWordFromItsBeginning()
    {
        final ByteScanner scanner = scanner("eth01 eth eth0");

        assertTrue(scanner.nextWord());
        assertFalse(scanner.wordIs(LABEL));
        assertTrue(scanner.nextWord());
        assertFalse(scanner.wordIs(LABEL));
        assertTrue(scanner.nextWord());
        assertTrue(scanner.wordIs(LABEL));
    }

    private static ByteScanner scanner(final String text)
    {
        return new ByteScanner().wrap(ByteBuffer.wrap(bytes(text)));
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
