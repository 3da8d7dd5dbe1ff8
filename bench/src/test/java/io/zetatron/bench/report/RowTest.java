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
package io.zetatron.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zetatron.bench.report.Row.Better;
import io.zetatron.bench.rounds.Figures;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RowTest
{
    private static final Row COST = Row.of("a.cost", "a cost", "ns", Better.LOWER, Figures.of(10.0, 30.0, 20.0))
        .beside("a peer", Figures.of(100.0, 100.0, 50.0));
    private static final Row RATE = Row.of("a.rate", "a rate", "GB/s", Better.HIGHER, Figures.of(10.0))
        .beside("a peer", Figures.of(20.0));

    @Test
    void shouldCompareTheValueWithItsBound()
    {
        assertEquals(Optional.empty(), COST.isMet());
        assertEquals(Optional.of(true), COST.bounded(20).isMet());
        assertEquals(Optional.of(false), COST.bounded(19.9).isMet());
        assertEquals(Optional.of(true), RATE.bounded(10).isMet());
        assertEquals(Optional.of(false), RATE.bounded(10.1).isMet());
    }

    @Test
    void shouldCompareTheMedianOfTheRoundsRatiosWithItsBound()
    {
        assertEquals(Optional.of(true), COST.ratioBounded(0.3).isMet());
        assertEquals(Optional.of(false), COST.ratioBounded(0.29).isMet());
        assertEquals(Optional.of(true), RATE.ratioBounded(0.5).isMet());
        assertEquals(Optional.of(false), RATE.ratioBounded(0.51).isMet());
    }

    @Test
    void shouldTakeTheValueOfAllRoundsTogetherWhereThereIsOne()
    {
        assertEquals(20, COST.value());
        assertEquals(Optional.of(false), COST.together(25).bounded(20).isMet());
    }

    @Test
    void shouldWriteTheKeysThatProgramsRead() throws IOException, DataFormatException
    {
        final Histogram histogram = new Histogram(1_000_000, 3);
        histogram.recordValue(1000);
        histogram.recordValue(3000);
        final JsonNode row = json(COST.ratioBounded(0.1).recorded(histogram));
        assertEquals("a.cost", row.get("key").asText());
        assertEquals(20, row.get("value").asDouble());
        assertEquals("ns", row.get("unit").asText());
        assertEquals("a peer", row.get("peer").asText());
        assertEquals(100, row.get("peerValue").asDouble());
        assertEquals(0.3, row.get("ratio").asDouble());
        assertEquals("lower", row.get("better").asText());
        assertEquals("[0.1,0.4]", row.get("ratioSpread").toString());
        assertEquals(0.1, row.get("bound").asDouble());
        assertEquals("ratio", row.get("boundOf").asText());
        assertTrue(row.get("aim").isNull());
        assertFalse(row.get("met").asBoolean());
        final byte[] hdr = Base64.getDecoder().decode(row.get("histogram").get("hdr").asText());
        assertEquals(histogram, Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(hdr), 0));
    }

    @Test
    void shouldWriteNullWhereThereIsNothing() throws IOException
    {
        final JsonNode row = json(Row.of("a", "b", "ns", Better.LOWER, Figures.of(1.0)));
        for (final String key : new String[]{"peer", "peerValue", "ratio", "ratioSpread", "bound", "boundOf", "met"})
        {
            assertTrue(row.get(key).isNull(), key);
        }
    }

    private static JsonNode json(final Row row) throws IOException
    {
        final StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text))
        {
            row.write(json);
        }
        return new ObjectMapper().readTree(text.toString());
    }
}
