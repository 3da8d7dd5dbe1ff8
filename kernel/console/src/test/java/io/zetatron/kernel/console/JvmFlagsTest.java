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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What the tests' JVMs are started with, what the runnable jar's manifest says and what the launcher adds are the same.
 */
class JvmFlagsTest
{
    private static final String OPENS = "--add-opens=";
    private static final String TO = "=ALL-UNNAMED";
    /** A manifest cannot say it. */
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    @Test
    void shouldOpenInTheManifestWhatTheFlagsOpen() throws IOException
    {
        final Set<String> opened = packages(property("jvm.flags").split(" "));

        assertEquals(opened, new TreeSet<>(List.of(property("jvm.opens").split(" "))));
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<Add-Opens>${jvm.opens}</Add-Opens>"));
        assertEquals(opened, packages(
            ManagementFactory.getRuntimeMXBean().getInputArguments().toArray(String[]::new)));
    }

    @Test
    void shouldAllowUnsafeInTheLauncherAsTheFlagsDo() throws IOException
    {
        assertTrue(List.of(property("jvm.flags").split(" ")).contains(UNSAFE));
        assertTrue(Files.readString(Path.of("../../zetatron")).contains(UNSAFE));
    }

    private static Set<String> packages(final String[] flags)
    {
        final Set<String> packages = new TreeSet<>();
        Stream.of(flags).filter((flag) -> flag.startsWith(OPENS)).forEach((flag) ->
        {
            assertTrue(flag.endsWith(TO), flag);
            packages.add(flag.substring(OPENS.length(), flag.length() - TO.length()));
        });
        return packages;
    }

    private static String property(final String name) throws IOException
    {
        final Matcher matcher = Pattern.compile("<" + Pattern.quote(name) + ">([^<]*)</")
            .matcher(Files.readString(Path.of("../../pom.xml")));
        assertTrue(matcher.find(), name);
        return matcher.group(1);
    }
}
