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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class StateCommandTest
{
    @TempDir
    Path folder;

    private Path state;

    @BeforeEach
    void keep() throws IOException
    {
        state = folder.resolve("state");
        final Path input = Streams.write(folder.resolve("in.csv"), 300, 1, Streams.Disturbance.NONE);
        for (int i = 0; i < 3; i++)
        {
            assertEquals(0, CommandRun.of("run", "-q", "-i", input.toString(), "--state", state.toString()).exitCode());
        }
    }

    private CommandRun command(final String command, final String... more)
    {
        final String[] all = new String[more.length + 3];
        all[0] = "state";
        all[1] = command;
        all[2] = state.toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandRun.of(all);
    }

    @Test
    void shouldListWhatIsKept()
    {
        final CommandRun run = command("history");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(2 * (2 + 3), run.out().lines().count(), run.out());
        assertTrue(run.out().contains("spector.detection\n") && run.out().contains("unread"), run.out());
        final JsonNode json = CommandRun.parse(command("history", "--json").out());
        assertEquals(6, json.get("checkpoints").size());
        assertEquals(900, json.at("/checkpoints/5/position").asInt());
        assertEquals("full", json.at("/checkpoints/0/kind").asText());
    }

    @Test
    void shouldVerifyWhatIsWhole()
    {
        final CommandRun run = command("verify", "--json");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(0, CommandRun.parse(run.out()).get("unusable").asInt());
        assertEquals("good", CommandRun.parse(run.out()).at("/checkpoints/3/state").asText());
    }

    @Test
    void shouldFailAndNameTheFileWhenOneIsDamaged() throws IOException
    {
        final Path file = Path.of(
            CommandRun.parse(command("history", "--json").out()).at("/checkpoints/5/file").asText());
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        final CommandRun run = command("verify");

        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("1 of 6 checkpoints") && run.complaint().contains(file.toString()),
            run.err());
        assertTrue(run.out().contains("broken: "), run.out());
    }

    @Test
    void shouldPruneAsTold()
    {
        final CommandRun run = command("prune", "--keep-last", "1", "--json");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(2, CommandRun.parse(run.out()).at("/blocks/1/deleted").size());
        assertEquals(0, command("verify").exitCode());
        assertEquals(2, CommandRun.parse(command("history", "--json").out()).get("checkpoints").size());
        assertTrue(command("prune", "--keep-last", "1").out().contains("0 checkpoints deleted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"history", "verify", "prune"})
    void shouldRefuseWhatIsNoFolderOfState(final String command) throws IOException
    {
        state = folder.resolve("nothing");
        assertTrue(command(command).complaint().contains("is no folder"));

        Files.createDirectory(state);
        final CommandRun run = command(command);
        assertEquals(1, run.exitCode());
        assertTrue(run.complaint().contains("holds no checkpoint"), run.err());
    }

    @Test
    void shouldSayHowItIsUsed()
    {
        assertEquals(2, CommandRun.of("state").exitCode());
        assertEquals(2, CommandRun.of("state", "verify").exitCode());
        assertEquals(1, command("prune", "--keep-last", "0").exitCode());
    }
}
