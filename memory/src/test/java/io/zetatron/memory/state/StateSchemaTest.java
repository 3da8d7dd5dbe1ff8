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
package io.zetatron.memory.state;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StateSchemaTest
{
    @Test
    void shouldBeNamedAfterAShortText()
    {
        assertEquals("rows of a, b", StateSchema.describedBy("rows of a, b", 3).name());
        assertEquals(3, StateSchema.describedBy("rows of a, b", 3).version());
        assertEquals("a b", StateSchema.describedBy("a\nb", 1).name());
        assertEquals("x".repeat(125) + "yyy", StateSchema.describedBy("x".repeat(125) + "yyy", 1).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\u20ac", "\ud83d\ude00"})
    void shouldTellLongTextsApartThatBeginAlike(final String character)
    {
        final String beginning = character.repeat(200);
        final StateSchema one = StateSchema.describedBy(beginning + "1", 1);
        final StateSchema other = StateSchema.describedBy(beginning + "2", 1);

        assertEquals(one.name(), other.name());
        assertNotEquals(one, other);
        final int length = one.name().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(length > StateSchema.MAX_NAME_BYTES - 4 && length <= StateSchema.MAX_NAME_BYTES, one.name());
        assertTrue(one.name().endsWith(character + "..."), one.name());
    }

    @Test
    void shouldRefuseABlankText()
    {
        assertThrows(IllegalArgumentException.class, () -> StateSchema.describedBy("  ", 1));
    }
}
