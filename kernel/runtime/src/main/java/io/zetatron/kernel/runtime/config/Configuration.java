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
package io.zetatron.kernel.runtime.config;

import io.zetatron.kernel.runtime.KernelException;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The effective configuration: for each property the value that holds and where it came from. Later origins win:
 * default, file, system property {@code zetatron.<name>}, flag. Immutable.
 */
public final class Configuration
{
    private static final String SYSTEM_PREFIX = "zetatron.";

    private final Map<String, Property> properties = new LinkedHashMap<>();
    private final Map<String, Value> values = new LinkedHashMap<>();

    /**
     * A value and where it came from.
     *
     * @param text   of the value.
     * @param origin for people: {@code default}, {@code zetatron.yaml:3}, {@code -Dzetatron.…} or a flag.
     */
    public record Value(String text, String origin)
    {
    }

    private Configuration(final List<Property> properties)
    {
        for (final Property property : properties)
        {
            this.properties.put(property.name(), property);
            values.put(property.name(), new Value(property.defaultValue(), "default"));
        }
    }

    /**
     * Put a configuration together.
     *
     * @param properties that exist.
     * @param file       with values, or empty.
     * @param system     properties of the process, of which those that begin with {@code zetatron.} count.
     * @param flags      of the command line: property name to value.
     * @return the configuration.
     * @throws KernelException if a key is unknown or a value is not allowed, naming where it stands and what is
     *                         allowed.
     */
    public static Configuration load(
        final List<Property> properties,
        final Optional<Path> file,
        final Properties system,
        final Map<String, String> flags)
    {
        final Configuration configuration = new Configuration(properties);
        file.ifPresent((path) -> YamlFile.read(path).forEach((entry) ->
            configuration.put(entry.key(), entry.text(), path + ":" + entry.line() + ":" + entry.column(),
                path.getFileName() + ":" + entry.line())));
        system.stringPropertyNames().stream().filter((name) -> name.startsWith(SYSTEM_PREFIX)).sorted()
            .forEach((name) -> configuration.put(
                name.substring(SYSTEM_PREFIX.length()), system.getProperty(name), "-D" + name, "-D" + name));
        flags.forEach((name, text) -> configuration.put(name, text, "--set " + name, "--set"));
        return configuration;
    }

    /**
     * The properties, in their order.
     *
     * @return name to property.
     */
    public Map<String, Property> properties()
    {
        return Map.copyOf(properties);
    }

    /**
     * The values that hold, in the order of the properties.
     *
     * @return property name to value.
     */
    public Map<String, Value> values()
    {
        return new LinkedHashMap<>(values);
    }

    /**
     * A value as text.
     *
     * @param name of the property.
     * @return the text.
     */
    public String text(final String name)
    {
        return values.get(known(name)).text();
    }

    /**
     * A value as a number.
     *
     * @param name of a property that is a number or a size.
     * @return the number, or the size in bytes.
     */
    public long number(final String name)
    {
        final String text = text(name);
        return properties.get(name).kind() == Property.Kind.SIZE ? Property.bytes(text) : Long.parseLong(text);
    }

    private String known(final String name)
    {
        if (!properties.containsKey(name))
        {
            throw new IllegalArgumentException("there is no property " + name);
        }
        return name;
    }

    private void put(final String name, final String text, final String place, final String origin)
    {
        final Property property = properties.get(name);
        if (property == null)
        {
            throw new KernelException(place + ": there is no key " + name + "; " + suggestion(name));
        }
        if (!property.accepts(text))
        {
            throw new KernelException(
                place + ": " + name + " is \"" + text + "\", but has to be " + property.allowed());
        }
        values.put(name, new Value(text, origin));
    }

    private String suggestion(final String name)
    {
        final String nearest = Spelling.nearest(name, properties.keySet());
        return nearest == null ? "zetatron config lists the keys" : "did you mean " + nearest + "?";
    }
}
