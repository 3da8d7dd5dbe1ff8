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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Chronicle Map costs more time to load than the kernel takes to boot: a run that does not use the registry does
 * without.
 */
class LazyRegistryTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldLoadNothingOfChronicleMapInARunThatDoesNotUseTheRegistry() throws Exception
    {
        final Path input = Streams.write(folder.resolve("in.csv"), 20, 1, Streams.Disturbance.NONE);
        final Path classes = folder.resolve("classes.log");
        try (ChildProcess child = ChildProcess.startWith(
            folder, List.of("env", "JDK_JAVA_OPTIONS=-Xlog:class+load:file=" + classes),
            "run", "-q", "-i", input.toString(), "-o", folder.resolve("out.jsonl").toString()))
        {
            assertEquals(0, child.awaitExit(), child.err());
        }

        assertTrue(count(classes, "io.zetatron.kernel.runtime.Kernel ") > 0, "the log says which classes were loaded");
        assertEquals(0, count(classes, "net.openhft.chronicle."));
        assertEquals(0, count(classes, "io.zetatron.memory.registry."));
    }

    private static long count(final Path classes, final String name) throws Exception
    {
        try (Stream<String> lines = Files.lines(classes))
        {
            return lines.filter((line) -> line.contains(name)).count();
        }
    }
}
