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
package io.zetatron.nativeaccess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CpuListTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0|0", "0-3|0-3", "3,1,2|1-3", "0,2,4-5|0,2,4-5", " 7 |7", "0-1,1-2|0-2"})
    void shouldPrintWhatItParsedWithRangesJoined(final String text, final String expected)
    {
        assertEquals(expected, CpuList.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "3-1", "0,,1", "8192", "99999999999"})
    void shouldRefuseWhatIsNoListAndNameIt(final String text)
    {
        final IllegalArgumentException refused =
            assertThrows(IllegalArgumentException.class, () -> CpuList.parse(text));
        assertTrue(refused.getMessage().contains("\"" + text + "\""), refused.getMessage());
    }

    @Test
    void shouldBeEmptyWhenBlank()
    {
        assertTrue(CpuList.parse("\n").isEmpty());
        assertEquals(-1, CpuList.parse("").first());
        assertEquals("", CpuList.parse("").toString());
    }

    @Test
    void shouldKnowItsMembers()
    {
        final CpuList list = CpuList.of(5, 2);

        assertEquals(2, list.size());
        assertEquals(2, list.first());
        assertArrayEquals(new int[]{2, 5}, list.stream().toArray());
        assertTrue(list.contains(5));
        assertFalse(list.contains(3));
        assertFalse(list.contains(-1));
        assertEquals(CpuList.parse("2,5"), list);
    }
}
