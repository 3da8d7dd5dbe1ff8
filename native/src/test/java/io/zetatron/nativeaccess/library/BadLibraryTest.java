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
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Files that are given as a library and are none that could be used. Each is refused before it reaches the loader.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BadLibraryTest
{
    private static final String NEEDED = "needed is a 64-bit " + Machine.current().name() + " shared library";
    private static final int ANOTHER_USER = 65_534;

    @TempDir
    private Path folder;

    @Test
    void shouldSayThatGivenPathIsNotThere()
    {
        final Path path = folder.resolve("none.so");

        check(path, LibraryProbe.State.UNUSABLE, path + " (zetatron.library.cuda) is not there");
    }

    @Test
    void shouldSayThatGivenPathLeadsThroughFile() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("a"), "x").resolve("b.so");

        check(path, LibraryProbe.State.UNUSABLE, "Not a directory");
    }

    @Test
    void shouldRefuseTextFile() throws IOException
    {
        final Path path = Files.writeString(folder.resolve("libcuda.so.1"), "/* GNU ld script */\nGROUP ( /lib/x )\n");

        check(path, LibraryProbe.State.UNUSABLE,
            path + " (zetatron.library.cuda) cannot be loaded: it is a text file: " + NEEDED);
    }

    @Test
    void shouldRefuseEmptyFileFolderAndBinaryThatIsNoLibrary() throws IOException
    {
        check(Files.createFile(folder.resolve("empty")), LibraryProbe.State.UNUSABLE, "it is empty: " + NEEDED);
        check(folder, LibraryProbe.State.UNUSABLE, "it is a folder: " + NEEDED);
        check(Files.write(folder.resolve("x"), new byte[100]), LibraryProbe.State.UNUSABLE, "it is no ELF file");
    }

    @Test
    void shouldRefuseNamedPipeWithoutWaitingForIt() throws IOException, InterruptedException
    {
        final Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        check(pipe, LibraryProbe.State.UNUSABLE, "it is no regular file: " + NEEDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 63, 64, 200, 1000, 5000})
    void shouldRefuseTruncatedLibrary(final int lengthBytes) throws IOException
    {
        final byte[] whole = Files.readAllBytes(systemLibrary());
        final Path path = Files.write(folder.resolve("lib.so"), Arrays.copyOf(whole, lengthBytes));

        check(path, LibraryProbe.State.UNUSABLE, "it is truncated, ");
    }

    @Test
    void shouldRefuseOtherArchitecture() throws IOException
    {
        final int other = Machine.current().number() == 183 ? 62 : 183;

        check(patched(18, (byte)other), LibraryProbe.State.UNUSABLE,
            "it is a 64-bit " + Machine.of(other).name() + " shared library: " + NEEDED);
    }

    @Test
    void shouldRefuseLibraryOf32Bits() throws IOException
    {
        check(patched(4, (byte)1), LibraryProbe.State.UNUSABLE,
            "it is a 32-bit " + Machine.current().name() + " shared library: " + NEEDED);
    }

    @Test
    void shouldRefuseExecutablesAndObjectFiles() throws IOException, InterruptedException
    {
        final Path program = Path.of(System.getProperty("java.home"), "bin", "java");
        check(program, LibraryProbe.State.UNUSABLE, "executable");

        final Path object = TestLibraries.compile(folder.resolve("x.o"), "int x;", "-c");
        check(object, LibraryProbe.State.UNUSABLE, "object file: " + NEEDED);
        final Path fixed = TestLibraries.compile(folder.resolve("fixed"), "int main(void) { return 0; }", "-no-pie");
        check(fixed, LibraryProbe.State.UNUSABLE, "executable: " + NEEDED);
        final Path movable = TestLibraries.compile(
            folder.resolve("movable"), "int main(void) { return 0; }", "-pie", "-fPIE");
        check(movable, LibraryProbe.State.UNUSABLE, "it is an executable (position-independent): " + NEEDED);
    }

    /**
     * Whatever single byte of its headers is wrong, a library is judged without an exception and without the loader.
     */
    @Test
    void shouldJudgeDamagedHeadersWithoutException() throws IOException
    {
        final byte[] whole = Files.readAllBytes(systemLibrary());
        final int phoff = 64;
        final Path path = folder.resolve("damaged.so");
        final LibrarySearch search = new LibrarySearch(Path.of("/"), "", null).path(Library.CUDA, path);
        for (int at = 0; at < phoff + 12 * 56; at++)
        {
            final byte[] damaged = whole.clone();
            damaged[at] ^= (byte)0xff;
            Files.write(path, damaged);
            assertEquals(LibraryProbe.State.UNUSABLE, search.probe(Library.CUDA).state(), "byte " + at);
        }
    }

    @Test
    void shouldSayWhichFunctionsAreLacking() throws IOException, InterruptedException
    {
        final List<String> functions = new ArrayList<>(Library.CUDA.functions());
        functions.removeAll(List.of("cuLaunchKernel", "cuInit"));
        final Path path = TestLibraries.library(folder.resolve("libcuda.so.1"), functions, "");

        final LibraryProbe probe =
            check(path, LibraryProbe.State.UNUSABLE, path.toRealPath() + " lacks cuInit, cuLaunchKernel");

        assertTrue(probe.advice().startsWith("it is too old or not the real library"), probe.advice());
        assertEquals(Map.of("cuInit", "", "cuLaunchKernel", ""), probe.missing());
    }

    @Test
    void shouldTakeOldDriverWithOlderNames() throws IOException, InterruptedException
    {
        final Path path = oldDriver();

        final LibraryProbe probe = check(path, LibraryProbe.State.FOUND, "");
        final LoadedLibrary driver = LoadedLibrary.open(probe);

        assertEquals("470.256.02", probe.version());
        assertEquals("cuEventElapsedTime", driver.nameOf("cuEventElapsedTime_v2"));
        assertEquals("cuStreamWaitValue32", driver.nameOf("cuStreamWaitValue32_v2"));
        assertEquals("cuMemAlloc_v2", driver.nameOf("cuMemAlloc_v2"));
        assertTrue(driver.has("cuMemAlloc_v2"));
        assertEquals("cuEventElapsedTime", probe.older().get("cuEventElapsedTime_v2"));
    }

    @Test
    void shouldNameFunctionLibraryVersionAndRemedyWhenOldDriverLacksIt() throws IOException, InterruptedException
    {
        final Path path = oldDriver();
        final LoadedLibrary driver = LoadedLibrary.open(
            new LibrarySearch(Path.of("/"), "", null).path(Library.CUDA, path).probe(Library.CUDA));

        final LibraryException ex =
            assertThrows(LibraryException.class, () -> driver.handle("cuGraphAddKernelNode_v2"));

        assertEquals("CUDA driver 470.256.02 in " + path.toRealPath() + " has no function cuGraphAddKernelNode_v2" +
            ". What to do: it is there since CUDA 12.0 (driver 525): install that or a later one", ex.getMessage());
        assertEquals(Library.CUDA, ex.library());
        assertTrue(!driver.has("cuGraphAddKernelNode_v2"));
        assertThrows(IllegalArgumentException.class, () -> driver.handle("cuNoSuchFunction"));
    }

    @Test
    void shouldCallFunctionThatHasOlderNameOnly() throws Throwable
    {
        final Path path = oldDriver();
        final LoadedLibrary driver = LoadedLibrary.open(
            new LibrarySearch(Path.of("/"), "", null).path(Library.CUDA, path).probe(Library.CUDA));

        final int answer = (int)driver.handle("cuEventElapsedTime_v2").invoke(
            MemorySegment.NULL,
            MemorySegment.NULL,
            MemorySegment.NULL);

        assertEquals(77, answer);
    }

    @Test
    void shouldSayWhichLibraryIsLackingThatItNeedsItself() throws IOException, InterruptedException
    {
        final Path other = TestLibraries.library(folder.resolve("libother-x.so"), List.of("other"), "");
        final String code = Library.OPENCL.functions().stream()
            .map((name) -> "int " + name + "(void) { return 0; }\n")
            .reduce("int other(void); int use(void) { return other(); }\n", String::concat);
        final Path path = TestLibraries.compile(folder.resolve("libOpenCL.so.1"), code, "-shared", "-fPIC",
            "-Wl,--no-as-needed", "-L" + folder, "-lother-x");
        Files.delete(other);

        final LibrarySearch search = new LibrarySearch(Path.of("/"), "", null).path(Library.OPENCL, path);
        final LibraryException ex =
            assertThrows(LibraryException.class, () -> LoadedLibrary.load(search.probe(Library.OPENCL)));

        assertTrue(ex.getMessage().contains("was refused by the loader"), ex.getMessage());
        assertTrue(ex.getMessage().contains("libother-x.so"), ex.getMessage());
    }

    @Test
    void shouldSayThatUserMayNotReadIt() throws IOException, InterruptedException
    {
        final Path path = Files.copy(systemLibrary(), folder.resolve("libcuda.so.1"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));

        final String answer = asAnotherUser(path);

        assertTrue(answer.startsWith("UNUSABLE " + path + " (zetatron.library.cuda) cannot be loaded: " +
            "this user may not read it (permission denied for "), answer);
    }

    /**
     * What the test of a forbidden file starts as another user.
     */
    static final class Probing
    {
        private Probing()
        {
        }

        public static void main(final String[] arguments)
        {
            final LibraryProbe probe = new LibrarySearch(Path.of("/"), "", null)
                .path(Library.CUDA, Path.of(arguments[0])).probe(Library.CUDA);
            System.out.println(probe.state() + " " + probe.reason());
        }
    }

    private String asAnotherUser(final Path path) throws IOException, InterruptedException
    {
        assumeTrue(System.getProperty("user.name").equals("root"), "root is needed to become another user");
        assumeTrue(TestLibraries.hasProgram("setpriv"), "no setpriv: apt-get install util-linux");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        final Path classes = folder.resolve("classes");
        for (final Class<?> type : List.of(LibrarySearch.class, BadLibraryTest.class))
        {
            copy(Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()), classes);
        }
        final Process process = new ProcessBuilder(
            "setpriv", "--reuid=" + ANOTHER_USER, "--regid=" + ANOTHER_USER, "--clear-groups",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
            "-cp", classes.toString(), Probing.class.getName(), path.toString())
            .redirectErrorStream(true).start();
        final String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer;
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        assumeTrue(Files.isDirectory(from), from + " is no folder of classes");
        try (Stream<Path> files = Files.walk(from))
        {
            for (final Path file : files.filter((one) -> one.toString().endsWith(".class")).toList())
            {
                final Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /**
     * A driver with older suffixes, and without what came with CUDA 12.
     */
    private Path oldDriver() throws IOException, InterruptedException
    {
        final List<String> functions = new ArrayList<>(Library.CUDA.functions());
        functions.removeAll(List.of(
            "cuGetProcAddress_v2", "cuGraphAddKernelNode_v2", "cuGraphExecKernelNodeSetParams_v2",
            "cuEventElapsedTime_v2", "cuStreamWaitValue32_v2", "cuStreamWaitValue64_v2", "cuStreamWriteValue32_v2",
            "cuStreamWriteValue64_v2"));
        functions.addAll(List.of(
            "cuStreamWaitValue32", "cuStreamWaitValue64", "cuStreamWriteValue32", "cuStreamWriteValue64"));
        final Path real = TestLibraries.library(
            folder.resolve("libcuda.so.470.256.02"), functions, "int cuEventElapsedTime(void) { return 77; }\n");
        final Path link = folder.resolve("libcuda.so.1");
        Files.createSymbolicLink(link, real);
        return link;
    }

    private LibraryProbe check(final Path path, final LibraryProbe.State state, final String reason)
    {
        final LibrarySearch search = new LibrarySearch(Path.of("/"), "", null).path(Library.CUDA, path);
        final LibraryProbe probe = search.probe(Library.CUDA);
        assertEquals(state, probe.state(), probe.toString());
        assertTrue(probe.reason().contains(reason), probe.reason());
        if (state != LibraryProbe.State.FOUND)
        {
            final LibraryException ex = assertThrows(LibraryException.class, () -> LoadedLibrary.load(probe));
            assertTrue(ex.getMessage().contains(probe.reason()), ex.getMessage());
            assertTrue(ex.getMessage().contains("What to do: " + probe.advice()), ex.getMessage());
        }
        return probe;
    }

    private Path patched(final int at, final byte value) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(systemLibrary());
        ByteBuffer.wrap(bytes).put(at, value);
        return Files.write(folder.resolve("libpatched.so"), bytes);
    }

    /**
     * A library that every JDK has.
     */
    private static Path systemLibrary()
    {
        return Path.of(System.getProperty("java.home"), "lib", "libnet.so");
    }
}
