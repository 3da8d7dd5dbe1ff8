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
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import static io.zetatron.bench.calls.NativeFunctions.LOOP_LENGTH;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * {@code int call(int (*)(int), int)}: Java calls C, C calls back, and both return.
 */
@State(Scope.Thread)
public class UpcallBenchmark
{
    private static final MethodHandle CALL =
        NativeFunctions.function("zt_call", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MemorySegment INCREMENT = increment();
    private static final MethodHandle LOOP = NativeFunctions.loop("zt_loop_call", JAVA_INT);

    private int value = 41;

    /**
     * C to C to C.
     *
     * @return one more than the value.
     * @throws Throwable never.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP_LENGTH)
    public long c() throws Throwable
    {
        return (long)LOOP.invokeExact(LOOP_LENGTH, value);
    }

    /**
     * JNI there and back.
     *
     * @return one more than the value.
     */
    @Benchmark
    public int jni()
    {
        return JniCalls.call(value);
    }

    /**
     * FFM there and back.
     *
     * @return one more than the value.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffm() throws Throwable
    {
        return (int)CALL.invokeExact(INCREMENT, value);
    }

    private static MemorySegment increment()
    {
        try
        {
            final MethodHandle method = MethodHandles.lookup()
                .findStatic(UpcallBenchmark.class, "increment", MethodType.methodType(int.class, int.class));
            return NativeFunctions.callback(method, FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        }
        catch (final NoSuchMethodException | IllegalAccessException ex)
        {
            throw new IllegalStateException("the callback cannot be looked up", ex);
        }
    }

    // Called by its handle.
    @SuppressWarnings("unused")
    private static int increment(final int value)
    {
        return value + 1;
    }
}
