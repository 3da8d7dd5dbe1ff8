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

import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ChannelDescriptorTest
{
    private static final int ENDPOINTS = 255;

    @Test
    void shouldGiveEachLaneOfEachDirectedPairAStreamIdOfItsOwn()
    {
        final Set<Integer> ids = new HashSet<>();
        for (int source = 0; source < ENDPOINTS; source++)
        {
            for (int target = 0; target < ENDPOINTS; target++)
            {
                if (source != target)
                {
                    final ChannelDescriptor ends = new ChannelDescriptor("a", source, "b", target);
                    ids.add(ends.streamId(0));
                    ids.add(ends.streamId(ChannelSpec.MAX_LANES - 1));
                }
            }
        }

        assertEquals(2 * ENDPOINTS * (ENDPOINTS - 1), ids.size());
    }

    @Test
    void shouldBeNamedAfterBothEndpoints()
    {
        assertEquals("atlas->spector", new ChannelDescriptor("atlas", 1, "spector", 2).name());
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "2, -1", "255, 2", "2, 255"})
    void shouldNameTheRangeWhenANumberIsOutOfIt(final int source, final int target)
    {
        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () ->
            new ChannelDescriptor("atlas", source, "spector", target));

        assertEquals("channel atlas->spector: endpoint numbers " + source + " and " + target + " must be in 0..254",
            error.getMessage());
    }

    @Test
    void shouldRefuseAnEndpointThatWritesToItself()
    {
        final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () ->
            new ChannelDescriptor("atlas", 1, "atlas", 1));

        assertTrue(error.getMessage().contains("itself"), error.getMessage());
    }
}
