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
package io.zetatron.nativeaccess.standin;

import io.zetatron.bindings.nvml.nvmlMemory_st;
import io.zetatron.bindings.nvml.nvmlPciInfo_st;
import io.zetatron.bindings.nvml.nvmlUtilization_st;
import io.zetatron.bindings.nvml.nvml_h;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static io.zetatron.bindings.nvml.nvml_h.NVML_CLOCK_SM;
import static io.zetatron.bindings.nvml.nvml_h.NVML_COMPUTEMODE_DEFAULT;
import static io.zetatron.bindings.nvml.nvml_h.NVML_DEVICE_NAME_V2_BUFFER_SIZE;
import static io.zetatron.bindings.nvml.nvml_h.NVML_DEVICE_UUID_V2_BUFFER_SIZE;
import static io.zetatron.bindings.nvml.nvml_h.NVML_ERROR_GPU_IS_LOST;
import static io.zetatron.bindings.nvml.nvml_h.NVML_ERROR_INVALID_ARGUMENT;
import static io.zetatron.bindings.nvml.nvml_h.NVML_ERROR_UNINITIALIZED;
import static io.zetatron.bindings.nvml.nvml_h.NVML_FEATURE_DISABLED;
import static io.zetatron.bindings.nvml.nvml_h.NVML_SUCCESS;
import static io.zetatron.bindings.nvml.nvml_h.NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE;
import static io.zetatron.bindings.nvml.nvml_h.NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE;
import static io.zetatron.bindings.nvml.nvml_h.NVML_TEMPERATURE_GPU;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetClockInfo;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetComputeMode;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetCount_v2;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetCpuAffinity;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetHandleByIndex_v2;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetHandleByPciBusId_v2;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetMemoryInfo;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetName;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetNumaNodeId;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetPciInfo_v3;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetPersistenceMode;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetPowerUsage;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetTemperature;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetUUID;
import static io.zetatron.bindings.nvml.nvml_h.nvmlDeviceGetUtilizationRates;
import static io.zetatron.bindings.nvml.nvml_h.nvmlErrorString;
import static io.zetatron.bindings.nvml.nvml_h.nvmlInit_v2;
import static io.zetatron.bindings.nvml.nvml_h.nvmlShutdown;
import static io.zetatron.bindings.nvml.nvml_h.nvmlSystemGetCudaDriverVersion_v2;
import static io.zetatron.bindings.nvml.nvml_h.nvmlSystemGetDriverVersion;
import static io.zetatron.bindings.nvml.nvml_h.nvmlSystemGetNVMLVersion;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The generated bindings of the management library, against its stand-in.
 */
@Tag("own-jvm")
@Timeout(60)
class NvmlBindingsTest
{
    private static StandIn standIn;

    @BeforeAll
    static void load()
    {
        standIn = StandIn.loadNvml();
    }

    @BeforeEach
    void reset()
    {
        standIn.reset();
    }

    @Test
    void shouldCallEveryBoundFunctionWithSuccess()
    {
        standIn.set("numa_node", 1);
        standIn.set("temperature_c", 66);
        standIn.set("gpu_percent", 42);
        standIn.set("used_bytes", 4096);
        try (Arena arena = Arena.ofConfined())
        {
            ok(nvmlInit_v2());
            library(arena);
            readings(arena, device(arena));
            ok(nvmlShutdown());
        }
        final Set<String> missing = new HashSet<>(functions());
        missing.removeIf((function) -> standIn.successes(function) > 0);
        assertEquals(Set.of(), missing);
    }

    @SuppressWarnings("restricted")
    private static void library(final Arena arena)
    {
        final MemorySegment text = arena.allocate(96);
        final MemorySegment number = arena.allocate(JAVA_LONG);
        assertEquals("Success", nvmlErrorString(NVML_SUCCESS()).reinterpret(64).getString(0));
        ok(nvmlSystemGetDriverVersion(text, NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE()));
        final String driver = text.getString(0);
        ok(nvmlSystemGetNVMLVersion(text, NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE()));
        assertEquals("13." + driver, text.getString(0));
        ok(nvmlSystemGetCudaDriverVersion_v2(number));
        assertEquals(13_000, number.get(JAVA_INT, 0));
        ok(nvmlDeviceGetCount_v2(number));
        assertEquals(1, number.get(JAVA_INT, 0));
    }

