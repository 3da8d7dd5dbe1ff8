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
package io.zetatron.memory;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MemoryDomainTest
{
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final MemoryDomain domain = MemoryDomain.create("spector", 4096, accounts);

    @AfterEach
    void shouldLeaveNothingAccounted()
    {
        domain.close();
        domain.close();
        assertEquals(0, accounts.totalBytes());
    }

    @Test
    void shouldAccountEachRegionToItsOwnerRoundedUpToTheAlignment()
    {
        domain.allocate(1);
        domain.allocate(129);

        assertEquals(128 + 256, domain.usedBytes());
        assertEquals(Map.of("spector", 384L), accounts.snapshot());
    }

    @Test
    void shouldHandOutZeroedAlignedRegionsThatDoNotOverlap()
    {
        final MemorySegment first = domain.allocate(100);
        final MemorySegment second = domain.allocate(100);
        first.fill((byte)-1);

        assertEquals(0, first.address() % MemoryDomain.REGION_ALIGNMENT_BYTES);
        assertEquals(0, second.address() % MemoryDomain.REGION_ALIGNMENT_BYTES);
        assertEquals(-1, second.mismatch(MemorySegment.ofArray(new byte[100])));
    }

    @Test
    void shouldRefuseBytesBeyondARegion()
    {
        final MemorySegment region = domain.allocate(100);

        assertThrows(IndexOutOfBoundsException.class, () -> region.get(ValueLayout.JAVA_BYTE, 100));
    }

    @Test
    void shouldShowTheSameBytesAsBuffer()
    {
        final UnsafeBuffer buffer = domain.allocateBuffer(64);
        buffer.putLong(56, 42);

        assertEquals(42, buffer.getLong(56));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.putLong(57, 1));
    }

    @Test
    void shouldRefuseWhatTheQuotaDoesNotHoldAndStayAsItWas()
    {
        domain.allocate(4000);

        final QuotaExceededException refused =
            assertThrows(QuotaExceededException.class, () -> domain.allocate(1));
        assertTrue(refused.getMessage().contains("spector") && refused.getMessage().contains("4096"),
            refused.getMessage());
        assertEquals(4096, domain.usedBytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void shouldRefuseALengthThatIsNotAboveZero(final long lengthBytes)
    {
        assertThrows(IllegalArgumentException.class, () -> domain.allocate(lengthBytes));
    }

    @Test
    void shouldRefuseARegionAfterClose()
    {
        domain.close();

        assertThrows(IllegalStateException.class, () -> domain.allocate(1));
    }
}
