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

import java.lang.invoke.MethodHandle;

import static io.zetatron.bench.calls.NativeFunctions.LOOP_LENGTH;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The loops that time the others, with no call in them: a value that is read and swallowed.
 */
@State(Scope.Thread)
public class NothingBenchmark
{
    private static final MethodHandle LOOP = NativeFunctions.loop("zt_loop_nothing", JAVA_INT);

    private int value = 42;

    /**
     * The loop in C, which swallows with a volatile store.
     *
     * @return the value.
     * @throws Throwable never.
     */
    @Benchmark
    @OperationsPerInvocation(LOOP_LENGTH)
    public long c() throws Throwable
    {
        return (long)LOOP.invokeExact(LOOP_LENGTH, value);
    }

    /**
     * JMH's loop, which swallows with its black hole.
     *
     * @return the value.
     */
    @Benchmark
    public int java()
    {
        return value;
    }
}
