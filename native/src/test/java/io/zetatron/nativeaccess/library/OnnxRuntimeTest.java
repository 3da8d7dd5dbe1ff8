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

import io.zetatron.bindings.onnxruntime.OrtAddSessionConfigEntry;
import io.zetatron.bindings.onnxruntime.OrtAllocatorFree;
import io.zetatron.bindings.onnxruntime.OrtBindInput;
import io.zetatron.bindings.onnxruntime.OrtBindOutput;
import io.zetatron.bindings.onnxruntime.OrtCreateCpuMemoryInfo;
import io.zetatron.bindings.onnxruntime.OrtCreateEnv;
import io.zetatron.bindings.onnxruntime.OrtCreateIoBinding;
import io.zetatron.bindings.onnxruntime.OrtCreateSessionFromArray;
import io.zetatron.bindings.onnxruntime.OrtCreateSessionOptions;
import io.zetatron.bindings.onnxruntime.OrtCreateTensorWithDataAsOrtValue;
import io.zetatron.bindings.onnxruntime.OrtEpDevice_Device;
import io.zetatron.bindings.onnxruntime.OrtEpDevice_EpName;
import io.zetatron.bindings.onnxruntime.OrtEpAssignedSubgraph_GetEpName;
import io.zetatron.bindings.onnxruntime.OrtGetAllocatorWithDefaultOptions;
import io.zetatron.bindings.onnxruntime.OrtGetEpDevices;
import io.zetatron.bindings.onnxruntime.OrtGetErrorCode;
import io.zetatron.bindings.onnxruntime.OrtGetErrorMessage;
import io.zetatron.bindings.onnxruntime.OrtHardwareDevice_Type;
import io.zetatron.bindings.onnxruntime.OrtReleaseEnv;
import io.zetatron.bindings.onnxruntime.OrtReleaseIoBinding;
import io.zetatron.bindings.onnxruntime.OrtReleaseMemoryInfo;
import io.zetatron.bindings.onnxruntime.OrtReleaseSession;
import io.zetatron.bindings.onnxruntime.OrtReleaseSessionOptions;
import io.zetatron.bindings.onnxruntime.OrtReleaseStatus;
import io.zetatron.bindings.onnxruntime.OrtReleaseValue;
import io.zetatron.bindings.onnxruntime.OrtRunWithBinding;
import io.zetatron.bindings.onnxruntime.OrtSessionGetInputName;
import io.zetatron.bindings.onnxruntime.OrtSessionOptionsAppendExecutionProvider;
import io.zetatron.bindings.onnxruntime.OrtSessionOptionsSetEpSelectionPolicy;
import io.zetatron.bindings.onnxruntime.OrtSession_GetEpGraphAssignmentInfo;
import io.zetatron.bindings.onnxruntime.onnxruntime_h;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The bindings of ONNX Runtime on the library of its jar, which is on the class path of tests.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@SuppressWarnings("restricted")
class OnnxRuntimeTest
{
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;
    private static final float[] WEIGHTS = {1, -2, 0.5f, 3, -1, 4};
    private static final float[] BIAS = {10, 20};

    private static final Arena ARENA = Arena.ofShared();
    private static LoadedLibrary library;
    private static MemorySegment api;
    private static MemorySegment environment;

    @BeforeAll
    static void load()
    {
        library = LibrarySearch.ofSystem().load(Library.ONNXRUNTIME);
        api = OnnxRuntimeApi.table(library, OnnxRuntimeApi.VERSION);
        final MemorySegment out = ARENA.allocate(ValueLayout.ADDRESS);
        check(OrtCreateEnv.invoke(function(onnxruntime_h.OrtApi_CreateEnv()),
            onnxruntime_h.ORT_LOGGING_LEVEL_ERROR(), ARENA.allocateFrom("test"), out));
        environment = out.get(ValueLayout.ADDRESS, 0);
    }

    @AfterAll
    static void release()
    {
        if (environment != null)
        {
            OrtReleaseEnv.invoke(function(onnxruntime_h.OrtApi_ReleaseEnv()), environment);
        }
        ARENA.close();
    }

