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
package io.zetatron.memory.state;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the files of a folder of checkpoints are called.
 */
final class CheckpointNames
{
    /**
     * Held by the process that writes into the folder, whose id it contains.
     */
    static final String LOCK = "checkpoints.lock";

    /**
     * The most checkpoints of a folder.
     */
    static final int MAX_FILES = 100_000;

    private static final Pattern NAME = Pattern.compile("checkpoint-([0-9]{19})\\.(state|tmp)");

    private CheckpointNames()
    {
    }

    static String of(final long sequence)
    {
        return String.format("checkpoint-%019d.state", sequence);
    }

    static String temporary(final long sequence)
    {
        return String.format("checkpoint-%019d.tmp", sequence);
    }

    /**
     * The checkpoints of a folder by sequence.
     */
    static NavigableMap<Long, Path> checkpoints(final Path folder) throws IOException
    {
        final NavigableMap<Long, Path> files = new TreeMap<>();
        for (final Path file : list(folder, "state"))
        {
            files.put(sequence(file), file);
        }
        return files;
    }

    /**
     * What an end in the middle of a checkpoint has left.
     */
    static List<Path> temporaries(final Path folder) throws IOException
    {
        return list(folder, "tmp");
    }

    private static List<Path> list(final Path folder, final String suffix) throws IOException
    {
        final List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder))
        {
            for (final Path entry : entries)
            {
                final Matcher matcher = NAME.matcher(entry.getFileName().toString());
                if (matcher.matches() && matcher.group(2).equals(suffix) && sequence(entry) > 0)
                {
                    files.add(entry);
                }
            }
        }
        catch (final DirectoryIteratorException ex)
        {
            throw ex.getCause();
        }
        if (files.size() > MAX_FILES)
        {
            throw new CheckpointException(folder + " holds " + files.size() + " checkpoints, more than " + MAX_FILES +
                ": prune more often; move those that are not needed away now");
        }
        return files;
    }

    private static long sequence(final Path file)
    {
        final Matcher matcher = NAME.matcher(file.getFileName().toString());
        try
        {
            return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        }
        catch (final NumberFormatException ex)
        {
            return 0;
        }
    }
}
