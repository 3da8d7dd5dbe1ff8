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
package io.zetatron.bench.rounds;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The C side of the benchmarks, built from {@code bench/src/main/c}.
 */
public final class NativePeers
{
    /**
     * System property: the folder that holds what was built.
     */
    public static final String FOLDER_PROPERTY = "zetatron.bench.native";

    private NativePeers()
    {
    }

    /**
     * Where a library or a program is.
     *
     * @param fileName of it.
     * @return its absolute path.
     * @throws IllegalStateException if the property is not set or no such file is there.
     */
    public static Path path(final String fileName)
    {
        final String folder = System.getProperty(FOLDER_PROPERTY);
        if (folder == null)
        {
            throw new IllegalStateException("the system property " + FOLDER_PROPERTY +
                " is not set: start with bench/run, which sets it");
        }
        final Path path = Path.of(folder, fileName).toAbsolutePath();
        if (!Files.isRegularFile(path))
        {
            throw new IllegalStateException(path + " is missing: it is built where a C compiler is on the PATH as cc" +
                " (install gcc or clang)");
        }
        return path;
    }
}