    private static MemorySegment device(final Arena arena)
    {
        final MemorySegment byIndex = arena.allocate(ADDRESS);
        final MemorySegment byPlace = arena.allocate(ADDRESS);
        final MemorySegment pci = nvmlPciInfo_st.allocate(arena);
        ok(nvmlDeviceGetHandleByIndex_v2(0, byIndex));
        ok(nvmlDeviceGetPciInfo_v3(byIndex.get(ADDRESS, 0), pci));
        assertEquals("00000000:41:00.0", nvmlPciInfo_st.busId(pci).getString(0));
        ok(nvmlDeviceGetHandleByPciBusId_v2(nvmlPciInfo_st.busId(pci), byPlace));
        assertEquals(byIndex.get(ADDRESS, 0), byPlace.get(ADDRESS, 0));
        assertEquals(NVML_ERROR_INVALID_ARGUMENT(), nvmlDeviceGetHandleByIndex_v2(1, byIndex));
        return byPlace.get(ADDRESS, 0);
    }

    private static void readings(final Arena arena, final MemorySegment device)
    {
        final MemorySegment text = arena.allocate(96);
        final MemorySegment number = arena.allocate(JAVA_LONG);
        ok(nvmlDeviceGetName(device, text, NVML_DEVICE_NAME_V2_BUFFER_SIZE()));
        assertEquals("ZetaTron stand-in device", text.getString(0));
        ok(nvmlDeviceGetUUID(device, text, NVML_DEVICE_UUID_V2_BUFFER_SIZE()));
        assertTrue(text.getString(0).matches("GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), text.getString(0));
        final MemorySegment memory = nvmlMemory_st.allocate(arena);
        ok(nvmlDeviceGetMemoryInfo(device, memory));
        assertEquals(4096, nvmlMemory_st.used(memory));
        assertEquals(256L << 20, nvmlMemory_st.total(memory));
        final MemorySegment utilization = nvmlUtilization_st.allocate(arena);
        ok(nvmlDeviceGetUtilizationRates(device, utilization));
        assertEquals(42, nvmlUtilization_st.gpu(utilization));
        ok(nvmlDeviceGetTemperature(device, NVML_TEMPERATURE_GPU(), number));
        assertEquals(66, number.get(JAVA_INT, 0));
        ok(nvmlDeviceGetNumaNodeId(device, number));
        assertEquals(1, number.get(JAVA_INT, 0));
        ok(nvmlDeviceGetCpuAffinity(device, 1, number));
        assertEquals(3, number.get(JAVA_LONG, 0));
        ok(nvmlDeviceGetPowerUsage(device, number));
        ok(nvmlDeviceGetClockInfo(device, NVML_CLOCK_SM(), number));
        assertEquals(210, number.get(JAVA_INT, 0));
        ok(nvmlDeviceGetPersistenceMode(device, number));
        assertEquals(NVML_FEATURE_DISABLED(), number.get(JAVA_INT, 0));
        ok(nvmlDeviceGetComputeMode(device, number));
        assertEquals(NVML_COMPUTEMODE_DEFAULT(), number.get(JAVA_INT, 0));
    }

    @Test
    void shouldExportWhatIsBoundAndNothingElse()
    {
        assertEquals(Set.copyOf(functions()), Set.copyOf(standIn.functions()));
    }

    @ParameterizedTest
    @MethodSource("functionsWithResult")
    void shouldReturnTheErrorThatAFunctionIsToldTo(final String function)
    {
        standIn.fail(function + "=" + NVML_ERROR_GPU_IS_LOST());

        assertEquals(NVML_ERROR_GPU_IS_LOST(), Bound.callWithNothing(nvml_h.class, function));
        assertEquals(function + ": told to fail", standIn.lastFailure());
        assertEquals(0, standIn.successes(function));
    }

    static List<String> functionsWithResult()
    {
        return functions().stream().filter((function) -> !function.equals("nvmlErrorString")).toList();
    }

    static List<String> functions()
    {
        return Bound.functions("nvml");
    }

    @Test
    void shouldRefuseCallsBeforeTheStart()
    {
        assertEquals(NVML_ERROR_UNINITIALIZED(), nvmlDeviceGetCount_v2(MemorySegment.NULL));
        assertEquals(NVML_ERROR_UNINITIALIZED(), nvmlShutdown());
    }

    private static void ok(final int result)
    {
        assertEquals(NVML_SUCCESS(), result, () -> standIn.lastFailure());
    }
}
