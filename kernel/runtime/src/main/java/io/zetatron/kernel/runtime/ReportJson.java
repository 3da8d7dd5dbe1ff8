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
package io.zetatron.kernel.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.kernel.runtime.sink.AlarmRecord;
import io.zetatron.kernel.runtime.sink.IncidentRecord;
import io.zetatron.kernel.runtime.state.StateReport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A report as JSON.
 */
public final class ReportJson
{
    private static final double STEPS = 1e6;

    private final JsonGenerator json;

    private ReportJson(final JsonGenerator json)
    {
        this.json = json;
    }

    /**
     * Write a report.
     *
     * @param report to write.
     * @param stream to write it to, which stays open.
     * @throws IOException if it cannot be written.
     */
    public static void write(final RunReport report, final OutputStream stream) throws IOException
    {
        try (JsonGenerator json = new JsonFactory().createGenerator(stream))
        {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            new ReportJson(json).report(report);
        }
        stream.write('\n');
        stream.flush();
    }

    private void report(final RunReport report) throws IOException
    {
        final KernelStatus status = report.status();
        json.writeStartObject();
        json.writeStringField("source", status.source());
        json.writeNumberField("columns", status.columns());
        json.writeBooleanField("complete", report.isComplete());
        number("elapsedS", status.elapsedNs() / 1e9);
        json.writeNumberField("rowsIn", status.rowsIn());
        json.writeNumberField("rowsOut", status.rowsOut());
        json.writeNumberField("anomalies", status.anomalies());
        json.writeNumberField("incidents", status.incidents());
        json.writeNumberField("drops", report.drops());
        json.writeNumberField("deadlineMisses", status.deadlineMisses());
        json.writeNumberField("latePlans", report.latePlans());
        json.writeNumberField("abandonedPlans", report.abandonedPlans());
        json.writeNumberField("alarms", status.alarms());
        boot(report);
        engines(status);
        hops(status.hops());
        json.writeObjectFieldStart("gc");
        json.writeNumberField("count", report.gc().count());
        json.writeNumberField("ms", report.gc().ms());
        json.writeEndObject();
        memory(report);
        if (report.state().isPresent())
        {
            state(report.state().get());
        }
        host(report);
        incidents(report.incidents());
        alarms(report.alarms());
        texts("remarks", report.remarks());
        texts("notes", report.notes());
        json.writeEndObject();
    }

    private void boot(final RunReport report) throws IOException
    {
        json.writeObjectFieldStart("boot");
        number("totalMs", report.bootTotalMs());
        number("firstResultMs", report.firstResultMs());
        json.writeArrayFieldStart("steps");
        for (final BootLog.Step step : report.boot())
        {
            json.writeStartObject();
            json.writeStringField("name", step.name());
            number("ms", step.ms());
            if (!step.detail().isEmpty())
            {
                json.writeStringField("detail", step.detail());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void engines(final KernelStatus status) throws IOException
    {
        json.writeArrayFieldStart("engines");
        for (final KernelStatus.EngineStatus engine : status.engines())
        {
            json.writeStartObject();
            json.writeStringField("id", engine.id());
            json.writeStringField("title", engine.title());
            json.writeStringField("loop", engine.loop());
            json.writeNumberField("core", engine.core());
            json.writeNumberField("framesIn", engine.framesIn());
            json.writeNumberField("framesOut", engine.framesOut());
            number("busyShare", engine.busyShare());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void hops(final KernelStatus.Hops hops) throws IOException
    {
        json.writeObjectFieldStart("hops");
        json.writeNumberField("p50Ns", hops.p50Ns());
        json.writeNumberField("p99Ns", hops.p99Ns());
        json.writeNumberField("p999Ns", hops.p999Ns());
        json.writeNumberField("maxNs", hops.maxNs());
        json.writeNumberField("count", hops.count());
        json.writeEndObject();
    }

    private void memory(final RunReport report) throws IOException
    {
        json.writeObjectFieldStart("memoryBytes");
        for (final var entry : report.memoryBytes().entrySet())
        {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private void state(final StateReport state) throws IOException
    {
        json.writeObjectFieldStart("state");
        json.writeStringField("folder", state.folder().toString());
        json.writeArrayFieldStart("blocks");
        for (final StateReport.Block block : state.blocks())
        {
            json.writeStartObject();
            json.writeStringField("block", block.name());
            json.writeStringField("restored", block.restored().isEmpty() ? null : block.restored());
            number("restoreMs", block.restoreNs() / (double)TimeUnit.MILLISECONDS.toNanos(1));
            json.writeNumberField("position", block.position());
            json.writeNumberField("checkpoints", block.checkpoints());
            json.writeNumberField("failures", block.failures());
            json.writeNumberField("bytes", block.bytes());
            json.writeNumberField("longestHoldNs", block.longestHoldNs());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void host(final RunReport report) throws IOException
    {
        final HostFacts host = report.host();
        json.writeObjectFieldStart("host");
        json.writeStringField("cpu", host.cpu());
        json.writeNumberField("cores", host.cores());
        json.writeStringField("kernel", host.kernel());
        json.writeStringField("jdk", host.jdk());
        texts("collectors", host.collectors());
        json.writeStringField("idle", report.idleStrategy());
        number("stealShare", host.stealShare());
        json.writeEndObject();
    }

    private void incidents(final List<IncidentRecord> incidents) throws IOException
    {
        json.writeArrayFieldStart("incidentList");
        for (final IncidentRecord incident : incidents)
        {
            json.writeStartObject();
            json.writeNumberField("id", incident.id());
            json.writeStringField("timestamp", incident.timestamp().isEmpty() ? null : incident.timestamp());
            json.writeNumberField("firstRow", incident.firstRow());
            json.writeNumberField("lastRow", incident.lastRow());
            json.writeNumberField("rows", incident.rows());
            number("peakScore", incident.peakScore());
            json.writeStringField("pattern", incident.pattern());
            json.writeArrayFieldStart("suspects");
            for (final IncidentRecord.Suspect suspect : incident.suspects())
            {
                json.writeStartObject();
                json.writeStringField("column", suspect.column());
                json.writeNumberField("firstRow", suspect.firstRow());
                number("weight", suspect.weight());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("explanation", incident.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void alarms(final List<AlarmRecord> alarms) throws IOException
    {
        json.writeArrayFieldStart("alarmList");
        for (final AlarmRecord alarm : alarms)
        {
            json.writeStartObject();
            json.writeStringField("kind", alarm.kind());
            json.writeStringField("subject", alarm.subject());
            json.writeNumberField("value", alarm.value());
            json.writeNumberField("threshold", alarm.threshold());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void texts(final String field, final List<String> texts) throws IOException
    {
        json.writeArrayFieldStart(field);
        for (final String text : texts)
        {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void number(final String field, final double value) throws IOException
    {
        if (Double.isFinite(value))
        {
            json.writeNumberField(field, Math.round(value * STEPS) / STEPS);
        }
        else
        {
            json.writeNullField(field);
        }
    }
}
