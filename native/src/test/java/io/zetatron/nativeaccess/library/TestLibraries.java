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
package io.zetatron.nativeaccess.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Small libraries, compiled for one test.
 */
final class TestLibraries
{
    private static final long TIMEOUT_S = 60;

    private TestLibraries()
    {
    }

    /**
     * A library with functions that answer 0, and with further lines of C.
     */
    static Path library(final Path file, final Collection<String> functions, final String code)
        throws IOException, InterruptedException
    {
        final String bodies = functions.stream()
            .map((name) -> "int " + name + "(void) { return 0; }\n").collect(Collectors.joining());
        return compile(file, bodies + code, "-shared", "-fPIC");
    }

    static Path compile(final Path file, final String code, final String... options)
        throws IOException, InterruptedException
    {
        assumeTrue(hasCompiler(), "no C compiler (cc): apt-get install gcc libc6-dev");
        final Path source = Files.writeString(file.resolveSibling(file.getFileName() + ".c"), code);
        final List<String> command = new ArrayList<>(List.of("cc", "-o", file.toString()));
        command.addAll(List.of(options));
        command.add(source.toString());
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(file.resolveSibling(file.getFileName() + ".log").toFile()).start();
        assertTrue(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS), "the compiler does not end");
        assertEquals(0, process.exitValue(), () -> log(file));
        return file;
    }

    static boolean hasCompiler()
    {
        return hasProgram("cc");
    }

    static boolean hasProgram(final String name)
    {
        return Stream.of(System.getenv("PATH").split(":"))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, name)));
    }

    private static String log(final Path file)
    {
        try
        {
            return Files.readString(file.resolveSibling(file.getFileName() + ".log"));
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
