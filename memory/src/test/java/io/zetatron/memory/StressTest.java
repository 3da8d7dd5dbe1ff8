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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs the races of this module, the classes named {@code …Stress}, under jcstress, which starts JVMs of its own. The
 * build runs each for a moment; {@code -Dzetatron.test.stress="-m default"} and other arguments of jcstress take
 * longer, in every combination of compilers. The report is {@code memory/target/jcstress/index.html}.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class StressTest
{
    private static final String SHORTLY = "-m quick -sc false -f 1 -iters 1 -time 500";
    private static final String ARGUMENTS = System.getProperty("zetatron.test.stress", SHORTLY);
    private static final long SHORTLY_AT_MOST_S = 300;
    private static final long AT_MOST_S = TimeUnit.HOURS.toSeconds(11);
    private static final int RACES = 14;

    @Test
    void shouldComeToNoForbiddenOutcome() throws IOException, InterruptedException
    {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "a race takes two processors, and there is one");
        final Path folder = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        final Path output = folder.resolve("output.txt");
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Xmx256m",
            "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "org.openjdk.jcstress.Main", "-t", "io\\.zetatron\\..*Stress.*", "-c", "2", "-r", folder.toString(),
            "-jvmArgs", "--enable-native-access=ALL-UNNAMED -Xmx256m -XX:+UseSerialGC"));
        command.addAll(List.of(ARGUMENTS.split(" ")));
        final Process process = new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        try
        {
            assertTrue(process.waitFor(ARGUMENTS.equals(SHORTLY) ? SHORTLY_AT_MOST_S : AT_MOST_S, TimeUnit.SECONDS),
                () -> "jcstress does not come to an end: " + text(output));
        }
        finally
        {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertEquals(0, process.exitValue(), () -> text(output));
        final String passed = Files.readString(output).lines().filter((line) -> line.contains(" passed, "))
            .reduce("", (earlier, later) -> later);
        assertTrue(passed.matches(".* planned; (\\d+) passed, 0 failed, 0 soft errs, 0 hard errs\\)") &&
            number(passed, "; ") >= RACES && number(passed, "; ") == number(passed, ": "), () -> text(output));
    }

    private static int number(final String text, final String before)
    {
        return Integer.parseInt(text.substring(text.indexOf(before) + before.length()).replaceAll("\\D.*", ""));
    }

    private static String text(final Path output)
    {
        try
        {
            final String text = Files.readString(output);
            return text.substring(Math.max(0, text.indexOf("RUN RESULTS:")));
        }
        catch (final IOException ex)
        {
            return "cannot read " + output + ": " + ex.getMessage();
        }
    }
}
