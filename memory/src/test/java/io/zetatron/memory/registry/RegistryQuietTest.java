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
package io.zetatron.memory.registry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The registry calls nobody, leaves nothing outside its folder, and prints nothing.
 */
@Timeout(60)
class RegistryQuietTest
{
    private static final String ANALYTICS = "net.openhft.chronicle.analytics.Analytics";
    /** Without an address there is no call, whoever makes it. */
    private static final List<String> NETWORK = List.of(
        "java.net.InetAddress", "java.net.InetSocketAddress", "java.net.Socket",
        "sun.net.www.protocol.http.HttpURLConnection", "java.net.http.HttpClient");

    @TempDir
    private Path folder;
    private Path home;
    private Path temporary;
    private Path classes;

    @BeforeEach
    void makeFolders() throws IOException
    {
        home = Files.createDirectory(folder.resolve("home"));
        temporary = Files.createDirectory(folder.resolve("tmp"));
        classes = folder.resolve("classes.log");
    }

    @Test
    void shouldHaveNoAnalyticsOnTheClassPath()
    {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(ANALYTICS));
        assertFalse(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .contains("chronicle-analytics"));
    }

    @Test
    void shouldPrintNothingAndWriteNothingElsewhereAndLoadNothingThatReachesTheNetwork() throws Exception
    {
        runQuietly(List.of());

        try (Stream<String> lines = Files.lines(classes))
        {
            final List<String> loaded =
                lines.map((line) -> line.replaceAll("^(\\[[^]]*])+ *", "").split(" ")[0]).toList();
            assertTrue(loaded.contains(Registry.class.getName()), "the log says which classes were loaded");
            assertEquals(List.of(), loaded.stream().filter(NETWORK::contains).toList());
            assertFalse(loaded.contains(ANALYTICS));
        }
    }

    @Test
    void shouldWorkWhereThereIsNoNetworkAtAll() throws Exception
    {
        assumeTrue(new ProcessBuilder("unshare", "-rn", "true").start().waitFor() == 0,
            "a network namespace of its own cannot be made here: unshare -rn was refused");

        runQuietly(List.of("unshare", "-rn"));
    }

    private void runQuietly(final List<String> prefix) throws Exception
    {
        try (ChildJvm child = ChildJvm.start(
            prefix,
            List.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData",
                "-Xlog:class+load:file=" + classes),
            "quiet", folder.resolve("registry").toString()))
        {
            assertEquals(List.of(), child.lines());
            assertEquals("", child.err());
            assertEquals(0, child.awaitExit());
        }

        assertEquals(List.of(), filesBelow(home));
        assertEquals(List.of(), filesBelow(temporary));
        assertEquals(List.of("registry.lock", "registry.map"), filesBelow(folder.resolve("registry")));
    }

    private static List<String> filesBelow(final Path top) throws IOException
    {
        try (Stream<Path> files = Files.walk(top))
        {
            return files
                .filter((file) -> !file.equals(top))
                .map((file) -> top.relativize(file).toString())
                .sorted()
                .toList();
        }
    }

    @Test
    void shouldNameTheFlagsThatTheJvmLacks() throws Exception
    {
        final List<String> command =
            ChildJvm.command(List.of(), List.of(), "quiet", folder.resolve("registry").toString());
        command.removeIf((argument) -> argument.contains("sun.nio.ch") || argument.contains("javac.file"));

        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains("need this JVM to be started with " +
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED " +
            "--add-opens=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED (java"),
            said);
        assertEquals(1, process.waitFor());
    }
}
