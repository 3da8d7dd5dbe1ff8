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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zetatron.kernel.runtime.BootLog;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A command, run inside the test's process.
 *
 * @param exitCode of the command.
 * @param out      what it printed.
 * @param err      what it printed to standard error.
 */
record CommandRun(int exitCode, String out, String err)
{
    private static final ObjectMapper JSON = new ObjectMapper();

    static CommandRun of(final String... arguments)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exitCode = Main.commandLine(BootLog.sinceProcessStart())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /**
     * The one line that says what went wrong.
     */
    String complaint()
    {
        final List<String> lines = err.lines().filter((line) -> !line.startsWith("note: ")).toList();
        if (lines.size() != 1)
        {
            throw new AssertionError("expected one plain line, got: " + err);
        }
        return lines.getFirst();
    }

    static JsonNode json(final Path file) throws IOException
    {
        return JSON.readTree(Files.readString(file));
    }

    static List<JsonNode> lines(final Path file) throws IOException
    {
        return Files.readAllLines(file).stream().map(CommandRun::parse).toList();
    }

    static JsonNode parse(final String line)
    {
        try
        {
            return JSON.readTree(line);
        }
        catch (final IOException ex)
        {
            throw new AssertionError("no JSON: " + line, ex);
        }
    }
}
