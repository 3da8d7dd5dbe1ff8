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
package io.zetatron.memory.registry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RegistryEntryTest
{
    static Stream<Arguments> bad()
    {
        return Stream.of(
            Arguments.of("", "", "", 0L, 0L, "name of 0 bytes of UTF-8 must have 1 to 128"),
            Arguments.of("ä".repeat(65), "", "", 0L, 0L, "name of 130 bytes of UTF-8 must have 1 to 128"),
            Arguments.of("\uD800", "", "", 0L, 0L, "name is not valid Unicode"),
            Arguments.of("a", "p".repeat(1025), "", 0L, 0L, "path of 1025 bytes of UTF-8 must have 0 to 1024"),
            Arguments.of("a", "", "h".repeat(129), 0L, 0L, "hash of 129 bytes of UTF-8 must have 0 to 128"),
            Arguments.of("a", "", "", -1L, 0L, "lengthBytes of -1 must be 0 or more"),
            Arguments.of("a", "", "", 0L, -2L, "sequence of -2 must be 0 or more"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldNameTheFieldItsValueAndItsBound(
        final String name,
        final String path,
        final String hash,
        final long length,
        final long sequence,
        final String said)
    {
        final IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
            () -> RegistryEntry.of(EntryKind.DOMAIN, name, 1, path, length, hash, sequence, 0));

        assertTrue(refusal.getMessage().contains(said), refusal.getMessage());
    }

    @Test
    void shouldComeBackFromItsBytesAndFromNoOthers()
    {
        final RegistryEntry entry = Entries.entry(EntryKind.BLOCK, "ä name", 123_456);
        final byte[] key = EntryCodec.key(entry);
        final byte[] value = EntryCodec.value(entry);

        assertEquals(entry, EntryCodec.entry(key, value));
        for (int i = 0; i < key.length + value.length; i++)
        {
            final byte[] bytes = i < key.length ? key : value;
            final int at = i < key.length ? i : i - key.length;
            bytes[at] ^= 0x10;
            assertNull(EntryCodec.entry(key, value), "byte " + i);
            bytes[at] ^= 0x10;
        }
        assertNull(EntryCodec.entry(new byte[EntryCodec.KEY_BYTES], new byte[EntryCodec.VALUE_BYTES]));
    }
}
