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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LibrarySearchTest
{
    private static final String ARM = "linux-aarch64";

    @TempDir
    private Path root;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LINUX")
    void shouldSayEveryPlaceAndWhatBringsMissingLibrary(final Library library)
    {
        final LibrarySearch search = new LibrarySearch(root, "/opt/a:/opt/b", null);

        final LibraryProbe probe = search.probe(library);
        final LibraryException ex = assertThrows(LibraryException.class, () -> LoadedLibrary.load(probe));

        assertEquals(LibraryProbe.State.MISSING, probe.state());
        final String name = library.parts().getFirst().fileNames().getFirst();
        for (final String place : List.of("opt/a", "opt/b", "usr/lib64", "usr/lib/wsl/lib", "usr/local/cuda/compat"))
        {
            assertTrue(probe.tried().contains(root.resolve(place).resolve(name).toString()), probe.tried().toString());
        }
        assertTrue(probe.tried().contains("/etc/ld.so.cache has no " + name), probe.tried().toString());
        assertTrue(ex.getMessage().contains(name + " was not found"), ex.getMessage());
        assertTrue(ex.getMessage().endsWith("What to do: " + library.install()), ex.getMessage());
    }

    @Test
    void shouldAlwaysFindLinux()
    {
        final LibraryProbe probe = LibrarySearch.ofSystem().probe(Library.LINUX);

        assertTrue(probe.isUsable(), probe.toString());
        assertTrue(LibrarySearch.ofSystem().load(Library.LINUX).has("sched_setaffinity"));
    }

    @Test
    void shouldKeepToGivenPathThenLoaderPathThenCacheThenUsualPlaces() throws IOException, InterruptedException
    {
        final Path usual = nvml("usr/lib/wsl/lib");
        assertEquals(usual, found(search()));
        final Path cached = nvml("opt/driver");
        writeCache("libnvidia-ml.so.1", "/opt/driver/libnvidia-ml.so.1");
        assertEquals(cached, found(search()));
        final Path first = nvml("home/first");
        assertEquals(first, found(new LibrarySearch(root, "/none:/home/first", null)));
        final Path given = nvml("home/given");
        assertEquals(given, found(new LibrarySearch(root, "/home/first", null).path(Library.NVML, given)));
    }

    @Test
    void shouldPassOverWrongFileInSearchedFolderAndSaySo() throws IOException, InterruptedException
    {
        final Path usual = nvml("usr/lib/wsl/lib");
        final Path wrong = Files.createDirectories(root.resolve("home/wrong")).resolve("libnvidia-ml.so.1");
        Files.writeString(wrong, "text");
        final LibrarySearch search = new LibrarySearch(root, "/home/wrong", null);

        assertEquals(usual, found(search));
        assertTrue(search.probe(Library.NVML).tried().getFirst().contains("ld.so.cache"));
        Files.delete(usual);
        final LibraryProbe probe = search.probe(Library.NVML);

        assertEquals(LibraryProbe.State.UNUSABLE, probe.state());
        assertTrue(probe.reason().startsWith(wrong + " cannot be loaded: it is a text file"), probe.reason());
    }

    @Test
    void shouldResolveLinksAndTellVersionByFileName() throws IOException, InterruptedException
    {
        final Path link = nvml("usr/lib64");
        final Path real = link.resolveSibling("libnvidia-ml.so.580.95.05");
        Files.move(link, real);
        Files.createSymbolicLink(link, real.getFileName());

        final LibraryProbe probe = search().probe(Library.NVML);

        assertEquals("NVML 580.95.05 in " + real.toRealPath(), probe.summary());
    }

    @Test
    void shouldTakeFolderForLibraryOfSeveralFiles() throws IOException, InterruptedException
    {
        final LibrarySearch search = search().path(Library.TSS2, root);
        assertTrue(search.probe(Library.TSS2).reason()
            .contains("libtss2-mu.so.0 (zetatron.library.tss2) is not there"));
        for (final LibraryPart part : Library.TSS2.parts())
        {
            TestLibraries.library(root.resolve(part.fileNames().getFirst()), Library.TSS2.functions().stream()
                .filter((name) -> name.startsWith(part.functionPrefix())).toList(), "");
        }

        assertTrue(search.probe(Library.TSS2).isUsable());
        assertEquals(4, search.probe(Library.TSS2).files().size());
        final LibraryProbe file = search().path(Library.TSS2, root.resolve("libtss2-esys.so.0")).probe(Library.TSS2);
        assertTrue(file.reason().contains("is no folder, but this library has 4 files"), file.reason());
        assertTrue(file.advice().contains("libtss2-esys.so.0"), file.advice());
    }

    @Test
    void shouldIgnoreCacheThatIsDamaged() throws IOException
    {
        writeCache("libnvidia-ml.so.1", "/opt/driver/libnvidia-ml.so.1");
        final Path cache = root.resolve("etc/ld.so.cache");
        Files.write(cache, Arrays.copyOf(Files.readAllBytes(cache), 60));

        assertEquals(LibraryProbe.State.MISSING, search().probe(Library.NVML).state());
    }

    @Test
    void shouldReadThisMachinesCacheAsTheLoaderDoes() throws IOException, InterruptedException
    {
        assumeTrue(
            Files.isExecutable(Path.of("/sbin/ldconfig")) && Files.exists(Path.of("/etc/ld.so.cache")),
            "no ldconfig or no /etc/ld.so.cache: the C library is not glibc");
        final Process process = new ProcessBuilder("/sbin/ldconfig", "-p").start();
        final List<String> lines =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
        final LoaderCache cache = LoaderCache.read(Path.of("/etc/ld.so.cache"));

        int seen = 0;
        for (final String line : lines)
        {
            if (line.contains(" => "))
            {
                final String name = line.trim().substring(0, line.trim().indexOf(' '));
                assertTrue(cache.paths(name).contains(Path.of(line.substring(line.indexOf(" => ") + 4))), line);
                seen++;
            }
        }
        assertTrue(seen > 0, "ldconfig -p lists nothing");
    }

    @Test
    void shouldPreferJarOnClassPath() throws IOException
    {
        final Path jar = jar("onnxruntime-1.29.0.jar", "linux-x64", ARM);
        try (URLClassLoader classes = new URLClassLoader(new URL[]{jar.toUri().toURL()}, null))
        {
            final LibraryProbe probe = new LibrarySearch(root, "", classes).probe(Library.ONNXRUNTIME);

            assertEquals("ONNX Runtime 1.29.0 in " + jar, probe.summary());
        }
    }

    @Test
    void shouldRefuseJarWithoutLibraryForThisMachine() throws IOException
    {
        final Path jar = jar("onnxruntime-1.29.0.jar", "linux-none");

        final LibraryProbe probe = search().path(Library.ONNXRUNTIME, jar).probe(Library.ONNXRUNTIME);

        assertEquals(LibraryProbe.State.UNUSABLE, probe.state());
        assertTrue(probe.reason().contains("it has no ai/onnxruntime/native/linux-"), probe.reason());
    }

    @Test
    void shouldRefuseJarWhoseLibraryIsNone() throws IOException
    {
        final Path wrong = jarOf("wrong.jar", "no library".getBytes(StandardCharsets.UTF_8), "linux-x64", ARM);

        final LibraryProbe probe = search().path(Library.ONNXRUNTIME, wrong).probe(Library.ONNXRUNTIME);

        assertTrue(probe.reason().contains("it is a text file"), probe.reason());
    }

    @Test
    void shouldTakeLibraryOutOfJarIntoPrivateFolderAndRemoveIt() throws IOException
    {
        final Path jar = jar("onnxruntime-1.29.0.jar", "linux-x64", ARM);

        final LibraryJar.Extract extract = new LibraryJar(jar).extract();

        assertTrue(Files.exists(extract.library()));
        assertEquals("rwx------", PosixFilePermissions.toString(
            Files.getPosixFilePermissions(extract.folder())));
        assertFalse(extract.isDurable());
        extract.delete();
        assertFalse(Files.exists(extract.folder()));
    }

    @Test
    void shouldLoadOnceAndRefuseAnotherPath()
    {
        final LibrarySearch search = LibrarySearch.ofSystem();
        assumeTrue(
            search.probe(Library.OPENCL).isUsable(), "no libOpenCL.so.1: apt-get install ocl-icd-libopencl1");
        final LoadedLibrary loaded = search.load(Library.OPENCL);

        assertSame(loaded, LibrarySearch.ofSystem().load(Library.OPENCL));
        final LibrarySearch other = LibrarySearch.ofSystem().path(Library.OPENCL, Path.of("/other.so"));
        final LibraryException ex = assertThrows(LibraryException.class, () -> other.load(Library.OPENCL));
        assertTrue(ex.getMessage().contains("has already loaded it from " + loaded.path()), ex.getMessage());
    }

    @Test
    void shouldTakePathsOfSystemProperties()
    {
        System.setProperty("zetatron.library.nvml", "/no/such.so");
        try
        {
            assertTrue(LibrarySearch.ofSystem().probe(Library.NVML).reason().startsWith("/no/such.so"));
            System.setProperty("zetatron.library.nvml", "auto");
            assertFalse(LibrarySearch.ofSystem().probe(Library.NVML).reason().contains("auto"));
        }
        finally
        {
            System.clearProperty("zetatron.library.nvml");
        }
    }

    private LibrarySearch search()
    {
        return new LibrarySearch(root, "", null);
    }

    private static Path found(final LibrarySearch search)
    {
        final LibraryProbe probe = search.probe(Library.NVML);
        assertTrue(probe.isUsable(), probe.toString());
        return probe.files().getFirst();
    }

    private Path nvml(final String folder) throws IOException, InterruptedException
    {
        final Path file = Files.createDirectories(root.resolve(folder)).toRealPath().resolve("libnvidia-ml.so.1");
        return TestLibraries.library(file, Library.NVML.functions(), "");
    }

    private void writeCache(final String name, final String path) throws IOException
    {
        final byte[] strings = (name + "\0" + path + "\0").getBytes(StandardCharsets.US_ASCII);
        final ByteBuffer cache = ByteBuffer.allocate(48 + 24 + strings.length).order(ByteOrder.nativeOrder());
        cache.put(0, "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII)).putInt(20, 1);
        cache.putInt(24, strings.length).putInt(48 + 4, 48 + 24).putInt(48 + 8, 48 + 24 + name.length() + 1);
        cache.put(48 + 24, strings);
        Files.write(Files.createDirectories(root.resolve("etc")).resolve("ld.so.cache"), cache.array());
    }

    private Path jar(final String name, final String... platforms) throws IOException
    {
        return jarOf(name, Files.readAllBytes(
            Path.of(System.getProperty("java.home"), "lib", "libnet.so")), platforms);
    }

    private Path jarOf(final String name, final byte[] content, final String... platforms) throws IOException
    {
        final Path jar = root.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(file))
        {
            for (final String platform : platforms)
            {
                zip.putNextEntry(new ZipEntry("ai/onnxruntime/native/" + platform + "/libonnxruntime.so"));
                zip.write(content);
                zip.putNextEntry(new ZipEntry("ai/onnxruntime/native/" + platform + "/libonnxruntime4j_jni.so"));
            }
        }
        return jar;
    }
}
