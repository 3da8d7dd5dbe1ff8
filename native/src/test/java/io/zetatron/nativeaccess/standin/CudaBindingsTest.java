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

import io.zetatron.bindings.cuda.cuda_h;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_ILLEGAL_ADDRESS;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_NOT_INITIALIZED;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_NO_DEVICE;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_ERROR_UNKNOWN;
import static io.zetatron.bindings.cuda.cuda_h.CUDA_SUCCESS;
import static io.zetatron.bindings.cuda.cuda_h.cuCtxSynchronize;
import static io.zetatron.bindings.cuda.cuda_h.cuGetErrorName;
import static io.zetatron.bindings.cuda.cuda_h.cuInit;
import static io.zetatron.bindings.cuda.cuda_h.cuMemFree_v2;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The generated bindings of the CUDA driver, against its stand-in, which checks each call's arguments.
 */
@Tag("own-jvm")
@Timeout(60)
class CudaBindingsTest
{
    private static final List<Named<Consumer<CudaSession>>> WALKS = List.of(
        walk("device: driver", CudaDeviceWalk::driver),
        walk("device: devices", CudaDeviceWalk::devices),
        walk("device: contexts", CudaDeviceWalk::contexts),
        walk("device: functions", CudaDeviceWalk::functions),
        walk("device: malformedImage", CudaDeviceWalk::malformedImage),
        walk("memory: device", CudaMemoryWalk::device),
        walk("memory: host", CudaMemoryWalk::host),
        walk("memory: pool", CudaMemoryWalk::pool),
        walk("memory: copies", CudaMemoryWalk::copies),
        walk("stream: streams", CudaStreamWalk::streams),
        walk("stream: words", CudaStreamWalk::words),
        walk("stream: events", CudaStreamWalk::events),
        walk("kernel: vectors", CudaKernelWalk::vectors),
        walk("kernel: matrices", CudaKernelWalk::matrices),
        walk("kernel: captured", CudaKernelWalk::captured),
        walk("kernel: built", CudaKernelWalk::built));

    private static StandIn standIn;

    @BeforeAll
    static void load()
    {
        standIn = StandIn.loadCuda();
    }

    @ParameterizedTest
    @MethodSource("walks")
    void shouldWalkASession(final Consumer<CudaSession> walk)
    {
        try (CudaSession session = CudaSession.open(standIn))
        {
            walk.accept(session);
        }
    }

    static Stream<Named<Consumer<CudaSession>>> walks()
    {
        return WALKS.stream();
    }

    private static Named<Consumer<CudaSession>> walk(final String name, final Consumer<CudaSession> walk)
    {
        return Named.of(name, walk);
    }

    @Test
    void shouldCallEveryBoundFunctionWithSuccess()
    {
        try (CudaSession session = CudaSession.open(standIn))
        {
            WALKS.forEach((walk) -> walk.getPayload().accept(session));
        }
        final Set<String> called = called();
        CudaDeviceWalk.reset(CudaSession.open(standIn));
        called.addAll(called());

        final Set<String> missing = new HashSet<>(functions());
        missing.removeAll(called);
        assertEquals(Set.of(), missing);
    }

    private static Set<String> called()
    {
        final Set<String> called = new HashSet<>();
        for (final String function : functions())
        {
            if (standIn.successes(function) > 0)
            {
                called.add(function);
            }
        }
        return called;
    }

    @Test
    void shouldExportWhatIsBoundAndNothingElse()
    {
        assertEquals(Set.copyOf(functions()), Set.copyOf(standIn.functions()));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void shouldReturnTheErrorThatAFunctionIsToldTo(final String function)
    {
        standIn.reset();
        standIn.fail(function + "=" + CUDA_ERROR_UNKNOWN());

        assertEquals(CUDA_ERROR_UNKNOWN(), Bound.callWithNothing(cuda_h.class, function));
        assertEquals(function + ": told to fail", standIn.lastFailure());
        assertEquals(1, standIn.calls(function));
        assertEquals(0, standIn.successes(function));
    }

    static List<String> functions()
    {
        return Bound.functions("cuda");
    }

    @ParameterizedTest
    @MethodSource("errors")
    @SuppressWarnings("restricted")
    void shouldReturnAnyErrorAndNameIt(final String name)
    {
        final int error = (int)Bound.callWithNothing(cuda_h.class, name);
        standIn.reset();
        standIn.fail("cuCtxSynchronize=" + error + "@2+");

        assertEquals(CUDA_ERROR_NOT_INITIALIZED(), cuCtxSynchronize());
        assertEquals(error, cuCtxSynchronize());
        assertEquals(error, cuCtxSynchronize());
        try (Arena arena = Arena.ofConfined())
        {
            final MemorySegment out = arena.allocate(ADDRESS);
            assertEquals(CUDA_SUCCESS(), cuGetErrorName(error, out));
            assertEquals(name, out.get(ADDRESS, 0).reinterpret(128).getString(0));
        }
    }

    static Stream<String> errors()
    {
        return Bound.constants("cuda").stream().filter((name) -> name.startsWith("CUDA_ERROR_"));
    }

    @Test
    void shouldPoisonTheContextAndNotTheJvmWhenAKernelGoesAstray()
    {
        final CudaSession session = CudaSession.open(standIn);
        final long address = session.device(64);
        session.launch(
            session.function("fill_f32"), 1, 32, 0, MemorySegment.NULL, session.parameters(address, 1.0f, 1 << 20));
        assertEquals(CUDA_ERROR_ILLEGAL_ADDRESS(), cuCtxSynchronize());
        assertEquals(CUDA_ERROR_ILLEGAL_ADDRESS(), cuMemFree_v2(address));
        CudaDeviceWalk.reset(session);
    }

    @Test
    void shouldLeaveToTheJvmItsOwnSignals()
    {
        try (CudaSession session = CudaSession.open(standIn))
        {
            session.ok(cuCtxSynchronize());
            /* Compiled code finds a null by the signal that its access raises. */
            for (int i = 0; i < 100_000; i++)
            {
                assertEquals(1, lengthOf("x"));
            }
            for (int i = 0; i < 1_000; i++)
            {
                assertThrows(NullPointerException.class, () -> lengthOf(null));
            }
        }
    }

    @SuppressWarnings("NullAway")
    private static int lengthOf(final String text)
    {
        return text.length();
    }

    @Test
    void shouldRefuseCallsBeforeTheStart()
    {
        standIn.reset();
        for (final String function : List.of("cuDeviceGetCount", "cuMemAlloc_v2", "cuStreamCreate", "cuGraphCreate"))
        {
            assertEquals(CUDA_ERROR_NOT_INITIALIZED(), Bound.callWithNothing(cuda_h.class, function), function);
        }
        standIn.set("devices", 0);
        assertEquals(CUDA_ERROR_NO_DEVICE(), cuInit(0));
        assertTrue(standIn.lastFailure().contains("no devices"), standIn.lastFailure());
    }
}
