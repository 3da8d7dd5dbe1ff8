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
package io.zetatron.bench.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zetatron.bench.rounds.BuiltPeers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(600)
class MemoryCostsTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldMeasureEveryRowBesideItsPeer() throws IOException
    {
        BuiltPeers.assume(MemoryPeers.LIBRARY_NAME);
        final Path written = Files.createDirectory(folder.resolve("written"));
        final Path file = folder.resolve("memory.json");
        assertEquals(0, execute("--forks", "2", "--iterations", "1", "--time-ms", "10", "--state-mib", "16",
            "--checkpoints", "10", "--folder", written.toString(), "--json", file.toString()), err::toString);

        final JsonNode report = new ObjectMapper().readTree(file.toFile());
        final Map<String, JsonNode> rows = new LinkedHashMap<>();
        report.get("rows").forEach((row) -> rows.put(row.get("key").asText(), row));
        for (final String key : new String[]{"memory.slab.acquireRelease", "memory.slab.acquireRelease.vsArena",
            "memory.copy", "memory.copy.4KiBPages.64MiB", "memory.checkpoint.pauseP99",
            "memory.checkpoint.written.1in100", "memory.blockOverhead"})
        {
            assertTrue(rows.containsKey(key), () -> key + " in " + rows.keySet());
            assertFalse(rows.get(key).get("bound").isNull(), key);
            assertEquals(isMet(rows.get(key)), rows.get(key).get("met").asBoolean(), rows.get(key)::toString);
        }
        rows.values().forEach(this::check);
        assertEquals(20, rows.get("memory.checkpoint.pauseP99").get("histogram").get("count").asInt());
        assertEquals(2, report.get("rounds").size());
        try (Stream<Path> left = Files.list(written))
        {
            assertEquals(0, left.count(), "what was written has been deleted");
        }
    }

    // 40 of 4096 pages, each with its number and hash in the table.
    @Test
    void shouldFindWhatIsWrittenInProportionToTheDirtyPages() throws Exception
    {
        BuiltPeers.assume(MemoryPeers.LIBRARY_NAME);
        final CheckpointProbe probe = new CheckpointProbe(folder, 16 << 20, 2, 1);
        final Map<String, Double> figures = probe.measure();
        assertEquals(40 * (4096 + 40) / (double)(1 << 20), figures.get(CheckpointProbe.shareMib(100)), 0.0005);
        assertEquals(4096 * (4096 + 40) / (double)(1 << 20), figures.get(CheckpointProbe.FULL_MIB), 0.0005);
        assertEquals(2, probe.fork().all().getTotalCount());
        assertEquals(2, probe.random().all().getTotalCount());
        assertEquals(2, probe.same().all().getTotalCount());
    }

    @Test
    void shouldRefuseWrongSettings()
    {
        assertEquals(2, execute("--state-mib", "1"));
        assertEquals("memory: --state-mib is 1, but has to be from 16 to 16384; see --help", err.toString().trim());
    }

    @Test
    void shouldSayThatAFolderIsMissing()
    {
        BuiltPeers.assume(MemoryPeers.LIBRARY_NAME);
        final Path missing = folder.resolve("missing");
        assertEquals(1, execute("--folder", missing.toString()));
        assertEquals("memory: java.nio.file.NoSuchFileException: " + missing, err.toString().trim());
    }

    private void check(final JsonNode row)
    {
        assertTrue(row.get("value").isNumber(), row::toString);
        assertEquals(2, row.get("rounds").size());
        assertEquals(row.get("bound").isNull(), row.get("met").isNull(), row::toString);
        assertTrue(out.toString().lines().anyMatch((line) -> line.startsWith(row.get("key").asText() + " ")),
            row::toString);
        if (!row.get("peer").isNull())
        {
            assertTrue(row.get("peerValue").asDouble() > 0, row::toString);
            assertTrue(row.get("ratio").asDouble() > 0, row::toString);
            assertTrue(row.get("ratioSpread").get(0).asDouble() <= row.get("ratioSpread").get(1).asDouble());
        }
    }

    private static boolean isMet(final JsonNode row)
    {
        final double bounded = row.get(row.get("boundOf").asText()).asDouble();
        return row.get("better").asText().equals("lower") ? bounded <= row.get("bound").asDouble() :
            bounded >= row.get("bound").asDouble();
    }

    private int execute(final String... arguments)
    {
        final CommandLine commandLine = MemoryCosts.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
