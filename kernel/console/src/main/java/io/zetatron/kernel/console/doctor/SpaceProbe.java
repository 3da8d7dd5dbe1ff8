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
package io.zetatron.kernel.console.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks for the size of a file system, which no file of {@code /proc} tells.
 */
@FunctionalInterface
public interface SpaceProbe
{
    /**
     * The size of the file system in which a folder lies.
     *
     * @param folder of the file system.
     * @return its size.
     * @throws IOException if there is no such folder.
     */
    Space space(Path folder) throws IOException;

    /**
     * Ask the operating system.
     *
     * @param folder of the file system.
     * @return its size.
     * @throws IOException if there is no such folder.
     */
    static Space live(final Path folder) throws IOException
    {
        final FileStore store = Files.getFileStore(folder);
        return new Space(store.getTotalSpace(), store.getUsableSpace());
    }
}
