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
package io.zetatron.bench.calls;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

import static io.zetatron.bench.calls.NativeFunctions.LOOP_LENGTH;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * {@code int fail(int code)}: a call that sets errno, and the errno read.
 */
@State(Scope.Thread)
public class ErrnoBenchmark
{
    private static final FunctionDescriptor FAIL = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final MethodHandle PLAIN = NativeFunctions.function("zt_fail", FAIL);
    private static final MethodHandle CAPTURING = NativeFunctions.function("zt_fail", FAIL, CAPTURE);
    // Short whatever it is given: one store.
    private static final MethodHandle CAPTURING_CRITICAL =
        NativeFunctions.function("zt_fail", FAIL, CAPTURE, Linker.Option.critical(false));
    private static final MethodHandle LOOP = NativeFunctions.loop("zt_loop_fail", JAVA_INT);
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
        .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    // One for each thread, as errno itself is.
    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
    private int code = 11;

    /**
     * C to C, errno read in C.
     *
     * @return the code, negated.
     * @throws Throwable never.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP_LENGTH)
    public long c() throws Throwable
    {
        return (long)LOOP.invokeExact(LOOP_LENGTH, code);
    }

    /**
     * JNI, errno read in C.
     *
     * @return the code, negated.
     */
    @Benchmark
    public int jni()
    {
        return JniCalls.fail(code);
    }

    /**
     * FFM, errno captured.
     *
     * @return the code, negated.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffm() throws Throwable
    {
        return (int)CAPTURING.invokeExact(captured, code) < 0 ? -(int)ERRNO.get(captured, 0L) : 0;
    }

    /**
     * FFM without a change of the thread's state, errno captured.
     *
     * @return the code, negated.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffmCritical() throws Throwable
    {
        return (int)CAPTURING_CRITICAL.invokeExact(captured, code) < 0 ? -(int)ERRNO.get(captured, 0L) : 0;
    }

    /**
     * FFM, errno not asked for: what is more in {@link #ffm} is the price of capturing.
     *
     * @return the function's result, -1.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffmUncaptured() throws Throwable
    {
        return (int)PLAIN.invokeExact(code);
    }
}
