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

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.bench.rounds.Figures;

import java.io.IOException;

/**
 * What JSON has no way of its own to say.
 */
public final class Json
{
    private Json()
    {
    }

    /**
     * Write a number.
     *
     * @param json  to write to.
     * @param field of the object.
     * @param value of it; written as null if it is not finite.
     * @throws IOException if it cannot be written.
     */
    public static void number(final JsonGenerator json, final String field, final double value) throws IOException
    {
        if (Double.isFinite(value))
        {
            json.writeNumberField(field, value);
        }
        else
        {
            json.writeNullField(field);
        }
    }

    /**
     * Write the figures of all rounds.
     *
     * @param json    to write to.
     * @param field   of the object.
     * @param figures one for each round.
     * @throws IOException if it cannot be written.
     */
    public static void numbers(final JsonGenerator json, final String field, final Figures figures) throws IOException
    {
        json.writeArrayFieldStart(field);
        for (final double figure : figures.rounds())
        {
            json.writeNumber(figure);
        }
        json.writeEndArray();
    }
}
