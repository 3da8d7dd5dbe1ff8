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

import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.DefaultFile;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.config.Property;
import io.zetatron.kernel.runtime.engine.EngineLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigCommandTest
{
    @TempDir
    Path folder;

    @Test
    void shouldSetEveryKeyToItsDefaultInTheDefaultFile() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("zetatron.yaml"), DefaultFile.text());

        final Configuration configuration = Configuration.load(
            KernelProperties.with(EngineLoader.load()), Optional.of(file), new Properties(), Map.of());

        configuration.values().forEach((name, value) ->
        {
            assertTrue(value.origin().startsWith("zetatron.yaml:"), name + " is not in the default file");
            assertEquals(configuration.properties().get(name).defaultValue(), value.text(), name);
        });
    }

    @Test
    void shouldLetDoctorLookForLibrariesWhereTheConfigurationSays() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("z.yaml"), "library.cuda: /no/libcuda.so.1\n");

        final CommandRun run = CommandRun.of(
            "doctor", "--json", "--config", file.toString(), "--set", "library.nvml=/no/libnvidia-ml.so.1");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("/no/libcuda.so.1 (zetatron.library.cuda) is not there"), run.out());
        assertTrue(run.out().contains("/no/libnvidia-ml.so.1 (zetatron.library.nvml) is not there"), run.out());
    }

    @Test
    void shouldStateEveryRangeInTheDefaultFile()
    {
        final Map<String, Property> properties = Configuration.load(
            KernelProperties.with(EngineLoader.load()), Optional.empty(), new Properties(), Map.of()).properties();

        properties.values().stream().filter((property) -> property.kind() == Property.Kind.NUMBER).forEach((property) ->
            assertTrue(DefaultFile.text().contains(property.minimum() + ".." + property.maximum()), property.name()));
    }

    @Test
    void shouldPrintTheOriginOfEachValue() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("z.yaml"), "\nsource:\n  rate.hz: 7\nscheduler.pin: no\n");

        final CommandRun run = CommandRun.of(
            "config", "--config", file.toString(), "--set", "scheduler.pin=yes");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().matches("(?s).*source\\.rate\\.hz: 7 +# z\\.yaml:3\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*scheduler\\.pin: yes +# --set\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*bus\\.folder: auto +# default\n.*"), run.out());
    }

    @Test
    void shouldLetAPropertyWinOverTheFileAndSetOverTheProperty() throws IOException
    {
        final Path file = Files.writeString(folder.resolve("z.yaml"), "source.rate.hz: 7\nsource.window.rows: 8\n");

        final CommandRun run = CommandRun.of("config", "--config", file.toString(),
            "-Dzetatron.source.rate.hz=9", "-Dzetatron.source.window.rows=10", "--set", "source.window.rows=11");

        assertTrue(run.out().matches("(?s).*source\\.rate\\.hz: 9 +# -Dzetatron\\.source\\.rate\\.hz\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*source\\.window\\.rows: 11 +# --set\n.*"), run.out());
        assertEquals(1, CommandRun.of("config", "-Dzetatron.source.rate=9").exitCode());
    }

    @Test
    void shouldPrintAFileThatCanBeUsedAgain() throws IOException
    {
        final Path file = Files.writeString(
            folder.resolve("again.yaml"), CommandRun.of("config", "--set", "source.rate.hz=9").out());

        final CommandRun run = CommandRun.of("config", "--config", file.toString());

        assertTrue(run.out().contains("source.rate.hz: 9 "), run.err());
    }

    @Test
    void shouldPrintTheAnnotatedDefault()
    {
        assertEquals(DefaultFile.text(), CommandRun.of("config", "--default").out());
    }

    @Test
    void shouldPrintVersionAndHelp()
    {
        assertTrue(CommandRun.of("version").out().startsWith("zetatron "));
        assertTrue(CommandRun.of("help").out().contains("doctor"));
        assertEquals(0, CommandRun.of("help", "run").exitCode());
        assertEquals(0, CommandRun.of("run", "--help").exitCode());
    }
}
