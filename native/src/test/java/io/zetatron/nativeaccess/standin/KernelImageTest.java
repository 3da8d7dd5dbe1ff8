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
package io.zetatron.nativeaccess.standin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The committed PTX is what nvcc makes of the kernels' source. Another nvcc than the one that made it may choose other
 * instructions; names and parameters must agree all the same.
 */
@Timeout(120)
class KernelImageTest
{
    private static final Path USUAL_NVCC = Path.of("/usr/local/cuda/bin/nvcc");
    private static final Pattern MADE_BY = Pattern.compile("with nvcc (.*)\\. Not for editing");
    private static final Pattern ENTRY = Pattern.compile("\\.visible \\.entry (\\w+)\\(([^)]*)\\)");

    @TempDir
    Path folder;

    @Test
    void shouldHoldWhatNvccMakesOfTheSource() throws IOException, InterruptedException
    {
        final boolean nvcc = isOnPath("nvcc") || Files.isExecutable(USUAL_NVCC);
        assumeTrue(nvcc, "there is no nvcc on the PATH, and no " + USUAL_NVCC);
        assumeTrue(isOnPath("gcc"), "there is no gcc, which nvcc asks for, on the PATH");
        final Path made = folder.resolve("kernels.ptx");
        final Path log = folder.resolve("log");
        final Process process = new ProcessBuilder("cuda/generate", made.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
        final boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended && process.exitValue() == 0, Files.readString(log));

        final String fresh = Files.readString(made);
        final String committed = CudaSession.kernels();
        assertEquals(interfaces(fresh), interfaces(committed));
        if (madeBy(fresh).equals(madeBy(committed)))
        {
            assertEquals(fresh, committed, "run native/cuda/generate after changing a kernel");
        }
    }

    @Test
    void shouldTellNothingOfTheMachineThatMadeIt()
    {
        final String committed = CudaSession.kernels();
        assertFalse(committed.contains("/tmp") || committed.contains("/home") || committed.contains(".file"));
        assertTrue(committed.contains("\n.version 7.0\n.target sm_80\n"), "an older driver must take it");
        assertEquals(4, interfaces(committed).size());
    }

    private static boolean isOnPath(final String program)
    {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String madeBy(final String ptx)
    {
        final Matcher matcher = MADE_BY.matcher(ptx);
        assertTrue(matcher.find(), "the image does not say which nvcc made it");
        return matcher.group(1);
    }

    private static List<String> interfaces(final String ptx)
    {
        return ENTRY.matcher(ptx).results()
            .map((entry) -> entry.group(1) + entry.group(2).replaceAll("\\s+", " "))
            .sorted()
            .toList();
    }
}
