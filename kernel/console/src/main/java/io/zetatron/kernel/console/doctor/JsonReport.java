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
package io.zetatron.kernel.console.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/**
 * Findings as programs read them.
 */
public final class JsonReport
{
    private static final JsonFactory FACTORY =
        JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private JsonReport()
    {
    }

    /**
     * Write one JSON object: {@code findings} (each {@code id}, {@code topic}, {@code title}, {@code level},
     * {@code found}, {@code advice}), {@code warnings} and {@code notes}.
     *
     * @param findings to write.
     * @param out      that is flushed, not closed.
     * @throws IOException if it cannot be written.
     */
    public static void write(final List<Finding> findings, final Writer out) throws IOException
    {
        try (JsonGenerator json = FACTORY.createGenerator(out))
        {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("findings");
            for (final Finding finding : findings)
            {
                write(finding, json);
            }
            json.writeEndArray();
            json.writeNumberField("warnings", TextReport.count(Level.WARN, findings));
            json.writeNumberField("notes", TextReport.count(Level.NOTE, findings));
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void write(final Finding finding, final JsonGenerator json) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("id", finding.id());
        json.writeStringField("topic", finding.topic().title());
        json.writeStringField("title", finding.title());
        json.writeStringField("level", finding.level().name().toLowerCase(Locale.ROOT));
        json.writeStringField("found", finding.found());
        json.writeStringField("advice", finding.advice());
        json.writeEndObject();
    }
}
