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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What the kernel as a whole finds in a noisy daily cycle.
 */
@Timeout(60)
class DetectionTest
{
    private static final int ROWS = 10 * Streams.ROWS_PER_DAY;
    private static final int BEGIN = 8 * Streams.ROWS_PER_DAY + 100;
    private static final int END = BEGIN + 60;

    @TempDir
    Path folder;

    static Stream<Arguments> disturbances()
    {
        final Streams.Disturbance shift = (row, cycle, noise) -> cycle + noise + (isDisturbed(row) ? 5 : 0);
        final Streams.Disturbance spike = (row, cycle, noise) -> cycle + noise + (row == BEGIN ? 6 : 0);
        final Streams.Disturbance dropout = (row, cycle, noise) -> isDisturbed(row) ? 0 : cycle + noise;
        final Streams.Disturbance variance = (row, cycle, noise) -> cycle + noise * (isDisturbed(row) ? 5 : 1);
        return IntStream.rangeClosed(1, 3).boxed().flatMap((seed) -> Stream.of(
            Arguments.of("level shift", seed, shift),
            Arguments.of("spike", seed, spike),
            Arguments.of("dropout", seed, dropout),
            Arguments.of("variance", seed, variance)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("disturbances")
    void shouldFlagADisturbance(final String name, final int seed, final Streams.Disturbance disturbance)
        throws IOException
    {
        final List<Integer> anomalies = anomalies(seed, disturbance);

        assertTrue(anomalies.stream().anyMatch((row) -> row >= BEGIN && row < END), name + ": " + anomalies);
    }

    @Test
    void shouldRaiseFewerThanOneFalseAlarmInAThousandRows() throws IOException
    {
        int alarms = 0;
        for (int seed = 11; seed <= 15; seed++)
        {
            alarms += anomalies(seed, Streams.Disturbance.NONE).size();
        }

        assertTrue(alarms < 5 * ROWS / 1000, alarms + " false alarms in " + 5 * ROWS + " rows");
    }

    private static boolean isDisturbed(final int row)
    {
        return row >= BEGIN && row < END;
    }

    private List<Integer> anomalies(final int seed, final Streams.Disturbance disturbance) throws IOException
    {
        final Path input = Streams.write(folder.resolve("in.csv"), ROWS, seed, disturbance);
        final Path output = folder.resolve("out.jsonl");
        final CommandRun run = CommandRun.of(
            "run", "--quiet", "--input", input.toString(), "--output", output.toString());
        assertEquals(0, run.exitCode(), run.err());
        return CommandRun.lines(output).stream()
            .filter((line) -> line.get("anomaly").asBoolean())
            .map((final JsonNode line) -> line.get("row").asInt())
            .toList();
    }
}
