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

import io.zetatron.nativeaccess.library.Library;
import io.zetatron.nativeaccess.library.LibrarySearch;

import java.nio.file.Path;

/**
 * Where the configuration says that optional libraries lie.
 */
public final class LibraryPaths
{
    private LibraryPaths()
    {
    }

    /**
     * The search for libraries on this host that keeps to a configuration.
     *
     * @param configuration with the paths.
     * @return a new search.
     */
    public static LibrarySearch search(final Configuration configuration)
    {
        final LibrarySearch search = LibrarySearch.ofSystem();
        for (final Library library : Library.optional())
        {
            final String path = configuration.text(KernelProperties.LIBRARY_PREFIX + library.id());
            if (!path.equals(KernelProperties.AUTO))
            {
                search.path(library, Path.of(path));
            }
        }

        return search;
    }
}
