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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.zetatron.kernel.runtime.state.StateFolder;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checkpoints for people and for programs.
 */
final class StateListing
{
    private static final JsonFactory FACTORY =
        JsonFactory.builder().build().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private StateListing()
    {
    }

    static List<String> lines(final List<StateFolder.Checkpoint> checkpoints)
    {
        final List<String> lines = new ArrayList<>();
        String block = "";
        for (final StateFolder.Checkpoint checkpoint : checkpoints)
        {
            if (!checkpoint.block().equals(block))
            {
                block = checkpoint.block();
                lines.add(block);
                lines.add(row("number", "taken", "kind", "pages", "bytes", "position", "state"));
            }
            lines.add(row(
                Long.toString(checkpoint.sequence()),
                checkpoint.wallClockMs() == 0 ? "?" : Instant.ofEpochMilli(checkpoint.wallClockMs()).toString(),
                checkpoint.kind().isEmpty() ? "?" : checkpoint.kind(),
                Figures.count(checkpoint.pages()),
                Figures.count(checkpoint.bytes()),
                Figures.count(checkpoint.position()),
                checkpoint.state() + (checkpoint.isUsable() ? "" :
                    ": " + checkpoint.reason() + " (" + checkpoint.file() + ")")));
        }
        return lines;
    }

    private static String row(final Object... cells)
    {
        return String.format(Locale.ROOT, "  %8s  %-24s  %-11s  %10s  %14s  %14s  %s", cells);
    }

    static void json(final Path folder, final List<StateFolder.Checkpoint> checkpoints, final Writer out)
        throws IOException
    {
        try (JsonGenerator json = begin(folder, out))
        {
            json.writeArrayFieldStart("checkpoints");
            for (final StateFolder.Checkpoint checkpoint : checkpoints)
            {
                json.writeStartObject();
                json.writeStringField("block", checkpoint.block());
                json.writeNumberField("sequence", checkpoint.sequence());
                json.writeStringField("file", checkpoint.file().toString());
                json.writeStringField("taken", checkpoint.wallClockMs() == 0 ? null :
                    Instant.ofEpochMilli(checkpoint.wallClockMs()).toString());
                json.writeStringField("kind", checkpoint.kind().isEmpty() ? null : checkpoint.kind());
                json.writeNumberField("pages", checkpoint.pages());
                json.writeNumberField("bytes", checkpoint.bytes());
                json.writeNumberField("position", checkpoint.position());
                json.writeStringField("state", checkpoint.state());
                json.writeStringField("reason", checkpoint.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField(
                "unusable", checkpoints.stream().filter((checkpoint) -> !checkpoint.isUsable()).count());
            end(json);
        }
    }

    static void pruned(final Path folder, final List<StateFolder.Pruned> blocks, final Writer out) throws IOException
    {
        try (JsonGenerator json = begin(folder, out))
        {
            json.writeArrayFieldStart("blocks");
            for (final StateFolder.Pruned block : blocks)
            {
                json.writeStartObject();
                json.writeStringField("block", block.block());
                json.writeNumberField("oldestKept", block.oldestKept());
                json.writeNumberField("merged", block.merged());
                json.writeArrayFieldStart("deleted");
                for (final Path file : block.deleted())
                {
                    json.writeString(file.toString());
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            end(json);
        }
    }

    private static JsonGenerator begin(final Path folder, final Writer out) throws IOException
    {
        final JsonGenerator json = FACTORY.createGenerator(out);
        json.useDefaultPrettyPrinter();
        json.writeStartObject();
        json.writeStringField("folder", folder.toString());
        return json;
    }

    private static void end(final JsonGenerator json) throws IOException
    {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
