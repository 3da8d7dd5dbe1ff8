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
package io.zetatron.memory;

import io.zetatron.nativeaccess.Pages;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Boots a machine of two NUMA nodes in software and runs {@link TwoNodes} in it.
 */
@Timeout(400)
class TwoNodesTest
{
    private static final Path SCRIPT = Path.of("src/test/vm/two-nodes");
    private static final int LACKING = 77;

    @Test
    void shouldPutPagesOnTheNodesThatWereAskedFor() throws IOException, InterruptedException
    {
        final Process machine = new ProcessBuilder(SCRIPT.toString(), System.getProperty("java.home"),
            String.join(":", folderOf(TwoNodes.class), folderOf(MemoryDomain.class), folderOf(Pages.class),
                bindings(), folderOf(DirectBuffer.class)),
            TwoNodes.class.getName()).redirectErrorStream(true).start();
        final String out;
        try (InputStream printed = machine.getInputStream())
        {
            out = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
        }
        final int exit = machine.waitFor();
        assumeTrue(exit != LACKING, out);
        assertEquals(0, exit, out);
        assertTrue(out.contains("nodes 0-1") && out.contains("0 failures"), out);
    }

    private static String bindings()
    {
        return Stream.of(System.getProperty("java.class.path").split(":"))
            .filter((entry) -> entry.contains("bindings")).findFirst().orElseThrow();
    }

    private static String folderOf(final Class<?> type)
    {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }
}
