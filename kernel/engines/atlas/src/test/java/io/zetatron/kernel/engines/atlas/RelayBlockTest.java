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
package io.zetatron.kernel.engines.atlas;

import io.zetatron.figcom.codec.IncidentState;
import io.zetatron.kernel.api.BlockContext;
import io.zetatron.kernel.api.testing.EngineHarness;
import io.zetatron.kernel.api.testing.SentMessage;
import io.zetatron.kernel.api.testing.TestMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RelayBlockTest
{
    private final EngineHarness harness = new EngineHarness(new Atlas());

    @BeforeEach
    void open()
    {
        harness.open();
    }

    @AfterEach
    void close()
    {
        harness.close();
    }

    static Stream<Arguments> messages()
    {
        return Stream.of(
            Arguments.of("mcgyver", AtlasMessages.incident(IncidentState.OPENED)),
            Arguments.of("mcgyver", AtlasMessages.incident(IncidentState.CLOSED)),
            Arguments.of("mechlar", AtlasMessages.explanation("load was 3 at row 10; moves with température (+0.93)")),
            Arguments.of("mechlar", AtlasMessages.explanation("")),
            Arguments.of("mechlar", AtlasMessages.explanation("é".repeat(512))),
            Arguments.of("david", AtlasMessages.alarm("atlas->spector")));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldHandAMessageOnByteForByteWhenItComes(final String source, final TestMessage message)
    {
        harness.send(source, message);

        final SentMessage sent = harness.sent().getFirst();
        assertEquals(BlockContext.HOST, sent.target());
        assertArrayEquals(message.body(), sent.body());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldHandAMessageOnOnceWhenTheHostHasNoRoom(final String source, final TestMessage message)
    {
        harness.refuse(BlockContext.HOST, 1);

        assertFalse(harness.offer(source, message));
        assertTrue(harness.offer(source, message));

        assertEquals(1, harness.sent().size());
    }

    @Test
    void shouldKeepTheHeadersFieldsWhenAMessageIsHandedOn()
    {
        harness.send("mechlar", AtlasMessages.explanation("why"));

        assertEquals(3, harness.sent().getFirst().correlation());
        assertEquals(40, harness.sent().getFirst().originTimestampNs());
    }

    @Test
    void shouldCountAnIncidentOnceWhenItOpensAndCloses()
    {
        harness.refuse(BlockContext.HOST, 2);

        for (final IncidentState state : List.of(IncidentState.OPENED, IncidentState.CLOSED))
        {
            harness.send("mcgyver", AtlasMessages.incident(state));
        }
        harness.drain();

        assertEquals(1, harness.globalState().refresh().incidents());
    }
}
