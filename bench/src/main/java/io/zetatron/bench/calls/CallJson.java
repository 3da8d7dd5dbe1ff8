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
package io.zetatron.bench.calls;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.bench.report.Json;

import java.io.IOException;

/**
 * A report for programs.
 */
final class CallJson
{
    private CallJson()
    {
    }

    /**
     * Write a report as fields of the object that is being written.
     *
     * @param report to write.
     * @param json   to write it to.
     * @throws IOException if it cannot be written.
     */
    static void write(final CallReport report, final JsonGenerator json) throws IOException
    {
        report.conditions().write(json);
        json.writeArrayFieldStart("costs");
        for (final CallCost cost : report.costs())
        {
            write(report, cost, json);
        }
        json.writeEndArray();
    }

    private static void write(final CallReport report, final CallCost cost, final JsonGenerator json)
        throws IOException
    {
        json.writeStartObject();
        json.writeStringField("call", cost.callCase().call());
        json.writeStringField("way", cost.callCase().way());
        json.writeStringField("jmh", cost.callCase().id());
        json.writeNumberField("medianNs", cost.forksNs().median());
        json.writeNumberField("lowestNs", cost.forksNs().lowest());
        json.writeNumberField("highestNs", cost.forksNs().highest());
        Json.number(json, "timesC", report.timesAsMuch(cost, CallCase.C).orElse(Double.NaN));
        Json.number(json, "timesJni", report.timesAsMuch(cost, CallCase.JNI).orElse(Double.NaN));
        Json.numbers(json, "forksNs", cost.forksNs());
        json.writeEndObject();
    }
}
