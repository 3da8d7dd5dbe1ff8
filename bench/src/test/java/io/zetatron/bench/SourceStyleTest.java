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
package io.zetatron.bench;

import com.puppycrawl.tools.checkstyle.Checker;
import com.puppycrawl.tools.checkstyle.ConfigurationLoader;
import com.puppycrawl.tools.checkstyle.PropertiesExpander;
import com.puppycrawl.tools.checkstyle.api.AuditEvent;
import com.puppycrawl.tools.checkstyle.api.AuditListener;
import com.puppycrawl.tools.checkstyle.api.CheckstyleException;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Every hand-written source file is laid out as {@code .checkstyle.xml} says. Checkstyle runs here and not as a Maven
 * plugin, because a plugin runs on Maven's own JDK, which may be older than Checkstyle asks for.
 */
class SourceStyleTest
{
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void shouldLayOutEverySourceFileAsTheHouseDoes() throws IOException, CheckstyleException
    {
        final List<File> sources = sources();
        assertFalse(sources.isEmpty(), "no sources found under " + ROOT);

        final List<String> violations = new ArrayList<>();
        final Checker checker = new Checker();
        checker.setModuleClassLoader(Checker.class.getClassLoader());
        checker.configure(ConfigurationLoader.loadConfiguration(
            ROOT.resolve(".checkstyle.xml").toString(), new PropertiesExpander(new Properties())));
        checker.addListener(new Listener(violations));
        checker.process(sources);
        checker.destroy();

        assertEquals("", String.join("\n", violations));
    }

    private static List<File> sources() throws IOException
    {
        try (Stream<Path> files = Files.walk(ROOT))
        {
            return files
                .filter((file) -> file.toString().endsWith(".java"))
                .filter((file) -> !ROOT.relativize(file).startsWith("bindings"))
                .filter((file) -> !ROOT.relativize(file).toString().contains("target/"))
                .map(Path::toFile)
                .sorted()
                .toList();
        }
    }

    private record Listener(List<String> violations) implements AuditListener
    {
        @Override
        public void addError(final AuditEvent event)
        {
            violations.add(ROOT.relativize(Path.of(event.getFileName())) + ":" + event.getLine() + ": " +
                event.getMessage());
        }

        @Override
        public void addException(final AuditEvent event, final Throwable throwable)
        {
            violations.add(event.getFileName() + ": " + throwable);
        }

        @Override
        public void auditStarted(final AuditEvent event)
        {
        }

        @Override
        public void auditFinished(final AuditEvent event)
        {
        }

        @Override
        public void fileStarted(final AuditEvent event)
        {
        }

        @Override
        public void fileFinished(final AuditEvent event)
        {
        }
    }
}
