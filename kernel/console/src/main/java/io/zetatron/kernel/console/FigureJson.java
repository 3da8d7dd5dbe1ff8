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
package io.zetatron.kernel.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.kernel.runtime.observe.KernelSnapshot;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Channel;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Domain;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Engine;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Loop;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.Pool;
import io.zetatron.kernel.runtime.observe.KernelSnapshot.State;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A kernel's figures as JSON. What is not known is null.
 */
final class FigureJson
{
    private static final double STEPS = 1e6;

    private final KernelRates figures;
    private final JsonGenerator json;

    FigureJson(final KernelRates figures, final JsonGenerator json)
    {
        this.figures = figures;
        this.json = json;
    }

    void kernel() throws IOException
    {
        final KernelSnapshot now = figures.now();
        json.writeNumberField("pid", now.kernel().pid());
        json.writeStringField("folder", now.kernel().folder().toString());
        json.writeStringField("version", now.version());
        json.writeNumberField("epochMs", now.takenEpochMs());
        number("elapsedS", figures.elapsedNs() / 1e9);
        json.writeBooleanField("ending", now.isEnding());
    }

    void rows() throws IOException
    {
        final KernelSnapshot.Rows rows = figures.now().rows();
        json.writeStringField("source", figures.now().source());
        number("intervalS", figures.seconds());
        json.writeObjectFieldStart("rows");
        count("columns", rows.columns());
        count("in", rows.in());
        count("out", rows.out());
        count("anomalies", rows.anomalies());
        count("credit", rows.credit());
        number("outPerS", figures.rowsPerSecond());
        json.writeEndObject();
    }

    void engines() throws IOException
    {
        json.writeArrayFieldStart("engines");
        for (final Engine engine : figures.now().engines())
        {
            json.writeStartObject();
            json.writeStringField("id", engine.id());
            json.writeStringField("title", engine.title());
            json.writeStringField("loop", engine.loop());
            json.writeNumberField("core", engine.cpu());
            count("framesIn", engine.framesIn());
            count("framesOut", engine.framesOut());
            number("framesInPerS", figures.framesInPerSecond(engine));
            number("framesOutPerS", figures.framesOutPerSecond(engine));
            number("busyShare", figures.busyShare(engine));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void loops() throws IOException
    {
        json.writeArrayFieldStart("loops");
        for (final Loop loop : figures.now().loops())
        {
            json.writeStartObject();
            json.writeStringField("name", loop.name());
            json.writeNumberField("core", loop.cpu());
            count("cycles", loop.cycles());
            number("cyclesPerS", figures.cyclesPerSecond(loop));
            number("busyShare", figures.busyShare(loop));
            count("longestCycleNs", loop.longestCycleNs());
            count("longestGapNs", loop.longestGapNs());
            count("stalls", loop.stalls());
            count("stallThresholdNs", loop.stallThresholdNs());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void channels() throws IOException
    {
        json.writeArrayFieldStart("channels");
        for (final Channel channel : figures.now().channels())
        {
            json.writeStartObject();
            json.writeStringField("source", channel.source());
            json.writeStringField("target", channel.target());
            json.writeNumberField("streamId", channel.streamId());
            count("sent", channel.sent());
            count("received", channel.received());
            count("backlog", channel.backlog());
            count("refused", channel.refused());
            count("malformed", channel.malformed());
            number("sentPerS", figures.sentPerSecond(channel));
            number("receivedPerS", figures.receivedPerSecond(channel));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void domains() throws IOException
    {
        json.writeArrayFieldStart("domains");
        for (final Domain domain : figures.now().domains())
        {
            json.writeStartObject();
            json.writeNumberField("number", domain.number());
            json.writeStringField("owner", domain.owner());
            count("usedBytes", domain.usedBytes());
            count("quotaBytes", domain.quotaBytes());
            count("residentBytes", domain.residentBytes());
            count("lockedBytes", domain.lockedBytes());
            json.writeObjectFieldStart("residentBytesByNode");
            for (final Map.Entry<Integer, Long> node : domain.bytesByNode().entrySet())
            {
                json.writeNumberField(Integer.toString(node.getKey()), node.getValue());
            }
            json.writeEndObject();
            json.writeStringField("wishedPages", domain.wishedPages());
            json.writeStringField("pages", domain.pages());
            json.writeStringField("wishedNodes", domain.wishedNodes());
            json.writeStringField("backing", domain.backing());
            texts("reasons", domain.reasons());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void pools() throws IOException
    {
        json.writeArrayFieldStart("pools");
        for (final Pool pool : figures.now().pools())
        {
            json.writeStartObject();
            json.writeNumberField("domain", pool.domain());
            json.writeStringField("owner", pool.owner());
            json.writeStringField("name", pool.name());
            count("slotBytes", pool.slotBytes());
            count("slots", pool.slots());
            count("inUse", pool.inUse());
            count("highWater", pool.highWater());
            count("exhaustions", pool.exhaustions());
            count("staleRefused", pool.refusals());
            count("reclaimed", pool.reclaimed());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void state() throws IOException
    {
        json.writeArrayFieldStart("states");
        for (final State state : figures.now().states())
        {
            json.writeStartObject();
            json.writeStringField("block", state.block());
            count("checkpoints", state.checkpoints());
            count("failures", state.failures());
            count("writtenBytes", state.writtenBytes());
            count("lastSequence", state.lastSequence());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (figures.now().scrubber().isPresent())
        {
            final KernelSnapshot.Scrubber scrubber = figures.now().scrubber().get();
            json.writeObjectFieldStart("scrubber");
            count("pages", scrubber.pages());
            count("mismatches", scrubber.mismatches());
            count("passes", scrubber.passes());
            json.writeEndObject();
        }
    }

    private void texts(final String name, final List<String> texts) throws IOException
    {
        json.writeArrayFieldStart(name);
        for (final String text : texts)
        {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void count(final String name, final long value) throws IOException
    {
        if (value < 0)
        {
            json.writeNullField(name);
        }
        else
        {
            json.writeNumberField(name, value);
        }
    }

    private void number(final String name, final double value) throws IOException
    {
        json.writeNumberField(name, Math.round(value * STEPS) / STEPS);
    }
}
