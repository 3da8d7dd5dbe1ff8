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

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What has to be true of the JVM before the first class of Chronicle Map is loaded: the packages that it and Agrona
 * reach into are open, and it neither announces itself nor calls home.
 */
final class ChronicleSettings
{
    private record Opened(String module, String packageName)
    {
    }

    private static final List<Opened> OPENED = List.of(
        new Opened("java.base", "jdk.internal.misc"),
        new Opened("java.base", "java.lang"),
        new Opened("java.base", "java.lang.reflect"),
        new Opened("java.base", "sun.nio.ch"),
        new Opened("jdk.compiler", "com.sun.tools.javac.file"));

    /** Warns of a way to free buffers that is not there; another one is. Held, because loggers are collected. */
    private static final Logger CLEANER =
        Logger.getLogger("net.openhft.chronicle.core.internal.cleaner.ReflectionBasedByteBufferCleanerService");

    private ChronicleSettings()
    {
    }

    /**
     * Check and set; doing it again does no harm.
     *
     * @throws RegistryException naming the flags that the JVM lacks.
     */
    static void apply()
    {
        final List<String> missing = new ArrayList<>();
        for (final Opened opened : OPENED)
        {
            final Module module = ModuleLayer.boot().findModule(opened.module()).orElseThrow(
                () -> new RegistryException("registry: this Java has no module " + opened.module() + ", which " +
                    "Chronicle Map compiles a class with: start with a JDK instead of " +
                    System.getProperty("java.home")));
            if (!module.isOpen(opened.packageName(), ChronicleSettings.class.getModule()))
            {
                missing.add("--add-opens=" + opened.module() + "/" + opened.packageName() + "=ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty())
        {
            throw new RegistryException("registry: Chronicle Map and Agrona need this JVM to be started with " +
                String.join(" ", missing) + " (java -jar zetatron.jar has them in its manifest)");
        }

        CLEANER.setLevel(Level.OFF);
        setUnlessSet("chronicle.announcer.disable", "true");
        // The analytics artifact is not there; this is for a class path that brings it in all the same.
        setUnlessSet("chronicle.analytics.disable", "true");
        setUnlessSet("org.slf4j.simpleLogger.log.net.openhft.chronicle", "error");
    }

    private static void setUnlessSet(final String property, final String value)
    {
        if (System.getProperty(property) == null)
        {
            System.setProperty(property, value);
        }
    }
}
