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

import static org.junit.jupiter.api.Assertions.assertEquals;

class ExcerptTest
{
    @Test
    void shouldShowShortTextAsItIs()
    {
        assertEquals("''", Excerpt.of(""));
        assertEquals("'20 \u00b0C \ud83d\ude00'", Excerpt.of("20 \u00b0C \ud83d\ude00"));
    }

    @Test
    void shouldCutLongText()
    {
        assertEquals("'" + "x".repeat(Excerpt.MAX_LENGTH_CHARS) + "...'", Excerpt.of("x".repeat(1000)));
    }

    @Test
    void shouldHideWhatWouldBreakOrDisguiseTheLine()
    {
        assertEquals("'a?b?c?d?e?'", Excerpt.of("a\nb\rc\u001bd\u2028e\u202e"));
    }
}
