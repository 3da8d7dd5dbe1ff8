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
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a configuration file: nested mappings whose leaves are scalars. Keys of nested mappings are joined by dots, so
 * that {@code bus: {term: {length: 64KiB}}} and {@code bus.term.length: 64KiB} say the same.
 */
final class YamlFile
{
    private static final long MAX_LENGTH_BYTES = 1024 * 1024;

    private final Path path;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    /**
     * A scalar and where it stands.
     *
     * @param key    with dots.
     * @param text   of the scalar.
     * @param line   from 1.
     * @param column from 1.
     */
    record Entry(String key, String text, int line, int column)
    {
    }

    private YamlFile(final Path path)
    {
        this.path = path;
    }

    /**
     * Read a file.
     *
     * @param path of the file.
     * @return its entries, in order; none for an empty file.
     * @throws KernelException if it cannot be read or is not as above, naming line and column.
     */
    static List<Entry> read(final Path path)
    {
        final YamlFile file = new YamlFile(path);
        final LoadSettings settings = LoadSettings.builder().setLabel(path.toString()).build();
        try
        {
            final Optional<Node> root = new Compose(settings).composeString(file.text());
            root.filter((node) -> !isEmpty(node)).ifPresent((node) -> file.collect("", node));
        }
        catch (final MarkedYamlEngineException ex)
        {
            throw new KernelException(file.place(ex.getProblemMark()) + ": not YAML: " + ex.getProblem(), ex);
        }
        catch (final YamlEngineException ex)
        {
            throw new KernelException(path + ": not YAML: " + ex.getMessage().lines().findFirst().orElse(""), ex);
        }
        return file.entries;
    }

    private String text()
    {
        try
        {
            if (Files.size(path) > MAX_LENGTH_BYTES)
            {
                throw new KernelException(
                    path + " is longer than a configuration can be, " + MAX_LENGTH_BYTES + " bytes");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        }
        catch (final NoSuchFileException ex)
        {
            throw new KernelException("there is no configuration file " + path, ex);
        }
        catch (final IOException ex)
        {
            throw new KernelException("cannot read configuration file " + path + ": " + ex.getMessage(), ex);
        }
    }

    private void collect(final String prefix, final Node node)
    {
        if (!(node instanceof MappingNode mapping))
        {
            throw new KernelException(place(node.getStartMark()) + ": " +
                (prefix.isEmpty() ? "the file" : prefix) + " has to be a mapping of keys to values");
        }
        for (final NodeTuple tuple : mapping.getValue())
        {
            if (!(tuple.getKeyNode() instanceof ScalarNode key))
            {
                throw new KernelException(place(tuple.getKeyNode().getStartMark()) + ": a key has to be a word");
            }
            final String name = prefix.isEmpty() ? key.getValue() : prefix + "." + key.getValue();
            if (tuple.getValueNode() instanceof ScalarNode scalar)
            {
                add(name, key, scalar);
            }
            else
            {
                collect(name, tuple.getValueNode());
            }
        }
    }

    private void add(final String name, final ScalarNode key, final ScalarNode scalar)
    {
        if (!keys.add(name))
        {
            throw new KernelException(place(key.getStartMark()) + ": " + name + " is set twice");
        }
        final Mark mark = key.getStartMark().orElseThrow();
        entries.add(new Entry(name, scalar.getValue(), mark.getLine() + 1, mark.getColumn() + 1));
    }

    private static boolean isEmpty(final Node node)
    {
        return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
    }

    private String place(final Optional<Mark> mark)
    {
        return path + mark.map((at) -> ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1)).orElse("");
    }
}
