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

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

import static io.zetatron.bench.calls.NativeFunctions.LOOP_LENGTH;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * {@code getppid}, one of the cheapest system calls, which nobody caches: real work, for scale.
 */
@State(Scope.Thread)
public class SystemCallBenchmark
{
    private static final FunctionDescriptor SYSCALL = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG);
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(1);
    private static final MethodHandle PLAIN = NativeFunctions.standardFunction("syscall", SYSCALL, VARIADIC);
    // Short for this number only; a handle for others must not be critical.
    private static final MethodHandle CRITICAL =
        NativeFunctions.standardFunction("syscall", SYSCALL, VARIADIC, Linker.Option.critical(false));
    private static final MethodHandle LOOP = NativeFunctions.loop("zt_loop_parent_process");

    private long number = NativeFunctions.constant("zt_getppid_number");

    /**
     * C to C.
     *
     * @return the id of the process that started this one.
     * @throws Throwable never.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP_LENGTH)
    public long c() throws Throwable
    {
        return (long)LOOP.invokeExact(LOOP_LENGTH);
    }

    /**
     * JNI.
     *
     * @return the id of the process that started this one.
     */
    @Benchmark
    public long jni()
    {
        return JniCalls.parentProcess();
    }

    /**
     * FFM.
     *
     * @return the id of the process that started this one.
     * @throws Throwable never.
     */
    @Benchmark
    public long ffm() throws Throwable
    {
        return (long)PLAIN.invokeExact(number);
    }

    /**
     * FFM without a change of the thread's state.
     *
     * @return the id of the process that started this one.
     * @throws Throwable never.
     */
    @Benchmark
    public long ffmCritical() throws Throwable
    {
        return (long)CRITICAL.invokeExact(number);
    }
}
