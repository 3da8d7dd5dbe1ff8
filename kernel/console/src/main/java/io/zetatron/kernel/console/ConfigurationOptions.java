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

import io.zetatron.kernel.api.Engine;
import io.zetatron.kernel.runtime.config.Configuration;
import io.zetatron.kernel.runtime.config.KernelProperties;
import io.zetatron.kernel.runtime.engine.EngineLoader;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The options by which a command takes its configuration.
 */
final class ConfigurationOptions
{
    private static final Path DEFAULT_FILE = Path.of("zetatron.yaml");

    private static final String BUS_FOLDER_PROPERTY = "zetatron." + KernelProperties.BUS_FOLDER;

    @Option(names = "--config", paramLabel = "FILE",
        description = "Configuration file; ./zetatron.yaml is taken if it is there.")
    private Path file;

    @Option(names = "-D", paramLabel = "zetatron.KEY=VALUE",
        description = "Set one key of the configuration, over the file; a Java VM's own -D does the same.")
    private final Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE",
        description = "Set one key of the configuration, over the file and -D.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    /**
     * The folder of the bus, if it is configured to be in a certain one. Where nothing is configured, nothing that
     * reads configurations is loaded.
     *
     * @return the folder.
     */
    Optional<Path> busFolder()
    {
        final boolean isConfigured = file != null || Files.exists(DEFAULT_FILE) || !properties.isEmpty() ||
            !settings.isEmpty() || System.getProperty(BUS_FOLDER_PROPERTY) != null;
        return isConfigured ?
            Optional.of(load(EngineLoader.load()).text(KernelProperties.BUS_FOLDER))
                .filter((text) -> !text.equals(KernelProperties.AUTO))
                .map((text) -> Path.of(text).toAbsolutePath()) :
            Optional.empty();
    }

    Configuration load(final List<Engine> engines)
    {
        return load(engines, Map.of());
    }

    /**
     * Load the configuration.
     *
     * @param engines whose settings count.
     * @param flags   of the command that stand for keys, and win over all else.
     * @return the configuration.
     */
    Configuration load(final List<Engine> engines, final Map<String, String> flags)
    {
        final Optional<Path> present = file != null ? Optional.of(file) :
            Optional.of(DEFAULT_FILE).filter(Files::exists);
        final Properties system = new Properties();
        system.putAll(System.getProperties());
        properties.forEach(system::setProperty);
        final Map<String, String> last = new LinkedHashMap<>(settings);
        last.putAll(flags);
        return Configuration.load(KernelProperties.with(engines), present, system, last);
    }
}
