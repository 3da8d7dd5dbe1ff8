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
package io.zetatron.bench.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for what a benchmark writes, which goes with the process however it ends, unless it is killed.
 */
final class Folders
{
    private static final int TRIES = 50;

    private Folders()
    {
    }

    /**
     * Make a folder that is deleted at the latest when the JVM ends, interrupted or not.
     *
     * @param parent of it.
     * @return the folder.
     * @throws IOException if it cannot be made.
     */
    static Path create(final Path parent) throws IOException
    {
        final Path folder = Files.createTempDirectory(parent, "zetatron-bench-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAgainstWriters(folder), "delete-bench-folder"));
        return folder;
    }

    // When a run is interrupted, a checkpoint may be under way: it fails once its folder has gone.
    private static void deleteAgainstWriters(final Path folder)
    {
        IOException failure = null;
        for (int i = 0; i < TRIES; i++)
        {
            try
            {
                delete(folder);
                return;
            }
            catch (final IOException ex)
            {
                failure = ex;
            }
        }
        throw new UncheckedIOException("delete " + folder + " by hand", failure);
    }

    /**
     * Delete a folder with all that is in it.
     *
     * @param folder that may be gone already.
     * @throws IOException if something cannot be deleted.
     */
    static void delete(final Path folder) throws IOException
    {
        if (Files.isDirectory(folder))
        {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder))
            {
                for (final Path entry : entries)
                {
                    delete(entry);
                }
            }
        }
        Files.deleteIfExists(folder);
    }
}
