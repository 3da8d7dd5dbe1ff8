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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Libraries that behave badly when they are asked: this process goes on and knows which of them it was.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class VendorProbeTest
{
    private static final long PATIENT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String GOOD_CUDA =
        "int cuDriverGetVersion(int *v) { *v = 13000; return 0; }\n" +
        "int cuInit(unsigned f) { return f; }\n" +
        "int cuDeviceGetCount(int *n) { *n = 2; return 0; }\n" +
        "int cuDeviceGet(int *d, int i) { *d = i; return 0; }\n" +
        "int cuDeviceGetName(char *s, int n, int d) { s[0] = 'G'; s[1] = '0' + d; s[2] = 0; return n > 2 ? 0 : 1; }\n" +
        "int cuGetErrorName(int e, const char **s) { *s = \"CUDA_ERROR_NO_DEVICE\"; return e != 100; }\n";
    private static final List<String> DEFINED = List.of("cuDriverGetVersion", "cuInit", "cuDeviceGetCount",
        "cuDeviceGet", "cuDeviceGetName", "cuGetErrorName");

    @TempDir
    private Path folder;
    private Set<String> before;

    @BeforeEach
    void setUp() throws IOException
    {
        before = debris();
    }

    @AfterEach
    void shouldLeaveNothingBehind() throws IOException
    {
        assertEquals(before, debris());
    }

    @Test
    void shouldAskForVersionAndDevices() throws IOException, InterruptedException
    {
        final Map<Library, VendorAnswer> answers = VendorProbe.ask(List.of(cuda(GOOD_CUDA)), PATIENT_NS);

        assertEquals(new VendorAnswer("CUDA 13.0", List.of("G0", "G1"), ""), answers.get(Library.CUDA));
    }

    @Test
    void shouldNameErrorThatLibraryAnswers() throws IOException, InterruptedException
    {
        final String code = GOOD_CUDA.replace("return f;", "return 100 + f;");

        final VendorAnswer answer = VendorProbe.ask(List.of(cuda(code)), PATIENT_NS).get(Library.CUDA);

        assertEquals("CUDA 13.0", answer.version());
        assertEquals("cuInit answered 100 (CUDA_ERROR_NO_DEVICE)", answer.failure());
    }

    @Test
    void shouldSurviveLibraryThatCrashesAndAskTheOthers() throws IOException, InterruptedException
    {
        final String code = GOOD_CUDA.replace("return f;", "return *(volatile int *)(long)f;");

        final Map<Library, VendorAnswer> answers = VendorProbe.ask(List.of(cuda(code), nvml()), PATIENT_NS);

        assertTrue(answers.get(Library.CUDA).failure().matches(
            "it crashed the process that asked it in \\[libcuda.so.1\\+0x.*cuInit.*"), answers.toString());
        assertEquals("CUDA 13.0", answers.get(Library.CUDA).version());
        assertEquals(new VendorAnswer("driver 1.2", List.of(), ""), answers.get(Library.NVML));
    }

    @Test
    void shouldSurviveLibraryThatEndsTheProcess() throws IOException, InterruptedException
    {
        final String code = "void _exit(int);\n" + GOOD_CUDA.replace("return f;", "_exit(3); return f;");

        final VendorAnswer answer = VendorProbe.ask(List.of(cuda(code)), PATIENT_NS).get(Library.CUDA);

        assertEquals("it ended the process that asked it (exit status 3)", answer.failure());
    }

    @Test
    void shouldGiveUpLibraryThatHangsAndAskTheOthers() throws IOException, InterruptedException
    {
        final String code = GOOD_CUDA.replace("return f;", "for (volatile int i = 0; ; i++) { } return f;");
        final long timeoutNs = TimeUnit.SECONDS.toNanos(5);

        final Map<Library, VendorAnswer> answers = VendorProbe.ask(List.of(cuda(code), nvml()), timeoutNs);

        assertEquals("it gave no answer within 5000 ms", answers.get(Library.CUDA).failure());
        assertEquals("driver 1.2", answers.get(Library.NVML).version());
    }

    @Test
    void shouldSurviveLibraryThatCrashesWhenItIsLoadedAndPrintsWhatItLikes() throws IOException, InterruptedException
    {
        final String code = "int puts(const char *);\nvoid abort(void);\n" + GOOD_CUDA +
            "__attribute__((constructor)) static void begin(void) { puts(\"zetatron-probe\\tCUDA\"); abort(); }\n";

        final VendorAnswer answer = VendorProbe.ask(List.of(cuda(code)), PATIENT_NS).get(Library.CUDA);

        assertEquals("it ended the process that asked it (signal 6)", answer.failure());
    }

    @Test
    void shouldAskNothingOfLibrariesThatAreMissing()
    {
        final LibrarySearch nowhere = new LibrarySearch(folder, "", null);

        assertTrue(VendorProbe.ask(
            Library.optional().stream().map(nowhere::probe).toList(), PATIENT_NS).isEmpty());
    }

    private LibraryProbe cuda(final String code) throws IOException, InterruptedException
    {
        final List<String> others = new ArrayList<>(Library.CUDA.functions());
        others.removeAll(DEFINED);
        return probe(Library.CUDA, TestLibraries.library(folder.resolve("libcuda.so.1"), others, code));
    }

    private LibraryProbe nvml() throws IOException, InterruptedException
    {
        final List<String> others = new ArrayList<>(Library.NVML.functions());
        others.removeAll(List.of("nvmlSystemGetDriverVersion", "nvmlDeviceGetCount_v2"));
        final String code = "int nvmlSystemGetDriverVersion(char *s, unsigned n) " +
            "{ s[0] = '1'; s[1] = '.'; s[2] = '2'; s[3] = 0; return n < 4; }\n" +
            "int nvmlDeviceGetCount_v2(unsigned *n) { *n = 0; return 0; }\n";
        return probe(Library.NVML, TestLibraries.library(folder.resolve("libnvidia-ml.so.1"), others, code));
    }

    private static LibraryProbe probe(final Library library, final Path path)
    {
        final LibraryProbe probe = new LibrarySearch(Path.of("/"), "", null).path(library, path).probe(library);
        assertTrue(probe.isUsable(), probe.toString());
        return probe;
    }

    /**
     * What a crash or an interrupted question would leave: in the temporary and in the working folder.
     */
    private static Set<String> debris() throws IOException
    {
        try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")));
            Stream<Path> working = Files.list(Path.of("")))
        {
            return Stream.concat(temporary, working)
                .map((path) -> path.getFileName().toString())
                .filter((name) -> name.startsWith("zetatron-probe-") || name.startsWith("hs_err") ||
                    name.startsWith("core"))
                .collect(Collectors.toSet());
        }
    }
}
