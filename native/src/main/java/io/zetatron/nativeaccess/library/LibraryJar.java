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

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * ONNX Runtime's library inside the jar of its Java API, of which nothing else is used.
 *
 * @param path of the jar.
 */
record LibraryJar(Path path)
{
    private static final String LIBRARY = "libonnxruntime.so";
    private static final String JAVA_PART = "libonnxruntime4j_jni.so";
    private static final Map<Integer, String> PLATFORMS = Map.of(62, "linux-x64", 183, "linux-aarch64");
    private static final Pattern VERSION = Pattern.compile("onnxruntime.*?-(\\d+(\\.\\d+)+).*\\.jar");

    /**
     * What was taken out of the jar.
     *
     * @param folder    that belongs to this process alone.
     * @param library   in it.
     * @param isDurable whether the library will look for others beside it when it is asked for other devices.
     */
    record Extract(Path folder, Path library, boolean isDurable)
    {
        void delete() throws IOException
        {
            try (Stream<Path> files = Files.list(folder))
            {
                for (final Path file : files.toList())
                {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    static Optional<LibraryJar> onClassPath(final ClassLoader classes)
    {
        final URL resource = classes == null ? null : classes.getResource(folder() + LIBRARY);
        try
        {
            return resource != null && resource.openConnection() instanceof final JarURLConnection connection ?
                Optional.of(new LibraryJar(Path.of(URI.create(connection.getJarFileURL().toString())))) :
                Optional.empty();
        }
        catch (final IOException ex)
        {
            return Optional.empty();
        }
    }

    static boolean isJar(final Path path)
    {
        if (!Files.isRegularFile(path))
        {
            return false;
        }
        try (InputStream in = Files.newInputStream(path))
        {
            final byte[] start = in.readNBytes(2);
            return start.length == 2 && start[0] == 'P' && start[1] == 'K';
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /**
     * See whether the jar has a library for this machine.
     */
    void check() throws NotLoadableException
    {
        try (ZipFile zip = new ZipFile(path.toFile()))
        {
            final ZipEntry entry = zip.getEntry(folder() + LIBRARY);
            if (entry == null)
            {
                throw new NotLoadableException("it has no " + folder() + LIBRARY + ": needed is " + Machine.need());
            }
            try (InputStream in = zip.getInputStream(entry))
            {
                ElfFile.check(in.readNBytes(ElfFile.HEADER_LENGTH));
            }
        }
        catch (final IOException ex)
        {
            throw new NotLoadableException("it cannot be read: " + ex.getMessage());
        }
    }

    String version()
    {
        final Matcher matcher = VERSION.matcher(path.getFileName().toString());
        return matcher.matches() ? matcher.group(1) : "";
    }

    /**
     * Take the libraries out of the jar.
     *
     * @return what was taken, in a folder that only this user may read.
     */
    Extract extract() throws IOException
    {
        final Path folder = Files.createTempDirectory("zetatron-onnxruntime-");
        boolean isDurable = false;
        try (ZipFile zip = new ZipFile(path.toFile()))
        {
            final List<? extends ZipEntry> entries = zip.stream()
                .filter((entry) -> entry.getName().startsWith(folder()) && !entry.isDirectory())
                .filter((entry) -> entry.getName().contains(".so") && !entry.getName().endsWith(JAVA_PART))
                .toList();
            for (final ZipEntry entry : entries)
            {
                final String name = entry.getName().substring(folder().length());
                isDurable |= !name.equals(LIBRARY);
                try (InputStream in = zip.getInputStream(entry))
                {
                    Files.copy(in, folder.resolve(Path.of(name).getFileName()));
                }
            }
            return new Extract(folder, folder.resolve(LIBRARY), isDurable);
        }
        catch (final IOException | RuntimeException ex)
        {
            new Extract(folder, folder, false).delete();
            throw ex;
        }
    }

    private static String folder()
    {
        return "ai/onnxruntime/native/" + PLATFORMS.getOrDefault(Machine.current().number(), "linux-none") + "/";
    }
}
