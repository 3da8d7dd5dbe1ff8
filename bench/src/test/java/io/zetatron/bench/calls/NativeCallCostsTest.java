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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zetatron.bench.rounds.BuiltPeers;
import io.zetatron.bench.rounds.NativePeers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(180)
class NativeCallCostsTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void shouldMeasureEveryCallAndCompareItWithItsPeers() throws IOException
    {
        BuiltPeers.assume(NativeCallCosts.LIBRARY);
        final Path file = folder.resolve("calls.json");
        assertEquals(0, execute("--forks", "1", "--iterations", "1", "--time-ms", "10", "--json", file.toString()),
            err::toString);

        final JsonNode report = new ObjectMapper().readTree(file.toFile());
        final List<String> lines = out.toString().lines().toList();
        assertEquals(CallCase.ALL.size(), report.get("costs").size());
        for (int i = 0; i < CallCase.ALL.size(); i++)
        {
            final CallCase callCase = CallCase.ALL.get(i);
            final JsonNode cost = report.get("costs").get(i);
            assertEquals(callCase.id(), cost.get("jmh").asText());
            assertEquals(1, cost.get("forksNs").size());
            assertTrue(cost.get("medianNs").asDouble() > 0, cost::toString);
            assertEquals(callCase.method().equals(CallCase.C), cost.get("timesC").isNull(), cost::toString);
            assertTrue(lines.stream().anyMatch((line) -> line.contains(callCase.way())), callCase::way);
        }
        assertFalse(report.get("host").get("cpu").asText().isEmpty());
        final double othersShare = report.get("host").get("othersShare").asDouble();
        assertTrue(othersShare >= 0 && othersShare < 1, report::toString);
        assertTrue(lines.stream().anyMatch((line) -> line.startsWith("noise  of all CPU time, ")), out::toString);
        assertFalse(Files.exists(folder.resolve("calls.json.partial")));
    }

    @Test
    void shouldRefuseWrongSettings()
    {
        assertEquals(2, execute("--forks", "0"));
        assertEquals("native-calls: --forks is 0, but has to be from 1 to 100; see --help", err.toString().trim());
    }

    @Test
    void shouldSayBeforeMeasuringThatAFileCannotBeWritten()
    {
        BuiltPeers.assume(NativeCallCosts.LIBRARY);
        final Path file = folder.resolve("missing").resolve("calls.json");
        assertEquals(1, execute("--quick", "--json", file.toString()));
        assertEquals("native-calls: java.nio.file.NoSuchFileException: " + file + ".partial", err.toString().trim());
    }

    @Test
    void shouldSayWhatIsLackingWhereThereIsNoLibrary()
    {
        final String built = System.setProperty(NativePeers.FOLDER_PROPERTY, folder.toString());
        try
        {
            assertEquals(1, execute("--quick"));
            assertEquals("native-calls: " + folder.resolve("libcalls.so") + " is missing: it is built where a C " +
                "compiler is on the PATH as cc (install gcc or clang)", err.toString().trim());
        }
        finally
        {
            System.setProperty(NativePeers.FOLDER_PROPERTY, built);
        }
    }

    private int execute(final String... arguments)
    {
        final CommandLine commandLine = NativeCallCosts.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
