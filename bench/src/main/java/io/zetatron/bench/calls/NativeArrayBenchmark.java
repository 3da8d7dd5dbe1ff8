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
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.stream.IntStream;

import static io.zetatron.bench.calls.HeapArrayBenchmark.LENGTH;
import static io.zetatron.bench.calls.NativeFunctions.LOOP_LENGTH;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * {@code int sum(const int *, int)} of an array off the heap.
 */
@State(Scope.Thread)
public class NativeArrayBenchmark
{
    private static final FunctionDescriptor SUM = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle PLAIN = NativeFunctions.function("zt_sum", SUM);
    // Short because the array is: some 20 ns.
    private static final MethodHandle CRITICAL = NativeFunctions.function("zt_sum", SUM, Linker.Option.critical(false));
    private static final MethodHandle LOOP = NativeFunctions.loop("zt_loop_sum", ADDRESS, JAVA_INT);

    private MemorySegment values = Arena.ofAuto().allocateFrom(JAVA_INT, IntStream.rangeClosed(1, LENGTH).toArray());
    private int length = LENGTH;

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
        return (long)LOOP.invokeExact(LOOP_LENGTH, values, length);
    }

    /**
     * JNI with the address as a number.
     *
     * @return the sum.
     */
    @Benchmark
    public int jni()
    {
        return JniCalls.sumAt(values.address(), length);
    }

    /**
     * FFM, which keeps the segment alive and open during the call.
     *
     * @return the sum.
     * @throws Throwable never.
     */
    @Benchmark
    public int ffm() throws Throwable
    {
        return (int)PLAIN.invokeExact(values, length);
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
        return (int)CRITICAL.invokeExact(values, length);
    }
}
