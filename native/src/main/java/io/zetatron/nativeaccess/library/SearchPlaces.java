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
package io.zetatron.nativeaccess.library;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where libraries lie when nobody says where.
 */
final class SearchPlaces
{
    static final String CACHE = "/etc/ld.so.cache";

    /**
     * Where drivers put their libraries without telling the loader: on WSL, in NVIDIA's containers, on NixOS. CUDA's
     * libraries for newer toolkits on older drivers come last, because they serve some GPUs only.
     */
    private static final List<String> VENDOR_FOLDERS = List.of(
        "/usr/lib/wsl/lib", "/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/run/opengl-driver/lib",
        "/usr/local/lib", "/usr/local/cuda/compat");

    private SearchPlaces()
    {
    }

    static LoaderCache cache(final Path root)
    {
        return LoaderCache.read(root.resolve(CACHE.substring(1)));
    }

    /**
     * Folders that are looked into after the loader's cache, in this order.
     */
    static List<String> folders()
    {
        final String multiarch = Machine.current().folderName();
        final Stream<String> own = multiarch.isEmpty() ? Stream.of() :
            Stream.of("/lib/" + multiarch, "/usr/lib/" + multiarch);
        return Stream.of(own, Stream.of("/lib64", "/usr/lib64", "/lib", "/usr/lib"), VENDOR_FOLDERS.stream())
            .flatMap((folders) -> folders).toList();
    }

    /**
     * The version of a library, as its file's name or its symbols tell it.
     */
    static String version(final Library library, final ElfFile file)
    {
        final String name = file.path().getFileName().toString();
        final String prefix = library.versionPrefix();
        if (library == Library.LINUX)
        {
            return file.version("GLIBC_");
        }
        if (prefix.startsWith("lib"))
        {
            final String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
            return rest.contains(".") ? rest : "";
        }
        return file.version(prefix);
    }
}
