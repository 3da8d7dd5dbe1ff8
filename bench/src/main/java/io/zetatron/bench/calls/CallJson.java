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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.kernel.runtime.HostFacts;

import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * A report for programs.
 */
final class CallJson
{
    private final JsonGenerator json;

    private CallJson(final JsonGenerator json)
    {
        this.json = json;
    }

    /**
     * Write a report as one JSON object.
     *
     * @param report to write.
     * @param out    to write it to; it is closed.
     * @throws IOException if it cannot be written.
     */
    static void write(final CallReport report, final Writer out) throws IOException
    {
        try (JsonGenerator json = new JsonFactory().createGenerator(out))
        {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("benchmark", NativeCallCosts.NAME);
            new CallJson(json).report(report);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private void report(final CallReport report) throws IOException
    {
        json.writeNumberField("forks", report.effort().forks());
        json.writeNumberField("iterations", report.effort().iterations());
        json.writeNumberField("timeMs", report.effort().timeMs());
        json.writeNumberField("seed", report.seed());
        json.writeArrayFieldStart("jvmFlags");
        for (final String flag : report.jvmFlags())
        {
            json.writeString(flag);
        }
        json.writeEndArray();
        host(report.host(), report.othersShare());
        json.writeArrayFieldStart("costs");
        for (final CallCost cost : report.costs())
        {
            cost(report, cost);
        }
        json.writeEndArray();
    }

    private void host(final HostFacts host, final double othersShare) throws IOException
    {
        json.writeObjectFieldStart("host");
        json.writeStringField("cpu", host.cpu());
        json.writeNumberField("cores", host.cores());
        json.writeStringField("kernel", host.kernel());
        json.writeStringField("jdk", host.jdk());
        number("stealShare", Optional.of(host.stealShare()).filter(Double::isFinite));
        number("othersShare", Optional.of(othersShare).filter(Double::isFinite));
        json.writeEndObject();
    }

    private void cost(final CallReport report, final CallCost cost) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("call", cost.callCase().call());
        json.writeStringField("way", cost.callCase().way());
        json.writeStringField("jmh", cost.callCase().id());
        json.writeNumberField("medianNs", cost.medianNs());
        json.writeNumberField("lowestNs", cost.lowestNs());
        json.writeNumberField("highestNs", cost.highestNs());
        number("timesC", report.timesAsMuch(cost, CallCase.C));
        number("timesJni", report.timesAsMuch(cost, CallCase.JNI));
        json.writeArrayFieldStart("forksNs");
        for (final double ns : cost.forksNs())
        {
            json.writeNumber(ns);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void number(final String field, final Optional<Double> value) throws IOException
    {
        if (value.isPresent())
        {
            json.writeNumberField(field, value.get());
        }
        else
        {
            json.writeNullField(field);
        }
    }
}
