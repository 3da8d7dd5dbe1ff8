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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ChannelTableTest
{
    private static final int TERM_LENGTH = 256 * 1024;
    private static final long LOG_BYTES = 3 * TERM_LENGTH + 4096;
    private static final ChannelSpec SPEC = TestBus.CHANNEL;

    private final ChannelTable table = new ChannelTable(TERM_LENGTH);

    @Test
    void shouldNameBothDeclarationsWhenAChannelIsDeclaredTwice()
    {
        table.declare(SPEC, Long.MAX_VALUE);

        final String message = refusal(SPEC.withLanes(2), Long.MAX_VALUE);

        assertTrue(message.startsWith("channel atlas->spector is declared twice: as 1->2 (atlas->spector: task " +
            "stream of 1 lane"), message);
        assertTrue(message.contains("then as 1->2 (atlas->spector: task stream of 2 lanes"), message);
    }

    @Test
    void shouldNameBothDeclarationsWhenTwoChannelsHaveTheSameNumbers()
    {
        table.declare(SPEC, Long.MAX_VALUE);

        final String message = refusal(ChannelSpec.of(
            new ChannelDescriptor("david", 1, "mechlar", 2), TestBus.SCHEMAS, TestBus.SCHEMAS), Long.MAX_VALUE);

        assertTrue(message.startsWith("channel david->mechlar is declared twice"), message);
        assertTrue(message.contains("(atlas->spector: "), message);
    }

    @Test
    void shouldDeclareWhatJustFits()
    {
        table.declare(SPEC, LOG_BYTES);

        table.checkDeclared(SPEC);
    }

    @Test
    void shouldNameTheChannelAndWhatIsLeftWhenItsLogsDoNotFit()
    {
        assertEquals("channel atlas->spector: 2 lanes of 262144-byte terms take 1581056 bytes of shared memory, but " +
            "1581055 are left of 1581055; declare a lower capacity or fewer lanes, or give the bus's folder more room",
            refusal(SPEC.withLanes(2), 2 * LOG_BYTES - 1));
        assertTrue(refusal(SPEC.withCapacityBytes(ChannelSpec.MAX_CAPACITY_BYTES), 64L << 20)
            .contains("67108864-byte terms take 201330688 bytes"));
    }

    @Test
    void shouldKeepRoomForChannelsThatHaveNotBeenOpened()
    {
        final ChannelSpec back = ChannelSpec.of(
            new ChannelDescriptor("spector", 2, "atlas", 1), TestBus.SCHEMAS, TestBus.SCHEMAS);
        table.declare(SPEC, LOG_BYTES);
        assertTrue(refusal(back, 2 * LOG_BYTES - 1).contains("but 790527 are left of 1581055"));

        table.onLogsMade(SPEC);

        table.declare(back, LOG_BYTES);
    }

    @Test
    void shouldRefuseToOpenWhatIsDeclaredOtherwise()
    {
        table.declare(SPEC, Long.MAX_VALUE);

        assertThrows(IllegalStateException.class, () -> table.checkDeclared(SPEC.withLanes(2)));
    }

    private String refusal(final ChannelSpec spec, final long usableBytes)
    {
        return assertThrows(IllegalArgumentException.class, () -> table.declare(spec, usableBytes)).getMessage();
    }
}