    @Test
    void shouldBeTheLibraryOfItsJarAndLeaveNoFile() throws IOException
    {
        assertEquals("1.29.0", library.probe().version());
        assertEquals("1.29.0", OnnxRuntimeApi.version(library));
        assertEquals(onnxruntime_h.OrtGetApiBase$address(), library.address("OrtGetApiBase"));
        final String mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter((line) -> line.endsWith("/libonnxruntime.so (deleted)")).findFirst().orElseThrow();
        final Path file = Path.of(mapped.substring(mapped.indexOf('/')).replace(" (deleted)", ""));
        assertTrue(file.getParent().getFileName().toString().startsWith("zetatron-onnxruntime-"), file.toString());
        assertFalse(Files.exists(file.getParent()), file.toString());
    }

    @Test
    void shouldHaveNoTableForReleaseThatDoesNotExist()
    {
        final LibraryException ex = assertThrows(LibraryException.class, () -> OnnxRuntimeApi.table(library, 99));

        assertEquals("ONNX Runtime 1.29.0 in " + library.path() +
            " has no functions of release 1.99. What to do: take release 1.99 or later", ex.getMessage());
    }

    @Test
    void shouldNameReleaseThatIsNeededWhenTheLibraryIsTooOld(@TempDir final Path folder)
        throws IOException, InterruptedException
    {
        final Path old = TestLibraries.library(folder.resolve("libonnxruntime.so"), List.of(),
            "static const void *get(unsigned v) { return v <= 23 ? &get : 0; }\n" +
            "static const char *version(void) { return \"1.23.2\"; }\n" +
            "static const void *both[2] = { (void *)get, (void *)version };\n" +
            "const void **OrtGetApiBase(void) { return both; }\n");
        final LibraryProbe probe =
            new LibrarySearch(Path.of("/"), "", null).path(Library.ONNXRUNTIME, old).probe(Library.ONNXRUNTIME);

        final VendorAnswer answer =
            VendorProbe.ask(List.of(probe), TimeUnit.SECONDS.toNanos(30)).get(Library.ONNXRUNTIME);

        assertEquals("1.23.2", answer.version());
        assertTrue(answer.failure().startsWith("ONNX Runtime 1.23.2 in " + old.toRealPath() +
            " has no functions of release 1.24. What to do: take release 1.24"), answer.failure());
    }

