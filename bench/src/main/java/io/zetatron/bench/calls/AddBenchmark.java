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
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

import static io.zetatron.bench.calls.NativeFunctions.LOOP_LENGTH;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * {@code int add(int, int)}: the call alone.
 */
@State(Scope.Thread)
public class AddBenchmark
{
    private static final FunctionDescriptor ADD = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle PLAIN = NativeFunctions.function("zt_add", ADD);
    // Short whatever it is given: one instruction.
    private static final MethodHandle CRITICAL = NativeFunctions.function("zt_add", ADD, Linker.Option.critical(false));
    private static final MethodHandle LOOP = NativeFunctions.loop("zt_loop_add", JAVA_INT, JAVA_INT);

    private int left = 40;
    private int right = 2;

    /**
     * C to C.
     *
     * @return the sum.
     * @throws Throwable never.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP_LENGTH)
    public long c() throws Throwable
    {
        return (long)LOOP.invokeExact(LOOP_LENGTH, left, right);
    }

    /**
     * Java to Java, without inlining.
     *
     * @return the sum.
     */
    @Benchmark
    public int java()
    {
        return add(left, right);
    }

    /**
     * JNI.
     *
     * @return the sum.
     */
    @Benchmark
    public int jni()
    {
        return JniCalls.add(left, right);
    }

    /**
     * FFM.
     *
     * @return the sum.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffm() throws Throwable
    {
        return (int)PLAIN.invokeExact(left, right);
    }

    /**
     * FFM without a change of the thread's state.
     *
     * @return the sum.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffmCritical() throws Throwable
    {
        return (int)CRITICAL.invokeExact(left, right);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static int add(final int left, final int right)
    {
        return left + right;
    }
}