    @Test
    void shouldRunModelWithBoundInputAndOutput()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment session =
                session(arena, options(arena), TinyModel.gemm(INPUTS, OUTPUTS, WEIGHTS, BIAS));
            final MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1, 2, 3);
            final MemorySegment out = arena.allocate(ValueLayout.JAVA_FLOAT, OUTPUTS);
            final MemorySegment memory = created(arena, (place) -> OrtCreateCpuMemoryInfo.invoke(
                function(onnxruntime_h.OrtApi_CreateCpuMemoryInfo()), onnxruntime_h.OrtArenaAllocator(),
                onnxruntime_h.OrtMemTypeDefault(), place));
            final MemorySegment input = tensor(arena, memory, in, INPUTS);
            final MemorySegment output = tensor(arena, memory, out, OUTPUTS);
            final MemorySegment binding = created(arena, (place) -> OrtCreateIoBinding.invoke(
                function(onnxruntime_h.OrtApi_CreateIoBinding()), session, place));
            check(OrtBindInput.invoke(
                function(onnxruntime_h.OrtApi_BindInput()), binding, arena.allocateFrom("x"), input));
            check(OrtBindOutput.invoke(
                function(onnxruntime_h.OrtApi_BindOutput()), binding, arena.allocateFrom("y"), output));

            for (int run = 0; run < 3; run++)
            {
                in.set(ValueLayout.JAVA_FLOAT, 0, 1 + run);
                check(OrtRunWithBinding.invoke(
                    function(onnxruntime_h.OrtApi_RunWithBinding()), session, MemorySegment.NULL, binding));
                assertArrayEquals(
                    TinyModel.expected(new float[]{1 + run, 2, 3}, OUTPUTS, WEIGHTS, BIAS),
                    out.toArray(ValueLayout.JAVA_FLOAT), 1e-5f);
            }
            assertEquals("x", inputName(arena, session));

            OrtReleaseIoBinding.invoke(function(onnxruntime_h.OrtApi_ReleaseIoBinding()), binding);
            OrtReleaseValue.invoke(function(onnxruntime_h.OrtApi_ReleaseValue()), input);
            OrtReleaseValue.invoke(function(onnxruntime_h.OrtApi_ReleaseValue()), output);
            OrtReleaseMemoryInfo.invoke(function(onnxruntime_h.OrtApi_ReleaseMemoryInfo()), memory);
            OrtReleaseSession.invoke(function(onnxruntime_h.OrtApi_ReleaseSession()), session);
        }
    }

    @Test
    void shouldTurnStatusIntoMessage()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment bytes = arena.allocateFrom("this is no model");
            final MemorySegment status = OrtCreateSessionFromArray.invoke(
                function(onnxruntime_h.OrtApi_CreateSessionFromArray()), environment, bytes, bytes.byteSize(),
                options(arena), arena.allocate(ValueLayout.ADDRESS));

            final String text = message(status);

            assertTrue(text.startsWith("7 "), text + " starts with ORT_INVALID_PROTOBUF");
            assertTrue(text.contains("protobuf parsing failed"), text);
        }
    }

    @Test
    void shouldRefuseProviderThatIsNotBuiltIn()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final String text = message(OrtSessionOptionsAppendExecutionProvider.invoke(
                function(onnxruntime_h.OrtApi_SessionOptionsAppendExecutionProvider()), options(arena),
                arena.allocateFrom("QNN"), MemorySegment.NULL, MemorySegment.NULL, 0));

            assertTrue(text.contains("QNN"), text);
        }
    }

    /**
     * Asking for an NPU succeeds where there is none: only what was got tells.
     */
    @Test
    void shouldSeeThatNpuWasPreferredAndCpuWasGot()
    {
        try (Arena arena = Arena.ofConfined())
        {
            final Set<Integer> kinds = new HashSet<>();
            for (final MemorySegment device : devices(arena))
            {
                final String provider = OrtEpDevice_EpName.invoke(
                    function(onnxruntime_h.OrtApi_EpDevice_EpName()), device).getString(0);
                assertFalse(provider.isEmpty());
                kinds.add(OrtHardwareDevice_Type.invoke(function(onnxruntime_h.OrtApi_HardwareDevice_Type()),
                    OrtEpDevice_Device.invoke(function(onnxruntime_h.OrtApi_EpDevice_Device()), device)));
            }
            assertTrue(kinds.contains(onnxruntime_h.OrtHardwareDeviceType_CPU()), kinds.toString());
            final MemorySegment options = options(arena);
            check(OrtSessionOptionsSetEpSelectionPolicy.invoke(
                function(onnxruntime_h.OrtApi_SessionOptionsSetEpSelectionPolicy()), options,
                onnxruntime_h.OrtExecutionProviderDevicePolicy_PREFER_NPU()));
            check(OrtAddSessionConfigEntry.invoke(function(onnxruntime_h.OrtApi_AddSessionConfigEntry()), options,
                arena.allocateFrom("session.record_ep_graph_assignment_info"), arena.allocateFrom("1")));

            final MemorySegment session = session(arena, options, TinyModel.gemm(INPUTS, OUTPUTS, WEIGHTS, BIAS));

            final Set<String> providers = providers(arena, session);
            assertFalse(kinds.contains(onnxruntime_h.OrtHardwareDeviceType_NPU()), "this jar serves no NPU");
            assertEquals(Set.of("CPUExecutionProvider"), providers);
            OrtReleaseSession.invoke(function(onnxruntime_h.OrtApi_ReleaseSession()), session);
        }
    }

    private static List<MemorySegment> devices(final Arena arena)
    {
        final MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
        final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
        check(OrtGetEpDevices.invoke(function(onnxruntime_h.OrtApi_GetEpDevices()), environment, list, count));
        return pointers(list, count);
    }

    private static Set<String> providers(final Arena arena, final MemorySegment session)
    {
        final MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
        final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
        check(OrtSession_GetEpGraphAssignmentInfo.invoke(
            function(onnxruntime_h.OrtApi_Session_GetEpGraphAssignmentInfo()), session, list, count));
        final Set<String> providers = new HashSet<>();
        for (final MemorySegment part : pointers(list, count))
        {
            final MemorySegment name = arena.allocate(ValueLayout.ADDRESS);
            check(OrtEpAssignedSubgraph_GetEpName.invoke(
                function(onnxruntime_h.OrtApi_EpAssignedSubgraph_GetEpName()), part, name));
            providers.add(name.get(onnxruntime_h.C_POINTER, 0).getString(0));
        }

        return providers;
    }

    private static List<MemorySegment> pointers(final MemorySegment list, final MemorySegment count)
    {
        final long length = count.get(ValueLayout.JAVA_LONG, 0);
        return list.get(ValueLayout.ADDRESS, 0).reinterpret(length * ValueLayout.ADDRESS.byteSize())
            .elements(ValueLayout.ADDRESS).map((one) -> one.get(ValueLayout.ADDRESS, 0)).toList();
    }

    private static String inputName(final Arena arena, final MemorySegment session)
    {
        final MemorySegment allocator = created(arena, (place) -> OrtGetAllocatorWithDefaultOptions.invoke(
            function(onnxruntime_h.OrtApi_GetAllocatorWithDefaultOptions()), place));
        final MemorySegment name = arena.allocate(onnxruntime_h.C_POINTER);
        check(OrtSessionGetInputName.invoke(
            function(onnxruntime_h.OrtApi_SessionGetInputName()), session, 0, allocator, name));
        final MemorySegment text = name.get(onnxruntime_h.C_POINTER, 0);
        final String answer = text.getString(0);
        check(OrtAllocatorFree.invoke(function(onnxruntime_h.OrtApi_AllocatorFree()), allocator, text));
        return answer;
    }

    private static MemorySegment tensor(
        final Arena arena, final MemorySegment memory, final MemorySegment data, final int width)
    {
        final MemorySegment shape = arena.allocateFrom(ValueLayout.JAVA_LONG, 1, width);
        return created(arena, (place) -> OrtCreateTensorWithDataAsOrtValue.invoke(
            function(onnxruntime_h.OrtApi_CreateTensorWithDataAsOrtValue()), memory, data, data.byteSize(), shape, 2,
            onnxruntime_h.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT(), place));
    }

    private static MemorySegment options(final Arena arena)
    {
        return created(arena, (place) -> OrtCreateSessionOptions.invoke(
            function(onnxruntime_h.OrtApi_CreateSessionOptions()), place)).reinterpret(arena, (options) ->
            OrtReleaseSessionOptions.invoke(function(onnxruntime_h.OrtApi_ReleaseSessionOptions()), options));
    }

    private static MemorySegment session(final Arena arena, final MemorySegment options, final byte[] model)
    {
        final MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, model);
        return created(arena, (place) -> OrtCreateSessionFromArray.invoke(
            function(onnxruntime_h.OrtApi_CreateSessionFromArray()), environment, bytes, bytes.byteSize(), options,
            place));
    }

    private static MemorySegment created(
        final Arena arena, final UnaryOperator<MemorySegment> creation)
    {
        final MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
        check(creation.apply(place));
        return place.get(ValueLayout.ADDRESS, 0);
    }

    private static MemorySegment function(final int offset)
    {
        return api.get(ValueLayout.ADDRESS, offset);
    }

    private static void check(final MemorySegment status)
    {
        assertEquals("", status.address() == 0 ? "" : message(status));
    }

    /**
     * The code and the text of a status, which is given back.
     */
    private static String message(final MemorySegment status)
    {
        assertTrue(status.address() != 0, "no error");
        final int code = OrtGetErrorCode.invoke(function(onnxruntime_h.OrtApi_GetErrorCode()), status);
        final String text =
            OrtGetErrorMessage.invoke(function(onnxruntime_h.OrtApi_GetErrorMessage()), status).getString(0);
        OrtReleaseStatus.invoke(function(onnxruntime_h.OrtApi_ReleaseStatus()), status);
        return code + " " + text;
    }
}
